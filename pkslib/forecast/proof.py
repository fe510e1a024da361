"""How well the forecasts would have done: accuracy of the rolling back-test, series by series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import numpy as np
import pandas as pd

from pkslib.forecast import spread
from pkslib.forecast.arrays import Floats
from pkslib.forecast.choice import mean_change
from pkslib.forecast.fit import Fitted
from pkslib.forecast.prepare import Options, prepared
from pkslib.methods import accuracy

NO_BACKTEST = "no_backtest"
# Parts of the calendar, as pkslib.forecast.calendar names them.
_PARTS = ("days", "holidays", "each")
_TESTED = ["series", "origin", "period", "forecast", "outcome", "error"]


def backtest(
    history: pd.DataFrame, horizon: int, *, tier: str = "full", **options: Unpack[Options]
) -> pd.DataFrame:
    """Return the accuracy of the back-test of each series.

    Parameters
    ----------
    history, horizon, tier, **options
        As for :func:`pkslib.forecast.forecast`.

    Returns
    -------
    pandas.DataFrame
        Columns series; mase and mase_naive (mean absolute error over the mean change between
        seasons, of the forecast and of repeating the last season); bias (mean of outcome −
        forecast) [unit of value]; coverage_80, coverage_95 (share of outcomes inside the interval
        measured at the other origins); method; calendar_days, calendar_holidays, calendar_each
        (share of the error that this part of the calendar took away, where it is kept); note
        (``no_backtest`` or empty). Missing where there is no back-test.
    """
    return table(prepared(history, horizon, tier, options))


def table(fits: Sequence[Fitted]) -> pd.DataFrame:
    """Return the accuracy of fitted panels, sorted by series."""
    rows = pd.concat([_rows(fit) for fit in fits], ignore_index=True)
    return rows.sort_values("series", kind="stable", ignore_index=True)


def _rows(fit: Fitted) -> pd.DataFrame:
    """Return the accuracy of one panel as rows."""
    unit = mean_change(fit.treated)
    proven = (
        np.isfinite(fit.errors).any(axis=(0, 2)) if len(fit.errors) else np.zeros(len(unit), bool)
    )
    columns: dict[str, object] = {
        "series": fit.panel.series,
        "mase": accuracy.scaled_error(_by_series(fit.errors), unit),
        "mase_naive": accuracy.scaled_error(_by_series(_naive_errors(fit)), unit),
        "bias": accuracy.known_mean(_by_series(fit.errors)),
    }
    for level in (80, 95):
        below, above = _bounds(fit, level)
        columns[f"coverage_{level}"] = accuracy.share_inside(
            _by_series(fit.errors), _by_series(below), _by_series(above)
        )
    columns["method"] = fit.methods
    for part in _PARTS:
        took = fit.calendar.get(part, np.nan)
        columns[f"calendar_{part}"] = np.where(proven & ~fit.plain, took, np.nan)
    return pd.DataFrame(columns | {"note": np.where(proven, "", NO_BACKTEST)})


def _by_series(found: Floats) -> Floats:
    """Return what is told of origin, series and period with all of a series in a row."""
    return found.swapaxes(0, 1).reshape(found.shape[1], -1)


def _naive_errors(fit: Fitted) -> Floats:
    """Return the errors of repeating the last season, where the forecast's are known."""
    values, turn = fit.panel.values, fit.panel.season
    errors = np.full_like(fit.errors, np.nan)
    horizon = fit.mean.shape[1]
    for place, back in enumerate(fit.origins):
        end = values.shape[1] - back
        last = fit.treated.values[:, end - turn : end]
        repeated = np.tile(last, (1, -(-horizon // turn)))[:, :horizon]
        errors[place] = values[:, end : end + horizon] - repeated
    return np.where(np.isfinite(fit.errors), errors, np.nan)


def _bounds(fit: Fitted, level: float) -> tuple[Floats, Floats]:
    """Return the least and greatest error inside the interval measured at the other origins."""
    lower, upper = np.empty_like(fit.errors), np.empty_like(fit.errors)
    prior = spread.shipped(fit.mean.shape[1], fit.panel.resolution)
    for place in range(len(fit.errors)):
        others = np.arange(len(fit.ratios)) != place
        widths = spread.quantiles(fit.ratios[others], prior)
        below, above = spread.at_level(widths, level)
        scale = fit.scales[place][:, None]
        lower[place], upper[place] = below * scale, above * scale
    return lower, upper


def tested(fits: Sequence[Fitted]) -> pd.DataFrame:
    """Return the forecasts of the back-test, period by period.

    Parameters
    ----------
    fits : sequence of Fitted
        As from :func:`pkslib.forecast.prepare.prepared`.

    Returns
    -------
    pandas.DataFrame
        Columns series, origin (last period known when the forecast was made), period, forecast,
        outcome and error = outcome − forecast [unit of the series]; sorted. Periods without
        outcome, and those kept out as pandemic, are not there.
    """
    parts = [_at(fit, place) for fit in fits for place in range(len(fit.origins))]
    rows = pd.concat([pd.DataFrame(columns=_TESTED), *parts]) if parts else pd.DataFrame()
    rows = rows.reindex(columns=_TESTED).astype(dict.fromkeys(_TESTED[3:], float))
    return rows.dropna().sort_values(_TESTED[:3], kind="stable", ignore_index=True)


def _at(fit: Fitted, place: int) -> pd.DataFrame:
    """Return the rows of one panel at one origin."""
    n, horizon = fit.mean.shape
    end = fit.panel.values.shape[1] - fit.origins[place]
    outcome, error = fit.panel.values[:, end : end + horizon], fit.errors[place]
    return pd.DataFrame(
        {
            "series": np.repeat(fit.panel.series, horizon),
            "origin": fit.panel.labels[end - 1],
            "period": np.tile(np.array(fit.panel.labels[end : end + horizon], dtype=object), n),
            "forecast": (outcome - error).ravel(),
            "outcome": outcome.ravel(),
            "error": error.ravel(),
        }
    )
