"""When the invented care happens: months, working days, seasons, the pandemic's mark."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np
import numpy.typing as npt

from pkslib import periods
from pkslib.demo.constants import numbers, rows

Values = npt.NDArray[np.float64]
FIRST, LAST = "2018-11", "2026-10"
PLANNING_YEAR = 2027
MONTHS = tuple(periods.between(FIRST, f"{PLANNING_YEAR}-12"))
HISTORY = tuple(periods.between(FIRST, LAST))
FIRST_WEEK = "2026-W47"

# Month by month against the mean of the year, before days or working days; invented after the
# known course of Swedish care: winter infections, summer accidents, the July dip.
SEASONS = {row.pop("season"): numbers(row) for row in rows("seasons")}
# March 2020 to December 2021, then a wave of what was put off; invented after the known course.
_PANDEMIC = rows("pandemic")
PANDEMIC_FROM = _PANDEMIC[0]["month"]
PANDEMIC = {
    "none": (),
    **{
        name: tuple(float(row[name]) for row in _PANDEMIC if row[name])
        for name in list(_PANDEMIC[0])[1:]
    },
}


@lru_cache(maxsize=1)
def _holidays() -> frozenset[date]:
    years = range(int(FIRST[:4]), PLANNING_YEAR + 2)
    # The eves of Christmas, New Year and midsummer are worked by nobody who need not.
    return frozenset(
        holidays.country_holidays("SE", years=years, categories=("public", "de_facto"))
    )


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    """Return whether planned care runs on a day: weekday and neither holiday nor its eve."""
    return day.weekday() < 5 and day not in _holidays()


@lru_cache(maxsize=1024)
def working_days(label: str) -> int:
    """Return the number of working days in a period [days].

    Examples
    --------
    Easter 2027 lies in March, that of 2026 in April:

    >>> working_days("2026-03"), working_days("2027-03")
    (22, 21)
    """
    first = periods.start(label)
    return sum(is_working_day(first + timedelta(days=n)) for n in range(periods.days(label)))


@lru_cache(maxsize=32)
def course(season: str, pandemic: str, planned: bool) -> Values:
    """Return the multipliers of every month of :data:`MONTHS`, about 1 in the mean of a year.

    Parameters
    ----------
    season : str
        Name in :data:`SEASONS`.
    pandemic : str
        Name in :data:`PANDEMIC`.
    planned : bool
        Care that follows working days; other care follows days.

    Returns
    -------
    numpy.ndarray
        Shape (months,).
    """
    mean_days = 365.25 / 12
    mean_working_days = np.mean([working_days(month) for month in MONTHS])
    shape = SEASONS[season]
    result = np.array(
        [
            shape[int(month[5:]) - 1]
            * (
                working_days(month) / mean_working_days
                if planned
                else periods.days(month) / mean_days
            )
            for month in MONTHS
        ]
    )
    mark = PANDEMIC[pandemic]
    start = MONTHS.index(PANDEMIC_FROM)
    result[start : start + len(mark)] *= mark
    return result


def position(label: str) -> int:
    """Return where in :data:`MONTHS` a month stands."""
    return MONTHS.index(label)
