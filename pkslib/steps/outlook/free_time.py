"""Free hours of each unit, what the calls fill of them, and what is overdue after that."""

from __future__ import annotations

import pandas as pd

from pkslib.steps.outlook.queue import OVERDUE, TO_PLAN


def free_hours(ahead: pd.DataFrame) -> pd.DataFrame:
    """Return the hours that are scheduled but not booked: unit, week, free.

    Parameters
    ----------
    ahead : pandas.DataFrame
        As the table weeks_ahead. Where nothing is scheduled nothing is free.
    """
    free = (ahead["scheduled"] - ahead["booked"]).clip(lower=0).fillna(0.0)
    return ahead[["unit", "week"]].assign(free=free)


def free_time(ahead: pd.DataFrame, calls: pd.DataFrame) -> pd.DataFrame:
    """Return what each unit's free hours suffice for.

    Parameters
    ----------
    ahead : pandas.DataFrame
        As the table weeks_ahead, the weeks that calls are proposed for.
    calls : pandas.DataFrame
        As the table calls.

    Returns
    -------
    pandas.DataFrame
        unit; overdue and to_plan: hours of patients without a booking; free: scheduled hours not
        booked; overdue_called and to_plan_called: hours of the unit's own patients that the
        calls take in, wherever; unused: free hours that no one is called to; left: overdue hours
        after the calls; gone: the week in which the last overdue patient comes (empty: not
        within the weeks, or nobody is overdue); extra: hours a week more to be rid of the rest.

    Examples
    --------
    10 hours are overdue and 6 free in the second of two weeks: 4 are left, 2 a week.

    >>> ahead = pd.DataFrame({"unit": "A", "week": ["2027-W01", "2027-W02"], "to_plan": 0.0,
    ...                       "overdue": [10.0, 0.0], "scheduled": 8.0, "booked": [8.0, 2.0]})
    >>> calls = pd.DataFrame({"unit": ["A"], "from_unit": "A", "week": "2027-W02",
    ...                       "state": "overdue", "hours": 6.0})
    >>> free_time(ahead, calls)[["free", "unused", "left", "extra"]].iloc[0].tolist()
    [6.0, 0.0, 4.0, 2.0]
    """
    weeks = ahead["week"].nunique()
    rows = ahead.groupby("unit")[["overdue", "to_plan"]].sum()
    rows["free"] = free_hours(ahead).groupby("unit")["free"].sum()
    for state in (OVERDUE, TO_PLAN):
        mine = calls[calls["state"] == state].groupby("from_unit")["hours"].sum()
        rows[f"{state}_called"] = mine.reindex(rows.index).fillna(0.0)
    used = calls.groupby("unit")["hours"].sum().reindex(rows.index).fillna(0.0)
    last = calls[calls["state"] == OVERDUE].groupby("from_unit")["week"].max()
    left = (rows["overdue"] - rows["overdue_called"]).clip(lower=0).round(6)
    gone = last.reindex(rows.index).where(left == 0)
    rows = rows.assign(
        unused=(rows["free"] - used).clip(lower=0), left=left, gone=gone, extra=left / weeks
    )
    return rows.reset_index()
