import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps.outlook.gap_list import gap_sums
from pkslib.steps.outlook.moves import Lending, shift_moves
from pkslib.tables.declaration import empty, typed
from pkslib.tables.inputs import INPUTS

WEEK = "2027-W01"
UNITS = "ABCD"
NO_RESOURCES = pd.DataFrame(columns=["unit", "resource", "period", "absence", "hours"]).astype(
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


NO_LINES, NO_PAIRS, NO_SCHEDULE = (
    empty(INPUTS[name]) for name in ("minimum_lines", "lending", "schedule")
)


def _found(
    listed, hospitals="HHHH", clinics="KKKK", most=10, specialties="ssss", never=(),
    lines=NO_LINES, pairs=NO_PAIRS, schedule=NO_SCHEDULE,
):  # fmt: skip
    where = (
        pd.Series(dict(zip(UNITS, codes, strict=True))).replace("?", None).dropna()
        for codes in (hospitals, clinics, specialties)
    )
    return shift_moves(listed, schedule, Lending(*where, most, never, pairs, lines))


def _moves(listed, *args, **how):
    found = _found(listed, *args, **how)
    return sorted(found[["unit", "to_unit", "persons"]].to_numpy().tolist())


def _pairs(*rows):
    return pd.DataFrame(rows, columns=["unit", "to_unit", "resource", "kind"])


def test_own_shifts_are_swapped_before_anybody_is_lent():
    # A lacks two on Monday and has one over on Tuesday by day and one on Monday night; B has two
    # over on Monday. The day shift moves first, then the night, and B is not asked.
    listed = pd.concat(
        [_listed([0, 2, 0, 0], [2, 0, 0, 0]), _listed([1, 0, 0, 0], [0] * 4, weekday=2),
         _listed([1, 0, 0, 0], [0] * 4, shift="night")]
    )  # fmt: skip
    found = _found(listed)
    assert found["kind"].tolist() == ["swap", "swap"]
    assert found[["unit", "from_weekday", "from_shift"]].to_numpy().tolist() == [
        ["A", 1, "night"], ["A", 2, "day"]
    ]  # fmt: skip
    only = _found(listed[listed["minus"] + listed["plus"] > 0].replace({"minus": {2: 1}}))
    assert only[["from_weekday", "from_shift", "persons"]].to_numpy().tolist() == [[2, "day", 1]]


def test_doctors_swap_their_own_shifts_though_they_are_not_lent():
    days = [_listed([0, 0, 0, 0], [1, 0, 0, 0]), _listed([1, 2, 0, 0], [0] * 4, weekday=3)]
    doctors = pd.concat(days).assign(resource="doctor")
    assert _moves(doctors, never=["doctor"]) == [["A", "A", 1]]


def test_where_pairs_are_listed_only_they_lend_and_a_listed_doctor_does():
    listed = _listed([3, 0, 0, 0], [0, 1, 1, 1]).assign(resource="doctor")
    pairs = _pairs(("A", "C", "doctor", "lend"), ("A", "D", "nurse", "lend"))
    assert _moves(listed, never=["doctor"], pairs=pairs) == [["A", "C", 1]]
    assert _moves(listed, specialties="sxyz", pairs=pairs) == [["A", "C", 1]]


def test_the_pool_goes_before_other_units_and_keeps_its_own_line():
    # Two in the pool, one of whom stands ready: one goes to C, B lends the other.
    listed = _listed([0, 2, 0, 0], [0, 0, 2, 0])
    schedule = pd.DataFrame(
        {"unit": ["P"], "resource": "nurse", "date": "2027-01-04", "shift": "day", "scheduled": 2.0}
    )
    pairs = _pairs(("P", "C", "nurse", "pool"), ("B", "C", "nurse", "lend"))
    lines = pd.DataFrame(
        [("P", "nurse", "day", 1, 1.0)], columns=[*INPUTS["minimum_lines"].columns]
    )
    found = _found(listed, pairs=pairs, schedule=schedule, lines=lines)
    assert found[["kind", "unit", "persons"]].to_numpy().tolist() == [
        ["pool", "P", 1], ["lend", "B", 1]
    ]  # fmt: skip


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
        {"kind": ["lend"], "resource": ["nurse"], "week": WEEK, "weekday": 1, "shift": "day",
         "unit": "A", "to_unit": "C", "from_weekday": 1, "from_shift": "day", "persons": 1.0}
    )  # fmt: skip
    found = gap_sums(listed, moves, NO_RESOURCES, Settings()).set_index("unit")
    assert found.loc["A", ["plus", "lent", "left", "hours"]].tolist() == [1, 1, 0, 0]
    assert found.loc["C", ["minus", "borrowed", "left", "hours"]].tolist() == [2, 1, 1, 8]
    post = found.loc["C", "full_time_equivalents"]
    assert post == pytest.approx(8 / (1980 * 7 / 365 * 0.78))


NO_MOVES = _found(_listed([0] * 4, [0] * 4))


def test_a_shift_of_unknown_length_leaves_the_hours_unknown_and_one_by_the_clock_does_not():
    for shift, hours in (("long", None), ("10:30-19", 8.5), ("15:30-00", 8.5)):
        listed = _listed([0, 0, 0, 0], [1, 0, 0, 0], shift=shift)
        found = gap_sums(listed, NO_MOVES, NO_RESOURCES, Settings()).set_index("unit")
        assert (
            pd.isna(found.loc["A", "hours"])
            if hours is None
            else (found.loc["A", "hours"] == hours)
        )
        assert found.loc["B", "hours"] == 0


def test_what_is_left_is_asked_for_soon_and_hired_later_and_the_worst_week_is_told():
    # Ten days' notice from Monday of week 1: Wednesday of week 2 is the last to ask for.
    weeks = [
        _listed([0] * 4, [n, 0, 0, 0], week=week, weekday=day)
        for week, day, n in ((WEEK, 1, 1), ("2027-W02", 3, 2), ("2027-W02", 4, 3))
    ]
    how = Settings(outlook={"notice_schedule": 10})
    found = gap_sums(pd.concat(weeks), NO_MOVES, NO_RESOURCES, how)
    mine = found[found["unit"] == "A"].set_index("week")
    assert mine["overtime"].to_dict() == {WEEK: 1, "2027-W02": 2}
    assert mine["hire"].to_dict() == {WEEK: 0, "2027-W02": 3}
    assert mine["worst"].to_dict() == {WEEK: False, "2027-W02": True}
    assert not found.loc[found["unit"] == "B", "worst"].any()
