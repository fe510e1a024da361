"""What a panel's forecasts are, with their errors, and how statsmodels' models join them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pkslib.forecast import choice, models, spread
from pkslib.forecast.arrays import Flags, Floats, Names
from pkslib.forecast.candidates import last_year
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
# Shares of the models that are tried, the usual one, and how far one series counts.
_SHARES, _USUAL, _SHARE_CLIP = np.linspace(0, 1, 11), 0.3, 0.3


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
        """Series that never vary: nothing to fit a model to, shape (n,)."""
        return np.isin(self.methods, (ZERO, CONSTANT, CLOSED))


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
    share = np.where(fitted, share_of_models(fit.errors[: len(missed)], missed), 0.0)[:, None]
    errors = np.where(fitted[None, :, None], np.nan, fit.errors)
    both = (1 - share) * fit.errors[: len(missed)] + share * np.where(fitted[:, None], missed, 0)
    errors[: len(missed)] = both
    mean = (1 - share) * fit.mean + share * np.where(fitted[:, None], found, 0.0)
    methods = np.where(fitted, WITH_MODELS, fit.methods)
    return replace(fit, mean=mean, errors=errors, methods=methods)


def share_of_models(pooled: Floats, models: Floats) -> float:
    """Return how much the models weigh beside the pooled forecast, learnt from both errors.

    Every share is tried on all series and origins together, and the mean over the shares taken,
    each weighed by the error it left. Without errors the usual share.

    Parameters
    ----------
    pooled, models : numpy.ndarray
        Outcome − forecast, shape (origins, n, horizon); NaN where unknown.
    """
    known = np.isfinite(pooled) & np.isfinite(models)
    count = known.sum(axis=2)
    if not count.any():
        return _USUAL
    size = [
        np.where(known, np.abs((1 - part) * pooled + part * models), 0.0).sum(axis=2)[count > 0]
        for part in _SHARES
    ]
    logs = np.log(np.array(size) + 1e-9)
    middle = logs[np.isclose(_SHARES, _USUAL)]
    error = np.clip(logs - middle, -_SHARE_CLIP, _SHARE_CLIP).mean(axis=1)
    steep = choice.steepness(pooled.shape[1])
    weight = np.exp(-steep * (error - error.min()) - ((_SHARES - _USUAL) / _USUAL) ** 2 / 2)
    return float(weight @ _SHARES / weight.sum())


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
