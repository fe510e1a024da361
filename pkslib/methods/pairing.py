"""Who gives to whom when every pair within a group is as good as any other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pkslib.methods.inputs import NOT_NEGATIVE, Floats, take

# Share of the largest amount below which a pair is rounding in the sums.
_DUST = 1e-12


class Pairs(NamedTuple):
    """Amounts that go from a giver to a taker; both are places in the arrays given."""

    giver: NDArray[np.int64]
    taker: NDArray[np.int64]
    amount: Floats


def largest_first(surplus: ArrayLike, gap: ArrayLike, group: ArrayLike) -> Pairs:
    """Let surplus fill gaps within each group, the largest surplus the largest gap first.

    Parameters
    ----------
    surplus, gap : array
        What each place can do without and what it lacks, from 0 up, in the same unit.
    group : array of int
        Group of each place; nothing passes between groups.

    Returns
    -------
    Pairs
        Together as much as possible: in each group the lesser of all surplus and all gap. Of
        equal amounts the earlier place comes first. Whole numbers in give whole numbers out.

    Raises
    ------
    InputError
        When an amount is negative or missing.

    Notes
    -----
    Surpluses of a group laid end to end, and its gaps beside them, both from the largest down:
    each stretch of the one that meets a stretch of the other is a pair. So a group has fewer
    pairs than givers and takers together.

    Examples
    --------
    >>> found = largest_first(surplus=[0, 7, 2, 9], gap=[8, 0, 0, 0], group=[1, 1, 1, 2])
    >>> found.giver, found.taker, found.amount
    (array([1, 2]), array([0, 0]), array([7., 1.]))
    """
    (have,) = take(surplus=(surplus, NOT_NEGATIVE))
    (lack,) = take(gap=(gap, NOT_NEGATIVE))
    places = np.unique(np.asarray(group), return_inverse=True)[1]
    found = [
        _pairs(have, lack, members)
        for members in np.split(
            np.argsort(places, kind="stable"), np.cumsum(np.bincount(places))[:-1]
        )
        if have[members].any() and lack[members].any()
    ]
    if not found:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    pairs = Pairs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    real = pairs.amount > _DUST * max(have.max(), lack.max())
    return Pairs(*(part[real] for part in pairs))


def _pairs(have: Floats, lack: Floats, members: NDArray[np.int64]) -> Pairs:
    """Return the pairs of one group."""
    givers = _from_largest(have, members)
    takers = _from_largest(lack, members)
    given, taken = np.cumsum(have[givers]), np.cumsum(lack[takers])
    ends = np.unique(np.concatenate([given, taken]))
    ends = ends[ends <= min(given[-1], taken[-1])]
    starts = np.concatenate([[0.0], ends[:-1]])
    giver = givers[np.searchsorted(given, starts, side="right")]
    taker = takers[np.searchsorted(taken, starts, side="right")]
    return Pairs(giver, taker, ends - starts)


def _from_largest(amounts: Floats, members: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the members with an amount, from the largest down."""
    some = members[amounts[members] > 0]
    return some[np.argsort(-amounts[some], kind="stable")]
