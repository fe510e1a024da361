import pandas as pd
import pytest

from pkslib.steps.balance.inversions import undoing
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

# Priority 2 gives way at A while priority 3 elsewhere does not: 20 and 10 hours in the year; what
# is postponed, and what follows an operation, is not given up.
GIVEN = pd.DataFrame(
    [(2, "A", "theatre", "limit", "own", 20.0), (2, "A", "theatre", "cancel", "own", 10.0),
     (2, "A", "theatre", "postpone", "own", 99.0), (2, "A", "theatre", "limit", "follows", 99.0),
     (3, "B", "theatre", "limit", "own", 5.0)],
    columns=["priority", "unit", "capacity", "decision", "reason", "amount"],
)  # fmt: skip
SHARES = pd.DataFrame({"priority": [2, 3], "inverted": [True, False]})
REACH = pd.DataFrame(
    [("M1", "A", 900.0, "used_up"), ("M2", "A", 500.0, "enough"), ("M3", "A", 9.0, "no_effect"),
     ("M4", "B", 10.0, "enough")],
    columns=["measure", "unit", "unit_cost", "why"],
).assign(capacity="theatre")  # fmt: skip

PLACES = pd.DataFrame(
    [(2, "A", "D", 4.0), (2, "A", "D", 5.0), (3, "B", "D", 7.0)],
    columns=["priority", "unit", "to_unit", "amount"],
).assign(capacity="theatre")  # fmt: skip
NO_PLACES = PLACES.iloc[:0]


@pytest.fixture
def tables():
    use = [("stroke", "B", 70.0), ("breast", "B", 60.0), ("hip", "B", 40.0), ("hip", "A", 30.0),
           ("hip", "C", 500.0)]  # fmt: skip
    units = pd.DataFrame({"unit": ["A", "B", "C"], "parent": None,
                          "specialty": ["surgery", "surgery", "psychiatry"]})  # fmt: skip
    return {name: empty(schema) for name, schema in INPUTS.items()} | {
        "units": units,
        "needs": pd.DataFrame({"need": ["stroke", "breast", "hip"], "priority": [3, 2, 3],
                               "flow": ["acute", "elective", "elective"]}),
        "recipes": pd.DataFrame({"capacity": "theatre", "resource": ["nurse", "room"],
                                 "amount": [2.0, 1.0]}),
        "resources": pd.DataFrame({"unit": "A", "resource": ["nurse", "room"],
                                   "absence": [0.2, 0.0], "price": [400.0, None]}),
        "capacity_use": pd.DataFrame(use, columns=["need", "unit", "raw"]).assign(
            capacity="theatre"),
        "capacity_need": pd.DataFrame({"unit": ["A"], "capacity": "theatre", "raw": 80.0,
                                       "need": 100.0}),
    }  # fmt: skip


def test_staff_of_lower_priorities_at_other_units_of_the_specialty_could_cross(tables):
    # 30 hours of theatre are 60 of nurses; priority 3 takes 40 · 2 of them at B, and C
    # is of another specialty. Rooms do not move.
    found = undoing(GIVEN, SHARES, REACH, NO_PLACES, tables).query("option == 'staff'")
    assert found[["unit", "item", "amount", "there", "cost"]].to_numpy().tolist() == [
        ["A", "nurse", 60.0, 80.0, 24_000.0]
    ]


def test_money_buys_by_the_cheapest_measure_that_has_an_effect_there(tables):
    # 30 hours in use are 37.5 of the need at 80 %.
    found = undoing(GIVEN, SHARES, REACH, NO_PLACES, tables).query("option == 'money'")
    assert found[["item", "amount", "cost"]].to_numpy().tolist() == [["M2", 37.5, 18_750.0]]


def test_another_hospital_with_room_is_a_way(tables):
    # Two periods' offers are one way; what another priority is offered is none of this one's.
    found = undoing(GIVEN, SHARES, REACH, PLACES, tables).query("option == 'places'")
    assert found[["priority", "unit", "item", "amount"]].to_numpy().tolist() == [[2, "A", "D", 9.0]]


def test_where_the_data_show_no_way_that_is_told(tables):
    bare = tables | {"recipes": tables["recipes"].iloc[:0]}
    found = undoing(GIVEN, SHARES, REACH.iloc[:0], NO_PLACES, bare)
    assert found[["unit", "option", "item", "amount"]].to_numpy().tolist() == [
        ["A", "no_way", "theatre", 30.0]
    ]


def test_without_an_inversion_there_is_nothing_to_undo(tables):
    assert undoing(GIVEN, SHARES.assign(inverted=False), REACH, NO_PLACES, tables).empty
