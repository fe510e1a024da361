"""The ladder's first step: capacity moved between units, elective care moved over time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.methods.pairing import Pairs, largest_first
from pkslib.steps.balance.cells import KEY
from pkslib.steps.balance.delays import postponed
from pkslib.steps.balance.frame import Frame
from pkslib.steps.balance.pairs import moved_by, ways_of

COLUMNS = ["capacity", "unit", "to_unit", "period", "to_period", "amount", "cost"]


def moves_of(
    cells: pd.DataFrame, gap: Floats, elective: pd.DataFrame, frame: Frame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Move surplus to gaps: as much as possible, then as little as possible between hospitals.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period and hospital, a row a cell, sorted.
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    elective : pandas.DataFrame
        Elective need by cell: cell, need, priority, guarantee_days, episode and amount
        [capacity's measure].
    frame : Frame
        Allowed moves, and the settings move_between, move_time and move_cost [SEK per unit of
        capacity between hospitals].

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
    unit first by code. A capacity that stands in the table allowed_moves goes only between the
    units named there, as cheaply as possible and in their blocks.
    """
    settings, listed = frame.settings, cells["capacity"].isin(frame.allowed_moves["capacity"])
    waiting = elective if settings.move_time else elective.iloc[:0]
    named = listed.to_numpy()
    ways = ways_of(cells, gap, frame.allowed_moves, settings.move_cost)
    able = np.minimum(-gap[ways.giver], gap[ways.taker]) >= ways.block
    delays = postponed(
        cells,
        gap,
        waiting,
        between=settings.move_between,
        listed=named,
        moves=(ways.giver[able], ways.taker[able]),
    )
    found = [over_time(cells, delays)]
    gap = gap - moved_in(cells, found[0])
    if not settings.move_between:
        return found[0], delays
    ways = ways_of(cells, gap, frame.allowed_moves, settings.move_cost)
    found.append(_rows(cells, *moved_by(ways, gap)))
    gap = np.where(named, 0.0, gap)
    for columns, cost in (["hospital"], 0.0), ([], settings.move_cost):
        group = cells.groupby(["capacity", "period", *columns]).ngroup()
        pairs = largest_first(np.maximum(-gap, 0), np.maximum(gap, 0), group)
        found.append(_rows(cells, pairs, pairs.amount * cost))
        gap = gap + np.bincount(pairs.giver, pairs.amount, gap.size)
        gap = gap - np.bincount(pairs.taker, pairs.amount, gap.size)
    return pd.concat(found, ignore_index=True), delays


def over_time(cells: pd.DataFrame, delays: pd.DataFrame) -> pd.DataFrame:
    """Return delays (cell, to_cell, amount) as rows of the table moves, needs added up."""
    sums = delays.groupby(["cell", "to_cell"], as_index=False)[["amount"]].sum()
    giver, taker = (sums[name].to_numpy(np.int64) for name in ("cell", "to_cell"))
    pairs = Pairs(giver, taker, sums["amount"].to_numpy(np.float64))
    return _rows(cells, pairs, np.zeros(giver.size))


def moved_in(cells: pd.DataFrame, moves: pd.DataFrame) -> Floats:
    """Return what moves bring to each cell; below zero what they take from it.

    Capacity comes to the unit it is moved to. Need that is moved to a later period leaves
    capacity behind, as if capacity had come from that period.

    Examples
    --------
    >>> cells = pd.DataFrame({"unit": "A", "capacity": "bed_day", "period": ["2027", "2028"]})
    >>> moves = pd.DataFrame({"capacity": ["bed_day"], "unit": "A", "to_unit": "A",
    ...     "period": "2027", "to_period": "2028", "amount": 5.0})
    >>> moved_in(cells, moves)
    array([ 5., -5.])
    """
    if moves.empty:
        return np.zeros(len(cells))
    places = pd.MultiIndex.from_frame(cells[KEY])
    ends = moves[["to_unit", "capacity", "to_period"]].set_axis(KEY, axis=1)
    start = places.get_indexer(pd.MultiIndex.from_frame(moves[KEY]))
    end = places.get_indexer(pd.MultiIndex.from_frame(ends))
    sign = np.where(moves["period"] == moves["to_period"], 1, -1)
    amount = sign * moves["amount"].to_numpy(float)
    return np.asarray(np.bincount(end, amount, len(cells)) - np.bincount(start, amount, len(cells)))


def _rows(cells: pd.DataFrame, pairs: Pairs, cost: Floats) -> pd.DataFrame:
    """Return pairs of cells as rows of the table moves."""
    start = cells.iloc[pairs.giver].reset_index(drop=True)
    end = cells.iloc[pairs.taker].reset_index(drop=True)
    rows = start.assign(
        to_unit=end["unit"], to_period=end["period"], amount=pairs.amount, cost=cost
    )
    return rows[COLUMNS]
