"""From a panel to forecasts with errors: rolling back-test, choice, combination.

The same fit is made at the end of the history and at up to four earlier origins, a season apart.
What it then missed by chooses among the candidates for the group as a whole (the three best,
averaged), and measures the uncertainty. A history too short for that takes a fixed combination.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pkslib import periods
from pkslib.forecast import calendar, design, levels, season
from pkslib.forecast.arrays import Floats
from pkslib.forecast.candidates import FAMILIES, Candidates, candidates
from pkslib.forecast.findings import Treated
from pkslib.forecast.panel import Panel
from pkslib.language import mark

POOLED = mark("pooled")
SHORT = mark("short")
INTERMITTENT = mark("intermittent")
CONSTANT = mark("constant")
ZERO = mark("zero")
_ORIGINS = 4
# A candidate that errs by this share more than the best counts for 1/e of it.
_STEEP = 0.025
# Seasons of history an origin must have, and the history below which no choice is made.
_TRAINING = 2.5
_DEFAULT = tuple(f"{family} {level}" for family in FAMILIES for level in ("even", "theta", "trend"))
# With more than this share of empty periods a series counts as intermittent.
_EMPTY = 0.5


@dataclass(frozen=True)
class Fitted:
    """Forecasts of one panel and what the back-test says about them.

    Attributes
    ----------
    treated : Treated
        The history.
    labels : list of str
        Forecast periods.
    mean : numpy.ndarray
        Shape (n, horizon) [unit of the series].
    scale : numpy.ndarray
        Recent mean absolute one-step error, shape (n,) [unit of the series].
    errors : numpy.ndarray
        Outcome − forecast at the back-test origins, latest first, shape (origins, n, horizon);
        NaN where there is no outcome to compare with.
    scales : numpy.ndarray
        Scale at each origin, shape (origins, n).
    methods : numpy.ndarray
        Method of each series, shape (n,).
    origins : list of int
        How many periods before the end each origin stands.
    calendar : dict of str to float
        Parts of the calendar kept, and the share of the back-test error each took away.
    """

    treated: Treated
    labels: list[str]
    mean: Floats
    scale: Floats
    errors: Floats
    scales: Floats
    methods: Floats
    origins: list[int]
    calendar: dict[str, float]

    @property
    def panel(self) -> Panel:
        """The history as read."""
        return self.treated.panel

    @property
    def certain(self) -> Floats:
        """Series that never vary, whose uncertainty cannot be judged, shape (n,)."""
        return np.isin(self.methods, (ZERO, CONSTANT))


def fitted(treated: Treated, horizon: int, country: str | None = None) -> Fitted:
    """Fit a treated panel.

    Parameters
    ----------
    treated : Treated
        The history with what is to be left out.
    horizon : int
        Periods ahead.
    country : str, optional
        Whose calendar to try; None tries none.
    """
    panel = treated.panel
    length = panel.values.shape[1]
    origins = _origins(length, horizon, max(panel.season, 1))
    whole, kept = calendar_choice(treated, horizon, origins, country)
    runs = [
        candidates(
            *treated.until(length - back), whole.until(length - back + horizon), panel.resolution
        )
        for back in (0, *origins)
    ]
    now, past = runs[0], runs[1:]
    misses = [
        _misses(run, treated.usual, horizon, back) for run, back in zip(past, origins, strict=True)
    ]
    kinds = _kinds(panel)
    weights = _weights(now.names, misses, panel)
    slow = now.names.index("add slow")
    weights = np.where((kinds == INTERMITTENT)[:, None], np.eye(len(weights))[slow], weights)
    mean = _combined(now.forecasts, weights)
    errors = np.array([_combined(miss, weights) for miss in misses]).reshape(-1, *mean.shape)
    scales = np.array([run.scale for run in past]).reshape(len(past), len(mean))
    labels = panel.future(horizon)
    return _settled(Fitted(treated, labels, mean, now.scale, errors, scales, kinds, origins, kept))


def _origins(length: int, horizon: int, turn: int) -> list[int]:
    """Return how many periods before the end the back-test stands, latest first."""
    first = -(-horizon // turn) * turn
    least = max(_TRAINING * turn, 8)
    return [back for back in range(first, first + _ORIGINS * turn, turn) if length - back >= least]


def _misses(run: Candidates, usual: Floats, horizon: int, back: int) -> Floats:
    """Return outcome − forecast of every candidate, shape (candidates, n, horizon)."""
    first = usual.shape[1] - back
    missed: Floats = usual[None, :, first : first + horizon] - run.forecasts
    return missed


def _weights(names: list[str], misses: list[Floats], panel: Panel) -> Floats:
    """Return the weights of the candidates, falling steeply with their back-test error."""
    if not misses:
        return np.isin(names, _DEFAULT) / len(_DEFAULT)
    turn = max(panel.season, 1)
    change = np.abs(panel.values[:, turn:] - panel.values[:, :-turn])
    unit = np.nanmean(change, axis=1)
    ratios = np.stack(misses) / np.where(unit > 0, unit, np.nan)[:, None]
    score = np.nanmean(np.abs(ratios), axis=(0, 2, 3))
    weight = np.exp(-(score / score.min() - 1) / _STEEP)
    return weight / weight.sum()


def _combined(found: Floats, weights: Floats) -> Floats:
    """Return the weighted mean over candidates, shape (n, horizon)."""
    return np.einsum("cnh,nc->nh", found, weights)


def _kinds(panel: Panel) -> Floats:
    """Return the method each series calls for, shape (n,)."""
    values = panel.values
    seen = (~np.isnan(values)).sum(axis=1)
    empty = (values == 0).sum(axis=1)
    kinds = np.full(len(values), POOLED, dtype=object)
    kinds[empty > _EMPTY * seen] = INTERMITTENT
    kinds[seen < 2 * panel.season] = SHORT
    kinds[np.nanmax(values, axis=1) == np.nanmin(values, axis=1)] = CONSTANT
    kinds[empty == seen] = ZERO
    return kinds


def _settled(fit: Fitted) -> Fitted:
    """Return the fit with series that never vary repeated as they are."""
    last = np.nanmax(fit.panel.values, axis=1)
    mean = np.where(fit.certain[:, None], last[:, None], fit.mean)
    scale = np.where(fit.certain, 0.0, fit.scale)
    errors = np.where(fit.certain[:, None], np.nan, fit.errors)
    return replace(fit, mean=mean, scale=scale, errors=errors)


def calendar_choice(treated, horizon, origins, country):
    panel = treated.panel
    labels = [*panel.labels, *panel.future(horizon + 1)]
    starts = np.array([periods.start(label) for label in labels], dtype="datetime64[D]")
    parts = design.seasonal(starts[:-1], panel.resolution)
    kept = {}
    make = lambda p: design.gathered(p, len(starts) - 1, panel.resolution)
    if country is None or not origins:
        return make(parts), kept
    best = _quick(treated, make(parts), origins, horizon)
    for name, cols in calendar.columns(starts[:-1], starts[1:], panel.resolution, country).items():
        e = _quick(treated, make(parts | {name: cols}), origins, horizon)
        if e < best:
            kept[name] = 1 - e / best
            best = e
            parts = parts | {name: cols}
    return make(parts), kept


def _quick(treated, whole, origins, horizon):
    """Mean abs scaled error of a single level."""
    tot = []
    mean = np.nanmean(treated.values, axis=1, keepdims=True)
    mean = np.where(mean > 0, mean, 1)
    for back in origins:
        length = treated.usual.shape[1] - back
        v, u = treated.until(length)
        pat = season.pattern(u / mean, whole.until(length + horizon), treated.panel.resolution)
        plain = v / mean - pat[:, :length]
        a = levels._ALPHAS[treated.panel.resolution][2]
        lev = levels.smooth(
            plain, np.array([[a, 0, 1.0]]), levels.starting_level(plain, whole.turn)
        ).level
        e = treated.usual[:, length : length + horizon] / mean - lev - pat[:, length:]
        tot.append(np.nanmean(np.abs(e)))
    return np.mean(tot)
