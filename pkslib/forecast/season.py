"""The seasonal pattern of many series at once: least squares, then shrinkage to the group.

Each series divided by its mean is written as trend + season + noise, the trend a broken line, and
fitted by least squares on the periods that count. What one short, noisy series says about its own
season is weak evidence; what the group says together is strong. So each series keeps only the part
of its deviation from the group's pattern that stands out of the noise (empirical Bayes, the
many-series form of James and Stein's estimator).

References
----------
James, W. & Stein, C. (1961). Estimation with quadratic loss. Proc. Fourth Berkeley Symposium 1,
361–379. Efron, B. & Morris, C. (1973). Stein's estimation rule and its competitors. JASA 68,
117–130.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pkslib.forecast.arrays import Flags, Floats, Whole
from pkslib.forecast.design import Design, trend

# Keeps a column without a single counted period (a knot before the series began) solvable.
_RIDGE = 1e-6
_TINY = 1e-12
# How far a series' own liveliness is believed, and the doubt about its noise [periods]: what noise
# is left of a few free periods is itself a guess. Chosen on rolling origins of Scottish
# departments up to 2018, from 24 months, the same thinned, and simulated hospital counts.
_LIVELY, _DOUBT = 0.25, 5.0
# Standard deviations from the group's pattern where a series begins to lose its weight in it, and
# rounds of weighing.
_FAR, _ROUNDS = 1.0, 2
# Noises that a deviation must be clear of to stand for itself.
_CLEAR = 2.0
# Series' worth of belief in deviations that go alike in all directions, for each of these.
_ROUND = 4.0


@dataclass(frozen=True)
class Fit:
    """Least squares of every series on one design.

    Attributes
    ----------
    coefficients : numpy.ndarray
        Shape (n, columns).
    spread : numpy.ndarray
        Inverse of the normal matrix, shape (n, columns, columns) or (1, columns, columns).
    variance : numpy.ndarray
        Noise variance of each series, shape (n,).
    freedom : numpy.ndarray
        Periods beyond those the coefficients take, at least 1, shape (n,).
    """

    coefficients: Floats
    spread: Floats
    variance: Floats
    freedom: Whole


def least_squares(values: Floats, design: Floats) -> Fit:
    """Fit every series on one design, each on the periods it has.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n, length); NaN is left out.
    design : numpy.ndarray
        Shape (length, columns).

    Returns
    -------
    Fit
    """
    seen = ~np.isnan(values)
    filled = np.where(seen, values, 0.0)
    columns = design.shape[1]
    if (seen == seen[:1]).all():
        normal = (design[seen[0]].T @ design[seen[0]])[None]
    else:
        products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
        normal = (seen.astype(float) @ products).reshape(-1, columns, columns)
    spread: Floats = np.linalg.inv(normal + _RIDGE * np.eye(columns)).astype(float)
    coefficients = np.einsum("...ij,...j->...i", spread, filled @ design)
    residual = np.where(seen, values - coefficients @ design.T, 0.0)
    # A bend before a series began takes nothing.
    taken = (seen.astype(float) @ np.abs(design) > 0).sum(axis=1)
    freedom = np.maximum(seen.sum(axis=1) - taken, 1)
    return Fit(coefficients, spread, (residual**2).sum(axis=1) / freedom, freedom)


def pattern(values: Floats, design: Design) -> Floats:
    """Return the season of every series of one panel over history and horizon.

    Parameters
    ----------
    values : numpy.ndarray
        Shares or their logarithms, shape (n, length); NaN where a period must not count.
    design : Design
        Seasonal columns for history and horizon.

    Returns
    -------
    numpy.ndarray
        Shape (n, length + horizon).
    """
    return patterns([values], [design])[0]


def patterns(
    panels: Sequence[Floats], designs: Sequence[Design], periods: int | None = None
) -> list[Floats]:
    """Return the season of every series of panels that differ in their ends: one group of all.

    Parameters
    ----------
    panels, designs
        Of each panel, as for :func:`pattern`; the columns mean the same in all.
    periods : int, optional
        Latest periods that the season is fitted on, of histories longer than that.
    """
    last = [values[:, -(periods or values.shape[1]) :] for values in panels]
    seen = np.concatenate([(~np.isnan(values)).sum(axis=1) for values in last])
    own = {name: seen >= designs[0].least(name) for name in designs[0].parts}
    names = [name for name, enough in own.items() if enough.any()]
    found = [np.zeros((len(v), design.length)) for v, design in zip(panels, designs, strict=True)]
    if not names:
        return found
    pairs = zip(last, panels, designs, strict=True)
    fit = _together([_seasonal(one, values.shape[1], shape, names) for one, values, shape in pairs])
    places, at = np.cumsum([len(values) for values in panels])[:-1], 0
    for name in names:
        part = designs[0].parts[name]
        block = slice(at, at := at + part.shape[1])
        kept = shrunk(fit, block, part.T @ part / len(part), own=own[name])
        for total, one, shape in zip(found, np.split(kept, places), designs, strict=True):
            total += shape.trust.get(name, 1.0) * one @ shape.parts[name].T
    return found


def _seasonal(values: Floats, length: int, design: Design, names: list[str]) -> Fit:
    """Return the seasonal part of the least squares of one panel, the trend left out."""
    since = length - values.shape[1]
    lines = trend(values.shape[1], design.resolution)
    columns = np.hstack([lines, *(design.parts[name][since:length] for name in names)])
    fit, at = least_squares(values, columns), slice(lines.shape[1], None)
    return replace(fit, coefficients=fit.coefficients[:, at], spread=fit.spread[:, at, at])


def _together(fits: list[Fit]) -> Fit:
    """Return the fits of panels as one."""
    if len(fits) == 1:
        return fits[0]
    spread = [
        np.broadcast_to(fit.spread, (len(fit.variance), *fit.spread.shape[1:])) for fit in fits
    ]
    return Fit(
        np.vstack([fit.coefficients for fit in fits]),
        np.concatenate(spread),
        np.concatenate([fit.variance for fit in fits]),
        np.concatenate([fit.freedom for fit in fits]),
    )


def shrunk(fit: Fit, block: slice, metric: Floats, *, own: Flags) -> Floats:
    """Return one block of coefficients, shrunk towards what the group has in common.

    In coordinates where the metric is the identity, the deviation d of a series from the group's
    pattern is taken as N(0, m S + v I): v its sampling variance, S the covariance of deviations in
    the group (what is observed, drawn towards a sphere where series are few, less what noise
    explains, never below zero) and m how much livelier than the group the series is, itself shrunk
    most of the way to 1. Along each axis of S with variance s the deviation keeps the share
    m s / (m s + v); one that is alone in its season keeps it as far as it is clear of its own noise
    (positive-part James–Stein).

    Parameters
    ----------
    fit : Fit
        Of the whole design.
    block : slice
        The columns of this part of the season.
    metric : numpy.ndarray
        Mean of xx' over one turn of the season, shape (k, k): turns coefficients into squared
        distance between patterns.
    own : numpy.ndarray of bool
        Series with a say of their own, shape (n,): those with enough history. The others
        take the group's pattern.

    Returns
    -------
    numpy.ndarray
        Shape (n, k); zero where no series has a say. A series alone is shrunk towards no season.
    """
    coefficients = fit.coefficients[:, block]
    if not own.any():
        return np.zeros_like(coefficients)
    parts = coefficients.shape[1]
    doubted = fit.variance * (1 + _DOUBT / fit.freedom)
    noise = doubted * np.einsum("...ij,ij->...", fit.spread[:, block, block], metric) / parts
    root = np.linalg.cholesky(metric)
    common, weight = _in_common(coefficients @ root, noise, own)
    deviation = coefficients @ root - common
    variance, axes = _beyond_noise(deviation, weight, noise, int(own.sum()))
    energy = (deviation**2).sum(axis=1)
    beyond = np.maximum(energy - parts * noise, 0.0)
    lively = 1 + _LIVELY * (beyond / (variance.sum() + _TINY) - 1)
    signal = lively[:, None] * variance
    clear = np.maximum(1 - _CLEAR * parts * noise / (energy + _TINY), 0.0)
    share = np.maximum(signal / (signal + noise[:, None] + _TINY), clear[:, None]) * own[:, None]
    kept: Floats = (common + (deviation @ axes * share) @ axes.T) @ np.linalg.inv(root)
    return kept


def _in_common(found: Floats, noise: Floats, own: Flags) -> tuple[Floats, Floats]:
    """Return the pattern of the group, and weights of the deviations from it, summing to one.

    The weight is the inverse of noise (no less than in the middle series: none speaks for all) and
    variance between series; a series farther from the
    others than these explain loses it as the square of its distance (Huber's weights, twice), and
    that of its deviation as much again.
    """
    parts = found.shape[1]
    common = np.median(found[own], axis=0) * (own.sum() > 1)
    for _ in range(_ROUNDS):
        distance = ((found - common) ** 2).sum(axis=1) / parts
        between = max(float(np.median((distance - noise)[own])), 0.0)
        expected = np.maximum(noise, np.median(noise[own])) + between + _TINY
        far = np.maximum(distance / (_FAR**2 * expected), 1.0)
        weight = np.where(own, 1 / (expected * far), 0.0)
        weight = weight / weight.sum()
        common = weight @ found * (own.sum() > 1)
    steady = weight / far**2
    return common, steady / steady.sum()


def _beyond_noise(
    deviation: Floats, weight: Floats, noise: Floats, count: int
) -> tuple[Floats, Floats]:
    """Return variances and axes of what deviations have in common beyond noise.

    The covariance is drawn towards a sphere, the more the fewer the series.
    """
    parts = deviation.shape[1]
    observed = (deviation * weight[:, None]).T @ deviation
    unit = np.eye(parts)
    sphere = unit * np.trace(observed) / parts
    drawn = _ROUND * parts / (count + _ROUND * parts)
    covariance = drawn * sphere + (1 - drawn) * observed - unit * (weight @ noise)
    variance, axes = np.linalg.eigh(covariance)
    return np.maximum(variance, 0.0), axes
