"""What belongs together for a patient: the operation, and the bed it needs afterwards.

They wait together or not at all and are planned together; visits before and after stand alone.
"""

from __future__ import annotations

import pandas as pd

from pkslib.tables.organisation import hospital_of
from pkslib.tables.times import times_at

_TOGETHER = ("operation", "admission")


def episodes_of(
    production_need: pd.DataFrame,
    activities: pd.DataFrame,
    activity_times: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Return the capacities that a need takes together at a hospital, in one episode of care.

    Parameters
    ----------
    production_need : pandas.DataFrame
        unit, need, activity: the result table.
    activities, activity_times, units : pandas.DataFrame
        The input tables.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity and episode; only of needs that have both operations and admissions
        at a hospital. Visits before and after may fall in other periods and stand alone.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["OP", "W", "C"], "need": "hip",
    ...                      "activity": ["cut", "stay", "visit"]})
    >>> kinds = pd.DataFrame({"activity": ["cut", "stay", "visit"],
    ...                       "kind": ["operation", "admission", "visit"]})
    >>> times = pd.DataFrame({"activity": ["cut", "stay", "visit"], "unit": None,
    ...                       "capacity": ["theatre", "bed", "clinic"], "amount": 1.0})
    >>> units = pd.DataFrame({"unit": ["H", "OP", "W", "C"], "parent": [None, "H", "H", "H"],
    ...                       "level": ["hospital", "ward", "ward", "clinic"]})
    >>> episodes_of(rows, kinds, times, units)
      need unit capacity  episode
    0  hip   OP  theatre  H × hip
    1  hip    W      bed  H × hip
    """
    rows = production_need[["need", "unit", "activity"]].drop_duplicates()
    rows = rows.merge(activities[["activity", "kind"]], on="activity")
    rows = rows[rows["kind"].isin(_TOGETHER)]
    hospital = rows["unit"].map(hospital_of(units)).astype("str").fillna(rows["unit"])
    rows = rows.assign(episode=hospital.astype("str") + " × " + rows["need"])
    kinds = rows.groupby("episode")["kind"].transform("nunique")
    rows = rows[kinds == len(_TOGETHER)]
    rows = rows.merge(times_at(rows, activity_times), on=["unit", "activity"])
    columns = ["need", "unit", "capacity", "episode"]
    return rows[columns].drop_duplicates().sort_values(columns, ignore_index=True)
