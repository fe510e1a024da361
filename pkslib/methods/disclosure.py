"""Small counts hidden so that no published sum gives them back.

Counts from 1 up to the limit are hidden (primary suppression). As long as somebody who knows all
that is shown, that no count is negative and that counts are whole can tell a hidden one to within
less than the limit, the least counts that share a sum with it are hidden too (complementary
suppression). What is returned has thus passed the attack itself; of what is hidden nothing tells
why. Source: Fischetti and Salazar, Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47 (2001), whose attacker's programmes these are; the choice of
complements is a plain greedy one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

_Flags = NDArray[np.bool_]
_Floats = NDArray[np.float64]
# Statuses of SciPy's solver: solved; without bound, told as either or as one of two.
_SOLVED, _BEYOND = 0, (3, 4)


def hide(values: ArrayLike, sums: csr_array, limit: float) -> _Flags:
    """Return which cells have to be hidden.

    Parameters
    ----------
    values : array_like
        Count of each cell, totals too; not negative.
    sums : scipy.sparse.csr_array
        A row for each sum, a column for each cell: 1 at the total, -1 at each of its parts.
    limit : float
        The least count that may be shown, and the least range in which a hidden one has to lie.

    Returns
    -------
    numpy.ndarray of bool
        True where a cell is hidden.

    Examples
    --------
    A ward with 3 of 60 patients. Its own cell is not enough, as the total gives it back; the least
    of the others is hidden with it:

    >>> total_of_three = csr_array([[1, -1, -1, -1]])
    >>> hide([60, 3, 20, 37], total_of_three, 5).tolist()
    [False, True, True, False]

    With two small cells that are 4 together, each is known to lie within 0 to 4, so a third goes:

    >>> hide([44, 3, 1, 40], total_of_three, 5).tolist()
    [False, True, True, True]
    """
    counts = np.asarray(values, dtype=float)
    hidden = (counts > 0) & (counts < limit)
    unsure = hidden.copy()
    while unsure.any():
        lower, upper = ranges(counts, sums, hidden, enough=limit, asked=unsure)
        thin = unsure & (upper - lower < limit)
        more = _complements(counts, sums, hidden, thin)
        hidden |= more
        # Where more is hidden no range gets narrower: the others stay as they are.
        unsure = thin | more
    return hidden


def ranges(
    values: ArrayLike,
    sums: csr_array,
    hidden: _Flags,
    *,
    enough: float | None = None,
    asked: _Flags | None = None,
) -> tuple[_Floats, _Floats]:
    """Return the least and the greatest count that each hidden cell may have for who sees the rest.

    Parameters
    ----------
    values : array_like
        Count of each cell.
    sums : scipy.sparse.csr_array
        As for :func:`hide`.
    hidden : numpy.ndarray of bool
        Which cells are not shown. Counts are taken to be whole where all are.
    enough : float, optional
        A range as wide as this is not looked at further: what is returned lies within the real one.
    asked : numpy.ndarray of bool, optional
        Hidden cells that are asked for; all when left out.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper; of a cell that is shown, or not asked for, its count.

    Examples
    --------
    >>> lower, upper = ranges([60, 3, 20, 37], csr_array([[1, -1, -1, -1]]),
    ...                       np.array([False, True, True, False]))
    >>> lower.tolist(), upper.tolist()
    ([60.0, 0.0, 0.0, 37.0], [60.0, 23.0, 23.0, 37.0])
    """
    counts = np.asarray(values, dtype=float)
    wanted = hidden if asked is None else asked
    lower, upper = counts.copy(), counts.copy()
    for cells, rows in _parts(sums, hidden):
        attack = _Attack(counts[cells], rows)
        for at in np.flatnonzero(wanted[cells]):
            attack.widen(int(at), enough)
        lower[cells], upper[cells] = attack.lower, attack.upper
    lower[~wanted], upper[~wanted] = counts[~wanted], counts[~wanted]
    return lower, upper


class _Attack:
    """What can be said of cells that hang together, from the sums that bind them.

    The true counts are a solution; each one found since widens all cells that it differs in.
    """

    def __init__(self, counts: _Floats, sums: csr_array) -> None:
        self.lower, self.upper = counts.copy(), counts.copy()
        told = sums @ counts
        self._bound = [LinearConstraint(sums, told, told)] if sums.shape[0] else []
        self._whole = np.full(len(counts), int(np.all(counts % 1 == 0)))

    def widen(self, cell: int, enough: float | None) -> None:
        """Find how far a cell reaches, upwards and then downwards, till that is enough."""
        for sign in (-1, 1):
            if enough is None or self.upper[cell] - self.lower[cell] < enough:
                self._reach(cell, sign)

    def _reach(self, cell: int, sign: int) -> None:
        towards = np.zeros(len(self.lower))
        towards[cell] = sign
        found = milp(towards, constraints=self._bound, integrality=self._whole)
        if found.status in _BEYOND and sign < 0:
            self.upper[cell] = np.inf
            return
        if found.status != _SOLVED:
            raise ArithmeticError(found.message)
        np.minimum(self.lower, found.x, out=self.lower)
        np.maximum(self.upper, found.x, out=self.upper)


def _parts(sums: csr_array, hidden: _Flags) -> Iterator[tuple[NDArray[np.intp], csr_array]]:
    """Yield hidden cells that sums bind to each other, with those sums."""
    places = np.flatnonzero(hidden)
    bound = csr_array(sums[:, places])
    _, part = connected_components(abs(bound).T @ abs(bound), directed=False)
    for one in range(part.max(initial=-1) + 1):
        mine = np.flatnonzero(part == one)
        rows = csr_array(bound[:, mine])
        yield places[mine], csr_array(rows[np.flatnonzero(abs(rows).sum(axis=1))])


def _complements(counts: _Floats, sums: csr_array, hidden: _Flags, thin: _Flags) -> _Flags:
    """Return what to hide beside cells that are known too well.

    Of the sums that such cells stand in, those with the fewest hidden cells lose their least count.
    Where all of a cell's sums are hidden already, those of the cells bound to it are taken.
    """
    chosen = np.zeros(len(counts), dtype=bool)
    rows = {row for cell in np.flatnonzero(thin) for row in _open(counts, sums, hidden, int(cell))}
    held = {row: int(hidden[_cells_of(sums, row)].sum()) for row in rows}
    for row in (row for row, count in held.items() if count == min(held.values())):
        shown = np.flatnonzero(_visible(counts, sums, hidden, [row]))
        chosen[shown[np.argmin(counts[shown])]] = True
    return chosen


def _open(counts: _Floats, sums: csr_array, hidden: _Flags, cell: int) -> list[int]:
    """Return the sums that may still lose a count for the sake of a cell."""
    rows = _rows_of(sums, np.array([cell]))
    if not _visible(counts, sums, hidden, rows).any():
        bound = next(cells for cells, _ in _parts(sums, hidden) if cell in cells)
        rows = _rows_of(sums, bound)
    return [row for row in rows if _visible(counts, sums, hidden, [row]).any()]


def _rows_of(sums: csr_array, cells: NDArray[np.intp]) -> list[int]:
    return [int(row) for row in np.flatnonzero(abs(csr_array(sums[:, cells])).sum(axis=1))]


def _cells_of(sums: csr_array, row: int) -> NDArray[np.intp]:
    found: NDArray[np.intp] = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
    return found


def _visible(counts: _Floats, sums: csr_array, hidden: _Flags, rows: list[int]) -> _Flags:
    """Return which cells of some sums are shown and hold anything: nothing is hidden by a zero."""
    found = np.zeros(len(counts), dtype=bool)
    for row in rows:
        found[_cells_of(sums, row)] = True
    return found & ~hidden & (counts > 0)
