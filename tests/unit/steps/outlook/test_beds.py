import pandas as pd

from pkslib.steps.outlook.gap_list import beds_open, gap_list

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
NO_MOVES = pd.DataFrame(
    columns=["resource", "week", "weekday", "shift", "unit", "to_unit", "persons"]
).astype({"weekday": int, "persons": float})


def test_beds_are_those_of_the_leanest_shift():
    # Day 4 · 4 = 16 beds, night 2 · 7 = 14; the clerk has no ratio.
    rows = _schedule(("A", "nurse", MONDAY, "day", 4), ("A", "nurse", MONDAY, "night", 2),
                     ("A", "clerk", MONDAY, "day", 0))  # fmt: skip
    found = beds_open(gap_list(rows, WARD), WARD, NO_MOVES)
    assert found[["unit", "week", "commission", "open"]].to_numpy().tolist() == [
        ["A", "2027-W01", 20, 14]
    ]
    assert found[["resource", "weekday", "shift"]].to_numpy().tolist() == [["nurse", 1, "night"]]


def test_a_person_borrowed_opens_beds_and_one_lent_closes_them():
    # One more at night makes 21 beds; by day 4 · 4 = 16 beds decide then, and 12 with one lent.
    rows = _schedule(("A", "nurse", MONDAY, "day", 4), ("A", "nurse", MONDAY, "night", 2))
    borrowed = ("nurse", "2027-W01", 1, "night", "B", "A", 1.0)
    lent = ("nurse", "2027-W01", 1, "day", "A", "B", 1.0)
    for moves, beds in (([borrowed], 16), ([borrowed, lent], 12)):
        made = pd.DataFrame(moves, columns=NO_MOVES.columns)
        found = beds_open(gap_list(rows, WARD), WARD, made)
        assert found[["open", "after"]].iloc[0].tolist() == [14, beds]


def test_beds_are_whole():
    # 3.5 persons · 4 = 14 beds; 3.4 · 4 = 13.6, of which 13 can be kept open.
    for scheduled, beds in ((3.5, 14), (3.4, 13)):
        rows = _schedule(("A", "nurse", TUESDAY, "day", scheduled))
        assert beds_open(gap_list(rows, WARD), WARD, NO_MOVES)["open"].tolist() == [beds]


def test_the_guidance_wards_together():
    # Socialstyrelsen (2024), gap list week 14 2022: 14, 6, 20 and 12 beds make 52.
    beds = {"AVA": 14, "IMA": 6, "Trauma": 20, "RO": 12}
    wards = _staffing(*((unit, "SSK", 1, "dag", 1, n, float(n)) for unit, n in beds.items()))
    rows = _schedule(*((unit, "SSK", MONDAY, "dag", 1) for unit in beds))
    assert beds_open(gap_list(rows, wards), wards, NO_MOVES)["open"].sum() == 52


def test_staffing_without_ratios_tells_no_beds():
    bare = WARD.assign(beds=None, patients_per_person=None)
    rows = _schedule(("A", "nurse", MONDAY, "day", 4))
    assert beds_open(gap_list(rows, bare), bare, NO_MOVES).empty
