import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.moves import lanes_of, moved_by, moves_of
from pkslib.steps.balance.scale import moved_in
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS


@pytest.fixture
def moved(frame):
    def make(cells, elective, *allowed, **settings):
        gap = (cells["need"] - cells["available"]).to_numpy()
        return moves_of(cells, gap, elective, frame(*allowed, **settings))[0]

    return make


def test_within_the_hospital_before_between_hospitals(cells, elective, moved):
    # A1 lacks 10: A2 gives its 6 free of charge, B1 the other 4 at 100 each.
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A2", "2027-01", 94, 100), ("B1", "2027-01", 80, 100)
    )
    found = moved(rows, elective(), move_cost=100)
    assert found[["unit", "to_unit", "amount", "cost"]].to_numpy().tolist() == [
        ["A2", "A1", 6, 0],
        ["B1", "A1", 4, 400],
    ]


def test_capacity_moves_within_its_specialty_only(cells, elective, frame):
    # A1 lacks 10: A2 is of another specialty, A3's is not known, B1 is of its own.
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A2", "2027-01", 50, 100), ("A3", "2027-01", 50, 100),
        ("B1", "2027-01", 96, 100),
    )  # fmt: skip
    gap = (rows["need"] - rows["available"]).to_numpy()
    other = {"A1": "orthopaedics", "A2": "children", "A3": None, "B1": "orthopaedics"}
    found = moves_of(rows, gap, elective(), frame(specialty=other))[0]
    assert found[["unit", "to_unit", "amount"]].to_numpy().tolist() == [["B1", "A1", 4]]


def test_care_waits_where_only_another_specialty_could_lend(cells, elective, frame):
    # B1's 10 in January would close A1's gap, were they surgeons: then nothing needs to wait.
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A1", "2027-02", 90, 100), ("B1", "2027-01", 90, 100)
    )
    gap = (rows["need"] - rows["available"]).to_numpy()
    care = elective((0, "hip", 3, 90, 50))
    unlike = frame(specialty={"A1": "surgery", "B1": "eye"})
    assert moves_of(rows, gap, care, unlike)[1]["amount"].tolist() == [10]
    assert moves_of(rows, gap, care, unlike)[0]["to_period"].tolist() == ["2027-02"]


def test_no_unit_is_pushed_into_shortage(cells, elective, moved):
    rows = cells(("A1", "2027-01", 150, 100), ("A2", "2027-01", 90, 100))
    found = moved(rows, elective())
    gained = moved_in(rows, found)
    assert gained.tolist() == [10, -10]


def test_capacity_is_not_moved_to_another_period(cells, elective, moved):
    rows = cells(("A1", "2027-01", 110, 100), ("A2", "2027-02", 90, 100))
    assert moved(rows, elective()).empty


@pytest.mark.parametrize("settings", [{"move_between": False}, {}])
def test_each_kind_of_move_can_be_turned_off(cells, elective, moved, settings):
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A1", "2027-02", 90, 100), ("A2", "2027-01", 95, 100)
    )
    need = elective((0, "hip", 3, 90, 50))
    still = moved(rows, need, move_time=False, **settings)
    assert (still["period"] == still["to_period"]).all()
    assert still["amount"].sum() == (0 if settings else 5)
    alone = moved(rows, need, move_between=False)
    assert alone[["unit", "to_period", "amount"]].to_numpy().tolist() == [["A1", "2027-02", 10]]


def test_both_kinds_close_more_than_either(cells, elective, moved):
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A1", "2027-02", 96, 100), ("A2", "2027-01", 95, 100)
    )
    found = moved(rows, elective((0, "hip", 3, 90, 50)))
    assert moved_in(rows, found).tolist() == pytest.approx([9, -4, -5])


def test_capacity_goes_between_allowed_units_only_the_cheapest_first(cells, elective, moved):
    # A2 and B1 have 6 each; A3 is not named. A1 lacks 8: 6 from B1 at 10, 2 from A2 at 30.
    rows = cells(
        ("A1", "2027-01", 108, 100), ("A2", "2027-01", 94, 100), ("A3", "2027-01", 50, 100),
        ("B1", "2027-01", 94, 100),
    )  # fmt: skip
    found = moved(rows, elective(), ("A2", "A1", 30, 0), ("B1", "A1", 10, 0))
    assert found[["unit", "to_unit", "amount", "cost"]].to_numpy().tolist() == [
        ["A2", "A1", 2, 60],
        ["B1", "A1", 6, 60],
    ]


