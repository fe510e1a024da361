"""How good a forecast was: point errors and prediction intervals.

Periods run along the last axis and are averaged away: one series gives a number, a table with
one series a row gives one number a row. Numbers may not be missing: choose the periods first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.methods.inputs import COUNT, FINITE, PART, Floats, Result, as_given, take


def mase(actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, season: int) -> Result:
    """Return the mean absolute scaled error: 1 is as good as last season's value was in history.

    Parameters
    ----------
    actual, forecast : array
        Outcome and forecast per period, in the same unit.
    history : array
        The series up to the first forecast, in the same unit.
    season : int
        Periods in a season, from 1 up; 12 for months.

    Returns
    -------
    float or array
        Mean absolute error over the mean absolute change from one season to the next in the
        history; missing (NaN) where that is 0 or the history is no longer than a season.

    Raises
    ------
    InputError
        When a number is missing, there is no period, or shapes do not fit.

    References
    ----------
    .. [1] R. J. Hyndman and A. B. Koehler (2006), Another look at measures of forecast accuracy,
       International Journal of Forecasting 22.

    Examples
    --------
    >>> mase([12, 14], [11, 11], history=[1, 3, 5, 7], season=1)
    1.0
    >>> mase([12, 14], [11, 11], history=[7, 7, 7], season=1)
    nan
    """
    outcome, expected = _periods(actual=actual, forecast=forecast)
    (past,) = _periods(history=history)
    (lag,) = take(season=(season, COUNT))
    changes = np.abs(past[..., int(lag) :] - past[..., : -int(lag)])
    scale = changes.sum(axis=-1) / max(changes.shape[-1], 1)
    # 0 stands for "no season to compare with", in a constant or short history alike.
    scaled = scaled_error(outcome - expected, np.where(scale > 0, scale, np.nan))
    return as_given(np.asarray(scaled))


def scaled_error(errors: Floats, change: Floats) -> Floats:
    """Return the mean absolute error, of those known, over the mean change between seasons.

    Parameters
    ----------
    errors : array, shape (..., periods)
        Outcome − forecast; missing (NaN) where one of them is.
    change : array, shape (...)
        Mean absolute change between seasons, in the same unit.

    Returns
    -------
    array, shape (...)
        Missing where no error is known.

    Examples
    --------
    >>> scaled_error(np.array([[3.0, np.nan, -1.0]]), np.array([4.0]))
    array([0.5])
    """
    return known_mean(np.abs(errors)) / change


def share_inside(errors: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return the share of known errors that fell inside their interval, a bound included.

    Parameters
    ----------
    errors, lower, upper : array, shape (..., periods)
        Outcome − forecast and the bounds of the interval − forecast; an error that is not known
        is missing (NaN).

    Returns
    -------
    array, shape (...)
        Missing where no error is known.

    Examples
    --------
    >>> share_inside(np.array([2.0, np.nan, 3.0]), np.full(3, -2.0), np.full(3, 2.0)).item()
    0.5
    """
    inside = ((lower <= errors) & (errors <= upper)).astype(float)
    return known_mean(np.where(np.isfinite(errors), inside, np.nan))


def known_mean(values: Floats) -> Floats:
    """Return the mean over the last axis of what is known; missing where nothing is.

    Examples
    --------
    >>> known_mean(np.array([[1.0, np.nan], [np.nan, np.nan]]))
    array([ 1., nan])
    """
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.where(count, total / np.maximum(count, 1), np.nan)


def smape(actual: ArrayLike, forecast: ArrayLike) -> Result:
    """Return the symmetric mean absolute percentage error.

    Parameters
    ----------
    actual, forecast : array
        Outcome and forecast per period, in the same unit.

    Returns
    -------
    float or array
        Mean of 200 |outcome − forecast| / (|outcome| + |forecast|) [0–200 %]; a period where
        both are 0 counts as 0.

    Raises
    ------
    InputError
        When a number is missing, there is no period, or shapes do not fit.

    References
    ----------
    .. [1] S. Makridakis and M. Hibon (2000), The M3-Competition, International Journal of
       Forecasting 16.

    Examples
    --------
    >>> smape([100, 0], [50, 0])
    33.333...
    """
    outcome, expected = _periods(actual=actual, forecast=forecast)
    error = np.abs(outcome - expected)
    size = np.abs(outcome) + np.abs(expected)
    return as_given(np.asarray(200 * (error / np.where(size > 0, size, 1)).mean(axis=-1)))


def coverage(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Result:
    """Return the share of outcomes that fell inside their interval.

    Parameters
    ----------
    actual, lower, upper : array
        Outcome and interval per period, in the same unit.

    Returns
    -------
    float or array
        Share inside, 0–1. An outcome on a bound is inside: counts are whole numbers and a bound
        of 0 is common.

    Raises
    ------
    InputError
        When a number is missing, there is no period, shapes do not fit, or bounds are crossed.

    Examples
    --------
    >>> coverage([10, 20, 31], [10, 10, 10], [30, 30, 30])
    0.666...
    """
    outcome, low, high = _interval(actual, lower, upper)
    return as_given(np.asarray(share_inside(outcome, low, high)))


def winkler(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike, alpha: float) -> Result:
    """Return the mean interval score: width, and a fine for each outcome outside.

    Parameters
    ----------
    actual, lower, upper : array
        Outcome and interval per period, in the same unit.
    alpha : float
        Share meant to fall outside, above 0 and below 1; 0.2 for an 80% interval.

    Returns
    -------
    float or array
        Mean score, in the unit of the outcome; smaller is better.

    Raises
    ------
    InputError
        When a number is missing, there is no period, shapes do not fit, bounds are crossed, or
        alpha is outside its range.

    References
    ----------
    .. [1] R. L. Winkler (1972), A decision-theoretic approach to interval estimation, Journal of
       the American Statistical Association 67.

    Examples
    --------
    >>> winkler([745.0, 742.54], [744.54, 744.54], [773.22, 773.22], alpha=0.2)
    38.68...
    """
    outcome, low, high = _interval(actual, lower, upper)
    (outside,) = take(alpha=(alpha, PART))
    missed = np.maximum(low - outcome, 0) + np.maximum(outcome - high, 0)
    return as_given(np.asarray((high - low + 2 / outside * missed).mean(axis=-1)))


def _periods(**given: ArrayLike) -> tuple[Floats, ...]:
    """All parameters in one shape, with at least one period along the last axis."""
    arrays = take(**{name: (values, FINITE) for name, values in given.items()})
    arrays = tuple(np.atleast_1d(array) for array in arrays)
    if not arrays[0].shape[-1]:
        raise InputError(
            text("{names}: at least one period is needed, found none.", names=", ".join(given))
        )
    return arrays


def _interval(actual: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> tuple[Floats, ...]:
    outcome, low, high = _periods(actual=actual, lower=lower, upper=upper)
    if crossed := int((low > high).sum()):
        raise InputError(
            text("lower must be at most upper; it is above in {count} periods.", count=crossed)
        )
    return outcome, low, high
