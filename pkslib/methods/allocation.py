"""Moving surplus to where it is missing: as much as possible, then as cheaply as possible."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import linprog

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.methods.inputs import COST, NOT_NEGATIVE, Floats, take

# Amounts are scaled to at most 1 and moves kept on this grid. Both are powers of two, so that whole
# numbers stay whole, and what is smaller is the solver's rounding (HiGHS works to 1e-7).
_GRID = 2.0**-30


class Transport(NamedTuple):
    """Moves from each surplus (row) to each gap (column), and what they cost together."""

    moves: Floats
    cost: float


def transport(surplus: ArrayLike, gap: ArrayLike, cost: ArrayLike) -> Transport:
    """Move surplus to gaps: as much as possible first, as cheaply as possible second.

    Parameters
    ----------
    surplus : array (rows)
        What each unit can do without, from 0 up.
    gap : array (columns)
        What each unit lacks, in the same unit, from 0 up.
    cost : float or array (rows, columns)
        Cost of moving one unit, from 0 up; infinite or missing where no move is allowed.

    Returns
    -------
    Transport
        moves, an array (rows, columns) in the unit of surplus and gap; cost, their total. No
        more is taken than the surplus and no more given than the gap; whole numbers in give
        whole numbers out.

    Raises
    ------
    InputError
        When a number is outside its range, or shapes do not fit.

    Notes
    -----
    Three linear programmes after one another (HiGHS, dual simplex), each kept while the next is
    solved: most moved, least cost, and of equally good answers the one that takes earlier rows
    for earlier columns, with the largest sum of moves · (rows from here on) · (columns from here
    on). So the answer is the same every run; the caller's order of rows decides only ties.

    References
    ----------
    .. [1] F. L. Hitchcock (1941), The distribution of a product from several sources to numerous
       localities, Journal of Mathematics and Physics 20.

    Examples
    --------
    >>> moves, cost = transport(surplus=[5, 5], gap=[4, 3], cost=[[2, 1], [1, float("inf")]])
    >>> moves
    array([[0., 3.],
           [4., 0.]])
    >>> cost
    7.0
    """
    have, lack, price = _problem(surplus, gap, cost)
    largest = max(have.max(initial=0), lack.max(initial=0))
    allowed = np.isfinite(price)
    if not largest or not allowed.any():
        return Transport(np.zeros(price.shape), 0.0)
    price = np.where(allowed, price, 0.0)
    scale = 2.0 ** np.ceil(np.log2(largest))
    moved = _cheapest(have / scale, lack / scale, price, allowed)
    moves = _within(np.round(moved / _GRID) * _GRID * scale, have, lack)
    return Transport(moves, float((moves * price).sum()))


def _problem(surplus: ArrayLike, gap: ArrayLike, cost: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return surplus, gap and cost as one row, one column list and one table."""
    (have,), (lack,) = take(surplus=(surplus, NOT_NEGATIVE)), take(gap=(gap, NOT_NEGATIVE))
    (price,) = take(cost=(cost, COST))
    have, lack = have.ravel(), lack.ravel()
    if price.ndim and price.shape != (have.size, lack.size):
        raise InputError(
            text(
                "cost: a table of {rows} rows and {columns} columns is needed, found {found}.",
                rows=have.size,
                columns=lack.size,
                found=" × ".join(str(length) for length in price.shape),
            )
        )
    return have, lack, np.broadcast_to(price, (have.size, lack.size))


def _cheapest(
    have: Floats,
    lack: Floats,
    price: Floats,
    allowed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> Floats:
    """Solve the three programmes in order, each objective held at its best for the next."""
    rows, columns = price.shape
    earlier = np.outer(np.arange(rows, 0, -1) / rows, np.arange(columns, 0, -1) / columns)
    limits = sparse.vstack(
        [
            sparse.kron(sparse.eye(rows), np.ones((1, columns))),
            sparse.kron(np.ones((1, rows)), sparse.eye(columns)),
        ]
    )
    most = np.concatenate([have, lack])
    bounds = np.stack([np.zeros(price.size), np.where(allowed, np.inf, 0.0).ravel()], axis=1)
    for objective in (-np.ones(price.shape), price / max(price.max(), 1e-300), -earlier):
        best = linprog(objective.ravel(), limits, most, bounds=bounds, method="highs-ds")
        if best.status:
            raise RuntimeError(f"the linear programme was not solved: {best.message}")
        limits = sparse.vstack([limits, objective.reshape(1, -1)])
        most = np.append(most, best.fun)
    return np.asarray(best.x).reshape(price.shape)


def _within(moves: Floats, have: Floats, lack: Floats) -> Floats:
    """Take back what the solver's tolerance let pass beyond a surplus or a gap."""
    for axis, most in ((1, have[:, None]), (0, lack[None, :])):
        total = moves.sum(axis=axis, keepdims=True)
        moves = moves * np.divide(most, total, out=np.ones_like(total), where=total > most)
    return moves
