"""What gives way when not everything fits: the lowest medical priority first."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pkslib.methods.inputs import FINITE, NOT_NEGATIVE, Floats, take

# Care of the highest medical priority gives way to nothing: there is no need above it.
HIGHEST = 1


def ranks(priority: ArrayLike, consequence: ArrayLike, use: ArrayLike) -> NDArray[np.int64]:
    """Return one rank from medical priority, consequence of waiting and use of the capacity.

    Parameters
    ----------
    priority : array
        Medical priority, 1 the highest.
    consequence : array
        Consequence of postponing, 1 the least; missing counts as least.
    use : array
        Use of the limiting capacity per activity; missing counts as none.

    Returns
    -------
    array of int
        From 1, the last to give way: the highest priority with the gravest consequence. Of those
        alike in both, what takes most of the capacity gives way first: fewest patients wait.

    Examples
    --------
    >>> ranks([3, 3, 1, 3], [1, 2, np.nan, np.nan], use=[1.5, 4, 4, 2])
    array([3, 2, 1, 4])
    """
    harm = np.nan_to_num(np.asarray(consequence, dtype=float), nan=1.0)
    relief = np.nan_to_num(np.asarray(use, dtype=float), nan=0.0)
    keys = np.stack([np.asarray(priority, dtype=float), -harm, relief])
    order = np.lexsort(keys[::-1])
    found = np.empty(order.size, np.int64)
    found[order] = np.cumsum((np.diff(keys[:, order], prepend=np.nan) != 0).any(axis=0))
    return found


def lowest_first(
    size: ArrayLike, priority: ArrayLike, group: ArrayLike, amount: ArrayLike
) -> Floats:
    """Return the share of each item that must give way, the lowest priority in its group first.

    Parameters
    ----------
    size : array
        How much each item is, from 0 up.
    priority : array
        Priority of each item, 1 the highest.
    group : array
        Group of each item, in any code.
    amount : array
        How much its group must give up, from 0 up, in the unit of size; the same for all items of
        a group.

    Returns
    -------
    array
        Share of each item that gives way, 0–1. Items of one priority share alike; no group
        gives up more than it has.

    Raises
    ------
    InputError
        When a size or an amount is negative, or a number is missing.

    Examples
    --------
    12 are to give way: all 10 of priority 3, and 2 of the 8 that have priority 2.

    >>> lowest_first([6, 4, 8, 5], [3, 3, 2, 1], group=[0, 0, 0, 0], amount=[12, 12, 12, 12])
    array([1.  , 1.  , 0.25, 0.  ])
    """
    sizes, ranks, amounts = take(
        size=(size, NOT_NEGATIVE), priority=(priority, FINITE), amount=(amount, NOT_NEGATIVE)
    )
    place = np.unique(np.asarray(group), return_inverse=True)[1]
    keys, level = np.unique(np.stack([place, -ranks]), axis=1, return_inverse=True)
    level = level.ravel()
    total = np.bincount(level, sizes, keys.shape[1]).astype(float)
    wanted = np.zeros(total.size)
    wanted[level] = amounts
    first = np.searchsorted(keys[0], keys[0])
    earlier = np.concatenate([[0.0], np.cumsum(total)])
    before = earlier[:-1] - earlier[first]
    part = np.clip(wanted - before, 0, total)
    share = np.divide(part, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(share[level])
