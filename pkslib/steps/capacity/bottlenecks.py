"""Where one more of what limits gives most: the limiting resources with their shadow prices.

Found by dividing again with one more. The division is a chain of programmes, each with prices of
its own: the first one's is nothing whenever another limit stands at the same height.
"""

from __future__ import annotations

import pandas as pd

_PLACE = ["unit", "capacity", "period"]
_FOUND = ["amount", "limiting", "gain"]
_LIMIT = ["unit", "capacity", "limiting"]


def bottlenecks(available: pd.DataFrame, need: pd.DataFrame, each: pd.DataFrame) -> pd.DataFrame:
    """Return what one more of each limiting resource gives over the year.

    Parameters
    ----------
    available : pandas.DataFrame
        unit, capacity, period, amount, limiting, gain, as from
        :func:`pkslib.steps.capacity.shared.divided`.
    need : pandas.DataFrame
        unit, capacity, period, need [capacity's measure].
    each : pandas.DataFrame
        unit, resource, period, each [hours of one counted unit].

    Returns
    -------
    pandas.DataFrame
        unit, capacity, resource, periods (in which it limits), gain (of one more person, room or
        unit of opening in those periods) and closes (what it takes off the shortage) [capacity's
        measure], per_hour (gain of one more hour; missing for openings).
    """
    known = available.loc[available["limiting"].fillna("") != "", [*_PLACE, *_FOUND]]
    rows = known.merge(need[[*_PLACE, "need"]], on=_PLACE, how="left")
    hours = each.rename(columns={"resource": "limiting"})[["unit", "limiting", "period", "each"]]
    rows = rows.merge(hours, on=["unit", "limiting", "period"], how="left")
    short = (rows["need"].fillna(0.0) - rows["amount"]).clip(lower=0.0)
    rows = rows.assign(closes=rows["gain"].clip(upper=short))
    sums = rows.groupby(_LIMIT, as_index=False).agg(
        periods=("period", "nunique"),
        gain=("gain", "sum"),
        closes=("closes", "sum"),
        each=("each", lambda hours: hours.sum(min_count=1)),
    )
    sums["per_hour"] = sums["gain"] / sums["each"].where(sums["each"] > 0)
    return sums.rename(columns={"limiting": "resource"})
