"""The seasonal pattern of many series at once: least squares, then shrinkage to the group.

Each series divided by its mean is written as trend + season + noise, the trend a broken line, and
fitted by least squares on the periods that count. What one short, noisy series says about its own
season is weak evidence; what the group says together is strong. So each series keeps only the part
of its deviation from the group's pattern that stands out of the noise (positive-part James–Stein).

References
----------
James, W. & Stein, C. (1961). Estimation with quadratic loss. Proc. Fourth Berkeley Symposium 1,
361–379. Efron, B. & Morris, C. (1973). Stein's estimation rule and its competitors. JASA 68,
117–130.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Keeps a column without a single counted period (a knot before the series began) solvable.
_RIDGE = 1e-6


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
        Residual degrees of freedom, shape (n,).
    """

    coefficients: np.ndarray
    spread: np.ndarray
    variance: np.ndarray
    freedom: np.ndarray


def least_squares(values: np.ndarray, design: np.ndarray) -> Fit:
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
    same = bool((seen == seen[:1]).all())
    weights = (seen[:1] if same else seen).astype(float)
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    normal = (weights @ products).reshape(-1, columns, columns)
    spread = np.linalg.inv(normal + _RIDGE * np.eye(columns))
    coefficients = np.einsum("...ij,...j->...i", spread, filled @ design)
    residual = np.where(seen, values - coefficients @ design.T, 0.0)
    freedom = np.maximum(seen.sum(axis=1) - columns, 0)
    variance = (residual**2).sum(axis=1) / np.maximum(freedom, 1)
    return Fit(coefficients, spread, variance, freedom)


def shrunk(fit: Fit, block: slice, metric: np.ndarray, *, own: np.ndarray) -> np.ndarray:
    """Return one block of coefficients, shrunk towards what the group has in common.

    With d the deviation of a series from the group's pattern and v the mean sampling variance of
    one of its k parts, the deviation keeps the share max(0, 1 − (k − 2) v / |d|²).

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
        Series with a say of their own, shape (n,): those of two full seasons or more. The others
        take the group's pattern.

    Returns
    -------
    numpy.ndarray
        Shape (n, k); zero where no series has a say.
    """
    coefficients = fit.coefficients[:, block]
    if not own.any():
        return np.zeros_like(coefficients)
    noise = fit.variance * np.einsum("...ij,ij->...", fit.spread[:, block, block], metric)
    weight = np.where(own, 1 / np.maximum(noise, np.median(noise[own]) / 10 + 1e-12), 0.0)
    common = weight @ coefficients / weight.sum()
    if own.sum() == 1:
        common = np.zeros_like(common)
    deviation = coefficients - common
    size = np.einsum("ni,ij,nj->n", deviation, metric, deviation)
    parts = coefficients.shape[1]
    share = 1 - max(parts - 2, 1) / parts * noise / np.maximum(size, 1e-300)
    return common + np.where(own, np.clip(share, 0, 1), 0.0)[:, None] * deviation
