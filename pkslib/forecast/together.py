"""All tables of one forecast from one fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd

from pkslib.forecast import intervals, proof, seasons, sums, tested
from pkslib.forecast.marks import of_series
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
        As for :func:`pkslib.forecast.forecast`.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``periods`` as from :func:`pkslib.forecast.forecast`, ``sums`` per year, and per quarter
        where periods are shorter than that, as from :func:`pkslib.forecast.forecast_sums`,
        ``backtest`` as from :func:`pkslib.forecast.backtest`, ``tested`` as from
        :func:`pkslib.forecast.tested.table`, ``seasons`` as from
        :func:`pkslib.forecast.seasons.table`, ``marks`` as from :func:`pkslib.forecast.marks`.

    Raises
    ------
    InputError
        As for :func:`pkslib.forecast.forecast`.
    """
    wanted = checked_levels(levels)
    fits = prepared(history, horizon, tier, options)
    long = any(fit.panel.resolution in ("year", "quarter") for fit in fits)
    spans = ("year",) if long else ("quarter", "year")
    return {
        "periods": intervals.table(fits, wanted),
        "sums": pd.concat([sums.table(fits, by, wanted) for by in spans], ignore_index=True),
        "backtest": proof.table(fits),
        "tested": tested.table(fits),
        "seasons": seasons.table(fits),
        "marks": of_series(history, [fit.treated for fit in fits]),
    }
