"""Follow-up: outcome against forecast and plan, and whether the errors are chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import forecast, periods
from pkslib.forecast.prepare import Options
from pkslib.language import mark, text
from pkslib.methods.control import tracking_signal, verdict, xmr
from pkslib.settings import Settings
from pkslib.tables.declaration import empty, validate
from pkslib.tables.results import RESULTS

_NEED = ["region", "need"]
_PRODUCTION = ["unit", "activity"]
_IMPROVE = 2
_STATUSES = {"planned": mark("planned"), "ongoing": mark("ongoing"), "realised": mark("realised")}


class Deviations(NamedTuple):
    """A series followed up over a rolling window.

    table: period, planned, outcome, deviation (N/A where there is none). planned, outcome,
    total: sums over the periods that have both; total is that of the deviations. signal: the
    tracking signal. verdict: ``"random"``, ``"systematic"`` or ``"too few"``.
    """

    table: pd.DataFrame
    planned: float
    outcome: float
    total: float
    signal: float
    verdict: str


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Follow up a region's need forecast, production and improvement work.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, production and measures; the last two may be empty.
    settings : Settings
        Its parts follow_up and demand.
    year : int
        Not used: the window ends with the latest outcome.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables need_follow_up, production_follow_up, verdicts and improvement_follow_up.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå.
    """
    length = settings.follow_up.window
    need = need_follow_up(tables["demand"], settings, length)
    production = production_follow_up(tables["production"], length)
    verdicts = pd.concat(
        [
            verdicts_of(need, "need", _NEED, "forecast"),
            verdicts_of(production, "production", _PRODUCTION, "plan"),
        ]
    )
    found = {
        "need_follow_up": need,
        "production_follow_up": production,
        "verdicts": verdicts,
        "improvement_follow_up": improvement_follow_up(tables["measures"]),
    }
    return {name: validate(frame, RESULTS[name]) for name, frame in found.items()}


def deviation_table(planned: pd.Series, outcome: pd.Series) -> Deviations:
    """Return outcome less plan (or forecast) period by period, with sums and verdict.

    Parameters
    ----------
    planned, outcome : pandas.Series
        By period, in one unit of measure; missing where there is none.

    Returns
    -------
    Deviations

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, example of outcome against plan.

    Examples
    --------
    A month before the plan began is N/A, not 0.

    >>> months = ["2022-12", "2023-01", "2023-02"]
    >>> found = deviation_table(pd.Series([None, 100, 120], months),
    ...                         pd.Series([98, 105, 119], months))
    >>> found.table["deviation"].tolist(), found.total, found.verdict
    ([nan, 5.0, -1.0], 4.0, 'too few')
    """
    table = pd.DataFrame({"planned": planned, "outcome": outcome}, dtype=float)
    table = table.rename_axis("period").sort_index().reset_index()
    table = table.assign(deviation=table["outcome"] - table["planned"])
    known = table.dropna()
    return Deviations(
        table,
        float(known["planned"].sum()),
        float(known["outcome"].sum()),
        float(known["deviation"].sum()),
        float(tracking_signal(table["deviation"].to_numpy())),
        str(verdict(table["deviation"].to_numpy())),
    )


def need_follow_up(demand: pd.DataFrame, settings: Settings, length: int) -> pd.DataFrame:
    """Return the forecast that would have been made before the window, against what came.

    Parameters
    ----------
    demand : pandas.DataFrame
        region, need, period, patients: of one region.
    settings : Settings
        Its part demand.
    length : int
        Length of the window that ends with the latest demand [periods].

    Returns
    -------
    pandas.DataFrame
        region, need, period, forecast, outcome and error = outcome − forecast [patients]; no
        forecast where a need has no history before the window.
    """
    window = _window(demand["period"], length)
    before = demand[demand["period"] < window[0]]
    rows = _grid(demand, _NEED, window)
    outcome = demand.rename(columns={"patients": "outcome"})
    rows = rows.merge(outcome[[*_NEED, "period", "outcome"]], how="left")
    rows = rows.merge(_forecast(before, settings, window[-1]), on=["need", "period"], how="left")
    return rows.assign(error=rows["outcome"] - rows["forecast"])


