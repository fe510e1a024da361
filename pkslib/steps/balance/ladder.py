"""The ladder climbed step by step, each step used only for what the former ones left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.priority import lowest_first
from pkslib.steps.balance import measures, moves
from pkslib.steps.balance.bounds import State
from pkslib.steps.balance.ceiling import beyond
from pkslib.steps.balance.giving_way import prioritised
from pkslib.steps.balance.offers import Budgets, Frame
from pkslib.steps.balance.scale import (
    EFFECTS,
    MOVES,
    SHIFTS,
    Climbed,
    added,
    as_effects,
    beginning,
    delayed,
    effects,
    less,
    moved,
    remaining,
    short,
)
from pkslib.steps.balance.stops import Stops
from pkslib.tables.inputs.capacity import IMPROVE, MOVE, PRIORITISE

# Puts all elective care before any acute, whatever its priority.
_ELECTIVE_FIRST = 1000


def climb(
    cells: pd.DataFrame, care: pd.DataFrame, offers: pd.DataFrame, frame: Frame, stops: Stops
) -> Climbed:
    """Climb the ladder to the last step allowed.

    Parameters
    ----------
    cells : pandas.DataFrame
        As :func:`pkslib.steps.balance.ceiling.cells_of` returns them.
    care : pandas.DataFrame
        As :func:`pkslib.steps.balance.scale.care_of` returns it.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them.
    frame : Frame
        Allowed moves, budgets, and the settings last_step, move_between, move_time, move_cost
        and weights.
    stops : Stops
        What gives way at most over the year.

    Returns
    -------
    Climbed
        No step makes a gap larger, but for the dip of improvement work under way. The first step
        moves what surplus there is, then by the table's own moves; measures of later steps that
        move between units count as moved too. To reach the target level only elective care of the
        third medical priority or lower waits, in the first step. In the fifth that of the second
        may wait or give way as well, but only what is above the ceiling and less what was moved to
        later or bought; no budget pays for that. Care of the highest priority never does either.
    """
    found = beginning(cells, care)
    budgets = frame.budgets
    for step in range(MOVE, frame.settings.last_step + 1):
        before = len(found.effects)
        if step == MOVE:
            able = care[care["levels"]]
            free, delays = moves.moves_of(found.cells, remaining(found.cells), able, frame)
            found = delayed(moved(found, free, as_effects(free, step)), delays)
        own = offers[offers["step"] == step]
        if step == PRIORITISE:
            found = prioritised(found, own, stops)
        else:
            found = _with_measures(found, own, step, budgets, frame)
            budgets = budgets.less(found.effects.iloc[before:])
        lacked = short(found.cells)
        if step == PRIORITISE:
            lacked = np.where(found.short[0] > 0, lacked, 0.0)
        above = (*found.above, beyond(found.cells))
        found = found._replace(short=(*found.short, lacked), above=above)
    return found


def _with_measures(
    found: Climbed,
    offers: pd.DataFrame,
    step: int,
    budgets: Budgets,
    frame: Frame,
) -> Climbed:
    """Use the measures of one step."""
    if offers.empty:
        return found
    if step == IMPROVE:
        found = added(found, measures.dips_of(offers, found.cells).assign(cost=0.0), step)
    gap = remaining(found.cells)
    if not (gap > 0).any():
        return found
    weight = found.cells["capacity"].map(frame.settings.weights).fillna(1.0)
    single = found.care[found.care["episode"].isna()]
    state = State(
        gap=gap,
        weight=np.asarray(weight, np.float64),
        shiftable=np.bincount(single["cell"], single["amount"], gap.size).astype(np.float64),
    )
    used = measures.effects_of(offers, found.cells, state, budgets, frame.limits)
    limits = pd.concat([found.limits, used.limits.assign(step=step)], ignore_index=True)
    rows = used.effects
    shifts = rows["shifts"].to_numpy(bool)
    lent = (rows["giver_cell"] >= 0).to_numpy() & ~shifts
    found = added(found, rows[~shifts & ~lent], step)
    found = _shifted(found, rows[shifts], step)
    return _lent(found, rows[lent], step)._replace(limits=limits)


def _lent(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Add what measures move from the surplus of another unit, as moves."""
    if used.empty:
        return found
    gained = effects(found, used, step)
    giver = found.cells["unit"].iloc[used["giver_cell"]].to_numpy()
    rows = gained.assign(to_unit=gained["unit"], to_period=gained["period"], unit=giver)
    return moved(found, rows.assign(amount=rows["effect"])[MOVES], gained[EFFECTS])


def _shifted(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Add care shifted to units that have room: need that leaves here and arrives there."""
    if used.empty:
        return found
    gained = effects(found, used, step)
    size = len(found.cells)
    left = np.bincount(used["cell"].astype(int), used["effect"].astype(float), size)
    arrived = np.bincount(used["giver_cell"].astype(int), used["given"].astype(float), size)
    rows, care = _shifts(found, used)
    return found._replace(
        cells=found.cells.assign(shifted=found.cells["shifted"] + left - arrived),
        care=care,
        shifts=pd.concat([found.shifts, rows], ignore_index=True),
        effects=pd.concat([found.effects, gained[EFFECTS]], ignore_index=True),
    )


def _shifts(found: Climbed, used: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return which needs are shifted, elective and lowest medical priority first, and the rest."""
    rows, care = [], found.care
    for use in used.to_dict("records"):
        own = care[(care["cell"] == use["cell"]) & care["episode"].isna()]
        order = own["priority"] + _ELECTIVE_FIRST * own["elective"]
        wanted = np.full(len(own), float(use["effect"]))
        share = lowest_first(own["amount"], order, np.zeros(len(own)), wanted)
        gone = own.assign(amount=own["amount"] * share)[share > 0]
        here, there = found.cells.iloc[int(use["cell"])], found.cells.iloc[int(use["giver_cell"])]
        rows.append(
            gone.assign(
                measure=use["measure"],
                unit=here["unit"],
                capacity=here["capacity"],
                period=here["period"],
                to_unit=there["unit"],
                to_capacity=there["capacity"],
                to_amount=gone["amount"] * use["given"] / use["effect"],
            )[SHIFTS]
        )
        care = less(care, gone)
    return pd.concat(rows, ignore_index=True), care
