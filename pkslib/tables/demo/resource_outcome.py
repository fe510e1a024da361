"""The hours of staff and rooms the invented regions had, against what they forecast."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.tables.demo.recipes import RECIPES, ROOMS
from pkslib.tables.demo.regions import Region

# How staff that did not limit scatter about what was forecast; invented.
_SCATTER = 0.02
_HELD = ["unit", "resource", "period"]


def table(place: Region, resources: pd.DataFrame, capacity_outcome: pd.DataFrame) -> pd.DataFrame:
    """Return the table resource_outcome: the months of capacity_outcome.

    Parameters
    ----------
    place : Region
    resources : pandas.DataFrame
        The region's table, which is the forecast.
    capacity_outcome : pandas.DataFrame
        The region's table; the staff that was to be the limit brought about what it tells.

    Returns
    -------
    pandas.DataFrame
        unit, resource, period, planned, available [hours].
    """
    chance = place.chance("resource_outcome")
    recipes = pd.concat(
        pd.DataFrame({"capacity": code, "resource": list(hours), "amount": list(hours.values())})
        for code, hours in RECIPES.items()
    )
    rows = resources.merge(capacity_outcome, on=["unit", "period"], suffixes=("", "_capacity"))
    rows = rows.merge(recipes, on=["capacity", "resource"])
    hours = rows["count"] * rows["hours"] * (1 - rows["absence"])
    allows = hours / rows["amount"]
    least = allows.groupby([rows["unit"], rows["period"]]).transform("min")
    # Staff that did not limit kept pace, or it would have been the limit.
    went = rows["available"] / rows["planned"]
    factor = np.maximum(chance.normal(1, _SCATTER, len(rows)), went)
    factor = np.where(allows <= least, went, factor)
    factor = np.where(rows["resource"].isin(ROOMS), 1.0, factor)
    return rows[_HELD].assign(planned=hours.round(1), available=(hours * factor).round(1))
