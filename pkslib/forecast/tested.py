"""What the back-test forecast at each origin, beside what came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pkslib.forecast.engine import Fitted

_COLUMNS = ["series", "origin", "period", "forecast", "outcome", "error"]


def table(fits: Sequence[Fitted]) -> pd.DataFrame:
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
    rows = pd.concat([pd.DataFrame(columns=_COLUMNS), *parts]) if parts else pd.DataFrame()
    rows = rows.reindex(columns=_COLUMNS).astype(dict.fromkeys(_COLUMNS[3:], float))
    return rows.dropna().sort_values(_COLUMNS[:3], kind="stable", ignore_index=True)


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
