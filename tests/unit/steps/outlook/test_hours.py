import numpy as np
import pandas as pd
import pytest

from pkslib.steps.outlook.hours import planned_hours, rates_of, scheduled_hours

BOOKINGS = pd.DataFrame(
    {"unit": ["A", "E"], "need": ["hip", "scope"], "hours_per_patient": [0.5, 0.8]}
)
CAPACITIES = pd.DataFrame(
    {"capacity": ["clinic", "theatre", "bed_day", "scope_slot"],
     "measure": ["hour", "hour", "bed_day", "slot"]}
)  # fmt: skip
TIMES = pd.DataFrame(
    [("visit", "clinic", 0.5), ("operation", "clinic", 0.2), ("operation", "theatre", 2.0),
     ("operation", "bed_day", 3.0), ("scopy", "scope_slot", 1.0)],
    columns=["activity", "capacity", "amount"],
).assign(unit=pd.Series([None] * 5, dtype="str"))  # fmt: skip
NEED = pd.DataFrame(
    [("A", "hip", "visit", 30.0), ("A", "trauma", "visit", 10.0), ("A", "hip", "operation", 5.0),
     ("A", "trauma", "operation", 15.0), ("E", "scope", "scopy", 8.0), ("B", "hip", "visit", 9.0)],
    columns=["unit", "need", "activity", "count"],
)  # fmt: skip
RECIPES = pd.DataFrame(
    [("clinic", "nurse", 0.5), ("clinic", "doctor", 1.0), ("theatre", "nurse", 1.5)],
    columns=["capacity", "resource", "amount"],
)


@pytest.fixture
def rates():
    return rates_of(BOOKINGS, NEED, TIMES, CAPACITIES)


def test_an_activity_counts_its_longest_hours_for_the_needs_that_are_booked(rates):
    # Hips are 30 of 40 visits of 0.5 h and 5 of 20 operations of 2 h; a slot is 0.8 h long.
    found = rates.set_index(["unit", "activity"])["hours"]
    assert found.to_dict() == pytest.approx(
        {("A", "visit"): 0.375, ("A", "operation"): 0.5, ("E", "scopy"): 0.8}
    )


def test_the_plan_of_a_week_at_the_turn_of_the_year_is_last_years_and_this_years(rates):
    # 2026-W53 is Monday 28 December to Sunday 3 January. Of December's 20 open days (23 weekdays
    # less the 24th, 25th and 31st) three are in it.
    weeks = pd.DataFrame({"unit": ["A"], "activity": "visit", "week": "2026-W53", "target": [4]})
    before = pd.DataFrame(
        {"unit": ["A"], "activity": "visit", "period": "2026-12", "planned": [200.0]}
    )
    found = planned_hours(rates, weeks, before, 2027).set_index("week")["plan"]
    assert found["2026-W53"] == pytest.approx((4 + 200 * 3 / 20) * 0.375)


def test_without_a_plan_column_there_is_no_plan_before_the_year(rates):
    weeks = pd.DataFrame({"unit": ["A"], "activity": "visit", "week": "2027-W01", "target": [4]})
    bare = pd.DataFrame({"unit": ["A"], "activity": "visit", "period": "2026-12", "count": [1.0]})
    assert planned_hours(rates, weeks, bare, 2027)["week"].tolist() == ["2027-W01"]


def _schedule(*rows):
    return pd.DataFrame(rows, columns=["unit", "resource", "date", "shift", "scheduled"])


def test_the_scarcest_resource_decides(rates):
    # A's mix is 3/7 clinic and 4/7 theatre: a nurse is needed 3/7 · 0.5 + 4/7 · 1.5 of an hour,
    # a doctor 3/7. 16 nurse hours make 14.93 hours, 4 doctor hours 9.33.
    rows = _schedule(
        ("A", "nurse", "2027-01-04", "day", 2.0), ("A", "doctor", "2027-01-05", "am", 1.0)
    )
    found = scheduled_hours(rates, rows, RECIPES, {"day": 8, "am": 4})
    assert found[["unit", "week"]].to_numpy().tolist() == [["A", "2027-W01"]]
    assert found["scheduled"].tolist() == pytest.approx([4 * 7 / 3])


def test_without_a_recipe_an_hour_is_an_hour(rates):
    rows = _schedule(
        ("A", "nurse", "2027-01-04", "day", 2.0), ("A", "nurse", "2027-01-05", "day", 1.0)
    )
    found = scheduled_hours(rates, rows, RECIPES.iloc[:0], {"day": 8})
    assert found["scheduled"].tolist() == [24]


def test_a_shift_of_unknown_length_leaves_the_week_unknown(rates):
    rows = _schedule(
        ("A", "nurse", "2027-01-04", "10:30", 2.0), ("A", "nurse", "2027-01-05", "day", 1.0)
    )
    found = scheduled_hours(rates, rows, RECIPES, {"day": 8})
    assert np.isnan(found["scheduled"]).tolist() == [True]
