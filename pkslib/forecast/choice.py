"""The rolling back-test: where it stands, what it chooses, which calendar it keeps.

All choices are made for a group of series together: what one series says about the best method
for it is mostly chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pkslib import periods
from pkslib.forecast import calendar, levels, season
from pkslib.forecast.arrays import Days, Floats
from pkslib.forecast.candidates import FAMILIES, mean_or_one
from pkslib.forecast.design import PER_YEAR, Design, seasonal
from pkslib.forecast.findings import Treated
from pkslib.forecast.panel import Panel

# Origins at most: for a group, for fewer series than that of them, and for years, where all
# series of a country rise and fall together and four years say little.
_ORIGINS, _FEW, _MANY, _YEARS = 4, 10, 8, 12
# Periods of history an origin must have, and share of the whole: a forecast from much less than
# today's history says little about today's.
_TRAINING = {"year": 8, "quarter": 10, "month": 24, "week": 130, "day": 91}
_SHARE = 0.4
# A candidate whose error is this share more than another's counts for 1/e of it, where there are
# series enough; with fewer, so many series together must say it for that. Under ten no series can
# be kept from choosing for the others, and their few origins are all there is.
_STEEP, _SAY = 0.02, 0.5
# What is known of the levels beforehand (logarithm of the weight), as far as the series are too
# few to tell: those that follow a trend all the way, or nothing at all, must show that they serve.
_BEFORE = dict.fromkeys(("drift", "slope", "year"), -2.0)
# How far one series can differ from the middle one (median absolute deviations).
_CLIP = 3.0
# Series count as alike within so much of noise and season (logarithms); so many pairs are
# compared at most, and so much is believed of what the group says as a whole (pairs).
_ALIKE, _PAIRS, _GROUP = 0.4, 3000, 5.0
# What stands where the history is too short for a back-test: the whole grid of levels, no trend;
# years go on as they went.
_DEFAULT = tuple(f"{family} even" for family in FAMILIES)
_YEARLY = ("add trend", "add drift", "log trend", "log drift")
_FLAT = [f"{family} {level}" for family in FAMILIES for level in ("slow", "middle", "fast", "even")]
# Share of the error that a part of the calendar must take away to be believed in full, the more
# the fewer the series under forty, and how far one series counts in it.
_GAIN, _SERIES_GAIN, _CALENDAR_CLIP = 0.01, 0.4, 0.03
# Latest years, or else origins, that the calendar is judged by.
_RECENT = 2


class Test(NamedTuple):
    """What the candidates missed by at one origin of one panel.

    Attributes
    ----------
    misses : numpy.ndarray
        Outcome − forecast, shape (candidates, n, horizon); NaN where unknown.
    unit : numpy.ndarray
        What errors are divided by, shape (n,) [unit of the series].
    traits : numpy.ndarray
        What was like what then, shape (n, 3).
    """

    misses: Floats
    unit: Floats
    traits: Floats


def origins(treated: Treated, horizon: int) -> list[int]:
    """Return how many periods before the end the back-test stands, latest first.

    A whole season apart for months and quarters; a horizon apart for others, whose season is
    smooth, short or none.
    """
    panel = treated.panel
    apart = panel.season if panel.resolution in ("month", "quarter") else horizon
    first = -(-horizon // apart) * apart
    count = _MANY if len(panel.values) < _FEW else _ORIGINS
    count = _YEARS if panel.resolution == "year" else count
    length = panel.values.shape[1]
    backs = range(first, first + count * apart, apart)
    begun = int(np.median((~np.isnan(treated.values)).argmax(axis=1)))
    least = max(_TRAINING[panel.resolution], _SHARE * (length - begun))
    return [back for back in backs if length - begun - back >= least]


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
    names: list[str], tests: Sequence[Test], traits: Floats, resolution: str, *, flat: bool = False
) -> Floats:
    """Return the weights of the candidates for each series, falling with their back-test error.

    The errors of series alike in noise and season count most. Every series counts with how its
    candidates compare, within limits, so that none decides for the others.

    Parameters
    ----------
    names : list of str
        Of the candidates.
    tests : sequence of Test
        One for each origin of each panel of the pool.
    traits : numpy.ndarray
        Of the series that weights are wanted for, shape (n, 3).
    resolution : str
        ``year`` to ``day``.
    flat : bool
        Only levels without trend: the season of the whole history knows its trend too.

    Returns
    -------
    numpy.ndarray
        Shape (n, candidates), summing to one.
    """
    usual = _YEARLY if resolution == "year" else _DEFAULT
    known = np.isin(names, usual)
    default: Floats = known / max(known.sum(), 1)
    compared, alike = _compared(tests, resolution)
    if not len(compared):
        return np.tile(default, (len(traits), 1))
    parts = np.array_split(traits, max(len(traits) // 1000, 1))
    error = np.vstack([_likely(part, compared, alike) for part in parts])
    error = np.where(np.isnan(error), np.inf, error)
    if flat:
        error = np.where(np.isin(names, _FLAT), error, np.inf)
    series = max(len(test.unit) for test in tests)
    steep = steepness(series)
    before = np.array([_BEFORE.get(name.split()[-1], 0.0) for name in names])
    logs = (1 - steep * _STEEP) * before - steep * error
    weight = np.exp(logs - logs.max(axis=1, keepdims=True))
    chosen: Floats = weight / weight.sum(axis=1, keepdims=True)
    return chosen


def steepness(series: int) -> float:
    """Return how fast a weight falls with the error, for so many series that tell of it."""
    return min(1 / _STEEP, max(series, _FEW) / _SAY)


def _compared(tests: Sequence[Test], resolution: str) -> tuple[Floats, Floats]:
    """Return how the candidates compare (pairs, candidates), and traits (pairs, 3), of each pair.

    A pair is a series at an origin; the comparison is the logarithm of its error with a
    candidate over that with the middle one. All series of a country turn in the same years: what
    is missed by most there counts most.
    """
    found, sizes, traits = [], [], []
    for test in tests:
        known = np.isfinite(test.misses[0])
        count = known.sum(axis=1)
        size = np.where(known, np.abs(test.misses), 0.0).sum(axis=2)
        told = (count > 0) & (test.unit > 0) & (size > 0).all(axis=0)
        if not told.any():
            continue
        logs = np.log(size[:, told]).T
        told_of = np.isfinite(logs).all(axis=0)
        middle = np.median(logs[:, told_of], axis=1, keepdims=True)
        change = logs - middle
        found.append(np.expm1(change) if resolution == "year" else change)
        sizes.append(np.exp(middle) / (test.unit * count)[told, None])
        traits.append(test.traits[told])
    if not found:
        return np.empty((0, 0)), np.empty((0, 3))
    compared, alike = np.concatenate(found), np.concatenate(traits)
    if resolution == "year":
        size = np.concatenate(sizes)
        compared *= np.minimum(size / np.median(size), _CLIP)
    # A candidate that could not forecast at some origin is not compared at all.
    compared[:, ~np.isfinite(compared).all(axis=0)] = np.nan
    middle = np.median(compared, axis=0)
    reach = _CLIP * np.median(np.abs(compared - middle), axis=0) + 1e-9
    compared = np.clip(compared, middle - reach, middle + reach)
    some = slice(None, None, -(-len(compared) // _PAIRS) or 1)
    return compared[some], alike[some]


def _likely(traits: Floats, compared: Floats, alike: Floats) -> Floats:
    """Return the error to expect of each candidate for each series, shape (n, candidates)."""
    near = _near(traits, alike)
    told = near @ compared + _GROUP * compared.mean(axis=0)
    likely: Floats = told / (near.sum(axis=1) + _GROUP)[:, None]
    return likely


def _near(traits: Floats, others: Floats) -> Floats:
    """Return how much each other pair counts for each series, shape (n, pairs)."""
    here, there = traits / _ALIKE, others / _ALIKE
    # |a − b|² / 2 as a product of matrices: a quarter of all time went here.
    apart = (here**2).sum(axis=1)[:, None] / 2 + (there**2).sum(axis=1) / 2 - here @ there.T
    near: Floats = np.exp(-apart)
    return near


def mean_change(treated: Treated) -> Floats:
    """Return the mean absolute change over a season, NaN where nothing changed, shape (n,).

    What is left out is left out; a level shift is a change like any other.
    """
    turn, values = treated.panel.season, treated.values
    change = np.abs(values[:, turn:] - values[:, :-turn])
    known = np.isfinite(change)
    total = np.where(known, change, 0.0).sum(axis=1)
    return np.where(total > 0, total / np.maximum(known.sum(axis=1), 1), np.nan)


def designs(
    parts: Sequence[Treated], horizon: int, backs: Sequence[list[int]], country: str | None
) -> tuple[list[Design], dict[str, float]]:
    """Return the columns of the season of each panel, with those parts of the calendar that help.

    Parameters
    ----------
    parts : sequence of Treated
        Histories of one resolution, judged together.
    horizon : int
        Periods ahead.
    backs : sequence of list of int
        Origins of each; where none has any, no calendar is kept.
    country : str or None
        Whose calendar to try.

    Returns
    -------
    tuple of list of Design and dict of str to float
        The columns, and the share of the back-test error that each part kept took away.
    """
    spans = [_spans(treated.panel, horizon) for treated in parts]
    kind = parts[0].panel.resolution
    best = [seasonal(starts[:-1], kind) for starts in spans]
    kept: dict[str, float] = {}
    if country is None or not any(backs):
        return best, kept
    told = [calendar.columns(starts[:-1], starts[1:], kind, country) for starts in spans]
    least = _errors(parts, best, horizon, backs)
    for name in told[0]:
        if not all(np.ptp(one[name], axis=0).all() for one in told):
            continue  # years the calendar knows nothing about
        error = _errors(parts, _having(best, name, told), horizon, backs)
        gain = -_mean_change(least, error, _CALENDAR_CLIP)
        if gain > 0:
            kept[name] = 1 - float(np.exp(_mean_change(least, error, np.inf)))
            enough = max(_GAIN, _SERIES_GAIN / len(least))
            best = _having(best, name, told, min(gain / enough, 1.0))
            least = error
    return best, kept


def _spans(panel: Panel, horizon: int) -> Days:
    """Return the first day of every period of history and horizon, and the first day after."""
    labels = [*panel.labels, *panel.future(horizon + 1)]
    starts: Days = np.array([periods.start(label) for label in labels], dtype="datetime64[D]")
    if panel.resolution == "week":
        # A date names the week, Monday to Sunday, that it lies in: the first day or the last.
        starts -= (starts.astype(np.int64) + 3) % 7
    return starts


def _having(
    best: list[Design], name: str, told: list[dict[str, Floats]], trust: float = 1.0
) -> list[Design]:
    """Return the columns of each panel with one part of the calendar more."""
    return [one.having(name, parts[name], trust) for one, parts in zip(best, told, strict=True)]


def _mean_change(before: Floats, after: Floats, most: float) -> float:
    """Return the mean logarithm of the error after over that before, each within so much."""
    told = (before > 0) & (after > 0)
    if not told.any():
        return 0.0
    change = np.log(after[told] / before[told])
    return float(np.clip(change, -most, most).mean())


def _errors(
    parts: Sequence[Treated], best: list[Design], horizon: int, backs: Sequence[list[int]]
) -> Floats:
    """Return each series' absolute error of season and one plain level, NaN for none, (n,)."""
    return np.concatenate([_error(*each, horizon) for each in zip(parts, best, backs, strict=True)])


def _error(treated: Treated, whole: Design, backs: list[int], horizon: int) -> Floats:
    """Return the errors of one panel over its last whole years, or else its latest origins."""
    panel, length = treated.panel, treated.usual.shape[1]
    year = PER_YEAR[panel.resolution] * (panel.season if panel.resolution == "day" else 7) // 7
    least = _TRAINING[panel.resolution]
    if years := [back for back in (year, 2 * year) if length - back >= least]:
        backs, horizon = years, year
    mean = mean_or_one(treated.values)[:, None]
    missed = [np.full((len(mean), horizon), np.nan)]
    for back in backs[:_RECENT]:
        values, usual = treated.until(length - back)
        pattern = season.pattern(usual / mean, whole.until(length - back + horizon))
        plain = values / mean - pattern[:, : length - back]
        level = levels.last_level(plain, whole.resolution, panel.season)[:, None]
        outcome = treated.usual[:, length - back : length - back + horizon] / mean
        missed.append(np.abs(outcome - level - pattern[:, length - back :]))
    stacked = np.stack(missed)
    known = np.isfinite(stacked)
    total = np.where(known, stacked, 0.0).sum(axis=(0, 2))
    found: Floats = np.where(known.any(axis=(0, 2)), total, np.nan)
    return found
