"""The candidate forecasts of a group: families of season, each with several levels.

In the additive family a series is divided by its mean and the season added; in the logarithmic
one the season multiplies. On top of either stand levels of different haste and two trends. Which
of them serve a group is for the back-test to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pkslib.forecast import levels, season
from pkslib.forecast.design import Design, trend

FAMILIES = ("add", "log")
# Smoothing constants, slow to hasty; the finer the period, the slower the level moves.
_ALPHAS = {
    "year": np.array([0.3, 0.5, 0.7, 0.9]),
    "quarter": np.array([0.1, 0.2, 0.4, 0.6, 0.8]),
    "month": np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.6]),
    "week": np.array([0.02, 0.05, 0.1, 0.2, 0.3]),
    "day": np.array([0.01, 0.02, 0.04, 0.08]),
}
_BETAS = {"year": (0.2, 0.5), "quarter": (0.1, 0.2), "month": (0.05, 0.15)}
_DAMPING = (0.9, 0.97)
# A logarithm of nothing is no number: a month at less than this share of the mean counts as it.
_FLOOR = 0.02


@dataclass(frozen=True)
class Candidates:
    """Forecasts of every candidate for every series.

    Attributes
    ----------
    names : list of str
        Such as ``add ses`` or ``log theta``.
    forecasts : numpy.ndarray
        Shape (candidates, n, horizon) [unit of the series], 0 or more.
    scale : numpy.ndarray
        Mean absolute one-step error of the last two seasons, shape (n,) [unit of the series].
    """

    names: list[str]
    forecasts: np.ndarray
    scale: np.ndarray


def candidates(
    values: np.ndarray, usual: np.ndarray, design: Design, resolution: str, turn: int
) -> Candidates:
    """Return the forecasts of every candidate.

    Parameters
    ----------
    values : numpy.ndarray
        History, shape (n, length), what the level follows; NaN where there is none.
    usual : numpy.ndarray
        The same with NaN also where a period must not shape the season.
    design : Design
        Seasonal columns for history and horizon.
    resolution : str
        ``year`` to ``day``.
    turn : int
        Periods in one turn of the season [periods].
    """
    mean = np.nanmean(values, axis=1, keepdims=True)
    mean = np.where(mean > 0, mean, 1.0)
    names, forecasts, scales = [], [], []
    for family in FAMILIES:
        scaled, ordinary = _into(values / mean, family), _into(usual / mean, family)
        pattern = _pattern(ordinary, design, resolution, turn)
        level, scale = _levels(scaled - pattern[:, : values.shape[1]], pattern, resolution, turn)
        for name, forecast in level.items():
            names.append(f"{family} {name}")
            forecasts.append(_back(forecast, family) * mean)
        scales.append(scale * mean[:, 0])
    return Candidates(names, np.maximum(np.stack(forecasts), 0.0), scales[0])


def _into(shares: np.ndarray, family: str) -> np.ndarray:
    return np.log(np.maximum(shares, _FLOOR)) if family == "log" else shares


def _back(shares: np.ndarray, family: str) -> np.ndarray:
    return np.exp(shares) if family == "log" else shares


def _pattern(values: np.ndarray, design: Design, resolution: str, turn: int) -> np.ndarray:
    """Return the shrunk season over history and horizon, shape (n, length + horizon)."""
    length = values.shape[1]
    columns = design.columns
    if not columns.shape[1]:
        return np.zeros((len(values), len(columns)))
    fit = season.least_squares(values, np.hstack([columns[:length], trend(length, resolution)]))
    own = (~np.isnan(values)).sum(axis=1) >= 2 * turn
    pattern = np.zeros((len(values), len(columns)))
    for block in design.blocks.values():
        part = columns[:, block]
        metric = part.T @ part / len(part)
        pattern += season.shrunk(fit, block, metric, own=own) @ part.T
    return pattern


def _levels(
    plain: np.ndarray, pattern: np.ndarray, resolution: str, turn: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the forecasts by level, season put back, and the scale of one-step errors."""
    horizon = pattern.shape[1] - plain.shape[1]
    ahead = pattern[:, plain.shape[1] :]
    start = levels.starting_level(plain, turn)
    alphas = _ALPHAS[resolution]
    last, errors = levels.exponential_path(plain, alphas, start)
    steady = last.mean(axis=1)[:, None]
    third = max(len(alphas) // 3, 1)
    slope = levels.drift(plain)[:, None] * np.arange(1, horizon + 1)
    found = {
        "slow": last[:, :third].mean(axis=1)[:, None] + ahead,
        "middle": last[:, third:-third].mean(axis=1)[:, None] + ahead,
        "fast": last[:, -third:].mean(axis=1)[:, None] + ahead,
        "even": steady + ahead,
        "theta": steady + slope / 2 + ahead,
    }
    if resolution in _BETAS:
        grid = [(a, b, p) for a in alphas[1:] for b in _BETAS[resolution] for p in _DAMPING]
        found["trend"] = levels.damped(plain, np.array(grid), start, horizon).mean(axis=2) + ahead
        found["mix"] = (found["even"] + found["theta"] + found["trend"]) / 3
    recent = np.abs(errors[-2 * max(turn, 4) :]).mean(axis=2)
    return found, np.nan_to_num(np.nanmean(recent, axis=0))
