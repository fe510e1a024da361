"""Smoothing of what remains when the season is taken out: many series, a grid of constants.

Every level runs over a grid of fixed constants and gives the equal mean of the grid: estimating
the constants series by series costs more in noise than it wins. A missing period leaves the level
as it was.

References
----------
Gardner, E. S. & McKenzie, E. (1985). Forecasting trends in time series. Management Science 31,
1237–1246. Assimakopoulos, V. & Nikolopoulos, K. (2000). The theta model. International Journal of
Forecasting 16, 521–530.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from pkslib.forecast.arrays import Floats

# Smoothing constants from slow to fast, three pairs; the finer the period, the slower.
_ALPHAS = {
    "year": (0.2, 0.3, 0.5, 0.7, 0.8, 0.9),
    "quarter": (0.1, 0.2, 0.3, 0.4, 0.6, 0.8),
    "month": (0.05, 0.1, 0.2, 0.3, 0.4, 0.6),
    "week": (0.02, 0.04, 0.07, 0.1, 0.2, 0.3),
    "day": (0.005, 0.01, 0.02, 0.03, 0.05, 0.08),
}
_BETAS = (0.05, 0.15)
# Damping of the trend: soon over, the usual range, and hardly any.
_DAMPING = {"calm": (0.8, 0.9), "trend": (0.9, 0.97), "slope": (0.98, 1.0)}


@dataclass(frozen=True)
class Smoothed:
    """State at the end of the history for every series and row of the grid.

    Attributes
    ----------
    level, slope : numpy.ndarray
        Shape (n, g).
    errors : numpy.ndarray
        One-step errors of the equal mean of the grid, shape (n, length); NaN where unknown.
    """

    level: Floats
    slope: Floats
    errors: Floats


def starting_level(values: Floats, span: int) -> Floats:
    """Return the mean of the first outcomes of each series, at most ``span`` of them."""
    seen = ~np.isnan(values)
    first = seen & (np.cumsum(seen, axis=1) <= span)
    total: Floats = np.where(first, values, 0.0).sum(axis=1) / np.maximum(first.sum(axis=1), 1)
    return total


def smooth(values: Floats, grid: Floats, start: Floats) -> Smoothed:
    """Run Holt's method with damped trend, the trend starting from none; β = 0 is no trend.

    l(t) = l(t−1) + φ b(t−1) + α e(t);  b(t) = φ b(t−1) + α β e(t)

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length), NaN where there is none.
    grid : numpy.ndarray
        Rows of (α, β, φ), shape (g, 3).
    start : numpy.ndarray
        Level before the first period, shape (n,).

    Examples
    --------
    Level 8 before the first period, half of the error of 4 taken in:

    >>> smooth(np.array([[12.0]]), np.array([[0.5, 0.0, 1.0]]), np.array([8.0])).level
    array([[10.]])
    """
    alpha, beta, phi = grid.T
    level = np.repeat(start[:, None], len(grid), axis=1)
    slope = np.zeros_like(level)
    errors = np.empty(values.T.shape)
    for step, outcome in enumerate(values.T[:, :, None]):
        slope = slope * phi
        level = level + slope
        error = outcome - level
        errors[step] = error.mean(axis=1)
        error = np.nan_to_num(error, copy=False) * alpha
        level = level + error
        slope = slope + error * beta
    return Smoothed(level, slope, errors.T)


def drift(values: Floats) -> Floats:
    """Return the least-squares slope per period of each series, shape (n,)."""
    seen = ~np.isnan(values)
    count = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    time = np.where(seen, np.arange(values.shape[1], dtype=float), 0.0)
    centred = np.where(seen, time - time.sum(axis=1, keepdims=True) / count, 0.0)
    moment = (centred * np.where(seen, values, 0.0)).sum(axis=1)
    slope: Floats = moment / np.maximum((centred**2).sum(axis=1), 1e-12)
    return slope


def forecasts(
    values: Floats, resolution: str, turn: int, horizon: int
) -> tuple[dict[str, Floats], Floats]:
    """Return the forecasts of every level, and the one-step errors.

    Parameters
    ----------
    values : numpy.ndarray
        Series without season, shape (n, length).
    resolution : str
        ``year`` to ``day``.
    turn : int
        Periods in one turn of the season: the first turn gives the starting level.
    horizon : int
        Periods ahead.

    Returns
    -------
    dict of str to numpy.ndarray
        By level, each of shape (n, horizon).
    numpy.ndarray
        Shape (n, length).
    """
    flat = [(alpha, 0.0, 1.0) for alpha in _ALPHAS[resolution]]
    tilted = [
        row for phis in _DAMPING.values() for row in product(_ALPHAS[resolution][1:5], _BETAS, phis)
    ]
    state = smooth(values, np.array(flat + tilted), starting_level(values, turn))
    steps = np.arange(1, horizon + 1)
    level = state.level[:, : len(flat), None] + np.zeros(horizon)
    found = {
        "slow": level[:, :2].mean(axis=1),
        "middle": level[:, 2:4].mean(axis=1),
        "fast": level[:, 4:].mean(axis=1),
        "even": level.mean(axis=1),
    }
    rise = drift(values)[:, None] * steps
    found["theta"] = found["even"] + rise / 2
    found["drift"] = found["fast"] + rise
    size = len(tilted) // len(_DAMPING)
    for place, name in enumerate(_DAMPING):
        rows = slice(len(flat) + place * size, len(flat) + (place + 1) * size)
        phi = np.array(tilted)[place * size : (place + 1) * size, 2]
        reach = np.cumsum(phi[:, None] ** steps, axis=1).T / size
        found[name] = state.level[:, rows].mean(axis=1)[:, None] + state.slope[:, rows] @ reach.T
    return found, state.errors
