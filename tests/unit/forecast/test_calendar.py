import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.forecast import calendar


def _months(first, last):
    starts = np.arange(first, last, dtype="datetime64[M]").astype("datetime64[D]")
    return starts[:-1], starts[1:]


def test_swedish_holidays_without_ordinary_sundays():
    free = calendar.holidays(2027, 2027, "SE").astype(str).tolist()
    assert "2027-06-25" in free  # Midsummer Eve
    assert "2027-01-06" in free  # Epiphany
    assert "2027-01-10" not in free  # a Sunday


def test_days_count_what_is_unusual_for_the_month():
    starts, ends = _months("2024-01", "2026-02")
    days = calendar.columns(starts, ends, "month", "SE")["days"]
    # February 2024: 21 weekdays and 8 weekend days; February 2025: 20 and 8; means 20.5 and 8.
    assert days[1].tolist() == [0.5, 0.0]
    assert days[13].tolist() == [-0.5, 0.0]


def test_calendar_moves_nothing_between_months_of_the_year():
    starts, ends = _months("2015-01", "2027-02")
    for part in calendar.columns(starts, ends, "month", "SE").values():
        by_month = part.reshape(-1, 12, part.shape[1]).mean(axis=0)
        np.testing.assert_allclose(by_month, 0, atol=1e-12)


def test_a_day_between_holiday_and_weekend():
    days = np.arange("2027-05-05", "2027-05-09", dtype="datetime64[D]")
    # 6 May 2027 is Ascension, a Thursday: eve, holiday, day between, Saturday.
    part = calendar.columns(days, days + 1, "day", "SE")["holidays"]
    assert part.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]


def test_each_holiday_has_a_column_over_several_years():
    days = np.arange("2025-01-01", "2027-01-01", dtype="datetime64[D]")
    each = calendar.columns(days, days + 1, "day", "SE")["each"]
    # New Year, Epiphany, Good Friday, Easter Day and Monday, May Day, Ascension, National Day,
    # Whit Sunday, Midsummer Eve and Day, All Saints, Christmas Eve and Day, 26 and 31 December.
    assert each.shape == (730, 16)
    assert (each.sum(axis=0) == 2).all()


def test_years_have_no_calendar():
    starts = np.array(["2027-01-01"], dtype="datetime64[D]")
    assert calendar.columns(starts, starts + 365, "year", "SE") == {}


def test_an_unknown_country_is_refused():
    with pytest.raises(InputError, match="ATLANTIS"):
        calendar.holidays(2027, 2027, "ATLANTIS")
