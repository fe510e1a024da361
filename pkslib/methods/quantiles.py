"""A distribution told by some of its quantiles: values between them, and the risk of exceeding one.

Between the quantiles, and beyond the outermost, values follow straight lines on the scale of the
normal distribution, so that a normal distribution comes back exactly as it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from pkslib.methods.inputs import FINITE, PART, Floats, take

# Values of each distribution in a mixture.
_DRAWN = 1000


def value_at(levels: ArrayLike, values: ArrayLike, wanted: ArrayLike) -> Floats:
    """Return the values that are exceeded with given probabilities.

    Parameters
    ----------
    levels : array (k,)
        Probabilities of the quantiles that are known, rising, between 0 and 1; two or more.
    values : array (n, k)
        The quantiles themselves, not falling along a row.
    wanted : array (n, m) or what broadcasts to it
        Probabilities at which values are asked for, between 0 and 1.

    Returns
    -------
    array (n, m)

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    Of 100 with an 80% interval from 90 to 120, nine in ten stay below 120:

    >>> value_at([0.1, 0.5, 0.9], [[90.0, 100.0, 120.0]], [[0.5, 0.9]])
    array([[100., 120.]])
    """
    at, known = _checked(levels, values)
    (asked,) = take(wanted=(wanted, PART))
    z = np.broadcast_to(special.ndtri(asked), (len(known), np.asarray(asked).shape[-1]))
    left = np.clip(np.searchsorted(at, z, side="right") - 1, 0, len(at) - 2)
    low = np.take_along_axis(known, left, axis=1)
    high = np.take_along_axis(known, left + 1, axis=1)
    return np.asarray(low + (z - at[left]) / (at[left + 1] - at[left]) * (high - low))


def risk_above(levels: ArrayLike, values: ArrayLike, limit: ArrayLike) -> Floats:
    """Return the probability that something exceeds a limit.

    Parameters
    ----------
    levels, values
        As for :func:`value_at`.
    limit : array (n,)
        What is not to be exceeded.

    Returns
    -------
    array (n,)
        Probability, 0–1. What never varies exceeds a limit surely or not at all; to reach it is
        not to exceed it.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> risk_above([0.1, 0.5, 0.9], [[90, 100, 120], [5, 5, 5], [5, 5, 5]], [120, 5, 4.9])
    array([0.1, 0. , 1. ])
    """
    at, known = _checked(levels, values)
    (most,) = take(limit=(limit, FINITE))
    left = np.clip((known <= most[:, None]).sum(axis=1) - 1, 0, len(at) - 2)
    rows = np.arange(len(known))
    low, high = known[rows, left], known[rows, left + 1]
    z = np.where(most >= low, np.inf, -np.inf)
    with np.errstate(over="ignore"):
        np.divide(most - low, high - low, out=z, where=high > low)
    step = at[left + 1] - at[left]
    return np.asarray(special.ndtr(-(at[left] + z * step)))


def mixture_at(levels: ArrayLike, values: ArrayLike, wanted: ArrayLike) -> Floats:
    """Return quantiles of the mixture of several distributions, each counted alike.

    Parameters
    ----------
    levels, values
        As for :func:`value_at`, a row for each distribution.
    wanted : array (m,)
        Probabilities at which values are asked for, between 0 and 1.

    Returns
    -------
    array (m,)
        Found among a thousand evenly likely values of each: to a thousandth of the probability.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] Stone (1961), The opinion pool, Annals of Mathematical Statistics 32(4); equal weights
       do as well as measured ones in most trials: Clemen and Winkler (1999), Combining
       probability distributions from experts in risk analysis, Risk Analysis 19(2).

    Examples
    --------
    Two that do not meet: a quarter of the mixture is the lower one's middle.

    >>> pair = [[90.0, 100.0, 110.0], [190.0, 200.0, 210.0]]
    >>> mixture_at([0.1, 0.5, 0.9], pair, [0.25, 0.75]).round(1)
    array([100., 200.])
    """
    even = (np.arange(_DRAWN) + 0.5) / _DRAWN
    drawn = value_at(levels, values, even[None, :])
    (asked,) = take(wanted=(wanted, PART))
    return np.asarray(np.quantile(drawn, asked))


def places(draws: ArrayLike) -> Floats:
    """Return the share of its row's draws that each draw stands above, itself counted as half.

    Rows that went up and down together keep doing so; how far they went is left behind. Equal
    draws share a place.

    Examples
    --------
    >>> places([[30.0, 10.0], [7.0, 7.0]])
    array([[0.75, 0.25],
           [0.5 , 0.5 ]])
    """
    (numbers,) = take(draws=(draws, FINITE))
    ranks = stats.rankdata(numbers, axis=-1)
    return np.asarray((ranks - 0.5) / numbers.shape[-1])


def _checked(levels: ArrayLike, values: ArrayLike) -> tuple[Floats, Floats]:
    """Return the levels as normal scores, and the quantiles."""
    (probabilities,) = take(levels=(levels, PART))
    (known,) = take(values=(values, FINITE))
    return np.asarray(special.ndtri(probabilities)), known
