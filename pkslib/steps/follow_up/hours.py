"""Production in hours and DRG points, and the capacity there was, against what was planned."""

from __future__ import annotations

import pandas as pd

from pkslib.tables.times import times_at

DRG = "drg"
_PLACE = ["unit", "capacity", "period"]
_AMOUNTS = ["planned", "outcome"]


def hours(
    production: pd.DataFrame, activity_times: pd.DataFrame, capacity_outcome: pd.DataFrame
) -> pd.DataFrame:
    """Return the capacity that production took, against what the plan would take.

    Parameters
    ----------
    production : pandas.DataFrame
        unit, activity, period, count and, optionally, planned [activities].
    activity_times : pandas.DataFrame
        activity, unit, capacity, amount [capacity's measure per activity].
    capacity_outcome : pandas.DataFrame
        unit, capacity, period and, optionally, used [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, planned, standard (what the outcome takes at the times of the
        plan) and outcome (what was used where it is known, else as standard) [capacity's
        measure].

    Examples
    --------
    >>> production = pd.DataFrame({"unit": "A", "activity": "stay", "period": ["2026-01"],
    ...                            "count": [10.0], "planned": [12.0]})
    >>> times = pd.DataFrame({"activity": ["stay"], "unit": None, "capacity": "bed_day",
    ...                       "amount": 4.0})
    >>> used = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "period": "2026-01",
    ...                      "used": 45.0})
    >>> hours(production, times, used)[["planned", "standard", "outcome"]].to_numpy().tolist()
    [[48.0, 40.0, 45.0]]
    """
    rows = production.reindex(columns=["unit", "activity", "period", "count", "planned"])
    rows = rows.merge(times_at(rows, activity_times), on=["unit", "activity"])
    rows = rows.assign(
        planned=rows["planned"].astype(float) * rows["amount"],
        standard=rows["count"] * rows["amount"],
    )
    sums = rows.groupby(_PLACE)[["planned", "standard"]].sum(min_count=1).reset_index()
    used = capacity_outcome.reindex(columns=[*_PLACE, "used"]).astype({"used": float})
    found = sums.merge(used, on=_PLACE, how="left")
    return found.assign(outcome=found["used"].fillna(found["standard"])).drop(columns="used")


def points(production: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Return DRG points against those of the commission: the plan at the activities' weights.

    Parameters
    ----------
    production : pandas.DataFrame
        unit, activity, period and, optionally, planned [activities] and drg [DRG points].
    activities : pandas.DataFrame
        activity and, optionally, drg_weight [DRG points].

    Returns
    -------
    pandas.DataFrame
        unit, item, period, planned, outcome [DRG points]; none for units without points.
    """
    rows = production.reindex(columns=["unit", "activity", "period", "planned", "drg"])
    weights = activities.reindex(columns=["activity", "drg_weight"])
    rows = rows.merge(weights, on="activity", how="left").astype(
        {"planned": float, "drg": float, "drg_weight": float}
    )
    rows = rows.assign(planned=rows["planned"] * rows["drg_weight"], outcome=rows["drg"])
    sums = rows.groupby(["unit", "period"])[_AMOUNTS].sum(min_count=1).reset_index()
    known = sums.groupby("unit")["outcome"].transform("count") > 0
    return sums[known].assign(item=DRG)


def capacity_there_was(capacity_outcome: pd.DataFrame) -> pd.DataFrame:
    """Return available capacity against what was forecast.

    Parameters
    ----------
    capacity_outcome : pandas.DataFrame
        unit, capacity, period, available and, optionally, planned [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, planned, outcome [capacity's measure].
    """
    rows = capacity_outcome.reindex(columns=[*_PLACE, "planned", "available"])
    return rows.rename(columns={"available": "outcome"}).astype(dict.fromkeys(_AMOUNTS, float))
