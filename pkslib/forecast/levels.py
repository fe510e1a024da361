"""Smoothing of what remains when the season is taken out: many series, a grid of constants.

Every method runs over a grid of fixed constants and gives the equal mean of the grid: estimating
the constants series by series costs more in noise than it wins. A missing period leaves the state
as it was.

References
----------
Gardner, E. S. & McKenzie, E. (1985). Forecasting trends in time series. Management Science 31,
1237–1246. Assimakopoulos, V. & Nikolopoulos, K. (2000). The theta model. International Journal of
Forecasting 16, 521–530.
"""

from __future__ import annotations

import numpy as np


def starting_level(values: np.ndarray, span: int) -> np.ndarray:
    """Return the mean of the first outcomes of each series, at most ``span`` of them."""
    seen = ~np.isnan(values)
    first = seen & (np.cumsum(seen, axis=1) <= span)
    return np.where(first, values, 0.0).sum(axis=1) / np.maximum(first.sum(axis=1), 1)


def exponential(values: np.ndarray, alphas: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the last level of simple exponential smoothing.

    l(t) = l(t−1) + α (y(t) − l(t−1))

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length), NaN where there is none.
    alphas : numpy.ndarray
        Smoothing constants, shape (g,).
    start : numpy.ndarray
        Level before the first period, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (n, g).
    """
    return exponential_path(values, alphas, start)[0]


def exponential_path(
    values: np.ndarray, alphas: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the last level, shape (n, g), and one-step errors by constant, (length, n, g)."""
    level = np.repeat(start[:, None], len(alphas), axis=1)
    errors = np.empty((values.shape[1], *level.shape))
    for step, outcome in enumerate(values.T[:, :, None]):
        np.subtract(outcome, level, out=errors[step])
        level = level + alphas * np.where(np.isnan(errors[step]), 0.0, errors[step])
    return level, errors


def damped(values: np.ndarray, grid: np.ndarray, start: np.ndarray, horizon: int) -> np.ndarray:
    """Return forecasts of Holt's method with damped trend, the trend starting from none.

    l(t) = l(t−1) + φ b(t−1) + α e(t);  b(t) = φ b(t−1) + α β e(t);
    forecast h ahead = l + (φ + φ² + … + φʰ) b

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length).
    grid : numpy.ndarray
        Rows of (α, β, φ), shape (g, 3).
    start : numpy.ndarray
        Level before the first period, shape (n,).
    horizon : int
        Periods ahead.

    Returns
    -------
    numpy.ndarray
        Shape (n, horizon, g).
    """
    alpha, beta, phi = grid.T
    level = np.repeat(start[:, None], len(grid), axis=1)
    slope = np.zeros_like(level)
    for outcome in values.T[:, :, None]:
        slope = phi * slope
        level = level + slope
        error = outcome - level
        error = np.where(np.isnan(error), 0.0, error)
        level = level + alpha * error
        slope = slope + alpha * beta * error
    reach = np.cumsum(phi ** np.arange(1, horizon + 1)[:, None], axis=0)
    return level[:, None, :] + reach * slope[:, None, :]


def drift(values: np.ndarray) -> np.ndarray:
    """Return the least-squares slope per period of each series, shape (n,)."""
    seen = ~np.isnan(values)
    time = np.where(seen, np.arange(values.shape[1], dtype=float), np.nan)
    centred = np.where(seen, time - np.nanmean(time, axis=1, keepdims=True), 0.0)
    return (centred * np.where(seen, values, 0.0)).sum(axis=1) / np.maximum(
        (centred**2).sum(axis=1), 1e-12
    )
