"""The ladder climbed step by step, each step used only for what the former ones left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import lowest_first
from pkslib.steps.balance import cells as pans
from pkslib.steps.balance import measures, moves
from pkslib.steps.balance.frame import Budgets, Frame
from pkslib.steps.balance.offers import IMPROVE, MOVE

_PRIORITISE = 5
# Puts all elective care before any acute, whatever its priority.
_ELECTIVE_FIRST = 1000
_EFFECTS = ["step", "measure", *pans.KEY, "effect", "cost"]
_SHIFTS = [
    *("measure", "need", "unit", "to_unit", "capacity", "to_capacity", "period"),
    *("amount", "to_amount"),
]
_DELAYS = ["need", *pans.KEY, "to_period", "amount"]


class Climbed(NamedTuple):
    """What the ladder gave.

    cells: unit, capacity, period, hospital, need, available, and what each kind of step gave.
    care: what is left of the care behind the need at its unit and period. moves, delays, shifts:
    rows of those tables. effects: step, measure, unit, capacity, period, effect, cost. limits:
    rows of the table ladder_limits. short: what each cell lacks before the first step and after
    each one.
    """

    cells: pd.DataFrame
    care: pd.DataFrame
    moves: pd.DataFrame
    delays: pd.DataFrame
    shifts: pd.DataFrame
    effects: pd.DataFrame
    limits: pd.DataFrame
    short: tuple[Floats, ...]


def climb(cells: pd.DataFrame, care: pd.DataFrame, offers: pd.DataFrame, frame: Frame) -> Climbed:
    """Climb the ladder to the last step allowed.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, need, available [capacity's measure] and hospital, sorted.
    care : pandas.DataFrame
        As :func:`pkslib.steps.balance.cells.care_of` returns it.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them.
    frame : Frame
        Allowed moves, budgets, and the settings last_step, move_between, move_time, move_cost
        and weights.

    Returns
    -------
    Climbed
        No step makes a gap larger, but for the dip of improvement work under way. The first step
        moves what surplus there is, then by the table's own moves; measures of later steps that
        move between units count as moved too. The fifth step takes elective need only, less what
        was moved to later or bought.
    """
    start = cells.assign(**dict.fromkeys(pans.GIVEN, 0.0))
    moved, delayed, shifted, given, bound = (
        pd.DataFrame(columns=columns)
        for columns in (moves.COLUMNS, _DELAYS, _SHIFTS, _EFFECTS, ["step", *measures.LIMITS])
    )
    found = Climbed(start, care, moved, delayed, shifted, given, bound, (_short(start),))
    budgets = frame.budgets
    for step in range(MOVE, frame.settings.last_step + 1):
        before = len(found.effects)
        if step == MOVE:
            elective = care[care["elective"]]
            free, delays = moves.moves_of(start, pans.remaining(start), elective, frame)
            found = _delayed(_moved(found, free, _as_effects(free)), delays)
        found = _with_measures(found, offers[offers["step"] == step], step, budgets, frame)
        budgets = budgets.less(found.effects.iloc[before:])
        found = found._replace(short=(*found.short, _short(found.cells)))
    return found


def _short(cells: pd.DataFrame) -> Floats:
    return np.maximum(pans.remaining(cells), 0.0)


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
        found = _added(found, measures.dips_of(offers, found.cells).assign(cost=0.0), step)
    gap = pans.remaining(found.cells)
    if step == _PRIORITISE:
        gap = np.minimum(gap, _elective_left(found))
    if not (gap > 0).any():
        return found
    weight = found.cells["capacity"].map(frame.settings.weights).fillna(1.0)
    single = found.care[found.care["episode"].isna()]
    state = measures.State(
        gap=gap,
        weight=np.asarray(weight, np.float64),
        shiftable=np.bincount(single["cell"], single["amount"], gap.size).astype(np.float64),
    )
    used = measures.effects_of(offers, found.cells, state, budgets)
    limits = pd.concat([found.limits, used.limits.assign(step=step)], ignore_index=True)
    rows = used.effects
    shifts = rows["shifts"].to_numpy(bool)
    lent = (rows["giver_cell"] >= 0).to_numpy() & ~shifts
    found = _added(found, rows[~shifts & ~lent], step)
    found = _shifted(found, rows[shifts], step)
    return _lent(found, rows[lent], step)._replace(limits=limits)


def _elective_left(found: Climbed) -> Floats:
    """Return the elective need of each cell that is still there and not bought."""
    elective = found.care[found.care["elective"]]
    own = np.bincount(elective["cell"], elective["amount"], len(found.cells))
    return np.asarray(np.maximum(own - found.cells["bought"].to_numpy(), 0.0))


def _delayed(found: Climbed, delays: pd.DataFrame) -> Climbed:
    """Add which care waits."""
    key = found.cells[pans.KEY].iloc[delays["cell"].astype(int)].reset_index(drop=True)
    later = found.cells["period"].iloc[delays["to_cell"].astype(int)].to_numpy()
    rows = key.assign(to_period=later, **delays[["need", "amount"]].reset_index(drop=True))
    return found._replace(delays=rows[_DELAYS], care=pans.less(found.care, delays))


def _moved(found: Climbed, rows: pd.DataFrame, effects: pd.DataFrame) -> Climbed:
    """Add moves, with what they come to as effects."""
    gained = moves.moved_in(found.cells, rows)
    return found._replace(
        cells=found.cells.assign(moved=found.cells["moved"] + gained),
        moves=pd.concat([found.moves, rows], ignore_index=True),
        effects=pd.concat([found.effects, effects], ignore_index=True),
    )


def _as_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Return moves as effects at the cell that lacked, named by where they go from and to."""
    within = rows["period"] == rows["to_period"]
    between = rows["unit"] + " → " + rows["to_unit"]
    over_time = rows["period"] + " → " + rows["to_period"]
    return rows.assign(
        step=MOVE,
        measure=between.where(within, over_time),
        unit=rows["to_unit"],
        effect=rows["amount"],
    )[_EFFECTS]


def _effects(found: Climbed, used: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return what measures give with the cell that gets it spelt out."""
    key = found.cells[pans.KEY].iloc[used["cell"]].reset_index(drop=True)
    given = used[["measure", "effect", "cost"]].reset_index(drop=True)
    return pd.concat([key, given], axis=1).assign(step=step)


def _added(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Add what the measures of a step give the unit itself."""
    column = pans.STEP_COLUMNS[step]
    own = np.bincount(used["cell"].astype(int), used["effect"].astype(float), len(found.cells))
    return found._replace(
        cells=found.cells.assign(**{column: found.cells[column] + own}),
        effects=pd.concat(
            [found.effects, _effects(found, used, step)[_EFFECTS]], ignore_index=True
        ),
    )


def _lent(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Add what measures move from the surplus of another unit, as moves."""
    if used.empty:
        return found
    effects = _effects(found, used, step)
    giver = found.cells["unit"].iloc[used["giver_cell"]].to_numpy()
    rows = effects.assign(to_unit=effects["unit"], to_period=effects["period"], unit=giver)
    return _moved(found, rows.assign(amount=rows["effect"])[moves.COLUMNS], effects[_EFFECTS])


def _shifted(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Add care shifted to units that have room: need that leaves here and arrives there."""
    if used.empty:
        return found
    effects = _effects(found, used, step)
    size = len(found.cells)
    left = np.bincount(used["cell"].astype(int), used["effect"].astype(float), size)
    arrived = np.bincount(used["giver_cell"].astype(int), used["given"].astype(float), size)
    rows, care = _shifts(found, used)
    return found._replace(
        cells=found.cells.assign(shifted=found.cells["shifted"] + left - arrived),
        care=care,
        shifts=pd.concat([found.shifts, rows], ignore_index=True),
        effects=pd.concat([found.effects, effects[_EFFECTS]], ignore_index=True),
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
            )[_SHIFTS]
        )
        care = pans.less(care, gone)
    return pd.concat(rows, ignore_index=True), care
