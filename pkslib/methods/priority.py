"""What gives way when not everything fits: the lowest medical priority first."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pkslib.methods.inputs import FINITE, NOT_NEGATIVE, Floats, take

# Care of the highest medical priority gives way to nothing: there is no need above it.
HIGHEST = 1
# The lowest two of the usual four: only they may wait so that a target level is reached.
MAY_BE_LEVELLED = 3


def ranks(priority: ArrayLike, consequence: ArrayLike) -> NDArray[np.int64]:
    """Return one rank from medical priority and consequence of waiting.

    Parameters
    ----------
    priority : array
        Medical priority, 1 the highest.
    consequence : array
        Consequence of postponing, 1 the least; missing counts as least.

    Returns
    -------
    array of int
        From 1, the last to give way: the highest priority with the gravest consequence. Those
        alike in both have the same rank, whatever they take of the capacity.

    Examples
    --------
    >>> ranks([3, 3, 1, 3], [1, 2, np.nan, np.nan])
    array([3, 2, 1, 3])
    """
    harm = np.nan_to_num(np.asarray(consequence, dtype=float), nan=1.0)
    keys = np.stack([np.asarray(priority, dtype=float), -harm])
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


def alike(left: ArrayLike, whole: ArrayLike, group: ArrayLike, amount: ArrayLike) -> Floats:
    """Return what each item gives when all of a group give the same share of what they were.

    Parameters
    ----------
    left : array
        What is left of each item, from 0 up to whole: no item gives more.
    whole : array
        What each item was to begin with, from 0 up.
    group : array
        Group of each item, in any code.
    amount : array
        How much its group must give, from 0 up; the same for all items of a group.

    Returns
    -------
    array
        What each item gives, in the unit of left. No group gives more than it has left.

    Examples
    --------
    10 of 40 and 60 are a tenth each, though 20 of the 40 have gone elsewhere already.

    >>> alike([20, 60], [40, 60], group=[0, 0], amount=[10, 10])
    array([4., 6.])
    """
    rest, size, wanted = (np.asarray(value, dtype=float) for value in (left, whole, amount))
    place = np.unique(np.asarray(group), return_inverse=True)[1]
    reach = np.divide(rest, size, out=np.zeros_like(rest), where=size > 0)
    order = np.lexsort((reach, place))
    first = np.searchsorted(place[order], place[order])
    total = np.bincount(place, size, place.max(initial=-1) + 1)
    spent, passed = (_before(values[order], first) for values in (rest, size))
    at_reach = spent + reach[order] * (total[place[order]] - passed)
    # The first item that the share does not empty tells the share for all that follow.
    able = np.divide(
        wanted[order] - spent, total[place[order]] - passed,
        out=np.zeros_like(rest), where=total[place[order]] - passed > 0,
    )  # fmt: skip
    share = np.ones(total.size)
    reached = np.flatnonzero(at_reach >= wanted[order])[::-1]
    share[place[order][reached]] = able[reached]
    return np.asarray(np.minimum(rest, np.clip(share, 0.0, 1.0)[place] * size))


def _before(values: Floats, first: NDArray[np.int64]) -> Floats:
    """Return the sum of the values before each one in its group; first: where the group begins."""
    earlier = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(earlier[:-1] - earlier[first])
