import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps.outlook.gap_list import Lending, gap_sums, shift_moves
from pkslib.tables.declaration import empty, typed
from pkslib.tables.inputs import INPUTS

WEEK = "2027-W01"
UNITS = "ABCD"
NO_RESOURCES = pd.DataFrame(columns=["unit", "resource", "period", "absence"]).astype(
    {"period": "str", "absence": float}
)


def _listed(over, short, **changes):
    """Nurses of A to D on Monday by day, of whom 3 are needed everywhere."""
    rows = {
        "unit": list(UNITS), "resource": "nurse", "week": WEEK, "weekday": 1, "shift": "day",
        "needed": 3.0, "plus": over, "minus": short,
    }  # fmt: skip
    frame = pd.DataFrame(rows | changes)
    return frame.assign(scheduled=frame["needed"] + frame["plus"] - frame["minus"])


NO_LINES = empty(INPUTS["minimum_lines"])


def _moves(
    listed, hospitals="HHHH", clinics="KKKK", most=10, specialties="ssss", never=(), lines=NO_LINES
):
    where = (
        pd.Series(dict(zip(UNITS, codes, strict=True))).replace("?", None).dropna()
        for codes in (hospitals, clinics, specialties)
    )
    found = shift_moves(listed, Lending(*where, most, never, lines))
    return sorted(found[["unit", "to_unit", "persons"]].to_numpy().tolist())


def test_persons_move_within_the_hospital_only():
    listed = _listed([2, 1, 0, 0], [0, 0, 2, 3])
    assert sum(n for _, _, n in _moves(listed)) == 3
    assert sum(n for _, to, n in _moves(listed, "HHHX")) == 2
    assert _moves(listed, "HXYZ") == []


def test_nobody_moves_between_shifts_or_professions():
    listed = _listed([2, 0, 0, 0], [0, 2, 2, 2])
    for change in ({"shift": ["day", "night", "day", "night"]},
                   {"resource": ["nurse", "doctor", "nurse", "doctor"]},
                   {"weekday": [1, 2, 1, 3]}):  # fmt: skip
        assert _moves(listed.assign(**change)) == [["A", "C", 2]]


def test_nobody_moves_to_another_specialty_or_to_one_that_is_not_known():
    # A has 3 over; B is of its specialty, C of another, D's is not known.
    listed = _listed([3, 0, 0, 0], [0, 1, 1, 1])
    assert _moves(listed, specialties="sse?") == [["A", "B", 1]]
    assert _moves(listed, specialties="?ss?") == []


def test_a_profession_that_is_not_lent_stays():
    listed = _listed([2, 0, 0, 0], [0, 2, 0, 0])
    assert _moves(listed, never=["doctor"]) == [["A", "B", 2]]
    assert _moves(listed.assign(resource="doctor"), never=["doctor"]) == []


def test_nobody_is_lent_below_the_minimum_line():
    # 3 needed, 5 scheduled: 2 over. A line of 4 keeps one of them; that of the night does not.
    listed = _listed([2, 0, 0, 0], [0, 2, 0, 0])
    lines = pd.DataFrame(
        [("A", "nurse", "day", 1, 4.0), ("A", "nurse", "night", 1, 9.0)],
        columns=list(INPUTS["minimum_lines"].columns),
    )
    assert _moves(listed, lines=typed(lines, INPUTS["minimum_lines"])) == [["A", "B", 1]]


def test_the_own_clinic_goes_first_then_who_lacks_most():
    # A has two: one for its clinic's B, and one for D, which lacks two, before C, which lacks one.
    listed = _listed([2, 0, 0, 0], [0, 1, 1, 2])
    assert _moves(listed, clinics="KKLM") == [["A", "B", 1], ["A", "D", 1]]


def test_no_unit_lends_more_than_its_cap_in_a_week():
    two_days = pd.concat(
        [_listed([2, 0, 0, 0], [0, 2, 0, 0]), _listed([2, 0, 0, 0], [0, 2, 0, 0], weekday=2)]
    )
    assert sum(n for _, _, n in _moves(two_days, most=3)) == 3
    assert _moves(two_days, most=0) == []


def test_parts_of_a_person_do_not_move():
    assert _moves(_listed([0.8, 0, 0, 0], [0, 1, 0, 0])) == []
    assert _moves(_listed([1.8, 0, 0, 0], [0, 1.5, 0, 0])) == [["A", "B", 1]]


def test_what_is_left_in_hours_and_full_time_staff():
    # C lacks 2 day shifts, borrows 1 and lacks 1 of 8 hours. 1980 hours a year are 37.97 in a
    # week of 2027; with 22 % absence 29.62 are worked: 0.27 of a full-time post.
    listed = _listed([1, 0, 0, 0], [0, 0, 2, 0])
    moves = pd.DataFrame(
        {"resource": ["nurse"], "week": WEEK, "weekday": 1, "shift": "day", "unit": "A",
         "to_unit": "C", "persons": 1.0}
    )  # fmt: skip
    found = gap_sums(listed, moves, NO_RESOURCES, Settings()).set_index("unit")
    assert found.loc["A", ["plus", "lent", "left", "hours"]].tolist() == [1, 1, 0, 0]
    assert found.loc["C", ["minus", "borrowed", "left", "hours"]].tolist() == [2, 1, 1, 8]
    post = found.loc["C", "full_time_equivalents"]
    assert post == pytest.approx(8 / (1980 * 7 / 365 * 0.78))


def test_a_shift_of_unknown_length_leaves_the_hours_unknown():
    listed = _listed([0, 0, 0, 0], [1, 0, 0, 0], shift="10:30-19")
    none = pd.DataFrame(
        columns=["resource", "week", "weekday", "shift", "unit", "to_unit", "persons"]
    )
    found = gap_sums(listed, none.astype({"weekday": int, "persons": float}), NO_RESOURCES,
                     Settings()).set_index("unit")  # fmt: skip
    assert pd.isna(found.loc["A", "hours"])
    assert found.loc["B", "hours"] == 0
