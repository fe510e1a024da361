"""When the invented care happens: months, working days, seasons, the pandemic's mark."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np
import numpy.typing as npt

from pkslib import periods

Values = npt.NDArray[np.float64]
FIRST, LAST = "2018-11", "2026-10"
PLANNING_YEAR = 2027
MONTHS = tuple(periods.between(FIRST, f"{PLANNING_YEAR}-12"))
HISTORY = tuple(periods.between(FIRST, LAST))
FIRST_WEEK = "2026-W47"

# Month by month against the mean of the year, before days or working days; invented after the
# known course of Swedish care: winter infections, summer accidents, the July dip.
SEASONS = {
    "even": (1.0,) * 12,
    "winter": (1.27, 1.24, 1.14, 1.02, 0.93, 0.86, 0.79, 0.83, 0.90, 0.96, 1.03, 1.16),
    "child": (1.38, 1.32, 1.14, 0.96, 0.84, 0.74, 0.64, 0.70, 0.90, 1.01, 1.15, 1.28),
    "mild_winter": (1.06, 1.05, 1.03, 1.01, 0.99, 0.97, 0.93, 0.96, 0.98, 1.00, 1.01, 1.02),
    "ice": (1.12, 1.08, 1.03, 0.97, 0.96, 0.95, 0.96, 0.96, 0.97, 0.98, 0.99, 1.07),
    "summer": (0.91, 0.89, 0.90, 0.96, 1.06, 1.13, 1.22, 1.13, 1.03, 0.95, 0.89, 0.93),
    "births": (0.96, 0.98, 1.02, 1.04, 1.05, 1.04, 1.05, 1.03, 1.00, 0.97, 0.93, 0.93),
    "mind": (1.03, 1.04, 1.04, 1.02, 1.01, 0.96, 0.88, 0.96, 1.03, 1.04, 1.03, 0.96),
    "elective": (1.07, 1.08, 1.08, 1.06, 1.06, 0.98, 0.54, 0.89, 1.11, 1.11, 1.11, 0.89),
    "talks": (1.03, 1.04, 1.04, 1.02, 1.01, 0.97, 0.62, 0.87, 1.08, 1.09, 1.08, 0.97),
    "primary": (1.07, 1.08, 1.06, 1.02, 1.00, 0.92, 0.66, 0.88, 1.05, 1.09, 1.10, 0.98),
}
# March 2020 to December 2021, then a wave of what was put off; invented after the known course.
PANDEMIC_FROM = "2020-03"
PANDEMIC = {
    "none": (),
    "elective": (
        *(0.82, 0.45, 0.48, 0.62, 0.75, 0.84, 0.90, 0.91, 0.80, 0.70),
        *(0.64, 0.72, 0.76, 0.72, 0.78, 0.86, 0.95, 1.00, 1.04, 1.07, 1.07, 0.98),
        *(0.92, 0.98, 1.06, 1.07, 1.07, 1.06, 1.05, 1.05, 1.04, 1.04, 1.03, 1.02),
    ),
    "lungs": (
        *(0.95, 0.62, 0.55, 0.55, 0.60, 0.65, 0.68, 0.66, 0.60, 0.55),
        *(0.52, 0.50, 0.50, 0.55, 0.58, 0.65, 0.75, 0.85, 0.92, 0.98, 1.02, 0.95),
    ),
    "child": (
        *(0.85, 0.48, 0.45, 0.50, 0.60, 0.65, 0.65, 0.60, 0.45, 0.32),
        *(0.28, 0.30, 0.32, 0.40, 0.50, 0.65, 0.95, 1.25, 1.45, 1.50, 1.40, 1.15),
    ),
    "acute": (
        *(0.88, 0.72, 0.78, 0.86, 0.92, 0.94, 0.95, 0.94, 0.88, 0.85),
        *(0.85, 0.88, 0.90, 0.90, 0.93, 0.96, 0.98, 1.00, 1.00, 1.00, 0.99, 0.97),
    ),
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
