from datetime import date

import numpy as np
import pytest

from pkslib.demo.calendar import (
    HISTORY,
    MONTHS,
    PANDEMIC,
    SEASONS,
    course,
    is_working_day,
    working_days,
)


def test_history_is_eight_years_and_the_calendar_ends_with_the_planning_year():
    assert len(HISTORY) == 96
    assert (MONTHS[0], HISTORY[-1], MONTHS[-1]) == ("2018-11", "2026-10", "2027-12")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 1, 6), False),  # Epiphany, a Wednesday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2026, 12, 24), False),  # Christmas Eve, worked by nobody who need not
        (date(2026, 6, 19), False),  # Midsummer Eve
        (date(2026, 12, 23), True),
        (date(2026, 11, 21), False),  # a Saturday
    ],
)
def test_working_days_know_swedish_holidays(day, works):
    assert is_working_day(day) is works


def test_working_days_of_a_week_and_a_month():
    # Week 53 of 2026 is Monday 28 December to Sunday 3 January: the eve of New Year, New Year's
    # Day and the weekend are free. December has 23 weekdays less the 24th, 25th and 31st.
    assert working_days("2026-W53") == 3
    assert working_days("2026-12") == 20


@pytest.mark.parametrize("season", SEASONS)
def test_a_season_neither_adds_nor_takes_patients(season):
    assert np.mean(SEASONS[season]) == pytest.approx(1, abs=0.03)


def test_the_pandemic_ends_within_the_history():
    for marks in PANDEMIC.values():
        assert MONTHS.index("2020-03") + len(marks) < len(HISTORY)


def test_easter_moves_planned_care_only():
    # Easter Monday to Good Friday take two working days: in April 2026, in March 2027.
    planned, acute = (course("even", "none", flow) for flow in (True, False))
    april, march = MONTHS.index("2026-04"), MONTHS.index("2027-03")
    assert planned[april] < planned[march]
    # Acute care follows days: April has 30, March 31.
    assert acute[april] / acute[march] == pytest.approx(30 / 31)


def test_planned_care_falls_in_the_pandemic_and_comes_back():
    planned = course("elective", "elective", True)
    before = course("elective", "none", True)
    marked = slice(MONTHS.index("2020-04"), MONTHS.index("2020-06"))
    assert (planned[marked] < 0.6 * before[marked]).all()
    assert planned[MONTHS.index("2022-04")] > before[MONTHS.index("2022-04")]
    assert planned[MONTHS.index("2024-04")] == before[MONTHS.index("2024-04")]
