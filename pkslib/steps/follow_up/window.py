"""The rolling window that is followed up: its periods, its series, and their control limits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.control import rules, xmr
from pkslib.settings import FollowUp

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


def charted(rows: pd.DataFrame, labels: list[str], settings: FollowUp) -> pd.DataFrame:
    """Return the rows of the window with control limits and the rule each deviation sets off.

    Parameters
    ----------
    rows : pandas.DataFrame
        period and deviation: series by series, each in all the same periods up to the end of
        the window, in time order.
    labels : list of str
        Periods of the window, in time order.
    settings : FollowUp
        Its baseline: the periods that the limits rest on, all that are known unless decided.

    Returns
    -------
    pandas.DataFrame
        The rows of the window with lower, upper [unit of the deviation] and rule (empty where
        none fired). Runs may begin before the window.

    Notes
    -----
    Limits that rested on the window would move with it from month to month, and swallow what
    they should show.
    """
    every = periods.between(str(rows["period"].min()), labels[-1]) if len(rows) else labels
    values = rows["deviation"].to_numpy(dtype=float).reshape(-1, len(every))
    baseline = values[:, [_in_baseline(label, settings) for label in every]]
    limits = xmr(baseline)
    found = rows.assign(
        lower=np.repeat(limits.lower, len(every)),
        upper=np.repeat(limits.upper, len(every)),
        rule=rules(values, baseline=baseline).fired().ravel(),
    )
    return found[found["period"].isin(labels)]


def _in_baseline(label: str, settings: FollowUp) -> bool:
    """Tell whether a period lies within the baseline, an open end reaching as far as data do."""
    first, last = settings.baseline_from, settings.baseline_to
    inside = not first or periods.start(label) >= periods.start(first)
    return inside and (not last or periods.end(label) <= periods.end(last))
