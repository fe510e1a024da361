"""Seeded draws of the future that keep how periods and series go together.

A draw is a normal field with the correlation of the back-test errors over the horizon and that of
changes over a season between series, turned into errors by the conformal quantiles of each
horizon.
"""

from __future__ import annotations

from typing import Unpack

import numpy as np
import pandas as pd

from pkslib.forecast import spread
from pkslib.forecast.arrays import Floats
from pkslib.forecast.findings import Treated
from pkslib.forecast.fit import Fitted
from pkslib.forecast.prepare import Options, prepared

# Share of the measured correlation between series that is believed: the rest is chance in the few
# periods it is measured on.
_BELIEVED = 0.7
# Correlation of the errors at two horizons where no back-test can tell.
_PERSISTENT = 0.4


def sample_paths(
    history: pd.DataFrame,
    horizon: int,
    draws: int,
    seed: int,
    *,
    tier: str = "fast",
    **options: Unpack[Options],
) -> pd.DataFrame:
    """Draw futures, the same for the same seed.

    For what stands on a forecast that was moved afterwards, take each draw's place among the draws
    of its series and period from here, and the width from the forecast.

    Parameters
    ----------
    history, horizon, tier, **options
        As for :func:`pkslib.forecast.forecast`.
    draws : int
        Number of futures.
    seed : int
        Of the random numbers.

    Returns
    -------
    pandas.DataFrame
        Columns series, period, draw [0, 1, …] and value [unit of the history, 0 or more]; sorted.
    """
    fits = prepared(history, horizon, tier, options)
    random = np.random.default_rng(seed)
    rows = pd.concat([_rows(fit, draws, random) for fit in fits], ignore_index=True)
    return rows.sort_values(["series", "period", "draw"], kind="stable", ignore_index=True)


def _rows(fit: Fitted, draws: int, random: np.random.Generator) -> pd.DataFrame:
    """Return the draws of one panel as rows."""
    values = drawn(fit, draws, random)
    n, horizon, _ = values.shape
    return pd.DataFrame(
        {
            "series": np.repeat(fit.panel.series, horizon * draws),
            "period": np.tile(np.repeat(np.array(fit.labels, dtype=object), draws), n),
            "draw": np.tile(np.arange(draws), n * horizon),
            "value": values.ravel(),
        }
    )


def drawn(fit: Fitted, draws: int, random: np.random.Generator) -> Floats:
    """Return futures of one panel, shape (n, horizon, draws)."""
    from scipy.stats import norm

    n, horizon = fit.mean.shape
    across = between_series(fit.treated)
    common = random.standard_normal((across.shape[1], horizon, draws))
    alone = random.standard_normal((n, horizon, draws))
    shared = np.einsum("nt,tkd->nkd", across, common)
    own = 1 - _BELIEVED * (across**2).sum(axis=1)[:, None, None]
    field = np.sqrt(_BELIEVED) * shared + np.sqrt(own) * alone
    field = np.einsum("hk,nkd->nhd", np.linalg.cholesky(over_horizon(fit)), field)
    at, ratio = norm.cdf(field), np.empty_like(field)
    for step in range(horizon):
        ratio[:, step] = np.interp(at[:, step], spread.GRID, fit.widths[:, step])
    error = ratio * fit.scale[:, None, None]
    futures: Floats = np.maximum(fit.mean[:, :, None] + error, 0.0)
    return futures


def over_horizon(fit: Fitted) -> Floats:
    """Return the correlation of the errors of one series at two horizons, (horizon, horizon).

    Measured on the back-test as far as it has errors enough, else the same between all horizons.
    """
    horizon = fit.mean.shape[1]
    plain: Floats = np.full((horizon, horizon), _PERSISTENT) + (1 - _PERSISTENT) * np.eye(horizon)
    ratios = (fit.errors / np.where(fit.scales > 0, fit.scales, np.nan)[:, :, None]).reshape(
        -1, horizon
    )
    ratios = ratios[np.isfinite(ratios).all(axis=1)]
    moment = ratios.T @ ratios
    size = np.sqrt(np.diag(moment))
    if not (size > 0).all():
        return plain
    believed = len(ratios) / (len(ratios) + 2 * horizon)
    mixed: Floats = believed * moment / np.outer(size, size) + (1 - believed) * plain
    return mixed


def between_series(treated: Treated) -> Floats:
    """Return rows whose products are the correlation of changes over a season, (n, periods).

    What is kept out of the season is kept out here. A series without changes has a row of zeros.
    """
    usual = treated.until(treated.usual.shape[1])[1]
    turn = treated.panel.season
    lag = turn if usual.shape[1] > 2 * turn else 1
    change = usual[:, lag:] - usual[:, :-lag]
    known = np.isfinite(change)
    total = np.where(known, change, 0.0).sum(axis=1, keepdims=True)
    mean = total / np.maximum(known.sum(axis=1, keepdims=True), 1)
    change = np.where(known, change - mean, 0.0)
    size = np.sqrt((change**2).sum(axis=1, keepdims=True))
    rows: Floats = change / np.where(size > 0, size, 1.0)
    return rows
