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
from tqdm import tqdm

from pkslib.forecast.arrays import Flags, Floats
from pkslib.forecast.levels import bridged

# Periods of history the models need, by resolution; weeks and days have seasons too long for them.
LEAST = {"year": 12, "quarter": 16, "month": 48}
# The names that a scenario gives the models of one series, and last year's value beside them.
LAST_YEAR = "last_year"
NAMES = ("exponential_smoothing", "theta", "sarima", LAST_YEAR)
# A forecast of more than so many times the largest outcome is a fit gone wrong.
_WILD = 5.0
# A logarithm of nothing is no number: a period at less than this share of the mean counts as it.
_FLOOR = 0.02


def forecasts(
    values: Floats, wanted: Flags, season: int, horizon: int, *, name: str = "", progress: bool
) -> Floats:
    """Return the models' forecasts, NaN for series not wanted, too short or beyond every model.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length); NaN where there is none.
    wanted : numpy.ndarray of bool
        Series to fit, shape (n,).
    season : int
        Periods in one turn of the season; 1 for none [periods].
    horizon : int
        Periods ahead.
    name : str
        Of one model; empty for the median of all.
    progress : bool
        Show a progress bar.

    Returns
    -------
    numpy.ndarray
        Shape (n, horizon) [unit of the series].
    """
    found = np.full((len(values), horizon), np.nan)
    rows = np.flatnonzero(wanted & ((~np.isnan(values)).sum(axis=1) > 2 * season))
    for row in tqdm(rows, disable=not progress, leave=False):
        known = np.flatnonzero(~np.isnan(values[row]))
        whole = bridged(values[row : row + 1, known[0] : known[-1] + 1], season)[0][0]
        late = values.shape[1] - 1 - int(known[-1])
        way = named(whole, name, season, horizon + late) if name else median_forecast(
            whole, season, horizon + late)  # fmt: skip
        found[row] = way[late:]
    return found


def median_forecast(values: Floats, season: int, horizon: int) -> Floats:
    """Return the median of the models' forecasts of one series.

    Parameters
    ----------
    values : numpy.ndarray
        One series without gaps, shape (length,) [any unit, 0 or more].
    season : int
        Periods in one turn of the season; 1 for none [periods].
    horizon : int
        Periods ahead.

    Returns
    -------
    numpy.ndarray
        Shape (horizon,); NaN when no model could be fitted.
    """
    found = [named(values, name, season, horizon) for name in ("theta", "exponential_smoothing",
                                                               "sarima")]  # fmt: skip
    fitted = [one for one in found if np.isfinite(one).all()]
    if not fitted:
        return np.full(horizon, np.nan)
    middle: Floats = np.median(fitted, axis=0)
    return middle


def named(values: Floats, name: str, season: int, horizon: int) -> Floats:
    """Return the forecast of one named model of statsmodels for one series.

    Parameters
    ----------
    values : numpy.ndarray
        One series without gaps, shape (length,) [any unit, 0 or more].
    name : str
        ``exponential_smoothing``, ``theta`` or ``sarima``.
    season : int
        Periods in one turn of the season; 1 for none [periods].
    horizon : int
        Periods ahead.

    Returns
    -------
    numpy.ndarray
        Shape (horizon,); NaN when the model could not be fitted or went wild.
    """
    shares = values / values.mean()
    model = {"theta": _theta, "exponential_smoothing": _smoothing, "sarima": _airline}[name]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            ahead = model(shares, season, horizon)
        except (ValueError, np.linalg.LinAlgError):
            return np.full(horizon, np.nan)
    tame = (np.abs(ahead) <= _WILD * shares.max()).all()
    found: Floats = np.maximum(ahead, 0.0) * (values.mean() if tame else np.nan)
    return found


def _theta(shares: Floats, season: int, horizon: int) -> Floats:
    """Theta, the season taken out additively."""
    from statsmodels.tsa.forecasting.theta import ThetaModel

    model = ThetaModel(
        shares, period=season, deseasonalize=season > 1, use_test=False, method="additive"
    )
    return np.asarray(model.fit(disp=False).forecast(horizon), dtype=float)


def _smoothing(shares: Floats, season: int, horizon: int) -> Floats:
    """Exponential smoothing with damped trend and season, on logarithms."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    model = ExponentialSmoothing(
        np.log(np.maximum(shares, _FLOOR)),
        trend="add",
        damped_trend=True,
        seasonal="add" if season > 1 else None,
        seasonal_periods=season if season > 1 else None,
        initialization_method="heuristic" if season > 1 else "estimated",
    )
    logs: Floats = np.asarray(model.fit(use_brute=False).forecast(horizon), dtype=float)
    return np.exp(logs)


def _airline(shares: Floats, season: int, horizon: int) -> Floats:
    """ARIMA(0,1,1)(0,1,1) on logarithms, differenced here: the filter's state stays small."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    logs = np.log(np.maximum(shares, _FLOOR))
    change = np.diff(logs)
    if season > 1:
        change = change[season:] - change[:-season]
    seasonal = (0, 0, 1, season) if season > 1 else (0, 0, 0, 0)
    model = SARIMAX(change, order=(0, 0, 1), seasonal_order=seasonal, concentrate_scale=True)
    ahead = model.fit(disp=False, cov_type="none").forecast(horizon)
    return np.exp(_summed(logs, np.asarray(ahead, dtype=float), season))


def _summed(logs: Floats, change: Floats, season: int) -> Floats:
    """Undo the differences: last value plus summed changes, season on season."""
    if season > 1:
        steps = list(np.diff(logs)[-season:])
        for one in change:
            steps.append(steps[-season] + one)
        change = np.array(steps[season:])
    summed: Floats = logs[-1] + np.cumsum(change)
    return summed
