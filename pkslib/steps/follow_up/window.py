"""The rolling window that is followed up, and the grid of series over it."""

from __future__ import annotations

import pandas as pd

from pkslib import periods

_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_DAYS_IN_YEAR = 365.25


def length(kind: str, months: int) -> int:
    """Return how many periods of a resolution a window of some months holds, at least one.

    Parameters
    ----------
    kind : str
        Resolution as in :mod:`pkslib.periods`.
    months : int
        Length of the window [months].

    Returns
    -------
    int
        Periods; a window that ends inside a longer one holds the whole of it.

    Examples
    --------
    >>> [length(kind, 12) for kind in ("year", "quarter", "month", "week", "day")]
    [1, 4, 12, 52, 365]
    >>> length("quarter", 4)
    2
    """
    if kind in _MONTHS:
        return -(-months // _MONTHS[kind])
    if kind == "week":
        return months * periods.season("week") // 12
    return int(months * _DAYS_IN_YEAR / 12)


def window(labels: pd.Series, months: int) -> list[str]:
    """Return the periods of the rolling window that ends with the latest of some periods.

    Parameters
    ----------
    labels : pandas.Series
        Periods of one resolution, at least one.
    months : int
        Length of the window [months].

    Returns
    -------
    list of str
        In time order.

    Examples
    --------
    A year of quarters is four of them:

    >>> window(pd.Series(["2025-Q1", "2026-Q3"]), 12)
    ['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']
    """
    last = str(labels.max())
    return periods.between(periods.shift(last, 1 - length(periods.resolution(last), months)), last)


def grid(rows: pd.DataFrame, keys: list[str], labels: list[str]) -> pd.DataFrame:
    """Return every series in every period, sorted.

    Parameters
    ----------
    rows : pandas.DataFrame
        Holds the key columns.
    keys : list of str
        What makes a series.
    labels : list of str
        Periods in time order.

    Returns
    -------
    pandas.DataFrame
        The keys and period.
    """
    series = rows[keys].drop_duplicates().sort_values(keys)
    return series.merge(pd.DataFrame({"period": labels}, dtype="str"), how="cross")
