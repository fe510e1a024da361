"""The distribution of forecast errors: split-conformal, pooled over a group.

A back-test error divided by the scale of its series (the recent mean absolute one-step error)
says how many scales a forecast of this group misses by. The quantiles of those ratios, per
horizon and its neighbours, are the half-widths of the intervals; recent origins weigh more.

References
----------
Vovk, V., Gammerman, A. & Shafer, G. (2005). Algorithmic learning in a random world. Lei, J. et al.
(2018). Distribution-free predictive inference for regression. JASA 113, 1094–1111.
"""

from __future__ import annotations

import numpy as np

from pkslib.forecast.arrays import Floats

# Probabilities at which the error is known, below and above; between them a straight line.
_HALF = np.concatenate([np.arange(0, 0.96, 0.05), [0.975, 0.99, 0.995]])
GRID = np.concatenate([(1 - _HALF[:0:-1]) / 2, (1 + _HALF) / 2])
# Weight of an origin against the one a season later.
_FADING = 0.6
# Growth of the error variance a period ahead.
_GROWTH = {"year": 1.0, "quarter": 0.12, "month": 0.04, "week": 0.01, "day": 0.001}
# Degrees of freedom of the shipped curve where they are not five: many weeks and days are alike.
_FREEDOM = {"week": 15, "day": 15}
# So many ratios' worth of trust in the shipped curve beside a group's own.
_PRIOR = 30.0
# So many series' worth of trust in its shape, and how far an error counts (middle errors).
_SERIES, _FARTHEST = 120.0, 6.0
# A quantile is taken over one horizon before and after, or so many that it has this many ratios.
_ENOUGH = 200
# Weight of each error turned round: what a group misses upwards it will mostly miss downwards.
_MIRRORED = 0.2
# Origins' worth of trust in the group's size of errors beside a series' own, how far a single
# error counts in it, and the bounds of what it can make of the scale.
_OWN, _CAP, _LEAST_OWN, _MOST_OWN = 3.0, 4.0, 0.5, 4.0
# Mean of an absolute error over its median, for a normal distribution.
_MEAN = 0.7979 / 0.6745
# A series that is no count, with none beside it that tells more, errs as a count of 250 does.
_ALONE = 250.0
# Growth of the error variance where only one turn of the season is known, against many.
_UNKNOWN = 1.5


def shipped(horizon: int, resolution: str) -> Floats:
    """Return the quantiles of ratios for a group without a back-test, (grid, horizon).

    Student's t with five degrees of freedom (weeks and days fifteen), 1.4 scales wide one period
    ahead, its variance
    growing by a share of itself every period: between what monthly forecasts from 16 to 36 months
    of Scottish and of English emergency departments asked for (1.25 and 1.7), up to 2018; the
    growth of other resolutions follows from the length of their periods, that of years from a
    random walk.
    """
    from scipy.stats import t as student

    growth = np.sqrt(1 + _GROWTH[resolution] * np.arange(horizon))
    widths: Floats = 1.4 * student.ppf(GRID, _FREEDOM.get(resolution, 5))[:, None] * growth
    return widths


