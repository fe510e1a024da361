"""The ladder's later steps: measures of the table, used for what the former steps left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.methods.programme import best_in_blocks
from pkslib.steps.balance.offers import Budgets, shares_of
from pkslib.steps.balance.scale import KEY, adding_up, places
from pkslib.tables.inputs.capacity import IMPROVE

EFFECTS = ["measure", "cell", "giver_cell", "effect", "given", "cost", "shifts"]
LIMITS = ["limit", "item", "capacity", "amount", "price"]
# What is told of an offer to each use of it.
_ABOUT = [
    *("measure", "unit", "capacity", "giver", "giver_capacity", "per_giver", "shifts", "kind"),
    *("adds", "resource", "extends_opening"),
]
# Weight of the order of measure and period, which decides between gaps of the same size only.
_TIE = 1e-3
# Solved, what is less than a block dropped, and solved again.
_TIMES = 2
# Less left of an offer or a budget, in the size that its limit is counted in, is rounding.
_DUST = 1e-9
_MILLION = 1e6
# What limits a capacity, as the table available_capacity says, and the kinds that work on it.
_OPENING, _LONGER = "opening", "longer_opening"
_FREES_STAFF = ["task_shift", "less_administration"]


class Used(NamedTuple):
    """What a step's measures give, and what bound them.

    effects: measure, cell, giver_cell (−1: none), effect and given (what the giver gave)
    [capacity's measure], cost [SEK], shifts. limits: limit, item, capacity, amount, price.
    """

    effects: pd.DataFrame
    limits: pd.DataFrame


class State(NamedTuple):
    """Where a step begins, a place a cell.

    gap: what the step may close [capacity's measure]; below zero a surplus. weight: what a unit
    of gap counts for, above 0. shiftable: care that can go elsewhere without more than this
    capacity following along [capacity's measure].
    """

    gap: Floats
    weight: Floats
    shiftable: Floats


def effects_of(
    offers: pd.DataFrame,
    cells: pd.DataFrame,
    state: State,
    budgets: Budgets,
    limits: pd.DataFrame | None = None,
) -> Used:
    """Use the measures of a step: most gap closed first, then cheapest, then the largest gap.

    Parameters
    ----------
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them, of one step.
    cells : pandas.DataFrame
        unit, capacity, period, and block, the least worth doing where the measure itself tells no
        block [capacity's measure], a row a cell, sorted.
    state : State
        Gaps where the step begins.
    budgets : Budgets
        What is left to pay with.
    limits : pandas.DataFrame, optional
        The result table capacity_limits: what staff, rooms and openings leave room for.

    Returns
    -------
    Used
        No measure gives more than it offers or less than its block, no cell gets more than it
        lacks, and no budget is overdrawn. What adds capacity at the unit gives the least of what
        its resource adds and what each of the others has left. Improvement work, and what takes
        time to full effect, comes in the course of the year; what else is offered for the year is
        used in whatever periods it is needed.
    """
    uses = offers if offers.empty else _uses(offers, cells, state.gap)
    for _ in range(_TIMES):
        if uses.empty:
            return Used(pd.DataFrame(columns=EFFECTS), pd.DataFrame(columns=LIMITS))
        used, binding = _best(uses, cells, offers, state, budgets, limits)
        small = _trifling(used, offers, cells)
        if not small.any():
            break
        uses = uses[~small].reset_index(drop=True)
    given = (used["effect"] > 0) & ~small
    return Used(used.loc[given, EFFECTS].reset_index(drop=True), binding)


def _best(
    uses: pd.DataFrame,
    cells: pd.DataFrame,
    offers: pd.DataFrame,
    state: State,
    budgets: Budgets,
    limits: pd.DataFrame | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what each use gives, and what binds."""
    bounds = [*_limits(uses, offers, state, budgets), *_bottlenecks(uses, cells, limits)]
    lack = state.gap[uses["cell"]]
    price = uses["price"].to_numpy(float)
    earlier = 1 - np.arange(len(uses)) / len(uses)
    aims = [-state.weight[uses["cell"]], price, -(lack / state.gap.max() + _TIE * earlier)]
    rows = sparse.vstack([bound.rows for bound in bounds]).tocsr()
    most = np.concatenate([bound.most for bound in bounds])
    offer, block = uses["offer"].to_numpy(), offers["min_block"].to_numpy(float)
    found = best_in_blocks(aims, rows, most, offer, block)
    used = uses.assign(effect=found.amounts, cost=found.amounts * price)
    used = used.assign(given=used["effect"] * used["per_giver"])
    return used, _binding(bounds, found.prices)


def _trifling(used: pd.DataFrame, offers: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Tell which uses give less than the least block; improvement work comes by itself."""
    rows = offers.iloc[used["offer"]]
    free = ((rows["min_block"] == 0) & (rows["step"] > IMPROVE)).to_numpy()
    block = cells["block"].to_numpy(float)[used["cell"]]
    return (used["effect"] > 0) & (used["effect"] < block) & free


def dips_of(offers: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return what improvement work under way costs in capacity before it gives any.

    Parameters
    ----------
    offers, cells
        As for :func:`effects_of`.

    Returns
    -------
    pandas.DataFrame
        measure, cell and effect (below zero) [capacity's measure]. Work that is only planned
        has no dip yet, as it has no effect.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk
       nivå: the capacity need may rise before the work bears fruit.
    """
    begun = offers[(offers["step"] == IMPROVE) & (offers["status"] != "planned")]
    begun = begun[begun["dip"] > 0]
    labels = np.unique(cells["period"])
    dip = shares_of(begun, labels)[1] * begun["max_amount"].to_numpy()[:, None]
    rows = begun.loc[begun.index.repeat(labels.size), ["measure", "unit", "capacity"]]
    rows = rows.assign(period=np.tile(labels, len(begun)), effect=-dip.ravel())
    return rows[rows["effect"] < 0].merge(places(cells), on=KEY)


def _uses(offers: pd.DataFrame, cells: pd.DataFrame, gap: Floats) -> pd.DataFrame:
    """Return each use there is for a measure: a cell that lacks, and one that gives if any."""
    place = places(cells)
    wanted = offers[_ABOUT].assign(offer=np.arange(len(offers)), price=offers["cost"])
    uses = wanted.merge(_most(offers, np.unique(cells["period"])), on="offer")
    uses = uses.merge(place[gap > 0], on=KEY)
    uses = uses[_helps(uses, cells)]
    givers = place[gap < 0].set_axis(["giver", "giver_capacity", "period", "giver_cell"], axis=1)
    uses = uses.merge(givers, on=["giver", "giver_capacity", "period"], how="left")
    uses = uses[uses["giver"].isna() | uses["giver_cell"].notna()]
    uses = uses.assign(giver_cell=uses["giver_cell"].fillna(-1).astype("int64"))
    return uses.sort_values(["measure", "cell"], ignore_index=True)


def _helps(uses: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Return whether a measure works on what limits the capacity, where that is known.

    Longer opening gives nothing where staff is what is short; time set free for staff gives
    nothing where the opening is.
    """
    limiting = pd.Series(cells["limiting"].fillna("").to_numpy()[uses["cell"]], uses.index)
    opening, known = limiting == _OPENING, limiting != ""
    longer, frees = uses["kind"] == _LONGER, uses["kind"].isin(_FREES_STAFF)
    return ~(known & ((longer & ~opening) | (frees & opening)))


def _most(offers: pd.DataFrame, labels: np.ndarray) -> pd.DataFrame:
    """Return the most that each offer gives in each period it works in."""
    gain = shares_of(offers, labels)[0]
    in_course = ((offers["step"] == IMPROVE) | (offers["ramp_months"] > 0)).to_numpy()[:, None]
    full, offered = (_numbers(offers[name])[:, None] for name in ("full", "offered"))
    most = np.where(in_course, gain * full, np.where(gain > 0, offered, 0.0))
    offer, period = np.nonzero(most > 0)
    names = labels[period].astype(str)
    return pd.DataFrame({"offer": offer, "period": names, "most": most[offer, period]})


class _Limit(NamedTuple):
    """Rows of the programme of one kind, with what each of them is about, if that is told."""

    kind: str
    rows: sparse.csr_array
    most: Floats
    items: pd.DataFrame = pd.DataFrame()


def _limits(
    uses: pd.DataFrame, offers: pd.DataFrame, state: State, budgets: Budgets
) -> list[_Limit]:
    """Return the programme's limits: offers, gaps, surplus, most of each use, care, budgets."""
    lack, spare = np.maximum(state.gap, 0), np.maximum(-state.gap, 0)
    items = offers[["measure", "capacity"]].set_axis(["item", "capacity"], axis=1)
    given = adding_up(uses["giver_cell"], spare.size, uses["per_giver"])
    found = [
        _Limit("offer", adding_up(uses["offer"], len(offers)), _numbers(offers["offered"]), items),
        _Limit("gap", adding_up(uses["cell"], lack.size), lack),
        _Limit("surplus", given, spare),
        _Limit("use", sparse.eye_array(len(uses), format="csr"), _numbers(uses["most"])),
    ]
    if uses["shifts"].any():
        rows = adding_up(uses["cell"], lack.size, uses["shifts"])
        found.append(_Limit("care", rows, state.shiftable))
    return [*found, _budget_limit(uses, budgets)]


def _bottlenecks(
    uses: pd.DataFrame, cells: pd.DataFrame, limits: pd.DataFrame | None
) -> list[_Limit]:
    """Return how far what is added in each cell goes before what is not added there stops it."""
    if limits is None:
        return []
    stops = stopped_by(uses.assign(use=np.arange(len(uses))), cells, limits)
    if stops.empty:
        return []
    at = stops.groupby(["cell", "item"]).ngroup().to_numpy()
    ones = np.ones(len(stops))
    rows = sparse.csr_array((ones, (at, stops["use"])), shape=(at.max() + 1, len(uses)))
    return [_Limit("bottleneck", rows, np.asarray(stops.groupby(at)["room"].first(), float))]


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
    rooms = limits.merge(known, on=KEY)[["cell", "resource", "room"]]
    rows = uses[uses["adds"]].merge(rooms.rename(columns={"resource": "item"}), on="cell")
    opening = rows["item"] == _OPENING
    longer = rows["extends_opening"] | (rows["kind"] == _LONGER)
    added = rows["resource"].isna() | (rows["resource"] == rows["item"])
    return rows[~added.where(~opening, longer)]


def _budget_limit(uses: pd.DataFrame, budgets: Budgets) -> _Limit:
    """Return the limits of the budgets, in units of the dearest use so that all are of a size."""
    payer = uses["unit"].map(budgets.payer)
    dearest = max(float(uses["price"].max()), 1.0)
    price = uses["price"].to_numpy(float) / dearest
    place = budgets.left.index.get_indexer(pd.Index(payer))
    items = pd.DataFrame({"item": budgets.left.index, "capacity": None, "unit": dearest})
    rows = adding_up(place, len(budgets.left), price)
    return _Limit("budget", rows, budgets.left.to_numpy(float) / dearest, items)


def _numbers(values: pd.Series) -> Floats:
    return np.asarray(values.to_numpy(float))


def _binding(limits: list[_Limit], prices: Floats) -> pd.DataFrame:
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
        found.append(rows.loc[(price > _TIE * _TIE) & (limit.most > _DUST), LIMITS])
    return pd.concat(found, ignore_index=True)
