"""How much chance explains: of errors over time, of the worst among many, of an effect.

References
----------
.. [1] Student (1908), The Probable Error of a Mean, Biometrika 6(1).
.. [2] Y. Benjamini, Y. Hochberg (1995), Controlling the False Discovery Rate, J. R. Stat. Soc. B
   57(1); holds under positive dependence as well: Y. Benjamini, D. Yekutieli (2001), Ann. Stat.
   29(4). A unit's hours, points and cost go together.
.. [3] S. G. Donald, K. Lang (2007), Inference with Difference-in-Differences and Other Panel
   Data, Rev. Econ. Stat. 89(2): few groups, each of which is one observation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from pkslib.language import mark
from pkslib.methods.control import FEWEST_PERIODS
from pkslib.methods.inputs import (
    FINITE,
    FINITE_OR_MISSING,
    POSITIVE,
    Range,
    Result,
    as_given,
    take,
)

CHANCE = Range(mark("a share from 0 to 1, or missing"), lambda v: ~((v < 0) | (v > 1)))
# One unit that did nothing tells of a common change, but not of how much units differ.
FEWEST_OTHERS = 2
_ENDS = 0.975
# The 95 % interval leaves zero out at one unit in twenty where nothing was done: of a hundred such
# units more than five as often as not. Claimed below this, more than five once in two thousand.
CLAIMED_BELOW = 0.01


class Effect(NamedTuple):
    """An effect and the ends of its 95 % interval, in the unit of the changes.

    chance: how often chance alone gives an effect at least so large, either way [share].
    """

    effect: float
    lower: float
    upper: float
    chance: float


def unlike_chance(errors: ArrayLike) -> Result:
    """Return how often chance alone makes a mean error at least so far from zero.

    Parameters
    ----------
    errors : array, periods last
        Outcome − forecast, any unit; missing ones are left out.

    Returns
    -------
    float or array
        Two-sided probability of Student's t, missing with fewer than six errors. A tracking
        signal can't go beyond the number of periods, so that of twelve errors it never tells
        chance out to more than 1 in 170; this can.

    Examples
    --------
    Always two too many, give or take, and as often too many as too few:

    >>> found = unlike_chance([[2, 3, 2, 1, 2, 2], [2, -3, 2, -1, 2, -2]])
    >>> [round(chance, 4) for chance in found.tolist()]
    [0.0006, 1.0]
    """
    (error,) = take(errors=(errors, FINITE_OR_MISSING))
    error = np.atleast_1d(error)
    known = np.isfinite(error)
    count = known.sum(axis=-1)
    enough = count >= FEWEST_PERIODS
    whole = np.maximum(count, 1)
    mean = np.where(known, error, 0.0).sum(axis=-1) / whole
    off = np.where(known, error - mean[..., None], 0.0)
    spread = np.sqrt((off**2).sum(axis=-1) / np.maximum(count - 1, 1))
    far = np.full(mean.shape, np.inf)
    np.divide(np.abs(mean) * np.sqrt(count), spread, out=far, where=spread > 0)
    far = np.where(mean == 0, 0.0, far)
    chance = 2 * stdtr(np.maximum(count - 1, 1), -far)
    return as_given(np.where(enough, chance, np.nan))


def among_many(chances: ArrayLike) -> Result:
    """Return chances that allow for how many were looked at.

    Parameters
    ----------
    chances : array
        Of each series the probability that chance alone gives it; missing ones are not counted.

    Returns
    -------
    array
        The share of false alarms to expect among all those that are at most as probable
        (Benjamini–Hochberg), in the same order.

    Raises
    ------
    InputError
        When a chance is no share.

    Examples
    --------
    One in a hundred is striking alone, not as the best of four:

    >>> among_many([0.01, 0.9, 0.5, 0.7, float("nan")]).round(3).tolist()
    [0.04, 0.9, 0.9, 0.9, nan]
    """
    (given,) = take(chances=(chances, CHANCE))
    found = np.full(given.shape, np.nan)
    known = np.flatnonzero(np.isfinite(given))
    order = known[np.argsort(given[known], kind="stable")]
    times = given[order] * len(order) / np.arange(1, len(order) + 1)
    found[order] = np.minimum(np.minimum.accumulate(times[::-1])[::-1], 1.0)
    return found


def against_others(change: float, weight: float, others: ArrayLike, weights: ArrayLike) -> Effect:
    """Return an effect as the change beyond that of those who did nothing, with its interval.

    Parameters
    ----------
    change : float
        From before to after, as a share of the level before.
    weight : float
        How firm the unit's change is against those of others; 1 for all makes them alike.
    others : array
        The same change of each unit that did nothing, at least two.
    weights : array
        How firm each of these is: the variance of a change is one over its weight.

    Returns
    -------
    Effect
        Missing ends and chance with fewer than two others. Each unit is one observation,
        whatever its months have in common.

    Examples
    --------
    Ten per cent less where the others went up two:

    >>> found = against_others(-0.10, 1.0, [0.01, 0.02, 0.03], [1.0, 1.0, 1.0])
    >>> [round(float(end), 3) for end in found]
    [-0.12, -0.17, -0.07, 0.009]
    """
    here, own = take(change=(change, FINITE), weight=(weight, POSITIVE))
    far, firm = take(others=(others, FINITE), weights=(weights, POSITIVE))
    whole = firm.sum()
    usual = float((firm * far).sum() / whole) if len(far) else np.nan
    effect = float(here) - usual
    if len(far) < FEWEST_OTHERS:
        return Effect(effect, np.nan, np.nan, np.nan)
    spread = (firm * (far - usual) ** 2).sum() / (len(far) - 1)
    error = np.sqrt(spread * (1 / own + 1 / whole))
    reach = stdtrit(len(far) - 1, _ENDS) * error
    chance = _by_chance(effect, float(error), len(far) - 1)
    return Effect(effect, effect - float(reach), effect + float(reach), chance)


def _by_chance(effect: float, error: float, freedom: int) -> float:
    """Return the two-sided probability of Student's t; certain where nothing varies at all."""
    if error == 0:
        return 1.0 if effect == 0 else 0.0
    return float(2 * stdtr(freedom, -abs(effect) / error))
