"""Whole numbers whose parts add up to the total, by the largest remainder."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pkslib.methods.inputs import NOT_NEGATIVE, WHOLE, Floats, take

# Remainders closer than this count as equal, so that rounding in the sums decides nothing.
_EQUAL = 9


def whole(amount: ArrayLike) -> NDArray[np.int64]:
    """Return amounts as whole numbers, halves upwards.

    Examples
    --------
    >>> whole([0.5, 1.5, 2.49])
    array([1, 2, 2])
    """
    (amounts,) = take(amount=(amount, NOT_NEGATIVE))
    return np.floor(np.round(amounts, _EQUAL) + 0.5).astype(np.int64)


def apportion(total: ArrayLike, parts: ArrayLike) -> NDArray[np.int64]:
    """Divide whole totals in proportion to their parts, into whole numbers.

    Parameters
    ----------
    total : array (rows)
        Whole numbers from 0 up.
    parts : array (rows, columns)
        How each total is to be divided, from 0 up, in any unit. A row of zeros divides evenly.

    Returns
    -------
    array of int (rows, columns)
        Each row adds up to its total. Every part is rounded down first; what is left goes to the
        largest remainders, of equal ones to the earlier column.

    Raises
    ------
    InputError
        When a total is no whole number, or a part is negative or missing.

    Notes
    -----
    The method of the largest remainder (Hamilton, Hare and Niemeyer).

    Examples
    --------
    >>> apportion([10, 1], [[1, 1, 1], [0, 0, 0]])
    array([[4, 3, 3],
           [1, 0, 0]])
    """
    (totals,) = take(total=(total, WHOLE))
    (shares,) = take(parts=(parts, NOT_NEGATIVE))
    if not shares.size:
        return np.zeros(shares.shape, np.int64)
    exact = totals[:, None] * _proportions(shares)
    least = np.floor(np.round(exact, _EQUAL))
    order = np.argsort(-np.round(exact - least, _EQUAL), axis=1, kind="stable")
    place = np.argsort(order, axis=1, kind="stable")
    left = totals - least.sum(axis=1)
    return np.asarray(least + (place < left[:, None]), np.int64)


def _proportions(parts: Floats) -> Floats:
    """Return each row as shares of its sum; even ones where the sum is 0."""
    sums = parts.sum(axis=1, keepdims=True)
    even = np.full_like(parts, 1 / parts.shape[1])
    return np.asarray(np.divide(parts, sums, out=even, where=sums > 0))
