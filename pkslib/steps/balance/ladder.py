"""The ladder climbed step by step, each step used only for what the former ones left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.steps.balance import cells as pans
from pkslib.steps.balance import measures, moves
from pkslib.steps.balance.frame import Budgets, Frame
from pkslib.steps.balance.offers import IMPROVE, MOVE

_PRIORITISE = 5
_EFFECTS = ["step", "measure", *pans.KEY, "effect", "cost"]
_SHIFTS = ["measure", "unit", "to_unit", "capacity", "to_capacity", "period", "amount", "to_amount"]


class Climbed(NamedTuple):
    """What the ladder gave.

    cells: unit, capacity, period, hospital, need, available, and what each kind of step gave.
    moves: rows of the table moves. shifts: rows of the table shifts. effects: step, measure,
    unit, capacity, period, effect, cost. limits: rows of the table ladder_limits. short: what
    each cell lacks before the first step and after each one.
    """

    cells: pd.DataFrame
    moves: pd.DataFrame
    shifts: pd.DataFrame
    effects: pd.DataFrame
    limits: pd.DataFrame
    short: tuple[Floats, ...]


def climb(
    cells: pd.DataFrame, elective: pd.DataFrame, offers: pd.DataFrame, frame: Frame
) -> Climbed:
    """Climb the ladder to the last step allowed.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, need, available [capacity's measure] and hospital, sorted.
    elective : pandas.DataFrame
        As :func:`pkslib.steps.balance.cells.elective_of` returns it.
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
    moved, shifted, given, bound = (
        pd.DataFrame(columns=columns)
        for columns in (moves.COLUMNS, _SHIFTS, _EFFECTS, ["step", *measures.LIMITS])
    )
    found = Climbed(start, moved, shifted, given, bound, (_short(start),))
    budgets = frame.budgets
    for step in range(MOVE, frame.settings.last_step + 1):
        before = len(found.effects)
        if step == MOVE:
            free = moves.moves_of(start, pans.remaining(start), elective, frame)
            found = _moved(found, free, _as_effects(free))
        found = _with_measures(
            found, elective, offers[offers["step"] == step], step, budgets, frame
        )
        budgets = budgets.less(found.effects.iloc[before:])
        found = found._replace(short=(*found.short, _short(found.cells)))
    return found


def _short(cells: pd.DataFrame) -> Floats:
    return np.maximum(pans.remaining(cells), 0.0)


def _with_measures(
    found: Climbed,
    elective: pd.DataFrame,
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
        gap = np.minimum(gap, _elective_left(found, elective))
    if not (gap > 0).any():
        return found
    weight = found.cells["capacity"].map(frame.settings.weights).fillna(1.0)
    used = measures.effects_of(offers, found.cells, gap, budgets, np.asarray(weight, np.float64))
    limits = pd.concat([found.limits, used.limits.assign(step=step)], ignore_index=True)
    rows = used.effects
    shifts = rows["shifts"].to_numpy(bool)
    lent = (rows["giver_cell"] >= 0).to_numpy() & ~shifts
    found = _added(found, rows[~shifts & ~lent], step)
    found = _shifted(found, rows[shifts], step)
    return _lent(found, rows[lent], step)._replace(limits=limits)


def _elective_left(found: Climbed, elective: pd.DataFrame) -> Floats:
    """Return the elective need of each cell that is neither moved to later nor bought."""
    own = np.bincount(elective["cell"], elective["amount"], len(found.cells))
    over_time = found.moves[found.moves["period"] != found.moves["to_period"]]
    left = own - moves.moved_in(found.cells, over_time) - found.cells["bought"].to_numpy()
    return np.asarray(np.maximum(left, 0.0))


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
    receiver = found.cells.iloc[used["giver_cell"]].reset_index(drop=True)
    rows = effects.assign(
        to_unit=receiver["unit"],
        to_capacity=receiver["capacity"],
        amount=effects["effect"],
        to_amount=used["given"].to_numpy(),
    )
    size = len(found.cells)
    left = np.bincount(used["cell"].astype(int), used["effect"].astype(float), size)
    arrived = np.bincount(used["giver_cell"].astype(int), used["given"].astype(float), size)
    return found._replace(
        cells=found.cells.assign(shifted=found.cells["shifted"] + left - arrived),
        shifts=pd.concat([found.shifts, rows[_SHIFTS]], ignore_index=True),
        effects=pd.concat([found.effects, effects[_EFFECTS]], ignore_index=True),
    )
