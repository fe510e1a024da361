"""All tables of one forecast from one fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd

from pkslib.forecast import intervals, proof, sums
from pkslib.forecast.prepare import Options, checked_levels, prepared


def forecast_tables(
    history: pd.DataFrame,
    horizon: int,
    *,
    levels: Sequence[float] = (80, 95),
    tier: str = "full",
    **options: Unpack[Options],
) -> dict[str, pd.DataFrame]:
    """Forecast once and return every table of it.

    Parameters
    ----------
    history, horizon, levels, tier, **options
        As for :func:`pkslib.forecast.forecast`; no series yearly.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``period``, ``quarter`` and ``year`` as from :func:`pkslib.forecast.forecast` and
        :func:`pkslib.forecast.forecast_sums`, ``backtest`` as from
        :func:`pkslib.forecast.backtest`, ``marks`` as from :func:`pkslib.forecast.marks`.

    Raises
    ------
    InputError
        As for :func:`pkslib.forecast.forecast`.
    """
    wanted = checked_levels(levels)
    fits = prepared(history, horizon, tier, options)
    return {
        "period": intervals.table(fits, wanted),
        "quarter": sums.table(fits, "quarter", wanted),
        "year": sums.table(fits, "year", wanted),
        "backtest": proof.table(fits),
        "marks": pd.concat([fit.treated.rows for fit in fits], ignore_index=True).sort_values(
            ["series", "period"], kind="stable", ignore_index=True
        ),
    }
