"""Data beside the date of the day."""

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
