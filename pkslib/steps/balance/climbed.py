"""How far the ladder has been climbed, and what each kind of step adds to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.steps.balance import cells as pans
from pkslib.steps.balance import measures, moves

EFFECTS = ["step", "measure", "from_unit", *pans.KEY, "to_period", "effect", "cost"]
SHIFTS = [
    *("measure", "need", "unit", "to_unit", "capacity", "to_capacity", "period"),
    *("amount", "to_amount"),
]
AWAY = ["need", *pans.KEY, "decision", "to_period", "amount", "use", "lacks"]
_DELAYS = ["need", *pans.KEY, "to_period", "amount"]


class Climbed(NamedTuple):
    """What the ladder gave.

    cells: unit, capacity, period, hospital, need, available, and what each kind of step gave.
    care: what is left of the care behind the need at its unit and period. moves, delays, shifts:
    rows of those tables. away: what gives way in the fifth step: need, unit, capacity,
    period, decision, to_period, amount, use and lacks (whether the cell itself is to be relieved).
    effects: rows of the table ladder, but for why. limits: rows of the table
    ladder_limits. short: what each cell lacks before the first step and after each one.
    """

    cells: pd.DataFrame
    care: pd.DataFrame
    moves: pd.DataFrame
    delays: pd.DataFrame
    shifts: pd.DataFrame
    away: pd.DataFrame
    effects: pd.DataFrame
    limits: pd.DataFrame
    short: tuple[Floats, ...]


def beginning(cells: pd.DataFrame, care: pd.DataFrame) -> Climbed:
    """Return where the ladder begins: nothing given yet."""
    start = cells.assign(**dict.fromkeys(pans.GIVEN, 0.0))
    kinds = (moves.COLUMNS, _DELAYS, SHIFTS, AWAY, EFFECTS, ["step", *measures.LIMITS])
    moved, delayed, shifted, away, gained, bound = (pd.DataFrame(columns=row) for row in kinds)
    return Climbed(start, care, moved, delayed, shifted, away, gained, bound, (short(start),))


def short(cells: pd.DataFrame) -> Floats:
    """Return what each cell lacks [capacity's measure]."""
    return np.maximum(pans.remaining(cells), 0.0)


def delayed(found: Climbed, delays: pd.DataFrame) -> Climbed:
    """Return the ladder with care that waits: cell, to_cell, need and amount."""
    key = found.cells[pans.KEY].iloc[delays["cell"].astype(int)].reset_index(drop=True)
    later = found.cells["period"].iloc[delays["to_cell"].astype(int)].to_numpy()
    rows = key.assign(to_period=later, **delays[["need", "amount"]].reset_index(drop=True))
    every = pd.concat([found.delays, rows[_DELAYS]], ignore_index=True)
    return found._replace(delays=every, care=pans.less(found.care, delays))


def moved(found: Climbed, rows: pd.DataFrame, effects: pd.DataFrame) -> Climbed:
    """Return the ladder with moves, and with what they come to as effects."""
    gained = moves.moved_in(found.cells, rows)
    return found._replace(
        cells=found.cells.assign(moved=found.cells["moved"] + gained),
        moves=pd.concat([found.moves, rows], ignore_index=True),
        effects=pd.concat([found.effects, effects], ignore_index=True),
    )


def as_effects(rows: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return moves as effects at the cell that lacked: from which unit, or care to which period."""
    return rows.assign(
        step=step,
        measure=None,
        from_unit=rows["unit"].where(rows["unit"] != rows["to_unit"]),
        to_period=rows["to_period"].where(rows["period"] != rows["to_period"]),
        unit=rows["to_unit"],
        effect=rows["amount"],
    )[EFFECTS]


def effects(found: Climbed, used: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return what measures give with the cell that gets it spelt out."""
    key = found.cells[pans.KEY].iloc[used["cell"]].reset_index(drop=True)
    given = used[["measure", "effect", "cost"]].reset_index(drop=True)
    return pd.concat([key, given], axis=1).assign(step=step, from_unit=None, to_period=None)


def added(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Return the ladder with what the measures of a step give the unit itself."""
    column = pans.STEP_COLUMNS[step]
    own = np.bincount(used["cell"].astype(int), used["effect"].astype(float), len(found.cells))
    return found._replace(
        cells=found.cells.assign(**{column: found.cells[column] + own}),
        effects=pd.concat([found.effects, effects(found, used, step)[EFFECTS]], ignore_index=True),
    )
