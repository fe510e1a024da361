"""The gap list: who is scheduled against who is needed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods

_DAY = ["unit", "resource", "week", "weekday"]


def gap_list(schedule: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Return scheduled against needed persons; plus and minus are kept apart.

    Parameters
    ----------
    schedule : pandas.DataFrame
        unit, resource, date, shift, scheduled [persons].
    staffing : pandas.DataFrame
        unit, resource, weekday, shift, needed [persons].

    Returns
    -------
    pandas.DataFrame
        unit, resource, week, weekday, shift, needed, scheduled, plus, minus [persons]. A shift
        that is needed but not scheduled counts as nobody, on days for which the unit has
        scheduled the resource at all; days beyond the schedule are left out.

    Examples
    --------
    7 needed and 6 scheduled, 5 and 6, 3 and 3: one missing and one over, not nothing.

    >>> staffing = pd.DataFrame({"unit": "A", "resource": "nurse", "weekday": 1,
    ...                          "shift": ["day", "evening", "night"], "needed": [7, 5, 3]})
    >>> schedule = pd.DataFrame({"unit": "A", "resource": "nurse", "date": "2027-01-04",
    ...                          "shift": ["day", "evening", "night"], "scheduled": [6, 6, 3]})
    >>> gap_list(schedule, staffing)[["plus", "minus"]].sum().tolist()
    [1, 1]
    """
    dates = pd.Series(schedule["date"].unique(), dtype="str")
    days = [periods.start(date) for date in dates]
    calendar = pd.DataFrame(
        {
            "date": dates,
            "week": pd.Series([periods.label_of(day, "week") for day in days], dtype="str"),
            "weekday": np.array([day.isoweekday() for day in days], dtype="int64"),
        }
    )
    dated = schedule.merge(calendar, on="date")
    planned = staffing[["unit", "resource", "weekday", "shift", "needed"]]
    wanted = dated[_DAY].drop_duplicates().merge(planned, on=["unit", "resource", "weekday"])
    listed = planned[["unit", "resource"]].drop_duplicates()
    present = dated.merge(listed, on=["unit", "resource"])[[*_DAY, "shift", "scheduled"]]
    rows = wanted.merge(present, on=[*_DAY, "shift"], how="outer")
    rows = rows.fillna({"needed": 0.0, "scheduled": 0.0})
    return rows.assign(
        plus=(rows["scheduled"] - rows["needed"]).clip(lower=0),
        minus=(rows["needed"] - rows["scheduled"]).clip(lower=0),
    )
