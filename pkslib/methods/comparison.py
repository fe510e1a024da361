"""Places of different size side by side: how far apart chance alone would put their shares.

References
----------
.. [1] D. J. Spiegelhalter (2005), Funnel plots for comparing institutional performance,
   Statistics in Medicine 24: limits by size around the common share, widened where places differ
   by more than chance for reasons that no limit knows of.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from pkslib.methods.inputs import POSITIVE, SHARE, Floats, take

# Fewer places tell too little of how much they differ for the limits to be widened by it.
FEWEST_PLACES = 8
# Of the places at either end, this share counts as the next one in, so that those that the limits
# are to find do not widen them.
_ENDS = 0.1


class Funnel(NamedTuple):
    """Limits of shares by size.

    Attributes
    ----------
    middle : float
        The share of all places together.
    spread : float
        How many times larger than by chance the variance between places is, at least 1.
    lower, upper : array
        Limits of each place.
    """

    middle: float
    spread: float
    lower: Floats
    upper: Floats


def funnel(shares: ArrayLike, sizes: ArrayLike, *, level: float = 0.998) -> Funnel:
    """Return between which limits places' shares lie if they only differ as places do.

    Parameters
    ----------
    shares : array, shape (places,)
        Share of each.
    sizes : array, shape (places,)
        How many each is a share of.
    level : float
        Share of places that lie within the limits when none is unlike the others.

    Returns
    -------
    Funnel

    Raises
    ------
    InputError
        When a share is not within 0 to 1, or a size not above 0.

    Examples
    --------
    Few patients vary more than many:

    >>> found = funnel([0.7, 0.7], [100, 10_000])
    >>> found.lower.round(3), found.spread
    (array([0.558, 0.686]), 1.0)
    """
    share, size = take(shares=(shares, SHARE), sizes=(sizes, POSITIVE))
    middle = float((share * size).sum() / size.sum())
    error = np.sqrt(middle * (1 - middle) / size)
    spread = _spread((share - middle) / np.where(error > 0, error, 1.0))
    half = ndtri(0.5 + level / 2) * error * np.sqrt(spread)
    return Funnel(middle, spread, np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1))


def _spread(scores: Floats) -> float:
    """Return the mean square of scores whose ends are drawn in; 1 for few or alike."""
    if len(scores) < FEWEST_PLACES:
        return 1.0
    inner = np.clip(scores, *np.quantile(scores, [_ENDS, 1 - _ENDS]))
    return max(1.0, float(np.square(inner).mean()))