def test_less_than_a_block_is_not_moved(cells, elective, moved):
    rows = cells(("A1", "2027-01", 108, 100), ("A2", "2027-01", 94, 100))
    assert moved(rows, elective(), ("A2", "A1", 0, 7)).empty
    assert moved(rows, elective(), ("A2", "A1", 0, 6))["amount"].tolist() == [6]


def test_who_may_lend_is_in_view_when_care_waits(cells, elective, frame):
    # A1 lacks 10 in January and has 10 over in February. If its care waited, B1's 10 in January
    # would stay unused and A2's gap in February open; lending by the list closes both.
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A1", "2027-02", 90, 100), ("A2", "2027-02", 110, 100),
        ("B1", "2027-01", 90, 100),
    )  # fmt: skip
    gap = (rows["need"] - rows["available"]).to_numpy()
    care = elective((0, "hip", 3, 90, 50))
    found, delays = moves_of(rows, gap, care, frame(("B1", "A1", 0, 0), ("A1", "A2", 0, 0)))
    assert delays.empty
    assert found[["unit", "to_unit", "amount"]].to_numpy().tolist() == [
        ["A1", "A2", 10], ["B1", "A1", 10]
    ]  # fmt: skip


ALLOWED = ["unit", "to_unit", "capacity", "cost", "min_block"]


def test_a_lane_that_gives_its_least_block_exactly_is_counted_on(cells, elective, moved):
    # A2 can give A1 the 4 of February, in blocks of 4: so January's care takes March's room.
    rows = cells(
        ("A1", "2027-01", 104, 100), ("A1", "2027-02", 104, 100), ("A1", "2027-03", 96, 100),
        ("A2", "2027-02", 96, 100),
    )  # fmt: skip
    care = elective((0, "hip", 3, 90, 20), (1, "hip", 3, 90, 20))
    found = moved(rows, care, ("A2", "A1", 0.0, 4.0))
    assert found[["unit", "period", "to_period", "amount"]].to_numpy().tolist() == [
        ["A1", "2027-01", "2027-03", pytest.approx(4)],
        ["A2", "2027-02", "2027-02", pytest.approx(4)],
    ]


def test_lanes_go_from_those_that_have_to_those_that_lack_in_the_same_period(cells):
    rows = cells(
        ("A1", "2027-01", 105, 100), ("A2", "2027-01", 90, 100), ("A2", "2027-02", 90, 100),
        ("B1", "2027-01", 90, 100),
    )  # fmt: skip
    allowed = pd.DataFrame(
        [("A2", "A1", "bed_day", None, None), ("B1", "A1", "bed_day", None, 2.0),
         ("A1", "A2", "bed_day", 5.0, None)], columns=ALLOWED
    )  # fmt: skip
    allowed = filled(allowed, INPUTS["allowed_moves"])
    gap = (rows["need"] - rows["available"]).to_numpy()
    found = lanes_of(rows, gap, allowed, usual_cost=100)
    # Within the hospital free of charge, between hospitals at the usual cost.
    assert list(zip(*found, strict=True)) == [(1, 0, 0.0, 0.0), (3, 0, 100.0, 2.0)]


def test_who_lacks_or_has_just_enough_gives_nothing(cells):
    rows = cells(*((unit, "2027-01", 100, 100) for unit in ("A1", "A2", "B1", "B2")))
    ways = [(unit, "A1", "bed_day", None) for unit in ("A2", "B1", "B2")]
    allowed = pd.DataFrame(ways, columns=["unit", "to_unit", "capacity", "cost"])
    found = lanes_of(
        rows, np.array([5.0, 0.0, 0.5, -0.5]), filled(allowed, INPUTS["allowed_moves"]), 100
    )
    assert found.giver.tolist() == [3]


def test_no_lanes(cells):
    rows = cells(("A1", "2027-01", 105, 100))
    pairs, cost = moved_by(
        lanes_of(rows, np.array([5.0]), pd.DataFrame(columns=ALLOWED), 0.0), np.array([5.0])
    )
    assert not pairs.amount.size
    assert not cost.size
