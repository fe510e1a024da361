"""The full tier's models, fitted series by series with statsmodels.

Three models of different kind, and their median: Theta (a trend halved), exponential smoothing
with damped trend and season on logarithms, and the airline model, ARIMA(0,1,1)(0,1,1), on
logarithms. Slow beside the pooled forecast and no better than it on short, noisy series, but a
second opinion where the history is long or the group too small to pool.

References
----------
Assimakopoulos, V. & Nikolopoulos, K. (2000). The theta model. International Journal of
Forecasting 16, 521–530. Box, G. E. P. & Jenkins, G. M. (1976). Time Series Analysis, ch. 9.
"""

from __future__ import annotations

import warnings

import numpy as np


def median_forecast(values: np.ndarray, season: int, horizon: int) -> np.ndarray | None:
    """Return the median of the models' forecasts.

    Parameters
    ----------
    values : numpy.ndarray
        One series without gaps, shape (length,) [any unit, 0 or more].
    season : int
        Periods in a turn of the season; 1 for none [periods].
    horizon : int
        Periods ahead.

    Returns
    -------
    numpy.ndarray or None
        Shape (horizon,); None when no model could be fitted.
    """
    size = values.mean()
    shares = values / size
    found = []
    for model in (_theta, _smoothing, _airline):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                ahead = model(shares, season, horizon)
            except (ValueError, np.linalg.LinAlgError, FloatingPointError):
                continue
        if np.isfinite(ahead).all() and (np.abs(ahead) <= _WILD * shares.max()).all():
            found.append(ahead)
    return np.maximum(np.median(found, axis=0), 0) * size if found else None


# A forecast of more than so many times the largest outcome is a fit gone wrong.
_WILD = 5.0
# A logarithm of nothing is no number: a period at less than this share of the mean counts as it.
_FLOOR = 0.02


def _theta(shares: np.ndarray, season: int, horizon: int) -> np.ndarray:
    from statsmodels.tsa.forecasting.theta import ThetaModel

    model = ThetaModel(
        shares, period=season, deseasonalize=season > 1, use_test=False, method="additive"
    )
    return np.asarray(model.fit(disp=False).forecast(horizon))


def _smoothing(shares: np.ndarray, season: int, horizon: int) -> np.ndarray:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    model = ExponentialSmoothing(
        np.log(np.maximum(shares, _FLOOR)),
        trend="add",
        damped_trend=True,
        seasonal="add" if season > 1 else None,
        seasonal_periods=season if season > 1 else None,
        initialization_method="heuristic" if season > 1 else "estimated",
    )
    return np.exp(np.asarray(model.fit(use_brute=False).forecast(horizon)))


def _airline(shares: np.ndarray, season: int, horizon: int) -> np.ndarray:
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    logs = np.log(np.maximum(shares, _FLOOR))
    change = np.diff(logs)
    if season > 1:
        change = change[season:] - change[:-season]
    model = SARIMAX(
        change,
        order=(0, 0, 1),
        seasonal_order=(0, 0, 1, season) if season > 1 else (0, 0, 0, 0),
        concentrate_scale=True,
    )
    model.ssm.set_conserve_memory(model.ssm.memory_no_forecast_cov | model.ssm.memory_no_smoothing)
    ahead = np.asarray(model.fit(disp=False, cov_type="none", low_memory=False).forecast(horizon))
    return np.exp(_summed(logs, ahead, season))


def _summed(logs: np.ndarray, change: np.ndarray, season: int) -> np.ndarray:
    """Undo the differences: last value plus summed changes, season for season."""
    if season == 1:
        return np.asarray(logs[-1] + np.cumsum(change))
    steps = list(np.diff(logs)[-season:])
    for one in change:
        steps.append(steps[-season] + one)
    return np.asarray(logs[-1] + np.cumsum(steps[season:]))
