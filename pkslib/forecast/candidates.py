"""The candidate forecasts of a group: two families of season, several levels in each.

In the additive family a series is divided by its mean and the season added; in the logarithmic
one the season multiplies. Which of them serve a group is for the back-test to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pkslib.forecast import levels, season
from pkslib.forecast.arrays import Floats
from pkslib.forecast.design import Design

FAMILIES = ("add", "log")
# A logarithm of nothing is no number: a month at less than this share of the mean counts as it.
_FLOOR = 0.02
# Seasons that count as recent when the one-step error is measured.
_RECENT = 2


@dataclass(frozen=True)
class Candidates:
    """Forecasts of every candidate for every series.

    Attributes
    ----------
    names : list of str
        Such as ``add even`` or ``log theta``.
    forecasts : numpy.ndarray
        Shape (candidates, n, horizon) [unit of the series], 0 or more.
    scale : numpy.ndarray
        Recent mean absolute one-step error, shape (n,) [unit of the series].
    """

    names: list[str]
    forecasts: Floats
    scale: Floats


def candidates(values: Floats, usual: Floats, design: Design, resolution: str) -> Candidates:
    """Return the forecasts of every candidate.

    Parameters
    ----------
    values : numpy.ndarray
        History that the level follows, shape (n, length); NaN where there is none.
    usual : numpy.ndarray
        The same with NaN also where a period must not shape the season.
    design : Design
        Seasonal columns for history and horizon.
    resolution : str
        ``year`` to ``day``.
    """
    n, length = values.shape
    mean = np.maximum(_mean(values), 0)[:, None]
    mean = np.where(mean > 0, mean, 1.0)
    shares, ordinary = values / mean, usual / mean
    pattern = np.vstack(
        [season.pattern(_into(ordinary, family), design, resolution) for family in FAMILIES]
    )
    plain = np.vstack([_into(shares, family) for family in FAMILIES]) - pattern[:, :length]
    horizon = pattern.shape[1] - length
    found, errors = levels.forecasts(plain, resolution, design.turn, horizon)
    stacked = np.stack(list(found.values())) + pattern[:, length:]
    ahead = np.concatenate([stacked[:, :n], np.exp(np.minimum(stacked[:, n:], _HIGH))])
    names = [f"{family} {name}" for family in FAMILIES for name in found]
    recent = _mean(np.abs(errors[:n, -_RECENT * max(design.turn, 4) :]))
    return Candidates(names, np.maximum(ahead, 0.0) * mean, recent * mean[:, 0])


# Keeps the logarithmic family finite: e³, twenty times the mean.
_HIGH = 3.0


def _into(shares: Floats, family: str) -> Floats:
    return np.log(np.maximum(shares, _FLOOR)) if family == "log" else shares


def _mean(values: Floats) -> Floats:
    """Return the mean of the outcomes there are, 0 where there is none, shape (n,)."""
    seen = ~np.isnan(values)
    total: Floats = np.where(seen, values, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return total
