"""The candidate forecasts of a group: two families of season, several levels in each.

In the additive family a series is divided by its mean and the season added; in the logarithmic
one the season multiplies. Which of them serve a group is for the back-test to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pkslib.forecast import levels, season
from pkslib.forecast.arrays import Floats
from pkslib.forecast.design import Design
from pkslib.forecast.panel import Panel

FAMILIES = ("add", "log")
# One family where both do the same.
SMOOTH = ("week", "day")
LAST_YEAR = "last year"
# Turns of the season that the recent families are fitted on.
_TURNS = 5
# A logarithm of nothing is no number: a month at less than this share of the mean counts as it.
_FLOOR = 0.02
# Keeps the logarithmic family finite: e³, twenty times the mean.
_HIGH = 3.0
# Seasons that count as recent when the one-step error is measured.
_RECENT = 2


@dataclass(frozen=True)
class Candidates:
    """Forecasts of every candidate for every series.

    Attributes
    ----------
    names : list of str
        Such as ``add even`` or ``log recent slope``, and ``last year``.
    forecasts : numpy.ndarray
        Shape (candidates, n, horizon) [unit of the series], 0 or more.
    scale : numpy.ndarray
        Recent mean absolute one-step error, shape (n,) [unit of the series].
    traits : numpy.ndarray
        What tells which series are alike: logarithms of noise, season and rise to come in shares
        of the mean, shape (n, 3).
    """

    names: list[str]
    forecasts: Floats
    scale: Floats
    traits: Floats


def candidates(
    known: Sequence[tuple[Floats, Floats]], designs: Sequence[Design], turn: int, *, recent: bool
) -> list[Candidates]:
    """Return the forecasts of every candidate for panels whose season is fitted together.

    Parameters
    ----------
    known : sequence of tuple of numpy.ndarray
        History that the level follows, shape (n, length), NaN where there is none; and the same
        with NaN also where a period must not shape the season.
    designs : sequence of Design
        Seasonal columns for history and horizon.
    turn : int
        Periods in one turn of the season [periods].
    recent : bool
        Also on the season of the last five turns.
    """
    means = [mean_or_one(values)[:, None] for values, _ in known]
    ordinary = [usual / mean for (_, usual), mean in zip(known, means, strict=True)]
    found = seasons(ordinary, designs)
    if recent:
        late = seasons(ordinary, designs, _TURNS * turn)
        found = [np.vstack(both) for both in zip(found, late, strict=True)]
    return [
        on_season(values, mean, pattern, design.resolution, turn)
        for (values, _), mean, pattern, design in zip(known, means, found, designs, strict=True)
    ]


def has_recent(panel: Panel) -> bool:
    """Return whether a history is so long that its last years may have a season of their own."""
    long = panel.values.shape[1] > (_TURNS + 1 / 2) * panel.season
    return long and panel.resolution in ("month", "quarter")


def seasons(
    ordinary: Sequence[Floats], designs: Sequence[Design], periods: int | None = None
) -> list[Floats]:
    """Return the season of every series in each family, shape (2 n, length + horizon) a panel.

    Parameters
    ----------
    ordinary : sequence of numpy.ndarray
        Outcomes in shares of the mean, shape (n, length).
    designs : sequence of Design
        Seasonal columns for history and horizon.
    periods : int, optional
        Latest periods that the season is fitted on.
    """
    families = [
        season.patterns([_into(one, family) for one in ordinary], designs, periods)
        for family in _families(designs[0].resolution)
    ]
    return [np.vstack(both) for both in zip(*families, strict=True)]


def on_season(
    values: Floats, mean: Floats, pattern: Floats, resolution: str, turn: int
) -> Candidates:
    """Return the forecasts of every candidate on a season that is known.

    Parameters
    ----------
    values : numpy.ndarray
        History that the level follows, shape (n, length); NaN where there is none.
    mean : numpy.ndarray
        What the season is given in shares of, shape (n, 1) [unit of the series].
    pattern : numpy.ndarray
        As from :func:`seasons`, over history and horizon; once more below for recent seasons.
    resolution : str
        ``year`` to ``day``.
    turn : int
        Periods in one turn of the season [periods].
    """
    n, length = values.shape
    families = _families(resolution)
    kinds = [*families, *(f"{family} recent" for family in families)][: len(pattern) // n]
    shares = [_into(values / mean, kind) for kind in kinds]
    plain = np.vstack(shares) - pattern[:, :length]
    found = levels.forecasts(plain, resolution, turn, pattern.shape[1] - length)
    stacked = np.stack(list(found.values())) + pattern[:, length:]
    parts = np.split(stacked, len(kinds), axis=1)
    ahead = np.concatenate(
        [np.exp(np.minimum(part, _HIGH)) if kind.startswith("log") else part
         for kind, part in zip(kinds, parts, strict=True)]
    )  # fmt: skip
    names = [*(f"{kind} {name}" for kind in kinds for name in found), LAST_YEAR]
    noise = recent_error(plain[:n], resolution, turn)
    size = np.sqrt((pattern[:n] ** 2).mean(axis=1))
    rise = np.abs(found.get("slope", found["theta"])[:n] - found["even"][:n]).mean(axis=1)
    # Years rise and fall with the country, not with the series.
    traits = np.log(np.column_stack([noise, size, rise * (turn > 1)]) + _FLOOR)
    last = last_year(values, turn, ahead.shape[2])[None]
    ahead = np.concatenate([np.maximum(ahead, 0.0) * mean, last])
    return Candidates(names, ahead, noise * mean[:, 0], traits)


def _families(resolution: str) -> tuple[str, ...]:
    return FAMILIES[:1] if resolution in SMOOTH else FAMILIES


def recent_error(plain: Floats, resolution: str, turn: int) -> Floats:
    """Return the mean absolute one-step error of the last two seasons, shape (n,).

    Before a series began, and where nothing was reported, nothing was missed by; a series without
    an outcome in those seasons has its mean over all of them.
    """
    filled, start = levels.bridged(plain, turn)
    errors = np.abs(levels.one_step_errors(filled, start, levels.ALPHAS[resolution][2]))
    late = slice(-_RECENT * max(turn, 4), None)
    seen = ~np.isnan(plain[:, late])
    seen |= ~seen.any(axis=1, keepdims=True)
    recent: Floats = np.where(seen, errors[:, late], 0.0).sum(axis=1) / seen.sum(axis=1)
    return recent


def last_year(values: Floats, turn: int, horizon: int) -> Floats:
    """Return the last season again, its own gaps filled by its mean, shape (n, horizon).

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length); NaN where there is none.
    turn : int
        Periods in one turn of the season [periods].
    horizon : int
        Periods ahead.
    """
    short = max(turn - values.shape[1], 0)
    last = np.pad(values, ((0, 0), (short, 0)), constant_values=np.nan)[:, -turn:]
    filled = np.where(np.isnan(last), mean_or_one(last)[:, None], last)
    return np.tile(filled, (1, -(-horizon // turn)))[:, :horizon]


def _into(shares: Floats, family: str) -> Floats:
    return np.log(np.maximum(shares, _FLOOR)) if family.startswith("log") else shares


def mean_or_one(values: Floats) -> Floats:
    """Return the mean of the outcomes there are, or 1 where it is 0, shape (n,)."""
    seen = ~np.isnan(values)
    mean = np.where(seen, values, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return np.where(mean > 0, mean, 1.0)
