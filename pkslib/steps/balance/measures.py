"""The ladder's later steps: measures of the table, used for what the former steps left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.methods.programme import best_in_blocks
from pkslib.steps.balance.bounds import (
    LIMITS,
    LONGER,
    OPENING,
    State,
    binding,
    bottlenecks_of,
    limits_of,
)
from pkslib.steps.balance.offers import Budgets, shares_of
from pkslib.steps.balance.scale import KEY, places
from pkslib.tables.inputs.capacity import IMPROVE

EFFECTS = ["measure", "cell", "giver_cell", "effect", "given", "cost", "shifts"]
# What is told of an offer to each use of it.
_ABOUT = [
    *("measure", "unit", "capacity", "giver", "giver_capacity", "per_giver", "shifts", "kind"),
    *("adds", "resource", "extends_opening"),
]
# Weight of the order of measure and period, which decides between gaps of the same size only.
_TIE = 1e-3
# Solved, what is less than a block dropped, and solved again.
_TIMES = 2
# Decimals of an amount closed beyond which two ways are equally good.
_SEEN = 6
_FREES_STAFF = ["task_shift", "less_administration"]


class Used(NamedTuple):
    """What a step's measures give, and what bound them.

    effects: measure, cell, giver_cell (−1: none), effect and given (what the giver gave)
    [capacity's measure], cost [SEK], shifts. limits: limit, item, capacity, amount, price.
    """

    effects: pd.DataFrame
    limits: pd.DataFrame


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
        used in whatever periods it is needed. A fixed cost is paid when the measure is used at all;
        each measure that has one is used only where more is closed with it, or the same for less.
    """
    offers = offers.reset_index(drop=True)
    uses = offers if offers.empty else _uses(offers, cells, state.gap)
    if uses.empty:
        return Used(pd.DataFrame(columns=EFFECTS), pd.DataFrame(columns=LIMITS))
    given = (cells, offers, state, budgets, limits)
    found = _paid(uses, *given)
    for offer in offers.index[offers["fixed"] > 0]:
        rest = uses[uses["offer"] != offer]
        other = _paid(rest, *given)
        if _worth(other, state) > _worth(found, state):
            found, uses = other, rest
    return found


def _paid(
    uses: pd.DataFrame,
    cells: pd.DataFrame,
    offers: pd.DataFrame,
    state: State,
    budgets: Budgets,
    limits: pd.DataFrame | None,
) -> Used:
    """Return what the uses give and cost when all fixed costs that can be paid are."""
    left, dear = budgets.reserving(offers.iloc[np.unique(uses["offer"])])
    kept = uses[~uses["offer"].isin(dear)].reset_index(drop=True)
    found = _settled(kept, cells, offers, state, left, limits)
    fixed = found.effects["offer"].map(offers["fixed"]).astype(float)
    whole = found.effects.groupby("offer")["effect"].transform("sum").astype(float)
    cost = found.effects["cost"] + fixed * found.effects["effect"] / whole
    return found._replace(effects=found.effects.assign(cost=cost)[EFFECTS].reset_index(drop=True))


def _worth(found: Used, state: State) -> tuple[float, float]:
    """Return what is closed, by weight, and then how little it costs."""
    rows = found.effects
    closed = (state.weight[rows["cell"].astype(int)] * rows["effect"].astype(float)).sum()
    return round(closed, _SEEN), -float(rows["cost"].sum())


def _settled(
    uses: pd.DataFrame,
    cells: pd.DataFrame,
    offers: pd.DataFrame,
    state: State,
    budgets: Budgets,
    limits: pd.DataFrame | None,
) -> Used:
    """Return what the uses give when none gives less than its least block."""
    for _ in range(_TIMES):
        if uses.empty:
            return Used(pd.DataFrame(columns=[*EFFECTS, "offer"]), pd.DataFrame(columns=LIMITS))
        used, bound = _best(uses, cells, offers, state, budgets, limits)
        small = _trifling(used, offers, cells)
        if not small.any():
            break
        uses = uses[~small].reset_index(drop=True)
    return Used(used[(used["effect"] > 0) & ~small], bound)


def _best(
    uses: pd.DataFrame,
    cells: pd.DataFrame,
    offers: pd.DataFrame,
    state: State,
    budgets: Budgets,
    limits: pd.DataFrame | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what each use gives, and what binds."""
    bounds = [*limits_of(uses, offers, state, budgets), *bottlenecks_of(uses, cells, limits)]
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
    return used, binding(bounds, found.prices)


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
    wanted = offers[_ABOUT].assign(offer=np.arange(len(offers)), price=offers["unit_cost"])
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
    opening, known = limiting == OPENING, limiting != ""
    longer, frees = uses["kind"] == LONGER, uses["kind"].isin(_FREES_STAFF)
    return ~(known & ((longer & ~opening) | (frees & opening)))


def _most(offers: pd.DataFrame, labels: np.ndarray) -> pd.DataFrame:
    """Return the most that each offer gives in each period it works in."""
    gain = shares_of(offers, labels)[0]
    in_course = ((offers["step"] == IMPROVE) | (offers["ramp_months"] > 0)).to_numpy()[:, None]
    full, offered = (offers[name].to_numpy(float)[:, None] for name in ("full", "offered"))
    most = np.where(in_course, gain * full, np.where(gain > 0, offered, 0.0))
    offer, period = np.nonzero(most > 0)
    names = labels[period].astype(str)
    return pd.DataFrame({"offer": offer, "period": names, "most": most[offer, period]})
