"""Is it chance or not: the verdict on forecast errors, and control charts of single values.

Periods run along the last axis; an axis before it holds several series. Missing values (NaN) are
left out, never read as 0; infinite ones raise InputError.

References
----------
.. [1] R. G. Brown (1959), Statistical Forecasting for Inventory Control: the tracking signal, and
   the standard deviation from the mean absolute deviation.
.. [2] Socialstyrelsen (2024), Uppföljning på taktisk nivå: what random and systematic mean.
.. [3] D. J. Wheeler (2000), Understanding Variation, 2nd ed.: the chart and its limits.
.. [4] NHS England, Making Data Count; NHSRplotthedots: rules, screening and assurance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfc

from pkslib.methods.inputs import FINITE, FINITE_OR_MISSING, WHOLE, Floats, Result, as_given, take

# Limit of the tracking signal in the APICS/CPIM body of knowledge. With it Socialstyrelsen's own
# example (Uppföljning på taktisk nivå, 2024) comes out as it says; a t-test would not.
SIGNAL_LIMIT = 4.0
FEWEST_PERIODS = 6
# The rules of the chart, the most telling first.
RULES = ("beyond", "trend", "side", "near")

# Three standard deviations, estimated by the mean moving range: 3 / d2 with d2 = 1.128 (Shewhart).
_LIMIT = 2.66
# Moving ranges above D4 times their mean are left out of it (NHSRplotthedots; QI Macros has 3.5).
_SCREEN = 3.267
# A point is near a limit when it is more than two of the three standard deviations away.
_NEAR = 2 / 3
_RUN = 7


class Limits(NamedTuple):
    """Mean and natural process limits, in the unit of the values."""

    mean: Result
    lower: Result
    upper: Result


class Rules(NamedTuple):
    """Signs of something other than chance, by point: 1 upwards, −1 downwards, 0 none.

    beyond: outside the limits. trend: the seventh or later point in an unbroken rise or fall.
    side: the seventh or later point in a row on one side of the mean. near: one of two points
    near the same limit among three in a row on that side.
    """

    beyond: NDArray[np.int64]
    trend: NDArray[np.int64]
    side: NDArray[np.int64]
    near: NDArray[np.int64]

    def fired(self) -> NDArray[np.str_]:
        """Return the name of the rule that fired at each point; the first of several, else ''."""
        return np.select([signs != 0 for signs in self], self._fields, "")


def tracking_signal(errors: ArrayLike) -> Result:
    """Return the sum of errors in units of their mean size.

    Parameters
    ----------
    errors : array, periods last
        Outcome − forecast, any unit.

    Returns
    -------
    float or array
        Sum of errors / mean of |errors|, as large as the number of periods when all errors have
        one sign and are equal; 0 when every error is 0, missing when there is none.

    Examples
    --------
    >>> tracking_signal([2, 2, float("nan"), 2])
    3.0
    >>> tracking_signal([0, 0, 0])
    0.0
    """
    (error,) = take(errors=(errors, FINITE_OR_MISSING))
    error = np.atleast_1d(error)
    size = _mean(np.abs(error))
    signal = np.where(np.isnan(size), np.nan, 0.0)
    np.divide(np.nansum(error, axis=-1), size, out=signal, where=size > 0)
    return as_given(signal)


def verdict(errors: ArrayLike) -> Result:
    """Say whether forecast errors are random or systematic.

    Parameters
    ----------
    errors : array, periods last
        Outcome − forecast, any unit.

    Returns
    -------
    str or array of str
        ``"systematic"`` when the tracking signal is beyond ±4, ``"random"`` when it is not,
        ``"too few"`` with fewer than six errors.

    Examples
    --------
    >>> verdict([5, -1, 10, -15, 5, 10, 12, 11, 10])
    'systematic'
    >>> verdict([5, 5, 5, 5, 5])
    'too few'
    """
    signal = np.asarray(tracking_signal(errors))
    known = np.isfinite(np.atleast_1d(np.asarray(errors, dtype=float))).sum(axis=-1)
    found = np.where(np.abs(signal) > SIGNAL_LIMIT, "systematic", "random")
    return as_given(np.asarray(np.where(known < FEWEST_PERIODS, "too few", found)))


def by_chance(signal: ArrayLike, count: ArrayLike) -> Result:
    """Return how often chance alone takes a tracking signal at least so far from zero.

    Parameters
    ----------
    signal : float or array
        Tracking signal; may be missing.
    count : int or array
        Number of errors behind it, from 0 up.

    Returns
    -------
    float or array
        Share of series of so many unrelated, normal errors around 0. The sum of n errors of
        standard deviation s has √n · s, their mean size is √(2/π) · s, so the signal has
        √(n · π/2). Missing where the signal is.

    Raises
    ------
    InputError
        When a signal is infinite, or a count no whole number from 0 up.

    Examples
    --------
    A signal beyond 4 in twelve months comes by chance in one series of three:

    >>> round(by_chance(4, 12), 2), by_chance(float("nan"), 0)
    (0.36, nan)
    """
    far, known = take(signal=(signal, FINITE_OR_MISSING), count=(count, WHOLE))
    return as_given(erfc(np.abs(far) / np.sqrt(np.pi * np.maximum(known, 1))))


def xmr(values: ArrayLike, *, screen: bool = True) -> Limits:
    """Return mean and limits of a control chart for single values.

    Parameters
    ----------
    values : array, periods last
        Values in time order, any unit; a missing one breaks the moving range on both sides.
    screen : bool
        Leave moving ranges above 3.267 times their mean out of it, so that a single jump does
        not widen the limits that should reveal it.

    Returns
    -------
    Limits
        mean, lower and upper: mean ± 2.66 · mean moving range. Limits are missing when no two
        values stand next to each other.

    Examples
    --------
    >>> xmr([10, 12, 11, 13])
    Limits(mean=11.5, lower=7.06..., upper=15.93...)
    >>> xmr([5, 5, 5])
    Limits(mean=5.0, lower=5.0, upper=5.0)
    """
    (points,) = take(values=(values, FINITE_OR_MISSING))
    points = np.atleast_1d(points)
    ranges = np.abs(np.diff(points, axis=-1))
    if screen:
        ranges = np.where(ranges <= _SCREEN * _mean(ranges)[..., None], ranges, np.nan)
    mean, reach = _mean(points), _LIMIT * _mean(ranges)
    return Limits(as_given(mean), as_given(mean - reach), as_given(mean + reach))


def rules(values: ArrayLike, *, baseline: ArrayLike | None = None, screen: bool = True) -> Rules:
    """Return which rules of the control chart each point sets off.

    Parameters
    ----------
    values : array, periods last
        Values in time order, any unit; a missing one breaks every run.
    baseline : array, periods last, optional
        Values that the limits rest on; without them all values. Limits are never moved along
        the way.
    screen : bool
        As for :func:`xmr`, whose limits the rules use.

    Returns
    -------
    Rules
        beyond, trend, side, near: an array of −1, 0, 1 each, in the shape of the values.

    Examples
    --------
    >>> signs = rules([1, 2, 3, 4, 5, 6, 7])
    >>> signs.trend
    array([0, 0, 0, 0, 0, 0, 1])
    >>> signs.fired().tolist()
    ['beyond', '', '', '', '', '', 'beyond']
    >>> rules([5, 5], baseline=[0, 1, 0, 1]).fired().tolist()
    ['beyond', 'beyond']
    """
    (points,) = take(values=(values, FINITE_OR_MISSING))
    points = np.atleast_1d(points)
    limits = xmr(points if baseline is None else baseline, screen=screen)
    mean, lower, upper = (np.asarray(limit)[..., None] for limit in limits)
    beyond = (points > upper).astype(np.int64) - (points < lower)
    near = (points > mean + _NEAR * (upper - mean)).astype(np.int64)
    near = np.where(beyond == 0, near - (points < mean - _NEAR * (mean - lower)), 0)
    side = _signs(points - mean)
    # The first point has no step before it, and a step of 0 belongs to no run.
    steps = _signs(np.diff(points, axis=-1, prepend=points[..., :1]))
    return Rules(beyond, _runs(steps, _RUN - 1), _runs(side, _RUN), _two_of_three(near, side))


def assurance(
    lower: ArrayLike, upper: ArrayLike, target: ArrayLike, *, higher_is_better: bool = True
) -> Result:
    """Say whether a process as it is will meet a target.

    Parameters
    ----------
    lower, upper : float or array
        Process limits as from :func:`xmr`.
    target : float or array
        Target in the same unit.
    higher_is_better : bool
        Whether values above the target meet it.

    Returns
    -------
    str or array of str
        ``"consistent_pass"``, ``"consistent_fail"``, or ``"inconsistent"`` when the target lies
        within the limits so that chance decides.

    Raises
    ------
    InputError
        When a number is missing.

    Examples
    --------
    >>> assurance([1, 5, 1], [3, 7, 5], 4).tolist()
    ['consistent_fail', 'consistent_pass', 'inconsistent']
    """
    low, high, goal = take(lower=(lower, FINITE), upper=(upper, FINITE), target=(target, FINITE))
    met, missed = (goal < low, goal > high) if higher_is_better else (goal > high, goal < low)
    found = np.select([met, missed], ["consistent_pass", "consistent_fail"], "inconsistent")
    return as_given(np.asarray(found))


def _mean(values: Floats) -> Floats:
    """Mean over periods of the values that are there; missing when none is."""
    known = np.isfinite(values).sum(axis=-1)
    mean = np.full(known.shape, np.nan)
    np.divide(np.nansum(values, axis=-1), known, out=mean, where=known > 0)
    # What rounding left over is put right, or equal values would lie to one side of their mean.
    rest: Floats = np.nansum(values - mean[..., None], axis=-1) / np.maximum(known, 1)
    return mean + rest


def _signs(values: Floats) -> NDArray[np.int64]:
    return np.sign(np.nan_to_num(values)).astype(np.int64)


def _windows(signs: NDArray[np.int64], before: int, after: int) -> NDArray[np.int64]:
    """For each point the points around it, 0 outside the series, along a new last axis."""
    edges = [(0, 0)] * (signs.ndim - 1) + [(before, after)]
    return sliding_window_view(np.pad(signs, edges), before + after + 1, axis=-1)


def _runs(signs: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Sign of each point that ends a run of at least so many equal signs."""
    total = _windows(signs, length - 1, 0).sum(axis=-1)
    return np.where(np.abs(total) == length, signs, 0)


def _two_of_three(near: NDArray[np.int64], side: NDArray[np.int64]) -> NDArray[np.int64]:
    """Near points in three on one side of the mean of which two are near."""
    sound = (np.abs(_windows(side, 1, 1).sum(axis=-1)) == 3) & (
        np.abs(_windows(near, 1, 1).sum(axis=-1)) >= 2
    )
    return np.where(_windows(sound.astype(np.int64), 1, 1).any(axis=-1), near, 0)
