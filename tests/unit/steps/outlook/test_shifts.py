import pandas as pd

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
