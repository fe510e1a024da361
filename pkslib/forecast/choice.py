"""The rolling back-test: where it stands, what it chooses, which calendar it keeps.

All choices are made for a group of series together: what one series says about the best method
for it is mostly chance.
"""

from __future__ import annotations

import numpy as np

from pkslib import periods
from pkslib.forecast import calendar, levels, season
from pkslib.forecast.arrays import Floats
from pkslib.forecast.candidates import FAMILIES, mean_or_one
from pkslib.forecast.design import Design, seasonal
from pkslib.forecast.findings import Treated
from pkslib.forecast.panel import Panel

# Origins at most: for a group, for fewer series than that of them, and for years, where all
# series of a country rise and fall together and four years say little.
_ORIGINS, _FEW, _MANY, _YEARS = 4, 10, 8, 12
# Periods of history an origin must have, and share of the whole: a forecast from much less than
# today's history says little about today's.
_TRAINING = {"year": 8, "quarter": 10, "month": 24, "week": 130, "day": 91}
_SHARE = 0.4
# A candidate that errs by this share more than the best counts for 1/e of it: between 0.02 and
# 0.05 all the same on rolling origins of Scottish departments and simulated series.
_STEEP = 0.025
# What stands where the history is too short for a back-test: the whole grid of levels, no trend.
_DEFAULT = tuple(f"{family} even" for family in FAMILIES)
_FLAT = [f"{family} {level}" for family in FAMILIES for level in ("slow", "middle", "fast", "even")]


def origins(panel: Panel, horizon: int) -> list[int]:
    """Return how many periods before the end the back-test stands, latest first.

    A whole season apart for months and quarters; a horizon apart for others, whose season is
    smooth, short or none.
    """
    apart = panel.season if panel.resolution in ("month", "quarter") else horizon
    first = -(-horizon // apart) * apart
    count = _MANY if len(panel.values) < _FEW else _ORIGINS
    count = _YEARS if panel.resolution == "year" else count
    length = panel.values.shape[1]
    backs = range(first, first + count * apart, apart)
    least = max(_TRAINING[panel.resolution], _SHARE * length)
    return [back for back in backs if length - back >= least]


def level_origin(panel: Panel, horizon: int) -> int | None:
    """Return how many periods before the end the level alone is tested, None for nowhere.

    Where no back-test has history enough to fit a season on, the season of the whole history is
    taken for known.
    """
    turn, length = panel.season, panel.values.shape[1]
    back = turn if panel.resolution in ("month", "quarter") else horizon
    enough = turn > 1 and length >= max(2 * turn, back + turn)
    return back if enough else None


def weights(
    names: list[str], misses: list[Floats], treated: Treated, *, flat: bool = False
) -> Floats:
    """Return the weights of the candidates, falling steeply with their back-test error.

    Parameters
    ----------
    names : list of str
        Of the candidates.
    misses : list of numpy.ndarray
        Outcome − forecast at each origin, shape (candidates, n, horizon); NaN where unknown.
    treated : Treated
        The history, for the mean change over a season that errors are divided by.
    flat : bool
        Only levels without trend: the season of the whole history knows its trend too.

    Returns
    -------
    numpy.ndarray
        Shape (candidates,), summing to one.
    """
    default: Floats = np.isin(names, _DEFAULT) / len(_DEFAULT)
    if not misses:
        return default
    unit = mean_change(treated)
    ratios = np.abs(np.stack(misses)) / unit[:, None]
    known = np.isfinite(ratios)
    if not known.any():
        return default
    total = np.where(known, ratios, 0.0).sum(axis=(0, 2, 3))
    if flat:
        total = np.where(np.isin(names, _FLAT), total, np.inf)
    weight = np.exp(-(total / max(total.min(), 1e-12) - 1) / _STEEP)
    chosen: Floats = weight / weight.sum()
    return chosen


def mean_change(treated: Treated) -> Floats:
    """Return the mean absolute change over a season, NaN where nothing changed, shape (n,).

    What is left out is left out; a level shift is a change like any other.
    """
    turn, values = treated.panel.season, treated.values
    change = np.abs(values[:, turn:] - values[:, :-turn])
    known = np.isfinite(change)
    total = np.where(known, change, 0.0).sum(axis=1)
    return np.where(total > 0, total / np.maximum(known.sum(axis=1), 1), np.nan)


def design(
    treated: Treated, horizon: int, backs: list[int], country: str | None
) -> tuple[Design, dict[str, float]]:
    """Return the columns of the season, with those parts of the calendar that help.

    Parameters
    ----------
    treated : Treated
        The history.
    horizon : int
        Periods ahead.
    backs : list of int
        Origins; with none, no calendar is kept.
    country : str or None
        Whose calendar to try.

    Returns
    -------
    tuple of Design and dict of str to float
        The columns, and the share of the back-test error that each part kept took away.
    """
    labels = [*treated.panel.labels, *treated.panel.future(horizon + 1)]
    starts = np.array([periods.start(label) for label in labels], dtype="datetime64[D]")
    if treated.panel.resolution == "week":
        # A date names the week, Monday to Sunday, that it lies in: the first day or the last.
        starts -= (starts.astype(np.int64) + 3) % 7
    best = seasonal(starts[:-1], treated.panel.resolution)
    kept: dict[str, float] = {}
    if country is None or not backs:
        return best, kept
    least = _error(treated, best, backs, horizon)
    parts = calendar.columns(starts[:-1], starts[1:], treated.panel.resolution, country)
    for name, columns in parts.items():
        if not np.ptp(columns, axis=0).all():
            continue  # years the calendar knows nothing about
        tried = best.having({name: columns})
        error = _error(treated, tried, backs, horizon)
        if error < least:
            kept[name] = 1 - error / least
            best, least = tried, error
    return best, kept


def _error(treated: Treated, whole: Design, backs: list[int], horizon: int) -> float:
    """Return the mean absolute error, in shares of the mean, of season and one plain level."""
    mean = mean_or_one(treated.values)[:, None]
    resolution, turn = whole.resolution, treated.panel.season
    missed = []
    for back in backs:
        length = treated.usual.shape[1] - back
        values, usual = treated.until(length)
        pattern = season.pattern(usual / mean, whole.until(length + horizon))
        plain = values / mean - pattern[:, :length]
        level = levels.last_level(plain, resolution, turn)[:, None]
        outcome = treated.usual[:, length : length + horizon] / mean
        missed.append(np.abs(outcome - level - pattern[:, length:]))
    known = np.array(missed)[np.isfinite(missed)]
    return float(known.mean()) if known.size else np.inf
