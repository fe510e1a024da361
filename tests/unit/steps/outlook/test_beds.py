import pandas as pd

from pkslib.steps.outlook.beds import bed_shifts, beds_open
from pkslib.steps.outlook.gap_list import gap_list

COLUMNS = ["unit", "resource", "weekday", "shift", "needed", "beds", "patients_per_person"]


def _staffing(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def _schedule(*rows):
    return pd.DataFrame(rows, columns=["unit", "resource", "date", "shift", "scheduled"])


MONDAY, TUESDAY = "2027-01-04", "2027-01-05"
WARD = _staffing(
    ("A", "nurse", 1, "day", 5, 20, 4.0), ("A", "nurse", 1, "night", 3, 20, 7.0),
    ("A", "nurse", 2, "day", 5, 20, 4.0), ("A", "clerk", 1, "day", 1, None, None),
)  # fmt: skip
COLUMNS_OF_MOVES = [
    *("kind", "resource", "week", "weekday", "shift", "unit", "from_weekday", "from_shift"),
    *("to_unit", "persons"),
]
NO_MOVES = pd.DataFrame(columns=COLUMNS_OF_MOVES).astype(
    {"weekday": int, "from_weekday": int, "persons": float}
)


def _beds(rows, staffing=WARD, moves=NO_MOVES):
    return beds_open(bed_shifts(gap_list(rows, staffing), staffing, moves))


def test_the_weakest_shift_is_named_and_is_not_the_week():
    # Monday: day 4 · 4 = 16 beds, night 2 · 7 = 14; Tuesday by day 6 · 4 = 24, of a commission of
    # 20. Two of three shifts carry 16; one is short of it. The norm carries 5 · 4 = 20.
    rows = _schedule(("A", "nurse", MONDAY, "day", 4), ("A", "nurse", MONDAY, "night", 2),
                     ("A", "nurse", TUESDAY, "day", 6),
                     ("A", "clerk", MONDAY, "day", 0))  # fmt: skip
    found = _beds(rows).iloc[0]
    names = ["commission", "norm", "open", "short", "lowest"]
    assert found[names].tolist() == [20, 20, 16, 1, 14]
    assert found[["resource", "weekday", "shift", "one_more"]].tolist() == ["nurse", 1, "night", 7]


def test_a_norm_below_the_commission_loses_beds_without_a_gap():
    # 3 by day · 4 = 12 of 20 beds, though nobody is missing.
    lean = WARD.assign(needed=3.0)
    found = _beds(_schedule(("A", "nurse", MONDAY, "day", 3), ("A", "nurse", MONDAY, "night", 3)),
                  lean).iloc[0]  # fmt: skip
    assert found[["commission", "norm", "open", "short"]].tolist() == [20, 12, 12, 0]


def test_one_more_gives_no_more_than_the_next_scarcest():
    # Nurses carry 4 beds, assistants 9: another nurse would make 8, another assistant nothing.
    two = _staffing(("A", "nurse", 1, "day", 2, 8, 4.0), ("A", "assistant", 1, "day", 1, 8, 9.0))
    rows = _schedule(("A", "nurse", MONDAY, "day", 1), ("A", "assistant", MONDAY, "day", 1))
    assert _beds(rows, two)["one_more"].tolist() == [4]
    # With ratios of 7 the assistant bounds it: 9 − 7 = 2.
    assert _beds(rows, two.assign(patients_per_person=[7.0, 9.0]))["one_more"].tolist() == [2]


def test_a_person_borrowed_opens_beds_and_a_swap_closes_where_it_comes_from():
    # Day 4 · 4 = 16, night 2 · 7 = 14: one borrowed at night makes 16 the lowest of the two; a
    # swap from day to night makes 3 · 4 = 12.
    rows = _schedule(("A", "nurse", MONDAY, "day", 4), ("A", "nurse", MONDAY, "night", 2))
    borrowed = ("lend", "nurse", "2027-W01", 1, "night", "B", 1, "night", "A", 1.0)
    swapped = ("swap", "nurse", "2027-W01", 1, "night", "A", 1, "day", "A", 1.0)
    for move, beds in ((borrowed, 16), (swapped, 12)):
        made = pd.DataFrame([move], columns=COLUMNS_OF_MOVES)
        found = _beds(rows, moves=made)
        assert found[["open", "after"]].iloc[0].tolist() == [14, beds]


def test_beds_are_whole():
    # 3.5 persons · 4 = 14 beds; 3.4 · 4 = 13.6, of which 13 can be kept open.
    for scheduled, beds in ((3.5, 14), (3.4, 13)):
        rows = _schedule(("A", "nurse", TUESDAY, "day", scheduled))
        assert _beds(rows)["open"].tolist() == [beds]


def test_the_guidance_wards_together():
    # Socialstyrelsen (2024), gap list week 14 2022: 14, 6, 20 and 12 beds make 52.
    beds = {"AVA": 14, "IMA": 6, "Trauma": 20, "RO": 12}
    wards = _staffing(*((unit, "SSK", 1, "dag", 1, n, float(n)) for unit, n in beds.items()))
    rows = _schedule(*((unit, "SSK", MONDAY, "dag", 1) for unit in beds))
    assert _beds(rows, wards)["open"].sum() == 52


def test_staffing_without_ratios_tells_no_beds():
    bare = WARD.assign(beds=None, patients_per_person=None)
    assert _beds(_schedule(("A", "nurse", MONDAY, "day", 4)), bare).empty


def test_days_without_a_schedule_close_no_beds():
    rows = _schedule(("A", "nurse", MONDAY, "day", 5), ("A", "nurse", MONDAY, "night", 3))
    listed = gap_list(rows, WARD, 3)
    # Of three weeks' Mondays and Tuesdays only the first Monday is laid, and only for nurses.
    assert listed["scheduled"].isna().groupby(listed["resource"]).sum().to_dict() == {
        "clerk": 3, "nurse": 7,
    }  # fmt: skip
    found = beds_open(bed_shifts(listed, WARD, NO_MOVES))
    assert found[["week", "open"]].to_numpy().tolist() == [["2027-W01", 20]]