def _forecast(before: pd.DataFrame, settings: Settings, last: str) -> pd.DataFrame:
    """Return the forecast of a history cut before the window: need, period, forecast."""
    if before.empty:
        return pd.DataFrame(columns=["need", "period", "forecast"]).astype({"forecast": float})
    earliest = before.groupby("need")["period"].max().min()
    ahead = len(periods.between(earliest, last)) - 1
    pandemic = (settings.demand.exclude_from, settings.demand.exclude_to)
    how: Options = {"exclude": pandemic if all(pandemic) else None, "fill": "none"}
    history = before.rename(columns={"need": "series", "patients": "value"})
    rows = forecast.forecast(history[["series", "period", "value"]], ahead, tier="fast", **how)
    return rows.rename(columns={"series": "need", "mean": "forecast"})[
        ["need", "period", "forecast"]
    ]


def production_follow_up(production: pd.DataFrame, length: int) -> pd.DataFrame:
    """Return plan, outcome and deviation over the rolling window, with control limits.

    Parameters
    ----------
    production : pandas.DataFrame
        unit, activity, period, count and, optionally, planned [activities].
    length : int
        Length of the window that ends with the latest outcome [periods].

    Returns
    -------
    pandas.DataFrame
        unit, activity, period, plan, outcome, deviation, lower, upper [activities] and outside.
        The limits are those of the deviations (XmR): the plan carries the season already.
    """
    done = production[production["count"].notna()]
    if done.empty:
        return empty(RESULTS["production_follow_up"])
    window = _window(done["period"], length)
    columns = {"count": "outcome", "planned": "plan"}
    known = production.reindex(columns=[*_PRODUCTION, "period", *columns]).rename(columns=columns)
    rows = _grid(production, _PRODUCTION, window).merge(known, how="left")
    rows = rows.assign(deviation=rows["outcome"] - rows["plan"].astype(float))
    limits = xmr(rows["deviation"].to_numpy(float).reshape(-1, length))
    lower, upper = (np.repeat(limit, length) for limit in (limits.lower, limits.upper))
    outside = (rows["deviation"] < lower) | (rows["deviation"] > upper)
    return rows.assign(lower=lower, upper=upper, outside=outside)


def verdicts_of(rows: pd.DataFrame, subject: str, keys: list[str], planned: str) -> pd.DataFrame:
    """Return a verdict per series: are its errors random or systematic.

    Parameters
    ----------
    rows : pandas.DataFrame
        Two key columns, period, outcome and what was planned or forecast.
    subject : str
        What was followed up.
    keys : list of str
        Names of the key columns: place and item.
    planned : str
        Name of the column with plan or forecast.

    Returns
    -------
    pandas.DataFrame
        Rows of the table verdicts; sums over the periods that have both outcome and plan.
    """
    error = rows["outcome"] - rows[planned]
    known = rows.assign(
        planned=rows[planned].where(error.notna()),
        outcome=rows["outcome"].where(error.notna()),
        deviation=error,
    )
    groups = known.groupby(keys)
    sums = groups[["planned", "outcome", "deviation"]].sum(min_count=1)
    errors = [group.to_numpy(float) for _, group in groups["deviation"]]
    return (
        sums.rename_axis(["place", "item"])
        .reset_index()
        .assign(
            subject=subject,
            periods=groups["deviation"].count().to_numpy(),
            tracking_signal=[tracking_signal(series) for series in errors],
            verdict=[verdict(series) for series in errors],
        )
    )


def improvement_follow_up(measures: pd.DataFrame) -> pd.DataFrame:
    """Return expected and realised effect of improvement work, the ladder's second step.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table.

    Returns
    -------
    pandas.DataFrame
        measure, unit, capacity, expected, realised [capacity's measure] and status in words.
        Work that is only planned has realised nothing.
    """
    work = measures[measures["step"] == _IMPROVE]
    share = work["realised"].where(work["status"] != "planned", 0.0)
    return work.assign(
        expected=work["max_amount"],
        realised=work["max_amount"] * share,
        status=[text(_STATUSES[status]) for status in work["status"]],
    )


def _window(labels: pd.Series, length: int) -> list[str]:
    """Return the periods of the rolling window that ends with the latest one."""
    last = labels.max()
    return periods.between(periods.shift(last, 1 - length), last)


def _grid(rows: pd.DataFrame, keys: list[str], window: list[str]) -> pd.DataFrame:
    """Return every series in every period of the window, sorted."""
    series = rows[keys].drop_duplicates().sort_values(keys)
    return series.merge(pd.DataFrame({"period": window}), how="cross")
