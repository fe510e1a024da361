"""Forecasts with prediction intervals, one row a series and period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import numpy as np
import pandas as pd

from pkslib.forecast import spread
from pkslib.forecast.arrays import Floats
from pkslib.forecast.fit import Fitted
from pkslib.forecast.prepare import Options, checked_levels, prepared


def forecast(
    history: pd.DataFrame,
    horizon: int,
    *,
    levels: Sequence[float] = (80, 95),
    tier: str = "full",
    **options: Unpack[Options],
) -> pd.DataFrame:
    """Forecast many series with prediction intervals.

    Parameters
    ----------
    history : pandas.DataFrame
        Columns series, period and value [any unit, 0 or more], rows in any order. Periods are
        ``2027``, ``2027-Q1``, ``2027-03``, ``2027-W14``, ``2027-03-31``; dates seven days apart
        are weeks, from the Monday to the Sunday around the date. Series may differ in length,
        resolution and last period.
    horizon : int
        Periods ahead of each series' last one.
    levels : sequence of float
        Central intervals wanted [per cent].
    tier : {"full", "fast"}
        With or without the models fitted series by series.
    **options
        See :class:`pkslib.forecast.prepare.Options`.

    Returns
    -------
    pandas.DataFrame
        Columns series, period, mean, lower_80, upper_80, … [unit of value] and method; sorted by
        series and period. Bounds are nested around the mean and never below zero.

    Raises
    ------
    InputError
        Listing every fault of the history, or a bad horizon, level, tier or option.

    Examples
    --------
    A series that never varies repeats itself, as unsure as chance makes any count.

    >>> steady = pd.DataFrame({"series": "a", "period": [str(y) for y in range(2015, 2025)]})
    >>> forecast(steady.assign(value=7.0), 1).round(1)
      series period  mean  lower_80  upper_80  lower_95  upper_95    method
    0      a   2025   7.0       2.7      11.3       0.0      14.5  constant
    """
    wanted = checked_levels(levels)
    return table(prepared(history, horizon, tier, options), wanted)


def table(fits: Sequence[Fitted], levels: Sequence[float]) -> pd.DataFrame:
    """Return the forecasts of fitted panels, sorted by series and period."""
    rows = pd.concat([_rows(fit, levels) for fit in fits], ignore_index=True)
    return rows.sort_values(["series", "period"], kind="stable", ignore_index=True)


def _rows(fit: Fitted, levels: Sequence[float]) -> pd.DataFrame:
    """Return the forecasts of one panel as rows."""
    horizon = len(fit.labels)
    columns: dict[str, Floats] = {
        "series": np.repeat(fit.panel.series, horizon),
        "period": np.tile(np.array(fit.labels, dtype=object), len(fit.mean)),
        "mean": fit.mean.ravel(),
    }
    columns |= bounds(fit, fit.mean, fit.widths, levels)
    return pd.DataFrame(columns | {"method": np.repeat(fit.methods, horizon)})


def bounds(
    fit: Fitted,
    mean: Floats,
    widths: Floats,
    levels: Sequence[float],
    least: Floats | float = 0.0,
) -> dict[str, Floats]:
    """Return the columns lower_ and upper_ of each level, flat, row by row.

    Parameters
    ----------
    fit : Fitted
        Its scales, and how far down a fall that is not yet followed reaches.
    mean : numpy.ndarray
        Shape (n, steps) [unit of the series].
    widths : numpy.ndarray
        Quantiles of the error in scales, shape (grid, steps).
    levels : sequence of float
        Narrowest first [per cent].
    least : numpy.ndarray or float
        What no outcome can fall below [unit of the series].
    """
    columns = {}
    scale, fallen = fit.scale[:, None], fit.treated.reach[:, None]
    for level in levels:
        below, above = spread.at_level(widths, level)
        reached = np.where(fallen < 1, mean * fallen, np.inf)
        low = np.minimum(mean + below * scale, reached)
        columns[f"lower_{level:g}"] = np.maximum(low, least).ravel()
        columns[f"upper_{level:g}"] = (mean + above * scale).ravel()
    return columns
