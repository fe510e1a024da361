"""Days on which planned care runs in Sweden."""

from __future__ import annotations

from functools import lru_cache

import holidays
import numpy as np
from numpy.typing import NDArray

# "De facto" are Midsummer Eve, Christmas Eve and New Year's Eve, on which clinics are closed too.
_FREE = ("public", "de_facto")
_FRIDAY = 5


def days_between(first: object, last: object) -> NDArray[np.datetime64]:
    """Return every day from the first to the last, both included."""
    start, end = (np.datetime64(str(day), "D") for day in (first, last))
    return np.arange(start, end + 1)


def weekday(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return the weekday of each day, Monday = 1 to Sunday = 7.

    Examples
    --------
    >>> weekday(days_between("2027-01-01", "2027-01-04"))
    array([5, 6, 7, 1])
    """
    # 1 January 1970 was a Thursday.
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7 + 1


def is_working_day(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Return whether each day is a weekday and neither a Swedish holiday nor its eve.

    Examples
    --------
    The days around Midsummer 2027, Thursday to Monday:

    >>> is_working_day(days_between("2027-06-24", "2027-06-28"))
    array([ True, False, False, False,  True])
    """
    years = np.unique(days.astype("datetime64[Y]").astype(np.int64) + 1970)
    free = np.concatenate([_free_days(int(year)) for year in years])
    return np.asarray((weekday(days) <= _FRIDAY) & ~np.isin(days, free))


@lru_cache
def _free_days(year: int) -> NDArray[np.datetime64]:
    found = holidays.country_holidays("SE", years=year, categories=_FREE)
    return np.array(sorted(found), dtype="datetime64[D]")
