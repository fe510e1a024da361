"""The ladder's first step: capacity moved between units, elective care moved over time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.methods.pairing import Pairs, largest_first
from pkslib.methods.programme import best_in_blocks
from pkslib.steps.balance.delays import postponed
from pkslib.steps.balance.offers import Frame
from pkslib.steps.balance.scale import MOVES, PLACE, adding_up, moved_in, places
from pkslib.steps.balance.ways import pools_of

# Solved, what is less than a block dropped, and solved again.
_TIMES = 2


def moves_of(
    cells: pd.DataFrame, gap: Floats, elective: pd.DataFrame, frame: Frame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Move surplus to gaps: as much as possible, then as little as possible between hospitals.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, hospital and block [capacity's measure], a row a cell, sorted.
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    elective : pandas.DataFrame
        Elective care that may wait, by cell: cell, need, priority, until, episode and amount
        [capacity's measure].
    frame : Frame
        Allowed moves, specialties, and the settings move_between, move_time and move_cost [SEK per
        unit of capacity between hospitals].

    Returns
    -------
    moves : pandas.DataFrame
        Rows of the table moves: capacity from a unit with surplus to one with a gap in the same
        period, and elective need from a period with a gap to a later one with surplus at the
        same unit. No unit is pushed into shortage.
    delays : pandas.DataFrame
        Which care waits: cell, to_cell, need and amount [capacity's measure].

    Notes
    -----
    What is moved over time is decided first, by :func:`pkslib.steps.balance.delays.postponed`,
    with the moves between units in view. Who then lends to whom follows by rule: within a
    hospital before between hospitals, the largest surplus to the largest gap, of equal ones the
    unit first by code, and always within one known specialty. A capacity that stands in the table
    allowed_moves goes only between the units named there, as cheaply as possible and in their
    blocks.
    """
    settings, pool = frame.settings, pools_of(cells, frame)
    waiting = elective if settings.move_time else elective.iloc[:0]
    lanes = lanes_of(cells, gap, frame.allowed_moves, settings.move_cost)
    able = np.minimum(-gap[lanes.giver], gap[lanes.taker]) >= lanes.block
    delays = postponed(
        cells,
        gap,
        waiting,
        between=settings.move_between,
        pool=pool,
        moves=(lanes.giver[able], lanes.taker[able]),
    )
    found = [over_time(cells, delays)]
    gap = gap - moved_in(cells, found[0])
    if not settings.move_between:
        return found[0], delays
    lanes = lanes_of(cells, gap, frame.allowed_moves, settings.move_cost)
    found.append(_rows(cells, *moved_by(lanes, gap)))
    gap = np.where(pool < 0, 0.0, gap)
    for columns, cost in (["hospital"], 0.0), ([], settings.move_cost):
        group = cells.assign(pool=pool).groupby(["pool", *columns]).ngroup()
        whose = group.to_numpy().astype(np.int64)
        for _ in range(_TIMES):
            pairs = lent(gap, whose, cells["block"].to_numpy(float))
            found.append(_rows(cells, pairs, pairs.amount * cost))
            gap = gap + np.bincount(pairs.giver, pairs.amount, gap.size)
            gap = gap - np.bincount(pairs.taker, pairs.amount, gap.size)
    return pd.concat(found, ignore_index=True), delays


def lent(gap: Floats, group: NDArray[np.int64], block: Floats) -> Pairs:
    """Let surplus fill gaps within each group, but for what is less than a block.

    Parameters
    ----------
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    group : array of int
        Group of each cell.
    block : array
        Least worth moving to each cell [capacity's measure].

    Returns
    -------
    Pairs
        What goes from cell to cell, nothing of it less than the taker's block.

    Examples
    --------
    Of 9 to spare, 8 go to the one that lacks them; 1 to the other is too little.

    >>> lent(np.array([-9.0, 8.0, 3.0]), np.array([0, 0, 0]), np.array([2.0, 2.0, 2.0])).amount
    array([8.])
    """
    large = np.where(np.abs(gap) < block, 0.0, gap)
    pairs = largest_first(np.maximum(-large, 0), np.maximum(large, 0), group)
    worth = pairs.amount >= block[pairs.taker]
    return Pairs(pairs.giver[worth], pairs.taker[worth], pairs.amount[worth])


