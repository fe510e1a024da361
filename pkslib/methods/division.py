"""Scarce resources divided between those who share them, so that the worst off gets the most."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pkslib.methods.inputs import NOT_NEGATIVE, POSITIVE, Floats, take

# Pools that run dry within this of each other do so together; the first in order is named.
_TOGETHER = 1e-9


class Division(NamedTuple):
    """Who got how much, what stopped them, and what was left.

    Attributes
    ----------
    amount : array
        One number a user.
    limiting : array of int
        The use (place in ``pool``, ``user``, ``takes``) that stopped each user.
    left : array
        What remains of each pool.
    """

    amount: Floats
    limiting: NDArray[np.int64]
    left: Floats


def divide(
    supply: ArrayLike,
    pool: ArrayLike,
    user: ArrayLike,
    takes: ArrayLike,
    weight: ArrayLike,
) -> Division:
    """Return the fairest division of pools between users who each need several of them.

    Parameters
    ----------
    supply : array
        What each pool holds, from 0 up.
    pool, user : array of int
        The uses: which user draws on which pool. Every user draws on at least one.
    takes : array
        What one unit for the user takes from the pool, above 0; one number a use.
    weight : array
        What each user asks for, from 0 up. Those who ask for nothing get, in equal amounts, what
        the others could not use.

    Returns
    -------
    Division

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Notes
    -----
    Amount over weight is made as large as it can be for the user who gets the least of it, then
    for the next, and so on (lexicographic maximin). With uses in fixed proportions, filling all
    users at the same rate until a pool runs dry solves that chain of linear programmes exactly,
    without ties to break.

    References
    ----------
    .. [1] D. Bertsekas and R. Gallager (1992), Data Networks, 2nd ed., section 6.5.2.

    Examples
    --------
    100 nurse hours serve two wards that ask for 30 and 20 bed days of 4 and 2 hours; the second
    has rooms for 5.

    >>> found = divide([100, 5], pool=[0, 0, 1], user=[0, 1, 1], takes=[4, 2, 1], weight=[30, 20])
    >>> found.amount, found.limiting, found.left
    (array([22.5,  5. ]), array([0, 2]), array([0., 0.]))
    """
    (held,) = take(supply=(supply, NOT_NEGATIVE))
    (each,) = take(takes=(takes, POSITIVE))
    (asked,) = take(weight=(weight, NOT_NEGATIVE))
    uses = _Uses(np.asarray(pool, np.int64), np.asarray(user, np.int64), each)
    start = Division(np.zeros_like(asked), np.full(asked.size, -1, np.int64), held.copy())
    first = _fill(uses, asked, asked > 0, start)
    return _fill(uses, np.ones_like(asked), asked == 0, first)


class _Uses(NamedTuple):
    pool: NDArray[np.int64]
    user: NDArray[np.int64]
    takes: Floats


def _fill(uses: _Uses, weight: Floats, active: NDArray[np.bool_], before: Division) -> Division:
    """Fill the active users at the same rate until each is stopped by a pool."""
    amount, limiting, left = before.amount.copy(), before.limiting.copy(), before.left
    active = active.copy()
    while active.any():
        top = _top(uses, weight * active, left)
        level = _least(top[uses.pool], uses.user, weight.size)
        lowest = _least(np.where(active, level, np.inf)[uses.user], uses.pool, left.size)
        # A pool is dry for good when none of its users is stopped earlier by another one.
        dry = active[uses.user] & (top <= lowest)[uses.pool]
        stopped = np.unique(uses.user[dry])
        amount[stopped] = weight[stopped] * level[stopped]
        limiting[stopped] = _first_dry(uses, top, level, active)[stopped]
        taken = np.where(np.isin(uses.user, stopped), uses.takes * amount[uses.user], 0.0)
        left = np.maximum(left - np.bincount(uses.pool, taken, left.size), 0.0)
        active[stopped] = False
    return Division(amount, limiting, _emptied(left, limiting, uses))


def _top(uses: _Uses, weight: Floats, left: Floats) -> Floats:
    """Return the level at which each pool runs dry, infinite where no one draws on it."""
    rate = np.bincount(uses.pool, uses.takes * weight[uses.user], left.size)
    top: Floats = np.full(left.size, np.inf)
    np.divide(left, rate, out=top, where=rate > 0)
    return top


def _least(values: Floats, place: NDArray[np.int64], size: int) -> Floats:
    """Return the least value at each place."""
    least = np.full(size, np.inf)
    np.minimum.at(least, place, values)
    return least


def _first_dry(
    uses: _Uses, top: Floats, level: Floats, active: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the first use of each user whose pool runs dry at the user's level."""
    first = np.full(level.size, -1, np.int64)
    dry = active[uses.user] & (top[uses.pool] <= level[uses.user] * (1 + _TOGETHER))
    places = np.flatnonzero(dry)[::-1]
    first[uses.user[places]] = places
    return first


def _emptied(left: Floats, limiting: NDArray[np.int64], uses: _Uses) -> Floats:
    """Set what rounding left in the pools that stopped someone to nothing."""
    emptied = left.copy()
    emptied[uses.pool[limiting[limiting >= 0]]] = 0.0
    return emptied
