"""What an activity takes where: the table activity_times, unit by unit."""

from __future__ import annotations

import pandas as pd


def times_at(places: pd.DataFrame, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return what each activity takes of each capacity at each unit that does it.

    Parameters
    ----------
    places : pandas.DataFrame
        unit and activity, rows may repeat.
    activity_times : pandas.DataFrame
        The input table. A row for the unit goes before the row without a unit, capacity by
        capacity.

    Returns
    -------
    pandas.DataFrame
        unit, activity, capacity, amount [capacity's measure per activity], sorted.

    Examples
    --------
    >>> places = pd.DataFrame({"unit": ["A", "B"], "activity": "stay"})
    >>> times = pd.DataFrame({
    ...     "activity": "stay", "unit": [None, "B"], "capacity": "bed_day", "amount": [8.0, 6.0]
    ... })
    >>> times_at(places, times)
      unit activity capacity  amount
    0    A     stay  bed_day     8.0
    1    B     stay  bed_day     6.0
    """
    pairs = places[["unit", "activity"]].drop_duplicates()
    general = activity_times[activity_times["unit"].isna()].drop(columns="unit")
    own = pairs.merge(activity_times, on=["unit", "activity"])
    rows = pd.concat([own, pairs.merge(general, on="activity")])
    rows = rows.drop_duplicates(["unit", "activity", "capacity"])
    columns = ["unit", "activity", "capacity", "amount"]
    return rows[columns].sort_values(columns[:3], kind="stable", ignore_index=True)
