import pandas as pd
import pytest

from pkslib.steps.outlook.shifts import beds_open, gap_list, shift_moves

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


def test_a_shift_that_nobody_is_scheduled_for_is_all_minus():
    found = gap_list(_schedule(("A", "nurse", MONDAY, "day", 6)), WARD)
    assert found[["shift", "plus", "minus"]].to_numpy().tolist() == [["day", 1, 0], ["night", 0, 3]]


def test_days_beyond_the_schedule_are_left_out():
    found = gap_list(_schedule(("A", "nurse", TUESDAY, "day", 5)), WARD)
    assert found[["week", "weekday", "minus"]].to_numpy().tolist() == [["2027-W01", 2, 0]]


def test_a_shift_that_is_not_needed_is_plus_and_a_resource_without_needs_is_left_out():
    rows = _schedule(("A", "nurse", TUESDAY, "night", 2), ("A", "porter", TUESDAY, "day", 4))
    found = gap_list(rows, WARD)
    assert found[["shift", "plus", "minus"]].to_numpy().tolist() == [["day", 0, 5], ["night", 2, 0]]


def test_nothing_scheduled():
    assert gap_list(_schedule(), WARD).empty


def test_beds_are_those_of_the_leanest_shift():
    # Day 4 · 4 = 16 beds, night 2 · 7 = 14; the clerk has no ratio.
    rows = _schedule(("A", "nurse", MONDAY, "day", 4), ("A", "nurse", MONDAY, "night", 2),
                     ("A", "clerk", MONDAY, "day", 0))  # fmt: skip
    found = beds_open(gap_list(rows, WARD), WARD)
    assert found[["unit", "week", "commission", "open"]].to_numpy().tolist() == [
        ["A", "2027-W01", 20, 14]
    ]


def test_beds_are_whole():
    # 3.5 persons · 4 = 14 beds; 3.4 · 4 = 13.6, of which 13 can be kept open.
    for scheduled, beds in ((3.5, 14), (3.4, 13)):
        rows = _schedule(("A", "nurse", TUESDAY, "day", scheduled))
        assert beds_open(gap_list(rows, WARD), WARD)["open"].tolist() == [beds]


def test_the_guidance_wards_together():
    # Socialstyrelsen (2024), gap list week 14 2022: 14, 6, 20 and 12 beds make 52.
    beds = {"AVA": 14, "IMA": 6, "Trauma": 20, "RO": 12}
    wards = _staffing(*((unit, "SSK", 1, "dag", 1, n, float(n)) for unit, n in beds.items()))
    rows = _schedule(*((unit, "SSK", MONDAY, "dag", 1) for unit in beds))
    assert beds_open(gap_list(rows, wards), wards)["open"].sum() == 52


def test_staffing_without_ratios_tells_no_beds():
    bare = WARD.drop(columns=["beds", "patients_per_person"])
    rows = _schedule(("A", "nurse", MONDAY, "day", 4))
    assert beds_open(gap_list(rows, bare), bare).empty


@pytest.fixture
def listed():
    """On Monday by day A and B have 2 and 1 nurse over, C lacks 2 and D 3."""
    persons = {"A": (5, 3), "B": (4, 3), "C": (1, 3), "D": (0, 3)}
    needed = _staffing(*((u, "nurse", 1, "day", n, None, None) for u, (_, n) in persons.items()))
    rows = _schedule(*((u, "nurse", MONDAY, "day", n) for u, (n, _) in persons.items()))
    return gap_list(rows, needed)


def test_persons_move_within_the_hospital_from_most_over_to_most_lacking(listed):
    hospital = pd.Series({"A": "H1", "B": "H1", "C": "H1", "D": "H2"})
    found = shift_moves(listed, hospital)
    assert found[["unit", "to_unit", "persons"]].to_numpy().tolist() == [["A", "C", 2]]


def test_nobody_moves_between_shifts_or_professions(listed):
    other = listed.assign(shift=["day", "day", "night", "day"])
    assert shift_moves(other, pd.Series(dict.fromkeys("ABCD", "H1"))).to_numpy().tolist() == [
        ["nurse", "2027-W01", 1, "day", "A", "D", 2],
        ["nurse", "2027-W01", 1, "day", "B", "D", 1],
    ]
