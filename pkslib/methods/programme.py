"""Linear programmes with several aims in order of rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse import csgraph

from pkslib.methods.inputs import Floats

# The finest that HiGHS works to, so that an aim may weigh several ends against each other.
_FINE = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
# What is smaller, as a share of the largest amount, is the solver's rounding.
_DUST = 1e-9


class Best(NamedTuple):
    """The best amounts, and the shadow price of each limit: what one more of it does for aim one.

    Where several limits bind at the same point a price holds for one less of the limit, and one
    more may do less.
    """

    amounts: Floats
    prices: Floats


def best(aims: Sequence[ArrayLike], limits: sparse.sparray, most: ArrayLike) -> Best:
    """Return the amounts that reach the first aim best, then the second as far as it is left free.

    Parameters
    ----------
    aims : sequence of array (columns)
        What each unit of each amount costs; every aim is made as small as it can be, held there
        while the next is solved.
    limits : sparse array (rows, columns)
        Left-hand sides of limits · amounts ≤ most.
    most : array (rows)
        Right-hand sides, from 0 up.

    Returns
    -------
    Best
        Amounts (columns) from 0 up and prices (rows) from 0 up, the same every run.

    Raises
    ------
    RuntimeError
        When the programme has no best answer: an aim has no bottom within the limits.

    Notes
    -----
    HiGHS, dual simplex, on amounts scaled to at most 1.

    Examples
    --------
    Two measures of at most 3 and 5 for a gap of 6, the second one cheaper. Only more gap would let
    them close more.

    >>> rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> best([[-1, -1], [20, 10]], rows, [3, 5, 6])
    Best(amounts=array([1., 5.]), prices=array([0., 0., 1.]))
    """
    bounds = np.asarray(most, dtype=float)
    scale, prices = _scale(bounds), np.zeros(bounds.size)
    if not bounds.any() or not limits.shape[1]:
        return Best(np.zeros(limits.shape[1]), prices)
    # A limit on nothing at hand binds nothing, and most are: the solver is slowed by each.
    limits = limits.tocsr()
    bind = np.flatnonzero(np.diff(limits.indptr))
    limits, bounds = limits[bind], bounds[bind] / scale
    for rank, aim in enumerate(aims):
        size = _scale(np.abs(aim))
        objective = np.asarray(aim, dtype=float) / size
        solved = linprog(objective, limits, bounds, method="highs-ds", options=_FINE)
        if solved.status:
            raise RuntimeError(f"the linear programme was not solved: {solved.message}")
        if rank == 0:
            prices[bind] = np.maximum(-solved.ineqlin.marginals * size, 0.0)
        limits = sparse.vstack([limits, sparse.csr_array(objective[None, :])], format="csr")
        bounds = np.append(bounds, solved.fun)
    return Best(np.where(solved.x > _DUST, solved.x * scale, 0.0), prices)


def best_in_blocks(
    aims: Sequence[ArrayLike],
    limits: sparse.sparray,
    most: ArrayLike,
    group: NDArray[np.int64],
    block: ArrayLike,
) -> Best:
    """Return the best amounts when a group of them is nothing or at least its block.

    Parameters
    ----------
    aims, limits, most
        As for :func:`best`.
    group : array of int (columns)
        Group of each amount, from 0 up.
    block : array (groups)
        Least that a group together may be, if it is anything; 0 where there is no such limit.

    Returns
    -------
    Best
        As of :func:`best`.

    Notes
    -----
    Solved without blocks first. While a group falls short of its block, the one that fills the
    least share of it (of equal ones the first) is struck, and the rest is solved again; where the
    limits part groups from each other, one in each part at a time, which comes to the same. That
    is a rule that can be told, not always the best choice of groups.

    Examples
    --------
    A gap of 6 is closed by 5 of the cheap measure and 1 of the dear one; not when the dear one
    comes in blocks of 2.

    >>> rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> best_in_blocks([[-1, -1], [20, 10]], rows, [3, 5, 6], np.array([0, 1]), [2, 0]).amounts
    array([0., 5.])
    """
    least = np.asarray(block, dtype=float)
    kept, part = np.ones(limits.shape[1], dtype=bool), _parts(limits, group, least.size)
    while True:
        own = [np.asarray(aim, dtype=float)[kept] for aim in aims]
        found = best(own, limits.tocsc()[:, kept], most)
        total = np.bincount(group[kept], found.amounts, least.size).astype(float)
        filled = np.divide(total, least, out=np.ones_like(total), where=(least > 0) & (total > 0))
        by_part = np.lexsort((filled, part))
        worst = by_part[np.unique(part[by_part], return_index=True)[1]]
        struck = worst[filled[worst] < 1 - _DUST]
        if not struck.size:
            return Best(_back(found.amounts, kept), found.prices)
        kept &= ~np.isin(group, struck)


def _parts(limits: sparse.sparray, group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Return a number for each group, the same for those that some limit ties together."""
    columns = np.arange(group.size)
    whose = sparse.csr_array((np.ones(group.size), (group, columns)), shape=(groups, group.size))
    tied = whose @ abs(limits.T) @ abs(limits) @ whose.T
    return np.asarray(csgraph.connected_components(tied)[1], dtype=np.int64)


def _back(amounts: Floats, kept: NDArray[np.bool_]) -> Floats:
    every: NDArray[Any] = np.zeros(kept.size)
    every[kept] = amounts
    return every


def _scale(sizes: Floats) -> float:
    """Return a power of two at least as large as all; scaling by it keeps whole numbers whole."""
    largest = sizes.max(initial=0.0)
    return float(2.0 ** np.ceil(np.log2(largest))) if largest else 1.0
