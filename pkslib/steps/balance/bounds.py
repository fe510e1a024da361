"""What bounds the measures of a step: offers, gaps, surplus, care, budgets, and what stops each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.steps.balance.offers import Budgets
from pkslib.steps.balance.scale import KEY, adding_up, places

LIMITS = ["limit", "item", "capacity", "amount", "price"]
# Less left of an offer or a budget, in the size that its limit is counted in, is rounding.
_DUST = 1e-9
# Less than this closes nothing that anyone sees.
_PRICED = 1e-6
_MILLION = 1e6
# What limits a capacity, as the table available_capacity says, and the kind that works on it.
OPENING, LONGER = "opening", "longer_opening"


class State(NamedTuple):
    """Where a step begins, a place a cell.

    gap: what the step may close [capacity's measure]; below zero a surplus. weight: what a unit
    of gap counts for, above 0. shiftable: care that can go elsewhere without more than this
    capacity following along [capacity's measure].
    """

    gap: Floats
    weight: Floats
    shiftable: Floats


class Limit(NamedTuple):
    """Rows of the programme of one kind, with what each of them is about, if that is told."""

    kind: str
    rows: sparse.csr_array
    most: Floats
    items: pd.DataFrame = pd.DataFrame()


def limits_of(
    uses: pd.DataFrame, offers: pd.DataFrame, state: State, budgets: Budgets
) -> list[Limit]:
    """Return the programme's limits: offers, gaps, surplus, most of each use, care, budgets."""
    lack, spare = np.maximum(state.gap, 0), np.maximum(-state.gap, 0)
    items = offers[["measure", "capacity"]].set_axis(["item", "capacity"], axis=1)
    given = adding_up(uses["giver_cell"], spare.size, uses["per_giver"])
    found = [
        Limit("offer", adding_up(uses["offer"], len(offers)), _numbers(offers["offered"]), items),
        Limit("gap", adding_up(uses["cell"], lack.size), lack),
        Limit("surplus", given, spare),
        Limit("use", sparse.eye_array(len(uses), format="csr"), _numbers(uses["most"])),
    ]
    if uses["shifts"].any():
        rows = adding_up(uses["cell"], lack.size, uses["shifts"])
        found.append(Limit("care", rows, state.shiftable))
    return [*found, _budget_limit(uses, budgets)]


def bottlenecks_of(
    uses: pd.DataFrame, cells: pd.DataFrame, limits: pd.DataFrame | None
) -> list[Limit]:
    """Return how far what is added in each cell goes before what is not added there stops it."""
    if limits is None:
        return []
    stops = stopped_by(uses.assign(use=np.arange(len(uses))), cells, limits)
    if stops.empty:
        return []
    at = stops.groupby(["cell", "item"]).ngroup().to_numpy()
    ones = np.ones(len(stops))
    rows = sparse.csr_array((ones, (at, stops["use"])), shape=(at.max() + 1, len(uses)))
    return [Limit("bottleneck", rows, np.asarray(stops.groupby(at)["room"].first(), float))]


def stopped_by(uses: pd.DataFrame, cells: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """Return what may stop each use of a measure that adds capacity: all that it does not add.

    Parameters
    ----------
    uses : pandas.DataFrame
        cell, adds, resource (empty = all that the capacity takes) and extends_opening.
    cells : pandas.DataFrame
        unit, capacity, period and limiting (empty where capacity is stated, and what limits it is
        not known).
    limits : pandas.DataFrame
        The result table capacity_limits.

    Returns
    -------
    pandas.DataFrame
        The uses, once for each item (resource or opening) that may stop them, with its room
        [capacity's measure].
    """
    known = places(cells)[(cells["limiting"].fillna("") != "").to_numpy()]
    known = known[known["cell"].isin(uses["cell"])]
    rooms = limits.merge(known, on=KEY)[["cell", "resource", "room"]]
    rows = uses[uses["adds"]].merge(rooms.rename(columns={"resource": "item"}), on="cell")
    opening = rows["item"] == OPENING
    longer = rows["extends_opening"] | (rows["kind"] == LONGER)
    added = rows["resource"].isna() | (rows["resource"] == rows["item"])
    return rows[~added.where(~opening, longer)]


def _budget_limit(uses: pd.DataFrame, budgets: Budgets) -> Limit:
    """Return the limits of the budgets, in units of the dearest use so that all are of a size."""
    payer = uses["unit"].map(budgets.payer)
    dearest = max(float(uses["price"].max()), 1.0)
    price = uses["price"].to_numpy(float) / dearest
    place = budgets.left.index.get_indexer(pd.Index(payer))
    items = pd.DataFrame({"item": budgets.left.index, "capacity": None, "unit": dearest})
    rows = adding_up(place, len(budgets.left), price)
    return Limit("budget", rows, budgets.left.to_numpy(float) / dearest, items)


def _numbers(values: pd.Series) -> Floats:
    return np.asarray(values.to_numpy(float))


def binding(limits: list[Limit], prices: Floats) -> pd.DataFrame:
    """Return the offers and budgets that bind, with what one more of each would close.

    A budget is in million SEK.
    """
    ends = np.cumsum([limit.most.size for limit in limits])
    found = []
    for limit, price in zip(limits, np.split(prices, ends[:-1]), strict=True):
        if limit.items.empty:
            continue
        unit = limit.items.get("unit", pd.Series(_MILLION, limit.items.index)) / _MILLION
        rows = limit.items.assign(limit=limit.kind, amount=limit.most * unit, price=price / unit)
        found.append(rows.loc[(price > _PRICED) & (limit.most > _DUST), LIMITS])
    return pd.concat(found, ignore_index=True)
