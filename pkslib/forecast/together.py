"""All tables of one forecast from one fit, the marks of its history among them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Unpack

import pandas as pd

from pkslib.forecast import intervals, models, proof, seasons, sums
from pkslib.forecast.findings import TOO_SHORT, Treated
from pkslib.forecast.fit import with_named
from pkslib.forecast.prepare import Options, among, checked_levels, prepared, treated_panels


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
        :func:`pkslib.forecast.proof.tested`, ``seasons`` as from
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
        "tested": proof.tested(fits),
        "seasons": seasons.table(fits),
        "marks": _of_series(history, [fit.treated for fit in fits]),
    }


def side_by_side(
    history: pd.DataFrame,
    horizon: int,
    *,
    series: Collection[str] = (),
    **options: Unpack[Options],
) -> dict[str, pd.DataFrame]:
    """Return the pooled forecast and every named model beside it, each with its own back-test.

    Parameters
    ----------
    history, horizon, **options
        As for :func:`pkslib.forecast.forecast`; the option ``model`` is set here.
    series : collection of str
        Those wanted, of a history that lends its season to them; without any all.

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
    names = series or history["series"].astype(str).unique()
    fits = prepared(history, horizon, "fast", {**options, "model": {}})
    found: dict[str, list[pd.DataFrame]] = {"periods": [], "backtest": []}
    for model in ("pooled", *models.NAMES):
        one = [with_named(fit, among(fit.panel, names), model) for fit in fits]
        made = {"periods": intervals.table(one, (80, 95)), "backtest": proof.table(one)}
        for name, rows in made.items():
            wanted = rows[rows["series"].isin(names)].reset_index(drop=True)
            wanted.insert(0, "model", model)
            found[name].append(wanted)
    return {name: pd.concat(rows, ignore_index=True) for name, rows in found.items()}


def marks(history: pd.DataFrame, **options: Unpack[Options]) -> pd.DataFrame:
    """Return what was found in a history and what is done about it.

    Change a treatment and hand the rows back as the option ``treatments`` to overrule it.

    Parameters
    ----------
    history : pandas.DataFrame
        As for :func:`pkslib.forecast.forecast`.
    **options
        See :class:`pkslib.forecast.prepare.Options`.

    Returns
    -------
    pandas.DataFrame
        Columns series, period, kind (of :data:`pkslib.forecast.findings.TREATMENTS`, or ``too
        short``) and treatment; sorted by series and period. A level shift stands at the first
        period of the new level, closed and not begun at the first of their zeros, too short at
        the last period.

    Raises
    ------
    InputError
        For a faulty history.

    Examples
    --------
    >>> months = [f"{year}-{month:02d}" for year in (2019, 2020) for month in range(1, 13)]
    >>> rows = pd.DataFrame({"series": "a", "period": months[:15], "value": 5})
    >>> marks(rows)
      series   period      kind           treatment
    0      a  2020-03  pandemic  left_out_of_season
    """
    return _of_series(history, treated_panels(history, options))


def _of_series(history: pd.DataFrame, panels: Sequence[Treated]) -> pd.DataFrame:
    """Return the findings of panels, and the series of a history that are too short for any."""
    rows = [panel.rows for panel in panels]
    known = {name for panel in panels for name in panel.panel.series}
    names = history["series"].astype(str)
    if len(short := history[~names.isin(known)]):
        last = short.groupby("series")["period"].max().astype(str)
        kind, treatment = TOO_SHORT
        rows.append(last.reset_index().assign(kind=kind, treatment=treatment))
    found = pd.concat(rows, ignore_index=True)
    return found.sort_values(["series", "period"], kind="stable", ignore_index=True)
