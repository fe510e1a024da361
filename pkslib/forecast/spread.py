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

# Probabilities at which the absolute error is known; between them a straight line.
GRID = np.concatenate([np.arange(0, 0.96, 0.05), [0.975, 0.99, 0.995]])
# Weight of an origin against the one a season later.
_FADING = 0.6
# Growth of the error variance a period ahead.
_GROWTH = {"year": 1.0, "quarter": 0.12, "month": 0.04, "week": 0.01, "day": 0.001}
# So many ratios' worth of trust in the shipped curve beside a group's own.
_PRIOR = 30.0
# A quantile is taken over one horizon before and after, or so many that it has this many ratios.
_ENOUGH = 200


def shipped(horizon: int, resolution: str) -> Floats:
    """Return the quantiles of absolute ratios for a group without a back-test, (grid, horizon).

    Student's t with five degrees of freedom, 1.4 scales wide one period ahead, its variance
    growing by a share of itself every period: between what monthly forecasts from 16 to 36 months
    of Scottish and of English emergency departments asked for (1.25 and 1.7), up to 2018; the
    growth of other resolutions follows from the length of their periods, that of years from a
    random walk.
    """
    from scipy.stats import t as student

    half = student.ppf(0.5 + GRID / 2, 5)
    growth = np.sqrt(1 + _GROWTH[resolution] * np.arange(horizon))
    widths: Floats = 1.4 * half[:, None] * growth
    return widths


def weighted_quantiles(ratios: Floats, weights: Floats) -> Floats:
    """Return the weighted quantiles of ratios at the grid, shape (grid,).

    Examples
    --------
    >>> float(weighted_quantiles(np.array([1.0, 2.0, 3.0]), np.ones(3))[10])
    2.0
    """
    order = np.argsort(ratios, kind="stable")
    mass = np.cumsum(weights[order])
    middle = (mass - weights[order] / 2) / mass[-1]
    found: Floats = np.interp(GRID, middle, ratios[order])
    return found


def half_widths(errors: Floats, scales: Floats, prior: Floats) -> Floats:
    """Return the quantiles of absolute error ratios by horizon, shape (grid, horizon).

    Parameters
    ----------
    errors : numpy.ndarray
        Outcome − forecast, shape (origins, n, horizon), latest origin first; NaN where unknown.
    scales : numpy.ndarray
        Scale of each series at each origin, shape (origins, n), same unit.
    prior : numpy.ndarray
        Quantiles to lean on where errors are few, shape (grid, horizon).

    Returns
    -------
    numpy.ndarray
        Never falling along the grid nor along the horizon.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.abs(errors) / scales[:, :, None]
    weights = np.broadcast_to(_FADING ** np.arange(len(errors))[:, None, None], ratios.shape)
    known = np.isfinite(ratios)
    widths = prior.copy()
    reach = max(1, int(np.ceil(_ENOUGH / max(known[:, :, 0].size, 1) / 2)))
    for step in range(errors.shape[2]):
        near = slice(max(step - reach, 0), step + reach + 1)
        seen = known[:, :, near]
        count = seen.sum()
        if count:
            found = weighted_quantiles(ratios[:, :, near][seen], weights[:, :, near][seen])
            widths[:, step] = (count * found + _PRIOR * prior[:, step]) / (count + _PRIOR)
    return np.maximum.accumulate(np.maximum.accumulate(widths, axis=1), axis=0)


def at_level(widths: Floats, level: float) -> Floats:
    """Return the half-width of a central interval, shape (horizon,).

    Parameters
    ----------
    widths : numpy.ndarray
        As from :func:`half_widths`.
    level : float
        Share of outcomes that should fall inside [per cent].
    """
    place = np.interp(level / 100, GRID, np.arange(len(GRID)))
    low = int(place)
    high = min(low + 1, len(GRID) - 1)
    return np.asarray(widths[low] + (place - low) * (widths[high] - widths[low]))
