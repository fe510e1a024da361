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

# Share of the largest amount below which a move is the solver's rounding (HiGHS works to 1e-7).
_DUST = 1e-9


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
    if not (largest and allowed.any()):
        return Transport(np.zeros(price.shape), 0.0)
    moved = _cheapest(have / largest, lack / largest, price)
    moves = _within(np.where(moved > _DUST, moved * largest, 0.0), have, lack)
    if all((amounts % 1 == 0).all() for amounts in (have, lack)):
        # The corners of a transport problem in whole numbers are whole; the scaling left its mark.
        moves = np.round(moves)
    return Transport(moves, float((moves * np.where(allowed, price, 0.0)).sum()))


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


def _cheapest(have: Floats, lack: Floats, price: Floats) -> Floats:
    """Solve the three programmes in order, each objective held at its best for the next."""
    rows, columns = np.nonzero(np.isfinite(price))
    pairs = np.arange(rows.size)
    # One constraint a surplus and one a gap: the moves from it, or to it, add up to at most it.
    limits = sparse.csr_array(
        (
            np.ones(2 * pairs.size),
            (np.concatenate([rows, have.size + columns]), np.tile(pairs, 2)),
        ),
        shape=(have.size + lack.size, pairs.size),
    )
    most = np.concatenate([have, lack])
    costs = price[rows, columns]
    earlier = (1 - rows / have.size) * (1 - columns / lack.size)
    for objective in (-np.ones(pairs.size), costs / (costs.max() or 1), -earlier):
        best = linprog(objective, limits, most, method="highs-ds")
        if best.status:
            raise RuntimeError(f"the linear programme was not solved: {best.message}")
        limits = sparse.vstack([limits, objective[None, :]])
        most = np.append(most, best.fun)
    moves = np.zeros(price.shape)
    moves[rows, columns] = best.x
    return moves


def _within(moves: Floats, have: Floats, lack: Floats) -> Floats:
    """Take back what the solver's tolerance let pass beyond a surplus or a gap."""
    for axis, most in ((1, have[:, None]), (0, lack[None, :])):
        total = moves.sum(axis=axis, keepdims=True)
        moves = moves * np.divide(most, total, out=np.ones_like(total), where=total > most)
    return moves
