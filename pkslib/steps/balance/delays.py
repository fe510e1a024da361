"""Elective care moved over time: how much may wait, and how much had best do so."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.methods.programme import best
from pkslib.steps.balance.scale import adding_up, less
from pkslib.steps.balance.ways import Joint, Single, joint_ways, may_wait, single_ways

# Rank of the aims within one objective, one sixty-fourth of the one before: a unit of gap closed
# is worth 64 put off, one of those 64 moved between hospitals, one of those 64 years of delay. No
# chain of exchanges is that long, so the answer is the one that solving for one aim after the
# other would give. Medical priorities are so solved for: no weight may set one off against another.
_RANK = 1 / 64
_YEAR = 366
# So small a block is none.
_NOTHING = 1e-12
_COLUMNS = ["cell", "to_cell", "need", "amount"]


class _Lending(NamedTuple):
    """Who may lend to whom in a period, as matrices.

    hospital adds up cells by hospital, region hospitals by pool; a cell whose surplus goes by the
    listed moves only is a hospital and a pool of its own. giver and taker: by hospital, a column a
    listed move.
    """

    hospital: sparse.csr_array
    region: sparse.csr_array
    giver: sparse.csr_array
    taker: sparse.csr_array


class _Ways(NamedTuple):
    """All ways over time, and how much may go which of them."""

    single: Single
    joint: Joint
    lack: Floats
    spare: Floats


def postponed(
    cells: pd.DataFrame,
    gap: Floats,
    care: pd.DataFrame,
    *,
    between: bool,
    pool: NDArray[np.int64] | None = None,
    moves: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
) -> pd.DataFrame:
    """Move elective need to later periods at its own unit, as far as that helps.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, hospital and block, the least worth putting off [capacity's
        measure], a row a cell, sorted.
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    care : pandas.DataFrame
        Elective need by cell: cell, need, priority (as a rank), until (ordinal of the last day on
        which a period it is put off to may begin), episode and amount [capacity's measure].
    between : bool
        Whether surplus can be moved between units of a period as well.
    pool : array of int, optional
        As from :func:`pkslib.steps.balance.ways.pools_of`; without it all cells of a capacity
        and period lend freely to each other.
    moves : tuple of array of int, optional
        The listed moves: cells that give and cells that take, of the same period.

    Returns
    -------
    pandas.DataFrame
        cell (with a gap), to_cell (of a later period, with a surplus), need, amount. No need waits
        past its limit. What belongs together in an episode waits together: the operation with its
        bed, or neither.

    Notes
    -----
    Sparse linear programmes, one a medical priority: most gap closed by moves over time and
    between units together, then least care of the highest priority put off, and so on to the
    lowest, then least moved between hospitals, then least delay; of equally good answers the one
    in which the unit first by code waits, and in its earlier period. Care of a higher priority
    therefore waits only where care of a lower one, that waits within its limit, would not free the
    same capacity.
    """
    lack, spare = np.maximum(gap, 0), np.maximum(-gap, 0)
    if not may_wait(cells, lack, spare, care):
        return pd.DataFrame(columns=_COLUMNS)
    together = care["episode"].notna()
    ways = _Ways(
        single_ways(cells, lack, spare, care[~together]),
        joint_ways(cells, lack, spare, care[together]),
        lack,
        spare,
    )
    if not ways.single.cell.size + ways.joint.most.size:
        return pd.DataFrame(columns=_COLUMNS)
    if pool is None:
        pool = cells.groupby(["capacity", "period"]).ngroup().to_numpy().astype(np.int64)
    none = np.zeros(0, np.int64)
    lending = _lending(cells, pool, moves or (none, none)) if between else None
    alone_amount, joint_amount = _in_blocks(ways, lending, cells["block"].to_numpy(float))
    rows = [
        _by_need(ways.single, alone_amount, care[~together]),
        ways.joint.by_need(joint_amount),
    ]
    return pd.concat(rows, ignore_index=True)


def _in_blocks(ways: _Ways, lending: _Lending | None, block: Floats) -> tuple[Floats, Floats]:
    """Return how much goes each way: solved, what is less than a block dropped, solved again."""
    dropped = np.zeros(ways.single.cell.size + ways.joint.most.size, dtype=bool)
    alone, together = _solved(ways, lending, dropped)
    small = _trifling(ways, alone, together, block)
    if small.any():
        alone, together = _solved(ways, lending, small)
        small = _trifling(ways, alone, together, block)
    size = alone.size
    return np.where(small[:size], 0.0, alone), np.where(small[size:], 0.0, together)


def _trifling(ways: _Ways, alone: Floats, together: Floats, block: Floats) -> NDArray[np.bool_]:
    """Tell which ways take less than a block from a cell, or from each cell that lacks."""
    single, joint = ways.single, ways.joint
    pair = np.unique(np.stack([single.cell, single.to_cell]), axis=1, return_inverse=True)[1]
    pair = pair.ravel()
    total = np.bincount(pair, alone, pair.max(initial=-1) + 1)[pair]
    small = (alone > 0) & (total < block[single.cell])
    least = np.maximum(block[joint.touched], _NOTHING)
    freed = joint.start[joint.touched].multiply(1 / least[:, None]).tocsr()
    most = freed.max(axis=0).toarray().ravel() if joint.touched.size else np.zeros(together.size)
    return np.concatenate([small, (together > 0) & (most * together < 1)])


def _solved(
    ways: _Ways, lending: _Lending | None, dropped: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return how much goes each way, with or without moves between units at hand.

    dropped: ways, alone and then together, that nothing may go.
    """
    single, joint = ways.single, ways.joint
    cells, ones = ways.lack.size, sparse.eye_array(joint.touched.size, format="csr")
    start, end = adding_up(single.cell, cells), adding_up(single.to_cell, cells)
    closed = adding_up(joint.touched, cells)
    none = sparse.csr_array(dropped[None, :].astype(float))
    # Columns: over time alone; over time together; gap closed by the latter.
    out = sparse.hstack([start, 0 * joint.end, closed])
    into = sparse.hstack([end, joint.end, 0 * closed])
    blocks = [
        [_at_least_as_long(single), None, None],
        [None, joint.source, None],
        [None, -joint.start[joint.touched], ones],
        [none[:, : single.cell.size], none[:, single.cell.size :], None],
    ]
    own = sparse.vstack([out, into, sparse.block_array(blocks)])
    most = [ways.lack, ways.spare, single.most, joint.available, np.zeros(joint.touched.size + 1)]
    closes = np.concatenate([np.ones(single.cell.size), 0 * joint.most, np.ones(ones.shape[0])])
    size = single.cell.size
    if lending is None:
        found = best(_aims(ways, closes), own.tocsr(), np.concatenate(most)).amounts
    else:
        found = _with_lending(own, out, into, np.concatenate(most), closes, ways, lending)
    together = np.minimum(found[size : size + joint.most.size], joint.most)
    amounts = np.minimum(found[:size], single.most)
    room = np.maximum(ways.spare - joint.end @ together, 0.0)
    for place, limit in ((single.cell, ways.lack), (single.to_cell, room)):
        amounts = _within(amounts, place, limit)
    return amounts, together


def _aims(ways: _Ways, closes: Floats, lent: Floats | None = None) -> list[Floats]:
    """Return the aims in order: gap closed, each priority from the highest, lending and delay.

    closes tells what each column closes of a gap, lent what it moves between hospitals. What is
    put off stands in the first columns, alone and together.
    """
    days = np.concatenate([ways.single.days, ways.joint.days])
    priority = np.concatenate([ways.single.priority, ways.joint.priority])
    delay = np.zeros(closes.size)
    order = np.arange(days.size)
    delay[: days.size] = days / _YEAR + _RANK * order / max(order.size, 1)
    aims = []
    for level in np.unique(priority):
        aim = np.zeros(closes.size)
        aim[: days.size] = priority == level
        aims.append(aim)
    aims[0] = _RANK * aims[0] - closes
    last = _RANK**2 if len(aims) == 1 else _RANK
    aims[-1] = aims[-1] + last * (0 if lent is None else lent) + last * _RANK * delay
    return aims


def _with_lending(
    own: sparse.sparray,
    out: sparse.sparray,
    into: sparse.sparray,
    most: Floats,
    closes: Floats,
    ways: _Ways,
    lending: _Lending,
) -> Floats:
    """Solve with moves between units in view.

    Units of a hospital lend freely to each other, so its sums are all that matters here. Further
    columns: within each hospital; from and to each hospital; each listed move.
    """
    hospital, region, giver, taker = lending
    lends = sparse.eye_array(region.shape[1])
    rows = sparse.block_array(
        [
            [own, None, None, None, None],
            [hospital @ out, lends, None, lends, taker],
            [hospital @ into, lends, lends, None, giver],
            [None, None, -region, region, None],
        ]
    )
    limits = [most, hospital @ ways.lack, hospital @ ways.spare, np.zeros(region.shape[0])]
    same, by_list = np.ones(region.shape[1]), np.ones(giver.shape[1])
    closed = np.concatenate([closes, same, 0 * same, same, by_list])
    lent = np.concatenate([0 * closes, 0 * same, 0 * same, same, by_list])
    aims = _aims(ways, closed, lent)
    return best(aims, rows.tocsr(), np.concatenate(limits)).amounts


def _lending(
    cells: pd.DataFrame,
    pool: NDArray[np.int64],
    moves: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> _Lending:
    period = cells.groupby(pool).ngroup().to_numpy()
    hospital = cells.groupby([pool, "hospital"]).ngroup().to_numpy()
    of_hospital = np.zeros(hospital.max() + 1, np.int64)
    of_hospital[hospital] = period
    ends = (adding_up(hospital[place], of_hospital.size) for place in moves)
    return _Lending(
        adding_up(hospital, of_hospital.size), adding_up(of_hospital, period.max() + 1), *ends
    )


def _at_least_as_long(ways: Single) -> sparse.csr_array:
    """Return the matrix that adds up, for each way, all from its cell that take as long or longer.

    A need that may wait long may also wait briefly, so each sum is bound by the need that may
    wait at least so long.
    """
    rows = pd.DataFrame({"cell": ways.cell, "priority": ways.priority})
    rows = rows.assign(way=np.arange(len(rows)))
    both = rows.merge(rows, on=["cell", "priority"])
    both = both[both["way_x"] <= both["way_y"]]
    shape = (len(rows), len(rows))
    return sparse.csr_array((np.ones(len(both)), (both["way_x"], both["way_y"])), shape=shape)


def _within(amounts: Floats, place: NDArray[np.int64], limit: Floats) -> Floats:
    """Take back what the solver's tolerance let pass beyond a limit."""
    total = np.bincount(place, amounts, limit.size).astype(np.float64)
    share = np.divide(limit, total, out=np.ones_like(total), where=total > limit)
    return np.asarray(amounts * share[place])


def _by_need(ways: Single, amounts: Floats, care: pd.DataFrame) -> pd.DataFrame:
    """Return which needs go each way: the longest waits first, to those that may wait so long.

    Needs of one priority go alike.
    """
    rows = pd.DataFrame({
        "cell": ways.cell, "priority": ways.priority, "to_cell": ways.to_cell, "day": ways.day,
        "days": ways.days, "wanted": amounts,
    })  # fmt: skip
    rows, found = rows[amounts > 0], [pd.DataFrame(columns=_COLUMNS)]
    for days in sorted(rows["days"].unique(), reverse=True):
        able = care.merge(rows[rows["days"] == days], on=["cell", "priority"])
        able = able[able["until"] >= able["day"]]
        total = able.groupby(["cell", "priority"])["amount"].transform("sum")
        share = (able["wanted"] / total.where(total > 0)).fillna(0.0).clip(upper=1.0)
        gone = able.assign(amount=able["amount"] * share)[share > 0]
        found.append(gone[_COLUMNS])
        care = less(care, gone)
    return pd.concat(found, ignore_index=True)
