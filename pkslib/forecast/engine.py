"""From a panel to forecasts with errors: rolling back-test, choice, combination.

The same fit is made at the end of the history and at earlier origins. What it missed by there
weighs the candidates, for the group as a whole, and measures the uncertainty. Where history is
too short for that, the level alone is tested on the season of the whole history; shorter still,
a fixed combination and shipped uncertainty stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pkslib.forecast import choice, models, spread
from pkslib.forecast.arrays import Flags, Floats, Names
from pkslib.forecast.candidates import (
    LAST_YEAR,
    Candidates,
    candidates,
    has_recent,
    last_year,
    mean_or_one,
    on_season,
    seasons,
)
from pkslib.forecast.design import Design
from pkslib.forecast.findings import Treated
from pkslib.forecast.panel import Panel
from pkslib.language import mark

POOLED = mark("pooled")
WITH_MODELS = mark("pooled and models")
SHORT = mark("short")
INTERMITTENT = mark("intermittent")
CONSTANT = mark("constant")
ZERO = mark("zero")
CLOSED = mark("closed")
# Latest origins at which the full tier fits its models too.
_PROVEN = 2
# Errors on a known season are so much too small: between 1.2 and 1.4 on Scottish departments up to
# 2018 from 24 and 30 months, the same thinned, and simulated hospital counts.
_UNKNOWN = 1.3
# With more than this share of empty periods a series counts as intermittent.
_EMPTY = 0.5
# Last year takes over where it was nearer by more than this share, at so many outcomes of a series
# at an origin; how far one of them can count (logarithm).
_MARGIN, _ENOUGH, _REACH = 0.02, 30, 1.0


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
        What ratios are multiples of, shape (n,) [unit of the series].
    ratios : numpy.ndarray
        Errors in scales of all series of the pool, shape (origins, pool, horizon); they measure
        the uncertainty.
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
    plain : numpy.ndarray
        Series that the calendar is kept out of, shape (n,).
    """

    treated: Treated
    labels: list[str]
    mean: Floats
    scale: Floats
    ratios: Floats
    errors: Floats
    scales: Floats
    methods: Names
    origins: list[int]
    calendar: dict[str, float]
    plain: Flags

    def exchanged(self, rows: Flags, plain: Fitted) -> Fitted:
        """Return the fit with some series, shape (n,), from a fit without the calendar."""
        one, each = rows[:, None], rows[None, :, None]
        return replace(
            self,
            mean=np.where(one, plain.mean, self.mean),
            scale=np.where(rows, plain.scale, self.scale),
            errors=np.where(each, plain.errors, self.errors),
            scales=np.where(rows, plain.scales, self.scales),
            plain=rows,
        )

    @property
    def panel(self) -> Panel:
        """The history as read."""
        return self.treated.panel

    @cached_property
    def widths(self) -> Floats:
        """Quantiles of the error in scales, shape (grid, horizon)."""
        prior = spread.shipped(len(self.labels), self.panel.resolution)
        return spread.quantiles(self.ratios, prior)

    @property
    def certain(self) -> Flags:
        """Series that never vary, whose uncertainty cannot be judged, shape (n,)."""
        return np.isin(self.methods, (ZERO, CONSTANT, CLOSED))


@dataclass(frozen=True)
class _Tried:
    """A panel with what every candidate forecasts, and missed by at earlier origins."""

    treated: Treated
    backs: list[int]
    calendar: dict[str, float]
    now: Candidates
    scales: list[Floats]
    tests: list[choice.Test]


