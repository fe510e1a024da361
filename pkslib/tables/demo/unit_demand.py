"""The same patients by the unit they come to: shares that drift, as when a clinic draws more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.tables.demo.calendar import HISTORY, Values
from pkslib.tables.demo.demand import Arrivals
from pkslib.tables.demo.regions import Region

# Yearly change of a unit's share, coefficient of variation; invented.
_DRIFT = 0.04


def table(place: Region, patients: Arrivals, pathways: pd.DataFrame) -> pd.DataFrame:
    """Return the table unit_demand of a region.

    Parameters
    ----------
    place : Region
    patients : Arrivals
    pathways : pandas.DataFrame
        need, unit, activity, per_patient; patients come to the units of a need's first activity,
        and at the end of the history as the pathways have it.

    Returns
    -------
    pandas.DataFrame
        unit, need, period, patients; the units of a need add up to its demand.
    """
    first = pathways.groupby("need")["activity"].transform("first")
    doors = pathways[pathways["activity"] == first].groupby(["need", "unit"])["per_patient"].sum()
    chance = place.chance("unit demand")
    parts = []
    for row, need in enumerate(patients.needs):
        weight = doors[need]
        parts.append(
            pd.DataFrame(
                chance.multinomial(patients.drawn[row].astype(int), _shares(weight, chance)),
                index=pd.Index(HISTORY, name="period"),
                columns=weight.index,
            )
            .melt(var_name="unit", value_name="patients", ignore_index=False)
            .reset_index()
            .assign(need=need)
        )
    return pd.concat(parts, ignore_index=True)


def _shares(weight: pd.Series, chance: np.random.Generator) -> Values:
    """Return each unit's share of a need, shape (months of the history, units)."""
    before = np.arange(1 - len(HISTORY), 1)[:, None] / 12
    size = weight.to_numpy() * np.exp(chance.normal(0, _DRIFT, len(weight)) * before)
    shares: Values = size / size.sum(axis=1, keepdims=True)
    return shares
