"""From a panel to forecasts with errors: rolling back-test, choice, combination.

The same fit is made at the end of the history and at earlier origins. What it missed by there
weighs the candidates, for the group as a whole, and measures the uncertainty. Where history is
too short for that, the level alone is tested on the season of the whole history; shorter still,
a fixed combination and shipped uncertainty stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pkslib.forecast import choice, models, spread
from pkslib.forecast.arrays import Flags, Floats, Names
from pkslib.forecast.candidates import candidates, mean_or_one, on_season, seasons
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
# Weight of the models in a group and with fewer series than that to pool: rolling origins of
# Scottish departments are flat between 0.1 and 0.3, alone between 0.3 and 0.5.
_GROUP, _FEW, _ALONE = 0.25, 10, 0.4
# Errors on a known season are so much too small: between 1.2 and 1.4 on Scottish departments up to
# 2018 from 24 and 30 months, the same thinned, and simulated hospital counts.
_UNKNOWN = 1.3
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
    level : numpy.ndarray
        Where there is no back-test, errors of the level on a known season, widened, as ``errors``.
    plain : numpy.ndarray
        Series that the calendar is kept out of, shape (n,).
    """

    treated: Treated
    labels: list[str]
    mean: Floats
    scale: Floats
    errors: Floats
    scales: Floats
    methods: Names
    origins: list[int]
    calendar: dict[str, float]
    level: Floats
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
            level=np.where(each, plain.level, self.level),
            plain=rows,
        )

    @property
    def evidence(self) -> tuple[Floats, Floats]:
        """Errors and scales that measure the uncertainty."""
        if len(self.errors):
            return self.errors, self.scales
        return self.level, self.scale[None][: len(self.level)]

    @property
    def panel(self) -> Panel:
        """The history as read."""
        return self.treated.panel

    @cached_property
    def widths(self) -> Floats:
        """Quantiles of the absolute error in scales, shape (grid, horizon)."""
        prior = spread.shipped(len(self.labels), self.panel.resolution)
        return spread.half_widths(*self.evidence, prior)

    @property
    def certain(self) -> Flags:
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

    Returns
    -------
    Fitted
    """
    panel = treated.panel
    length = panel.values.shape[1]
    backs = choice.origins(panel, horizon)
    whole, calendar = choice.design(treated, horizon, backs, country)
    runs = [
        candidates(*treated.until(end), whole.until(end + horizon), panel.season)
        for end in (length, *(length - back for back in backs))
    ]
    now, past = runs[0], runs[1:]
    misses = [
        treated.usual[:, length - back : length - back + horizon] - run.forecasts
        for run, back in zip(past, backs, strict=True)
    ]
    tests = misses or _level_misses(treated, whole, horizon)
    kinds = _kinds(panel)
    weights = choice.weights(now.names, tests, treated, flat=not past)
    weights = _by_kind(weights, kinds, now.names)
    mean = _combined(now.forecasts, weights)
    errors = np.array([_combined(miss, weights) for miss in tests]).reshape(-1, *mean.shape)
    scales = np.array([run.scale for run in past]).reshape(len(past), len(mean))
    tried = len(past)
    return _settled(
        Fitted(
            treated=treated,
            labels=panel.future(horizon),
            mean=mean,
            scale=now.scale,
            errors=errors[:tried],
            scales=scales,
            methods=kinds,
            origins=backs,
            calendar=calendar,
            level=_UNKNOWN * errors[tried:],
            plain=np.zeros(len(mean), dtype=bool),
        )
    )


def _level_misses(treated: Treated, whole: Design, horizon: int) -> list[Floats]:
    """Return what the candidates miss by on the season of the whole history, at one origin."""
    panel = treated.panel
    back = choice.level_origin(panel, horizon)
    if back is None:
        return []
    values, usual = treated.until(panel.values.shape[1])
    start, ahead = values.shape[1] - back, min(back, horizon)
    mean = mean_or_one(values)[:, None]
    pattern = seasons(usual / mean, whole.until(start + back))[:, : start + ahead]
    run = on_season(values[:, :start], mean, pattern, panel.resolution, panel.season)
    misses = np.full((len(run.names), len(values), horizon), np.nan)
    misses[:, :, :ahead] = usual[:, start : start + ahead] - run.forecasts
    return [misses]


def _by_kind(weights: Floats, kinds: Names, names: list[str]) -> Floats:
    """Return the weights of each series: an intermittent one takes a slow level only."""
    slow = np.array([name == "add slow" for name in names], dtype=float)
    return np.where((kinds == INTERMITTENT)[:, None], slow, weights)


def _combined(found: Floats, weights: Floats) -> Floats:
    """Return the weighted mean over candidates, shape (n, horizon)."""
    mean: Floats = np.einsum("cnh,nc->nh", found, weights)
    return mean


def _kinds(panel: Panel) -> Names:
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
    level = np.where(fit.certain[:, None], np.nan, fit.level)
    return replace(fit, mean=mean, scale=scale, errors=errors, level=level)


def with_models(fit: Fitted, asked: Flags, *, progress: bool = False) -> Fitted:
    """Return the fit with the series-by-series models weighed in, where history is long enough.

    Only for the series asked for, shape (n,). The errors stay those of the pooled forecast: the
    combination's own cost five times as much and give the same coverage (docs/forecast.md).
    """
    panel = fit.panel
    if panel.resolution not in models.LEAST:
        return fit
    values = fit.treated.until(panel.values.shape[1])[0]
    long = (~np.isnan(values)).sum(axis=1) >= models.LEAST[panel.resolution]
    wanted = asked & long & (fit.methods == POOLED)
    horizon = fit.mean.shape[1]
    found = models.forecasts(values, wanted, panel.season, horizon, progress=progress)
    fitted: Flags = np.asarray(np.isfinite(found).all(axis=1))
    share = np.where(fitted, _GROUP if len(values) >= _FEW else _ALONE, 0.0)[:, None]
    mean = (1 - share) * fit.mean + share * np.where(fitted[:, None], found, 0.0)
    return replace(fit, mean=mean, methods=np.where(fitted, WITH_MODELS, fit.methods))
