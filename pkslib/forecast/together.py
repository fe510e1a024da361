"""All tables of one forecast from one fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd

from pkslib.forecast import intervals, models, proof, seasons, sums, tested
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


def side_by_side(
    history: pd.DataFrame, horizon: int, **options: Unpack[Options]
) -> dict[str, pd.DataFrame]:
    """Return the pooled forecast and every named model beside it, each with its own back-test.

    Parameters
    ----------
    history, horizon, **options
        As for :func:`pkslib.forecast.forecast`; the option ``model`` is set here.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``periods`` as from :func:`pkslib.forecast.forecast` and ``backtest`` as from
        :func:`pkslib.forecast.backtest`, each with the column model first: ``pooled``,
        ``exponential_smoothing``, ``theta``, ``sarima`` or ``last_year``. Where a model could not
        be fitted the column method says what stands instead.

    Raises
    ------
    InputError
        As for :func:`pkslib.forecast.forecast`.
    """
    names = history["series"].astype(str).unique()
    found: dict[str, list[pd.DataFrame]] = {"periods": [], "backtest": []}
    for model in ("pooled", *models.NAMES):
        chosen: Options = {**options, "model": dict.fromkeys(names, model)}
        fits = prepared(history, horizon, "fast", chosen)
        made = {"periods": intervals.table(fits, (80, 95)), "backtest": proof.table(fits)}
        for name, rows in made.items():
            rows.insert(0, "model", model)
            found[name].append(rows)
    return {name: pd.concat(rows, ignore_index=True) for name, rows in found.items()}