def fitted(parts: Sequence[Treated], horizon: int, country: str | None = None) -> list[Fitted]:
    """Fit treated panels; those of one kind share their season and are judged together.

    Parameters
    ----------
    parts : sequence of Treated
        Histories with what is to be left out.
    horizon : int
        Periods ahead.
    country : str, optional
        Whose calendar to try; None tries none.

    Returns
    -------
    list of Fitted
        One for each panel.
    """
    kinds = [(treated.panel.resolution, treated.panel.season) for treated in parts]
    found: dict[int, Fitted] = {}
    for kind in dict.fromkeys(kinds):
        places = [place for place, other in enumerate(kinds) if other == kind]
        tried = _tried([parts[place] for place in places], horizon, country)
        for past in (True, False):
            some = [(place, one) for place, one in zip(places, tried, strict=True)
                    if bool(one.scales) == past]  # fmt: skip
            fits = _judged([one for _, one in some], horizon) if some else []
            found |= {place: fit for (place, _), fit in zip(some, fits, strict=True)}
    return [found[place] for place in range(len(parts))]


def _tried(parts: Sequence[Treated], horizon: int, country: str | None) -> list[_Tried]:
    """Return the candidates of panels of one kind, now and at their origins."""
    turn = parts[0].panel.season
    backs = [choice.origins(treated, horizon) for treated in parts]
    wholes, calendar = choice.designs(parts, horizon, backs, country)
    recent = any(has_recent(treated.panel) for treated in parts)
    now: list[Candidates] = []
    tests: list[list[choice.Test]] = [[] for _ in parts]
    scales: list[list[Floats]] = [[] for _ in parts]
    for step in range(max(map(len, backs)) + 1):
        here = [place for place, each in enumerate(backs) if len(each) >= step]
        ends = [parts[p].usual.shape[1] - [0, *backs[p]][step] for p in here]
        known = [parts[p].until(end) for p, end in zip(here, ends, strict=True)]
        shapes = [wholes[p].until(end + horizon) for p, end in zip(here, ends, strict=True)]
        runs = candidates(known, shapes, turn, recent=recent)
        now = now or runs
        # Of the origins what was missed by is kept, not the forecasts: they fill the memory.
        for place, end, run in zip(here, ends, runs, strict=True) if step else ():
            tests[place].append(_test(parts[place], end, run))
            scales[place].append(run.scale)
    return [
        _Tried(treated, back, calendar, run, scale, test or _level_tests(treated, whole, run))
        for treated, back, whole, run, scale, test in zip(
            parts, backs, wholes, now, scales, tests, strict=True
        )
    ]


def _test(treated: Treated, end: int, run: Candidates) -> choice.Test:
    """Return what the candidates of a panel missed by after one origin."""
    outcome = treated.usual[:, end : end + run.forecasts.shape[2]]
    return choice.Test(outcome - run.forecasts, choice.mean_change(treated), run.traits)


def _level_tests(treated: Treated, whole: Design, now: Candidates) -> list[choice.Test]:
    """Return what the levels miss by on the season of the whole history, at one origin."""
    panel = treated.panel
    horizon = now.forecasts.shape[2]
    back = choice.level_origin(panel, horizon)
    if back is None:
        return []
    values, usual = treated.until(panel.values.shape[1])
    start, ahead = values.shape[1] - back, min(back, horizon)
    mean = mean_or_one(values)[:, None]
    pattern = seasons([usual / mean], [whole.until(start + back)])[0][:, : start + ahead]
    # Of so short a history the last years are the whole.
    twice = np.vstack([pattern] * (1 + any(" recent " in name for name in now.names)))
    run = on_season(values[:, :start], mean, twice, panel.resolution, panel.season)
    misses = np.full((len(now.names), len(values), horizon), np.nan)
    misses[:, :, :ahead] = usual[:, start : start + ahead] - run.forecasts
    return [choice.Test(misses, choice.mean_change(treated), run.traits)]


def _judged(tried: list[_Tried], horizon: int) -> list[Fitted]:
    """Return the fits of panels whose back-tests are judged together."""
    tests = [test for one in tried for test in one.tests]
    found = [_combined(one, tests, horizon) for one in tried]
    if _loses(tried, found):
        found = [_combined(one, tests, horizon, only=LAST_YEAR) for one in tried]
    most = max(len(fit.ratios) for fit in found)
    ratios = np.concatenate(
        [np.pad(fit.ratios, ((0, most - len(fit.ratios)), (0, 0), (0, 0)),
                constant_values=np.nan) for fit in found], axis=1)  # fmt: skip
    return [replace(fit, ratios=ratios) for fit in found]


