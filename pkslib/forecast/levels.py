"""Smoothing of what remains when the season is taken out: many series, a grid of constants.

Every level runs over a grid of fixed constants and gives the equal mean of the grid: estimating
the constants series by series costs more in noise than it wins. A missing period is bridged by a
straight line; periods before a series began stand at its starting level, which leaves it as it is.

References
----------
Gardner, E. S. & McKenzie, E. (1985). Forecasting trends in time series. Management Science 31,
1237–1246. Assimakopoulos, V. & Nikolopoulos, K. (2000). The theta model. International Journal of
Forecasting 16, 521–530.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np

from pkslib.forecast.arrays import Floats, Whole

# Smoothing constants from slow to fast, three pairs; the finer the period, the slower.
ALPHAS = {
    "year": (0.3, 0.5, 0.7, 0.8, 0.9, 1.0),
    "quarter": (0.1, 0.2, 0.3, 0.4, 0.6, 0.8),
    "month": (0.05, 0.1, 0.2, 0.3, 0.4, 0.6),
    "week": (0.02, 0.04, 0.07, 0.1, 0.2, 0.3),
    "day": (0.005, 0.01, 0.02, 0.03, 0.05, 0.08),
}
# Weeks and days have no trend of their own to follow: too few years say how it goes on.
_BETAS = {"year": (0.2, 0.5), "quarter": (0.1, 0.2), "month": (0.05, 0.15)}
# Damping of the trend: the usual range, and hardly any.
_DAMPING = {"trend": (0.85, 0.95), "slope": (0.98, 1.0)}


def starting_level(values: Floats, span: int) -> Floats:
    """Return the mean of the first outcomes of each series, at most ``span`` of them."""
    seen = ~np.isnan(values)
    first = seen & (np.cumsum(seen, axis=1) <= span)
    total: Floats = np.where(first, values, 0.0).sum(axis=1) / np.maximum(first.sum(axis=1), 1)
    return total


Grid = tuple[tuple[float, float, float], ...]


def responses(grid: Grid, length: int) -> tuple[Floats, Floats]:
    """Return the weights with which a history enters the last level and slope of Holt's method.

    l(t) = l(t−1) + φ b(t−1) + α e(t);  b(t) = φ b(t−1) + α β e(t);  e(t) = y(t) − l(t−1) − φ b(t−1)

    is linear in the outcomes: an outcome k periods old enters by Aᵏ (α, α β)ᵀ and the starting
    level by Aˡᵉⁿᵍᵗʰ (1, 0)ᵀ, where A = (1 − α, φ (1 − α); −α β, φ (1 − α β)). So all series and
    all constants are one matrix product.

    Parameters
    ----------
    grid : tuple of (α, β, φ)
        Smoothing constants; β = 0 is simple exponential smoothing.
    length : int
        Periods in the history.

    Returns
    -------
    tuple of numpy.ndarray
        For level and slope, each of shape (length + 1, constants); the first row is for the
        starting level, the others for the outcomes, oldest first.

    Examples
    --------
    Two periods smoothed by a half: a quarter for the start, a quarter and a half for them.

    >>> responses(((0.5, 0.0, 1.0),), 2)[0].ravel()
    array([0.25, 0.25, 0.5 ])
    """
    starts, outcomes = _powers(grid, length.bit_length())
    weights = np.concatenate([starts[length : length + 1], outcomes[:length][::-1]])
    return weights[:, 0], weights[:, 1]


@lru_cache(maxsize=64)
def _powers(grid: Grid, doublings: int) -> tuple[Floats, Floats]:
    """Return Aᵏ (1, 0)ᵀ and Aᵏ (α, α β)ᵀ for k below 2 to the doublings, each (k, 2, constants).

    From the first 2ᵐ of them the next 2ᵐ follow by one product with A to that power.
    """
    alpha, beta, phi = np.array(grid).T
    power = np.array([[1 - alpha, phi * (1 - alpha)], [-alpha * beta, phi * (1 - alpha * beta)]])
    one, none = np.ones_like(alpha), np.zeros_like(alpha)
    states = np.array([[[one, none]], [[alpha, alpha * beta]]])
    for _ in range(doublings):
        states = np.concatenate([states, np.einsum("ijg,skjg->skig", power, states)], axis=1)
        power = np.einsum("ijg,jkg->ikg", power, power)
    return states[0], states[1]


def drift(values: Floats) -> Floats:
    """Return the least-squares slope per period of each series, shape (n,)."""
    seen = ~np.isnan(values)
    count = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    time = np.where(seen, np.arange(values.shape[1], dtype=float), 0.0)
    centred = np.where(seen, time - time.sum(axis=1, keepdims=True) / count, 0.0)
    moment = (centred * np.where(seen, values, 0.0)).sum(axis=1)
    slope: Floats = moment / np.maximum((centred**2).sum(axis=1), 1e-12)
    return slope


def bridged(values: Floats, turn: int) -> tuple[Floats, Floats]:
    """Return the values without holes, and the starting level of each series.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length), NaN where there is none.
    turn : int
        Periods in one turn of the season: the first turn gives the starting level.
    """
    start = starting_level(values, turn)
    holes = np.isnan(values)
    before = holes & (np.cumsum(~holes, axis=1) == 0)
    filled = np.where(before, start[:, None], values)
    columns = np.arange(values.shape[1])
    for row in np.flatnonzero(np.isnan(filled).any(axis=1)):
        known = ~np.isnan(filled[row])
        filled[row] = np.interp(columns, columns[known], filled[row, known])
    return filled, start


def one_step_errors(filled: Floats, start: Floats, alpha: float) -> Floats:
    """Return outcome − last level of simple exponential smoothing, shape (n, length).

    Examples
    --------
    >>> one_step_errors(np.array([[12.0, 12.0]]), np.array([8.0]), 0.5)
    array([[4., 2.]])
    """
    errors = np.empty(filled.T.shape)
    level = start
    for step, outcome in enumerate(filled.T):
        errors[step] = outcome - level
        level = level + alpha * errors[step]
    return errors.T


def last_level(values: Floats, resolution: str, turn: int) -> Floats:
    """Return the last level at the middle constant, shape (n,)."""
    filled, start = bridged(at_their_ends(values)[0], turn)
    weights = responses(((ALPHAS[resolution][2], 0.0, 1.0),), values.shape[1])[0]
    level: Floats = np.column_stack([start, filled]) @ weights[:, 0]
    return level


def forecasts(values: Floats, resolution: str, turn: int, horizon: int) -> dict[str, Floats]:
    """Return the forecasts of every level, each of shape (n, horizon).

    Parameters
    ----------
    values : numpy.ndarray
        Series without season, shape (n, length).
    resolution : str
        ``year`` to ``day``.
    turn : int
        Periods in one turn of the season.
    horizon : int
        Periods ahead.
    """
    values, late = at_their_ends(values)
    filled, start = bridged(values, turn)
    known = np.column_stack([start, filled])
    wanted, horizon = horizon, horizon + int(late.max())
    steps = np.arange(1, horizon + 1)
    alphas = ALPHAS[resolution]
    flat = responses(tuple((alpha, 0.0, 1.0) for alpha in alphas), values.shape[1])[0]
    level = (known @ flat)[:, :, None] + np.zeros(horizon)
    rise = drift(values)[:, None] * steps
    even, fast = level.mean(axis=1), level[:, 4:].mean(axis=1)
    found = {"slow": level[:, :2].mean(axis=1), "middle": level[:, 2:4].mean(axis=1)}
    found |= {"even": even, "theta": even + rise / 2}
    if resolution in _BETAS:
        found |= {"fast": fast, "drift": fast + rise}
        found |= _damped(known, resolution, steps)
    if horizon == wanted:
        return found
    at = late[:, None] + np.arange(wanted)
    return {name: np.take_along_axis(one, at, axis=1) for name, one in found.items()}


def _damped(known: Floats, resolution: str, steps: Whole) -> dict[str, Floats]:
    """Return the forecasts of Holt's method for each damping, the start in the first column."""
    found = {}
    for name, phis in _DAMPING.items():
        grid = tuple(product(ALPHAS[resolution][1:5], _BETAS[resolution], phis))
        to_level, to_slope = responses(grid, known.shape[1] - 1)
        reach = np.cumsum(np.array(grid)[:, 2:] ** steps, axis=1) / len(grid)
        found[name] = (known @ to_level.mean(axis=1))[:, None] + known @ (to_slope @ reach)
    return found


def at_their_ends(values: Floats) -> tuple[Floats, Whole]:
    """Return every series moved so that its last outcome stands last, and by how far.

    What is not known at the end moves no level: the forecast begins where the outcomes end.
    """
    seen = ~np.isnan(values)
    late = np.where(seen.any(axis=1), seen[:, ::-1].argmax(axis=1), 0)
    if not late.any():
        return values, late
    place = np.arange(values.shape[1]) - late[:, None]
    moved = np.take_along_axis(values, np.maximum(place, 0), axis=1)
    return np.where(place >= 0, moved, np.nan), late