class Lanes(NamedTuple):
    """Lanes from a cell that has to one that lacks, each at a cost and in blocks of its own."""

    giver: NDArray[np.int64]
    taker: NDArray[np.int64]
    cost: Floats
    block: Floats


def lanes_of(cells: pd.DataFrame, gap: Floats, allowed: pd.DataFrame, usual_cost: float) -> Lanes:
    """Return the lanes that the table allowed_moves leaves open between the cells of a period.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, hospital, and block, the least worth moving to each cell where the
        table tells none [capacity's measure], a row a cell, sorted.
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    allowed : pandas.DataFrame
        The input table allowed_moves.
    usual_cost : float
        Cost between hospitals where the table tells none [SEK per unit of capacity].
    """
    ends = places(cells).assign(hospital=cells["hospital"])
    rows = allowed[allowed["unit"] != allowed["to_unit"]].merge(ends[gap < 0], on=PLACE)
    takers = ends.assign(block=cells["block"])[gap > 0].rename(columns={"unit": "to_unit"})
    rows = rows.merge(takers, on=["to_unit", "capacity", "period"], suffixes=("", "_to"))
    rows = rows.sort_values(["cell", "cell_to"], ignore_index=True)
    usual = np.where(rows["hospital"] == rows["hospital_to"], 0.0, usual_cost)
    return Lanes(
        rows["cell"].to_numpy(np.int64),
        rows["cell_to"].to_numpy(np.int64),
        np.where(rows["cost"].isna(), usual, rows["cost"].astype(float)),
        np.where(rows["min_block"] > 0, rows["min_block"], rows["block"]).astype(float),
    )


def moved_by(lanes: Lanes, gap: Floats) -> tuple[Pairs, Floats]:
    """Move surplus along the lanes: as much as possible, then as cheaply, then the first by code.

    Parameters
    ----------
    lanes : Lanes
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.

    Returns
    -------
    pairs : Pairs
        None smaller than its block.
    cost : array
        Cost of each pair [SEK].

    Examples
    --------
    Of 9 to spare 3 could go to each of three units that lack, but only in blocks of 4 to the
    first.

    >>> lanes = Lanes(np.array([0, 0, 0]), np.array([1, 2, 3]), np.zeros(3), np.array([4, 0, 0]))
    >>> moved_by(lanes, np.array([-9.0, 3.0, 3.0, 3.0]))[0].amount
    array([3., 3.])
    """
    size, columns = lanes.giver.size, np.arange(lanes.giver.size)
    if not size:
        return Pairs(lanes.giver, lanes.taker, np.zeros(0)), np.zeros(0)
    ends = [adding_up(place, gap.size) for place in (lanes.giver, lanes.taker)]
    most = np.concatenate([np.maximum(-gap, 0), np.maximum(gap, 0)])
    aims = [-np.ones(size), lanes.cost, columns / size]
    amount = best_in_blocks(aims, sparse.vstack(ends).tocsr(), most, columns, lanes.block).amounts
    real = amount > 0
    pairs = Pairs(lanes.giver[real], lanes.taker[real], amount[real])
    return pairs, amount[real] * lanes.cost[real]


def over_time(cells: pd.DataFrame, delays: pd.DataFrame) -> pd.DataFrame:
    """Return delays (cell, to_cell, amount) as rows of the table moves, needs added up."""
    sums = delays.groupby(["cell", "to_cell"], as_index=False)[["amount"]].sum()
    giver, taker = (sums[name].to_numpy(np.int64) for name in ("cell", "to_cell"))
    pairs = Pairs(giver, taker, sums["amount"].to_numpy(np.float64))
    return _rows(cells, pairs, np.zeros(giver.size))


def _rows(cells: pd.DataFrame, pairs: Pairs, cost: Floats) -> pd.DataFrame:
    """Return pairs of cells as rows of the table moves."""
    start = cells.iloc[pairs.giver].reset_index(drop=True)
    end = cells.iloc[pairs.taker].reset_index(drop=True)
    rows = start.assign(
        to_unit=end["unit"], to_period=end["period"], amount=pairs.amount, cost=cost
    )
    return rows[MOVES]