def _loses(tried: list[_Tried], found: list[Fitted]) -> bool:
    """Return whether series were farther off at the origins than repeating last year.

    In the middle and in the mean, by a margin: a few origins of a few series say it by chance.
    """
    logs = [np.empty(0)]
    for one, fit in zip(tried, found, strict=True):
        for test, errors in zip(one.tests, fit.errors, strict=False):
            known = np.isfinite(errors) & np.isfinite(test.misses[-1])
            ours, last = (
                np.where(known, np.abs(each), 0.0).sum(axis=1) for each in (errors, test.misses[-1])
            )
            told = (ours > 0) & (last > 0)
            logs.append(np.log(ours[told] / last[told]))
    every = np.clip(np.concatenate(logs), -_REACH, _REACH)
    return len(every) >= _ENOUGH and min(np.median(every), every.mean()) > _MARGIN


def _combined(one: _Tried, tests: list[choice.Test], horizon: int, *, only: str = "") -> Fitted:
    """Return the fit of one panel, its candidates weighed by the tests of the pool, or only one."""
    panel, now, flat = one.treated.panel, one.now, not one.scales
    kinds = _kinds(one.treated)
    weights = choice.weights(now.names, tests, now.traits, panel.resolution, flat=flat)
    if only:
        weights = np.tile(np.array(now.names) == only, (len(weights), 1)).astype(float)
    weights = _by_kind(weights, kinds, now.names)
    used = weights.sum(axis=0) > 0
    errors = np.array([_mixed(test.misses[used], weights[:, used]) for test in one.tests])
    errors = np.where(np.isfinite(errors), errors, np.nan)
    mean = _mixed(now.forecasts, weights)
    errors = errors.reshape(-1, *mean.shape)
    certain = np.isin(kinds, (ZERO, CONSTANT, CLOSED))
    errors[:, certain] = np.nan
    last = np.where(kinds == CLOSED, 0.0, np.nanmax(panel.values, axis=1))
    scales = np.array(one.scales or [now.scale] * len(errors))
    scales = scales.reshape(len(errors), len(mean))
    turns = _turns(panel, [*(one.backs if one.scales else [0] * len(errors)), 0])
    widened = errors * (_UNKNOWN if flat else 1.0)
    ratios, factor = spread.ratios(widened, scales, turns)
    return Fitted(
        treated=one.treated,
        labels=panel.future(horizon),
        mean=np.where(certain[:, None], last[:, None], mean),
        scale=np.where(certain, 0.0, now.scale * factor),
        ratios=ratios,
        errors=errors[: len(one.scales)],
        scales=scales[: len(one.scales)] * factor,
        methods=kinds,
        origins=one.backs,
        calendar=one.calendar,
        plain=np.zeros(len(mean), dtype=bool),
    )


def _turns(panel: Panel, backs: list[int]) -> Floats:
    """Return how many turns of the season are known of each series so far back, (backs, n)."""
    seen = np.cumsum(~np.isnan(panel.values), axis=1)
    turns: Floats = np.array([seen[:, -1 - back] for back in backs]) / panel.season
    return turns


def _by_kind(weights: Floats, kinds: Names, names: list[str]) -> Floats:
    """Return the weights of each series: an intermittent one takes a slow level only."""
    slow = np.array([name == "add slow" for name in names], dtype=float)
    return np.where((kinds == INTERMITTENT)[:, None], slow, weights)


def _mixed(found: Floats, weights: Floats) -> Floats:
    """Return the weighted mean over candidates, shape (n, horizon)."""
    mean: Floats = np.einsum("cnh,nc->nh", found, weights)
    return mean


