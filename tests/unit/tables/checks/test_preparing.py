"""What the one who prepares a data set is told, and a run is not."""

import datetime

import pytest

from pkslib.tables import intake


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        ("2026-01-31", ["PKS-409"]),  # February has not begun
        ("2026-02-01", []),
        ("2026-05-01", []),  # 62 days after the end of February
        ("2026-05-02", ["PKS-410"]),
    ],
)
def test_outcomes_to_come_and_old_demand(data_set, today, codes):
    report = intake.check(data_set(), datetime.date.fromisoformat(today))
    assert [fault.code for fault in report.faults + report.notes] == codes


def test_plans_to_come_are_fine(data_set):
    production = "unit;activity;period;count;planned\nW;stay;2026-02;40;40\nW;stay;2026-03;;40\n"
    report = intake.check(data_set(production=production), datetime.date(2026, 2, 1))
    assert report.faults == ()


def test_small_counts_are_told_once_a_table(data_set):
    rows = "".join(f"06;hip;2026-{at + 1:02d};{at}\n" for at in range(7))
    folder = data_set(demand=f"region;need;period;patients\n{rows}")
    (note,) = intake.check(folder, datetime.date(2026, 7, 31)).notes
    # 1, 2, 3 and 4; nobody is in a zero, and 5 is the limit.
    assert (note.code, note.message[:6]) == ("PKS-411", "4 av 7")
    assert intake.check(folder).notes == ()
