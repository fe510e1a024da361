"""The scale in activities: production need against production ability.

Where purchasers order from providers, the need is not translated into capacity. Each activity then
stands where a capacity stands else, so that balance, plan and catalogue are the same.

References
----------
Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk nivå, the
footnote to "Varför är balanseringen central?".
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import cast

import numpy as np
import pandas as pd

from pkslib.tables.times import times_at

_CELL = ["unit", "capacity", "period"]
_PLACE = ["unit", "capacity"]
_AMOUNTS = ["max_amount", "min_block"]
_PRICES = ["cost", "unit_cost"]


def in_activities(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    """Return tables in which every activity is a capacity of its own, counted in activities.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        activity_times, measures and allowed_moves, and the result tables production_need,
        capacity_need and available_capacity.

    Returns
    -------
    mapping of str to pandas.DataFrame
        The same with activity_times, measures, allowed_moves, capacity_need, capacity_use and
        available_capacity replaced. A unit can produce as much of its need as the capacity it is
        shortest of allows, all activities that take it alike. A measure for a capacity is
        divided between the activities that take it, by use.

    Examples
    --------
    A theatre needs 100 hours and has 80: it can do 40 of 50 operations.

    >>> place = {"unit": ["A"], "period": ["2027-01"]}
    >>> need = pd.DataFrame(place | {"need": "hip", "activity": "cut", "count": [50.0]})
    >>> times = pd.DataFrame({"activity": ["cut"], "unit": None, "capacity": "hour", "amount": 1.6})
    >>> hours = pd.DataFrame(place | {"capacity": "hour", "raw": 80.0, "need": 100.0})
    >>> found = in_activities({
    ...     "production_need": need, "activity_times": times, "capacity_need": hours,
    ...     "available_capacity": hours.assign(amount=80.0),
    ...     "measures": pd.DataFrame(columns=["unit", "to_unit", "capacity", "side", "cost"]),
    ...     "allowed_moves": pd.DataFrame(columns=["unit", "to_unit", "capacity"]),
    ... })
    >>> found["available_capacity"][["capacity", "amount"]].to_numpy().tolist()
    [['cut', 40.0]]
    """
    need = tables["production_need"]
    uses = _uses(need, tables)
    activities = need.rename(columns={"activity": "capacity", "count": "raw"})
    wanted = activities.groupby(_CELL, as_index=False)[["raw"]].sum()
    rates = uses.groupby([*_PLACE, "activity"], as_index=False)[["each", "size"]].mean()
    same = pd.DataFrame({"activity": need["activity"].unique(), "unit": None, "amount": 1.0})
    made = {
        "capacity_use": activities,
        "capacity_need": wanted.assign(need=wanted["raw"], utilisation=1.0, margin=0.0),
        "available_capacity": _ability(wanted, uses),
        "activity_times": same.assign(capacity=same["activity"]).astype({"unit": "str"}),
        "measures": _measures(tables["measures"], rates),
        "allowed_moves": _as_activities(tables["allowed_moves"], rates),
    }
    return ChainMap(made, cast("dict[str, pd.DataFrame]", tables))


def _uses(need: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what each activity takes of each capacity, and what there is for each unit of need."""
    rows = need.groupby(["unit", "activity", "period"], as_index=False)[["count"]].sum()
    rows = rows.merge(times_at(rows, tables["activity_times"]), on=["unit", "activity"])
    have = tables["available_capacity"][[*_CELL, "amount"]].rename(columns={"amount": "has"})
    wanted = tables["capacity_need"][[*_CELL, "raw", "need"]]
    rows = rows.merge(wanted, on=_CELL).merge(have, on=_CELL, how="left").fillna({"has": 0.0})
    weight = rows["need"] / rows["raw"].where(rows["raw"] > 0)
    each = (rows["amount"] * weight).fillna(rows["amount"])
    share = (rows["has"] / rows["need"].where(rows["need"] > 0)).fillna(1.0)
    return rows.assign(each=each, size=each * rows["count"], share=share)


def _ability(wanted: pd.DataFrame, uses: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each activity the unit's scarcest capacity allows."""
    least = uses.groupby(["unit", "activity", "period"])["share"].min()
    own = pd.MultiIndex.from_frame(wanted[_CELL])
    share = least.reindex(own).fillna(1.0).to_numpy(float)
    return wanted[_CELL].assign(amount=wanted["raw"] * share, limiting="")


def _measures(measures: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return measures as what they give of each activity at the unit that they help."""
    lends = measures["to_unit"].notna() & (measures["side"] == "capacity")
    helped = measures["to_unit"].where(lends, measures["unit"])
    total = rates.groupby(_PLACE)["size"].transform("sum")
    part = np.divide(rates["size"], total, out=np.zeros(len(rates)), where=total > 0)
    shares = rates.assign(part=part).rename(columns={"unit": "helped"})
    rows = measures.assign(helped=helped).merge(shares, on=["helped", "capacity"])
    rows = rows[rows["each"] > 0]
    present = [name for name in _AMOUNTS if name in rows]
    scaled = {name: rows[name] * rows["part"] / rows["each"] for name in present}
    prices = {name: rows[name] * rows["each"] for name in _PRICES if name in rows}
    if "fixed_cost" in rows:
        prices["fixed_cost"] = rows["fixed_cost"] * rows["part"]
    made = rows.assign(**scaled, **prices, capacity=rows["activity"])
    absent = [name for name in ("to_capacity", "to_amount") if name in made]
    return made[measures.columns].assign(**dict.fromkeys(absent))


def _as_activities(allowed: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return allowed moves of a capacity as such of every activity that takes it at the giver."""
    rows = allowed.merge(rates[[*_PLACE, "activity"]], on=_PLACE)
    return rows.assign(capacity=rows["activity"])[allowed.columns]