def _kinds(treated: Treated) -> Names:
    """Return the method each series calls for, shape (n,)."""
    panel = treated.panel
    values = np.where(np.isnan(treated.values), np.nan, panel.values)
    seen = (~np.isnan(values)).sum(axis=1)
    empty = (values == 0).sum(axis=1)
    kinds = np.full(len(values), POOLED, dtype=object)
    kinds[empty > _EMPTY * seen] = INTERMITTENT
    kinds[seen < 2 * panel.season] = SHORT
    whole = panel.values
    kinds[np.nanmax(whole, axis=1) == np.nanmin(whole, axis=1)] = CONSTANT
    kinds[(whole > 0).sum(axis=1) == 0] = ZERO
    kinds[treated.closed] = CLOSED
    return kinds


def with_models(fit: Fitted, asked: Flags, *, progress: bool = False) -> Fitted:
    """Return the fit with the series-by-series models weighed in, where history is long enough.

    Only for the series asked for, shape (n,). How much they weigh is learnt from the last origins,
    all series of the panel together; the errors there become those of the whole.
    """
    panel = fit.panel
    if panel.resolution not in models.LEAST:
        return fit
    seen = (~np.isnan(fit.treated.values)).sum(axis=1)
    wanted = asked & (seen >= models.LEAST[panel.resolution]) & (fit.methods == POOLED)
    found, missed = _modelled(fit, wanted, "", progress=progress)
    fitted: Flags = np.asarray(np.isfinite(found).all(axis=1))
    share = np.where(fitted, choice.share(fit.errors[: len(missed)], missed), 0.0)[:, None]
    errors = np.where(fitted[None, :, None], np.nan, fit.errors)
    both = (1 - share) * fit.errors[: len(missed)] + share * np.where(fitted[:, None], missed, 0)
    errors[: len(missed)] = both
    mean = (1 - share) * fit.mean + share * np.where(fitted[:, None], found, 0.0)
    methods = np.where(fitted, WITH_MODELS, fit.methods)
    return replace(fit, mean=mean, errors=errors, methods=methods)


def with_named(fit: Fitted, rows: Flags, name: str) -> Fitted:
    """Return the fit with some series, shape (n,), by one named model, proven by its own errors.

    A series that the model cannot be fitted to stays as it was, as do all when it is the pooled.
    """
    if name not in models.NAMES:
        return fit
    wanted = rows & ~fit.certain
    found, missed = _modelled(fit, wanted, name, origins=len(fit.origins))
    fitted: Flags = np.asarray(np.isfinite(found).all(axis=1))
    one = fitted[:, None]
    errors = np.where(fitted[None, :, None], missed, fit.errors)
    scale = np.where(fitted, fit.scale * _larger(errors, fit.errors), fit.scale)
    return replace(
        fit,
        mean=np.where(one, found, fit.mean),
        errors=errors,
        scale=scale,
        scales=fit.scales * (scale / np.where(fit.scale > 0, fit.scale, 1.0)),
        methods=np.where(fitted, name, fit.methods),
    )


def _modelled(
    fit: Fitted, wanted: Flags, name: str, *, origins: int = _PROVEN, progress: bool = False
) -> tuple[Floats, Floats]:
    """Return the forecasts of models, and what they missed by at the last origins."""
    panel, horizon = fit.panel, fit.mean.shape[1]
    length, turn = panel.values.shape[1], panel.season

    def run(end: int) -> Floats:
        values = fit.treated.until(end)[0]
        if name == models.LAST_YEAR:
            return np.where(wanted[:, None], last_year(values, turn, horizon), np.nan)
        return models.forecasts(values, wanted, turn, horizon, name=name, progress=progress)

    missed = [
        fit.treated.usual[:, length - back : length - back + horizon] - run(length - back)
        for back in fit.origins[:origins]
    ]
    return run(length), np.array(missed).reshape(len(missed), len(wanted), horizon)


def _larger(errors: Floats, before: Floats) -> Floats:
    """Return how much larger the errors of each series are than before, 1 where nothing tells."""
    both = np.isfinite(errors) & np.isfinite(before)
    now, then = (np.where(both, np.abs(one), 0.0).sum(axis=(0, 2)) for one in (errors, before))
    ratio: Floats = np.where((now > 0) & (then > 0), now / np.where(then > 0, then, 1.0), 1.0)
    return ratio
