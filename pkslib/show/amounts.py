"""Amounts as planners think of them: bed days of a period as beds, targets of a year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pkslib import periods
from pkslib.show.names import Names


def per_period(
    frame: pd.DataFrame, capacity: str, columns: Sequence[str], names: Names
) -> pd.DataFrame:
    """Return amounts per period in the unit they are shown in: bed days as mean beds per day.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``period`` and the columns [capacity's measure].
    capacity : str
        The capacity that all rows are about.
    columns : sequence of str
        What to change.
    names : Names
        Knows the capacity's measure; without it amounts stay as they are.

    Returns
    -------
    pandas.DataFrame
        Columns in ``names.per_period(capacity)``.

    Examples
    --------
    >>> known = Names(measures={"bed_day": "bed_day"})
    >>> rows = pd.DataFrame({"period": ["2027-02"], "need": [280.0]})
    >>> per_period(rows, "bed_day", ["need"], known)["need"].tolist()
    [10.0]
    """
    if names.measures.get(capacity) != "bed_day" or frame.empty:
        return frame
    days = frame["period"].map(periods.days)
    return frame.assign(**{name: frame[name] / days for name in columns})


def yearly(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of production targets that are about a year, else those about quarters.

    Parameters
    ----------
    targets : pandas.DataFrame
        Result table: period, target and more.
    """
    kinds = targets["period"].map(periods.resolution)
    return targets[kinds == ("year" if (kinds == "year").any() else "quarter")]
