"""Elective care moved over time: how much may wait, and how much had best do so."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.pairing import Pairs
from pkslib.methods.programme import best

# Rank of the aims, one sixty-fourth of the one before: a unit of gap closed is worth 64 moved
# between hospitals, one of those 64 years of delay. No chain of exchanges is that long, so the
# answer is the one that solving for one aim after the other would give.
_RANK = 1 / 64
_YEAR = 366


_Groups: TypeAlias = tuple[sparse.csr_array, sparse.csr_array]


class _Ways(NamedTuple):
    """Ways from a cell that lacks to a later one of the same unit that has, nearest first.

    days: between the starts of the two periods. most: elective need that may wait so long.
    """

    cell: NDArray[np.int64]
    to_cell: NDArray[np.int64]
    days: Floats
    most: Floats


def postponed(
    cells: pd.DataFrame,
    gap: Floats,
    elective: pd.DataFrame,
    *,
    between: bool,
    alone: NDArray[np.bool_] | None = None,
) -> Pairs:
    """Move elective need to later periods at its own unit, as far as that helps.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period and hospital, a row a cell, sorted.
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    elective : pandas.DataFrame
        Elective need by cell: cell, guarantee_days and amount [capacity's measure].
    between : bool
        Whether surplus can be moved between units of a period as well.
    alone : array of bool, optional
        Cells whose surplus can't be moved to just any unit all the same.

    Returns
    -------
    Pairs
        From cells with a gap (giver) to cells of a later period with a surplus (taker). Need
        waits no longer than its care guarantee, counted from the start of its period to the
        start of the later one; need without a guarantee is not moved.

    Notes
    -----
    One sparse linear programme: most gap closed by moves over time and between units together,
    then least moved between hospitals, then least delay; of equally good answers the one in
    which the unit first by code waits, and in its earlier period.
    """
    lack, spare = np.maximum(gap, 0), np.maximum(-gap, 0)
    ways = _ways(cells, lack, spare, elective)
    if not ways.cell.size:
        return Pairs(ways.cell, ways.to_cell, np.zeros(0))
    groups = _groups(cells, np.zeros(gap.size, bool) if alone is None else alone)
    amounts = _solved(lack, spare, ways, groups if between else None)
    for place, limit in ((ways.cell, lack), (ways.to_cell, spare)):
        amounts = _within(np.minimum(amounts, ways.most), place, limit)
    real = amounts > 0
    return Pairs(ways.cell[real], ways.to_cell[real], amounts[real])


def _ways(cells: pd.DataFrame, lack: Floats, spare: Floats, elective: pd.DataFrame) -> _Ways:
    days = cells["period"].map(lambda label: periods.start(label).toordinal()).astype("int64")
    places = cells[["unit", "capacity"]].assign(cell=np.arange(len(cells)), day=days)
    ways = places[lack > 0].merge(
        places[spare > 0], on=["unit", "capacity"], suffixes=("", "_later")
    )
    ways = ways.assign(days=(ways["day_later"] - ways["day"]).astype(float))
    ways = ways[ways["days"] > 0].sort_values(["cell", "days"], ignore_index=True)
    waiting = ways[["cell", "days"]].reset_index().merge(elective, on="cell")
    waiting = waiting[waiting["guarantee_days"].astype(float) >= waiting["days"]]
    most = waiting.groupby("index")["amount"].sum()
    ways = ways.loc[most[most > 0].index]
    return _Ways(
        ways["cell"].to_numpy(np.int64),
        ways["cell_later"].to_numpy(np.int64),
        ways["days"].to_numpy(float),
        most[most > 0].to_numpy(float),
    )


def _solved(lack: Floats, spare: Floats, ways: _Ways, groups: _Groups | None) -> Floats:
    """Return how much goes each way, with or without moves between units at hand."""
    start, end = _places(ways.cell, lack.size), _places(ways.to_cell, lack.size)
    own = sparse.vstack([start + end, _at_least_as_long(ways)])
    most = np.concatenate([lack + spare, ways.most])
    order = np.arange(ways.cell.size) / ways.cell.size
    aim = _RANK**2 * ways.days / _YEAR + _RANK**3 * order - 1
    if groups is None:
        return best([aim], own.tocsr(), most).amounts
    # Units of a hospital lend freely to each other, so its sums are all that matters here.
    # Columns: over time; within each hospital; from and to each hospital.
    hospital, region = groups
    lends = sparse.eye_array(region.shape[1])
    rows = sparse.block_array(
        [
            [own, None, None, None],
            [hospital @ start, lends, None, lends],
            [hospital @ end, lends, lends, None],
            [None, None, -region, region],
        ]
    )
    limits = np.concatenate([most, hospital @ lack, hospital @ spare, np.zeros(region.shape[0])])
    same = np.ones(region.shape[1])
    aim = np.concatenate([aim, -same, 0 * same, (_RANK - 1) * same])
    return best([aim], rows.tocsr(), limits).amounts[: ways.cell.size]


def _groups(cells: pd.DataFrame, alone: NDArray[np.bool_]) -> _Groups:
    """Return the matrices that add up cells by hospital, and hospitals by region, per period."""
    own = np.where(alone, np.arange(1, len(cells) + 1), 0)
    period = cells.groupby(["capacity", "period", own]).ngroup().to_numpy()
    hospital = cells.groupby(["capacity", "period", "hospital", own]).ngroup().to_numpy()
    of_hospital = np.zeros(hospital.max() + 1, np.int64)
    of_hospital[hospital] = period
    return _places(hospital, of_hospital.size), _places(of_hospital, period.max() + 1)


def _places(place: NDArray[Any], size: int) -> sparse.csr_array:
    """Return the matrix that adds up columns by the row each belongs to."""
    columns = np.arange(len(place))
    return sparse.csr_array((np.ones(len(place)), (place, columns)), shape=(size, len(place)))


def _at_least_as_long(ways: _Ways) -> sparse.csr_array:
    """Return the matrix that adds up, for each way, all from its cell that take as long or longer.

    A need that may wait long may also wait briefly, so each sum is bound by the need that may
    wait at least so long.
    """
    rows = pd.DataFrame({"cell": ways.cell, "way": np.arange(ways.cell.size)})
    both = rows.merge(rows, on="cell")
    both = both[both["way_x"] <= both["way_y"]]
    shape = (len(rows), len(rows))
    return sparse.csr_array((np.ones(len(both)), (both["way_x"], both["way_y"])), shape=shape)


def _within(amounts: Floats, place: NDArray[np.int64], limit: Floats) -> Floats:
    """Take back what the solver's tolerance let pass beyond a limit."""
    total = np.bincount(place, amounts, limit.size)
    share = np.divide(limit, total, out=np.ones_like(total), where=total > limit)
    return np.asarray(amounts * share[place])
