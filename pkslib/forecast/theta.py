"""The dynamic theta model for many series at once, on a grid of its constants.

A level that follows the outcomes and a part of the trend line through all of them so far, the line
worked out anew at every step. Constants are weighed by what they miss one step ahead within the
history, series by series; the part of the line is a square in that error, so that a grid over
levels is all that has to be run through time.

References
----------
Fiorucci, J. A., Pellegrini, T. R., Louzada, F., Petropoulos, F. & Koehler, A. B. (2016). Models
for optimising the theta method and their relationship to state space models. International
Journal of Forecasting 32, 1151–1161.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pkslib.forecast.arrays import Floats, Whole

# Parts of the line, 1 − 1/θ: from none (θ = 1) over the half (θ = 2) to nearly all of it.
_PARTS = np.array([0.0, 0.25, 0.5, 0.65, 0.8, 0.9, 0.98])
# Periods at the start that no error is counted in, and how steeply weight falls with it.
_SKIPPED, _STEEP = 3, 0.5


def forecasts(filled: Floats, begun: Whole, alphas: Sequence[float], horizon: int) -> Floats:
    """Return the forecasts of the dynamic theta model, shape (n, horizon).

    Parameters
    ----------
    filled : numpy.ndarray
        Series without season and holes, shape (n, length).
    begun : numpy.ndarray
        Place of the first outcome of each series, shape (n,).
    alphas : sequence of float
        Smoothing constants of the level.
    horizon : int
        Periods ahead.
    """
    length = filled.shape[1]
    alpha = np.array(alphas)[:, None]
    level = np.repeat(filled[np.arange(len(filled)), begun][None], len(alpha), axis=0)
    left = np.ones_like(level)
    base = slope = mean = np.zeros(len(filled))
    squares = np.zeros((3, *level.shape))
    for step, outcome in enumerate(filled.T):
        count = step - begun
        miss = outcome - level
        if (told := count >= _SKIPPED).any():
            line = _line(alpha, left, base, slope) * told
            squares[0] += miss**2 * told
            squares[1] += miss * line
            squares[2] += line**2
        # Before a series begins it stands at its first outcome, which moves neither.
        level = level + alpha * miss * (count >= 0)
        left = left * np.where(count >= 0, 1 - alpha, 1.0)
        base, slope, mean = _updated(outcome, mean, slope, np.maximum(count + 1, 1))
    part = _PARTS[:, None, None]
    weight = _weight(squares[0] - 2 * part * squares[1] + part**2 * squares[2], length - begun)
    found = np.empty((len(filled), horizon))
    for step in range(horizon):
        ahead = level + part * _line(alpha, left, base, slope)
        found[:, step] = (weight * ahead).sum(axis=(0, 1))
        level, left = level + alpha * (ahead - level), left * (1 - alpha)
        base, slope, mean = _updated(ahead, mean, slope, length - begun + step + 1)
    return found


def _line(alpha: Floats, left: Floats, base: Floats, slope: Floats) -> Floats:
    """Return what the line adds to the level; left is what remains of the first level in it."""
    line: Floats = left * base + (1 - left * (1 - alpha)) / alpha * slope
    return line


def _updated(
    outcome: Floats, mean: Floats, slope: Floats, count: Whole
) -> tuple[Floats, Floats, Floats]:
    """Return base and slope of the least-squares line, and the mean, after so many outcomes."""
    after = mean + (outcome - mean) / count
    rise = ((count - 2) * slope + 6 * (outcome - mean) / count) / (count + 1)
    rise = np.where(count > 1, rise, 0.0)
    return after - (count + 1) / 2 * rise, rise, after


def _weight(error: Floats, counted: Whole) -> Floats:
    """Return the weights of the constants, shape (parts, levels, n)."""
    least = error.min(axis=(0, 1), keepdims=True)
    fall = error / np.maximum(least, 1e-12) - 1
    weight = np.exp(-np.minimum(_STEEP * counted / 2 * fall, 50.0))
    chosen: Floats = weight / weight.sum(axis=(0, 1), keepdims=True)
    return chosen
