"""The capacity and the staff the invented regions had, against what they forecast."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.demo import planted
from pkslib.demo.calendar import LAST, Values
from pkslib.demo.care import RECIPES, ROOMS
from pkslib.demo.regions import Region
from pkslib.demo.supply import Supply
from pkslib.tables.times import times_at

# Units that had less (above all) or more capacity than forecast month after month, and by how
# much; units where care took longer than the plan's times, and by how much. Invented.
_OFF = 0.25
_OFF_BY = (0.04, 0.09)
_LONGER = 0.2
_LONGER_BY = (0.03, 0.08)
# How months scatter about that; invented.
_SCATTER = 0.015
# Least capacity forecast against what the plan takes; invented.
_LEAST = 1.02
# Nothing is used above this share of what there was: overtime and beds in corridors.
_MOST_USED = 1.05
# How staff that did not limit scatter about what was forecast; invented.
_STAFF_SCATTER = 0.02
_HELD = ["unit", "resource", "period"]


def table(
    place: Region,
    has: Supply,
    produced: pd.DataFrame,
    activity_times: pd.DataFrame,
    truth: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table capacity_outcome: this year's months that are over.

    Parameters
    ----------
    place : Region
    has : Supply
        What was forecast.
    produced : pandas.DataFrame
        The region's table production.
    activity_times : pandas.DataFrame
        What an activity takes.
    truth : pandas.DataFrame
        What improvement work has truly given; see :func:`pkslib.demo.planted.effects`.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, planned, available, used [capacity's measure].
    """
    chance = place.chance("capacity_outcome")
    months = [month for month in has.amount.columns if month <= LAST]
    # What was forecast carried the plan, or there would have been another plan.
    planned = _taken(produced, "planned", activity_times)
    forecast = has.amount[months].clip(lower=_LEAST * planned.reindex(has.amount.index)[months])
    there_was = forecast * (1 - _shares(chance, len(forecast), _OFF, _OFF_BY, (1, 1, -1)))
    there_was *= chance.normal(1, _SCATTER, forecast.shape)
    longer = 1 + _shares(chance, len(forecast), _LONGER, _LONGER_BY, (1,))
    taken = _taken(produced, "count", activity_times).reindex(forecast.index)[months] * longer
    taken *= chance.normal(1, _SCATTER, forecast.shape)
    taken *= planted.left(truth, taken.index.to_series(), months, "shorter_time")
    parts = {"planned": forecast, "available": there_was, "used": taken}
    parts["used"] = taken.clip(upper=there_was * _MOST_USED)
    long = [
        part.round(1).rename_axis("unit").reset_index().melt("unit", None, "period", name)
        for name, part in parts.items()
    ]
    rows = long[0].merge(long[1]).merge(long[2])
    return rows.assign(capacity=rows["unit"].map(has.capacity)).dropna(subset=["used"])


def _shares(
    chance: np.random.Generator,
    count: int,
    often: float,
    size: tuple[float, float],
    signs: tuple[int, ...],
) -> Values:
    """Return by which share each unit is off, most of them by nothing; shape (units, 1)."""
    off = chance.random(count) < often
    result: Values = np.where(off, chance.uniform(*size, count) * chance.choice(signs, count), 0.0)
    return result[:, None]


def _taken(produced: pd.DataFrame, column: str, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return what activities take at the times of the plan: index unit, columns months."""
    rows = produced.merge(times_at(produced, activity_times), on=["unit", "activity"])
    rows = rows.assign(taken=rows[column] * rows["amount"])
    return rows.pivot_table(index="unit", columns="period", values="taken", aggfunc="sum")


def of_resources(
    place: Region, resources: pd.DataFrame, capacity_outcome: pd.DataFrame
) -> pd.DataFrame:
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
    factor = np.maximum(chance.normal(1, _STAFF_SCATTER, len(rows)), went)
    factor = np.where(allows <= least, went, factor)
    factor = np.where(rows["resource"].isin(ROOMS), 1.0, factor)
    return rows[_HELD].assign(planned=hours.round(1), available=(hours * factor).round(1))
