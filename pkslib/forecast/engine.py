"""From a panel to forecasts with errors: rolling back-test, choice, combination.

The same fit is made at the end of the history and at earlier origins. What it missed by there
weighs the candidates, for the group as a whole, and measures the uncertainty. Where history is
too short for that, the level alone is tested on the season of the whole history; shorter still,
a fixed combination and shipped uncertainty stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pkslib.forecast import choice, spread
from pkslib.forecast.arrays import Floats, Names
from pkslib.forecast.candidates import (
    LAST_YEAR,
    Candidates,
    candidates,
    has_recent,
    mean_or_one,
    on_season,
    seasons,
)
from pkslib.forecast.design import Design
from pkslib.forecast.findings import Treated
from pkslib.forecast.fit import (
    CLOSED,
    CONSTANT,
    INTERMITTENT,
    POOLED,
    SHORT,
    ZERO,
    Fitted,
)
from pkslib.forecast.panel import Panel

# Errors on a known season are so much too small: between 1.2 and 1.4 on Scottish departments up to
# 2018 from 24 and 30 months, the same thinned, and simulated hospital counts.
_UNKNOWN = 1.3
# With more than this share of empty periods a series counts as intermittent.
_EMPTY = 0.5
# Below this share of what chance alone gives, a history was worked out and not counted.
_NEVER = 0.1
# Last year takes over where it was nearer by more than this share, at so many outcomes of a series
# at an origin; how far one of them can count (logarithm).
_MARGIN, _ENOUGH, _REACH = 0.02, 30, 1.0


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
    mean = np.where(certain[:, None], last[:, None], mean)
    scales = np.array(one.scales or [now.scale] * len(errors))
    scales = scales.reshape(len(errors), len(mean))
    turns = _turns(panel, [*(one.backs if one.scales else [0] * len(errors)), 0])
    widened = errors * (_UNKNOWN if flat else 1.0)
    ratios, factor = spread.ratios(widened, scales, turns)
    return Fitted(
        treated=one.treated,
        labels=panel.future(horizon),
        mean=mean,
        scale=_at_least(panel.values, mean.mean(axis=1), now.scale * factor, kinds),
        ratios=ratios,
        errors=errors[: len(one.scales)],
        scales=scales[: len(one.scales)] * factor,
        methods=kinds,
        origins=one.backs,
        calendar=one.calendar,
        plain=np.zeros(len(mean), dtype=bool),
    )


def _at_least(values: Floats, mean: Floats, scale: Floats, kinds: Names) -> Floats:
    """Return the scale of each series, no less than chance where its history cannot tell it.

    That is where it never varies, but for the season at the most, and where outcomes are few.
    """
    varies = np.isin(kinds, (POOLED, INTERMITTENT))
    least = spread.by_chance(values, mean, np.where(varies, scale, 0.0))
    told = varies & (scale > _NEVER * least)
    found: Floats = np.where(told, scale, np.maximum(scale, least))
    return np.where(np.isin(kinds, (ZERO, CLOSED)), 0.0, found)


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