def ratios(errors: Floats, scales: Floats, turns: Floats) -> tuple[Floats, Floats]:
    """Return errors in scales, and what makes each series' scale its own.

    Parameters
    ----------
    errors : numpy.ndarray
        Outcome − forecast, shape (origins, n, horizon), latest origin first; NaN where unknown.
    scales : numpy.ndarray
        Scale of each series at each origin, shape (origins, n), same unit.
    turns : numpy.ndarray
        Turns of the season known at each origin and, last, now, shape (origins + 1, n).

    Returns
    -------
    tuple of numpy.ndarray
        Ratios of the errors to their own scales, shape (origins, n, horizon), and the factors
        that the scales were multiplied by, shape (n,): how a series' errors compare with those
        of the group, drawn towards 1 where its origins are few.
    """
    known = 1 + _UNKNOWN / np.maximum(turns, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = errors / (scales * np.sqrt(known[:-1] / known[-1:]))[:, :, None]
    found = np.where(np.isfinite(found), found, np.nan)
    seen = ~np.isnan(found)
    if not seen.any():
        return found, np.ones(errors.shape[1])
    size = np.abs(found)
    middle = np.array([np.median(step[at]) if at.any() else np.nan for step, at in
                       zip(size.T, seen.T, strict=True)])  # fmt: skip
    share = np.minimum(size / np.where(middle > 0, middle, np.nan), _CAP)
    count = np.isfinite(share).any(axis=2).sum(axis=0)
    told = np.where(np.isfinite(share), share, 0.0).sum(axis=(0, 2))
    mean = told / np.maximum(np.isfinite(share).sum(axis=(0, 2)), 1) / _MEAN
    own = (count * np.where(count > 0, mean, 1.0) + _OWN) / (count + _OWN)
    own = np.clip(own, _LEAST_OWN, _MOST_OWN)
    return found / own[:, None], own


def by_chance(values: Floats, mean: Floats, scale: Floats) -> Floats:
    """Return the scale that each series has at least, whatever its own history says, (n,).

    Counts err by chance even where everything about them is known: the mean absolute deviation
    of Poisson's distribution, 2 e⁻ᵐ mᵏ⁺¹ / k! with k the whole part of the mean m. A series that
    mostly has no whole numbers errs by the same share as the middle one of those beside it.

    Parameters
    ----------
    values : numpy.ndarray
        Outcomes, shape (n, length), NaN where there is none [unit of the series].
    mean : numpy.ndarray
        Mean of what is forecast, shape (n,) [unit of the series].
    scale : numpy.ndarray
        Measured scale, shape (n,) [unit of the series].

    References
    ----------
    Diaconis, P. & Zabell, S. (1991). Closed form summation for classical distributions.
    Statistical Science 6, 284–302.

    Examples
    --------
    One a month by chance misses by 2/e; of a rate beside one that errs by a tenth, a tenth.

    >>> values = np.array([[1.0, 1.0], [0.5, 0.5], [30.5, 20.5]])
    >>> by_chance(values, np.array([1.0, 0.5, 25.0]), np.array([0.0, 0.0, 2.5])).round(4)
    array([0.7358, 0.05  , 2.5   ])
    """
    varies = (scale > 0) & (mean > 0)
    share = np.median(scale[varies] / mean[varies]) if varies.any() else _poisson(_ALONE) / _ALONE
    known = ~np.isnan(values)
    counts = (values == np.round(values)).sum(axis=1) > known.sum(axis=1) / 2
    least: Floats = np.where(counts, _poisson(mean), share * mean)
    return least


def _poisson(mean: Floats | float) -> Floats:
    """Return the mean absolute deviation of Poisson's distribution."""
    from scipy.special import gammaln, xlogy

    whole = np.floor(mean)
    found: Floats = 2 * np.exp(xlogy(whole + 1, mean) - mean - gammaln(whole + 1))
    return found


def weighted_quantiles(ratios: Floats, weights: Floats) -> Floats:
    """Return the weighted quantiles of ratios at the grid, shape (grid,).

    Examples
    --------
    >>> found = weighted_quantiles(np.array([1.0, 2.0, 3.0]), np.ones(3))
    >>> float(found[len(GRID) // 2])
    2.0
    """
    order = np.argsort(ratios, kind="stable")
    mass = np.cumsum(weights[order])
    middle = (mass - weights[order] / 2) / mass[-1]
    found: Floats = np.interp(GRID, middle, ratios[order])
    return found


def quantiles(ratios: Floats, prior: Floats) -> Floats:
    """Return the quantiles of error ratios by horizon, shape (grid, horizon).

    Parameters
    ----------
    ratios : numpy.ndarray
        Errors in scales, shape (origins, n, horizon), latest origin first; NaN where unknown.
    prior : numpy.ndarray
        Quantiles to lean on where errors are few, shape (grid, horizon).

    Returns
    -------
    numpy.ndarray
        Below 0 in the lower half and above it in the upper, never nearer to 0 along the horizon.
    """
    weights = np.broadcast_to(_FADING ** np.arange(len(ratios))[:, None, None], ratios.shape)
    known = np.isfinite(ratios)
    series = known.any(axis=(0, 2)).sum()
    widths = prior.copy()
    reach = max(1, int(np.ceil(_ENOUGH / max(known[:, :, :1].size, 1) / 2)))
    for step in range(ratios.shape[2]):
        near = slice(max(step - reach, 0), step + reach + 1)
        seen = known[:, :, near]
        if seen.any():
            one, weight = ratios[:, :, near][seen], weights[:, :, near][seen]
            widths[:, step] = _blended(one, weight, prior[:, step], series)
    return _nested(widths)


def _blended(ratios: Floats, weights: Floats, prior: Floats, series: int) -> Floats:
    """Return quantiles of ratios, drawn towards the shape of the shipped ones at their own size.

    The middle error is a group's own as soon as it has some errors; how much larger the largest
    are only where it has series enough that none alone is the tail.
    """
    middle = weighted_quantiles(np.abs(ratios), weights)[len(GRID) // 2]
    usual = np.interp(0.75, GRID, prior)
    size = (len(ratios) * middle + _PRIOR * usual) / (len(ratios) + _PRIOR)
    one = np.clip(ratios, -_FARTHEST * size, _FARTHEST * size)
    both = np.concatenate([one, -one]), np.concatenate([weights, _MIRRORED * weights])
    own = weighted_quantiles(*both)
    blended: Floats = (series * own + _SERIES * size / usual * prior) / (series + _SERIES)
    return blended


def _nested(widths: Floats) -> Floats:
    """Return quantiles that leave 0 along the horizon and to both sides."""
    low = np.minimum.accumulate(np.minimum(widths, 0.0), axis=1)
    high = np.maximum.accumulate(np.maximum(widths, 0.0), axis=1)
    return np.where(GRID[:, None] < 1 / 2, low, high)


def at_level(widths: Floats, level: float) -> tuple[Floats, Floats]:
    """Return how far a central interval reaches below and above, each of shape (horizon,).

    Parameters
    ----------
    widths : numpy.ndarray
        As from :func:`quantiles`.
    level : float
        Share of outcomes that should fall inside [per cent].
    """
    below, above = (
        np.array([np.interp(at, GRID, step) for step in widths.T])
        for at in (0.5 - level / 200, 0.5 + level / 200)
    )
    return below, above
