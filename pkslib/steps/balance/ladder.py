"""The ladder climbed step by step, each step used only for what the former ones left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.settings import Balance
from pkslib.steps.balance import cells as pans
from pkslib.steps.balance import measures, moves

_FIRST, _PRIORITISE = 1, 5
_EFFECTS = ["step", "measure", *pans.KEY, "effect", "cost"]


class Climbed(NamedTuple):
    """What the ladder gave.

    cells: unit, capacity, period, hospital, need, available, and what each kind of step gave.
    moves: rows of the table moves. effects: step, measure, unit, capacity, period, effect, cost.
    """

    cells: pd.DataFrame
    moves: pd.DataFrame
    effects: pd.DataFrame


def climb(
    cells: pd.DataFrame, elective: pd.DataFrame, offers: pd.DataFrame, settings: Balance
) -> Climbed:
    """Climb the ladder to the last step allowed.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, need, available [capacity's measure] and hospital, sorted.
    elective : pandas.DataFrame
        As :func:`pkslib.steps.balance.cells.elective_of` returns it.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.measures.offers_of` returns them.
    settings : Balance
        last_step, move_between, move_time and move_cost.

    Returns
    -------
    Climbed
        No step makes a gap larger. The first step moves what surplus there is, then by the
        table's own moves; measures of later steps that move between units count as moved too.
        The fifth step takes elective need only, less what was moved to later or bought.
    """
    start = cells.assign(**dict.fromkeys(pans.STEP_COLUMNS.values(), 0.0))
    found = Climbed(start, pd.DataFrame(columns=moves.COLUMNS), pd.DataFrame(columns=_EFFECTS))
    for step in range(_FIRST, settings.last_step + 1):
        if step == _FIRST:
            free = moves.moves_of(start, pans.remaining(start), elective, settings)
            found = _moved(found, free, _as_effects(free))
        gap, offered = pans.remaining(found.cells), offers[offers["step"] == step]
        if step == _PRIORITISE:
            gap = np.minimum(gap, _elective_left(found, elective))
        if (gap > 0).any() and not offered.empty:
            used = measures.effects_of(offered, found.cells, gap, step)
            found = _with_measures(found, used, step)
    return found


def _elective_left(found: Climbed, elective: pd.DataFrame) -> Floats:
    """Return the elective need of each cell that is neither moved to later nor bought."""
    own = np.bincount(elective["cell"], elective["amount"], len(found.cells))
    over_time = found.moves[found.moves["period"] != found.moves["to_period"]]
    left = own - moves.moved_in(found.cells, over_time) - found.cells["bought"].to_numpy()
    return np.asarray(np.maximum(left, 0.0))


def _moved(found: Climbed, rows: pd.DataFrame, effects: pd.DataFrame) -> Climbed:
    """Add moves, with what they come to as effects."""
    gained = moves.moved_in(found.cells, rows)
    return Climbed(
        found.cells.assign(moved=found.cells["moved"] + gained),
        pd.concat([found.moves, rows], ignore_index=True),
        pd.concat([found.effects, effects], ignore_index=True),
    )


def _as_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Return moves as effects at the cell that lacked, named by where they go from and to."""
    within = rows["period"] == rows["to_period"]
    between = rows["unit"] + " → " + rows["to_unit"]
    over_time = rows["period"] + " → " + rows["to_period"]
    return rows.assign(
        step=_FIRST,
        measure=between.where(within, over_time),
        unit=rows["to_unit"],
        effect=rows["amount"],
    )[_EFFECTS]


def _with_measures(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Add what the measures of a step give; those between units as moves."""
    column = pans.STEP_COLUMNS[step]
    key = found.cells[pans.KEY].iloc[used["cell"]].reset_index(drop=True)
    effects = pd.concat([key, used[["measure", "effect", "cost"]]], axis=1).assign(step=step)
    lent = (used["giver_cell"] >= 0).to_numpy()
    own = np.bincount(used["cell"][~lent], used["effect"][~lent], len(found.cells))
    cells = found.cells.assign(**{column: found.cells[column] + own})
    giver = cells["unit"].iloc[used["giver_cell"][lent]].to_numpy()
    rows = effects[lent].assign(to_unit=effects["unit"][lent], to_period=effects["period"][lent])
    rows = rows.assign(unit=giver, amount=rows["effect"])[moves.COLUMNS]
    return _moved(found._replace(cells=cells), rows, effects[_EFFECTS])
