"""Outcome against forecast and plan over the window: need (A), production, all else measured."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast import decided, forecast
from pkslib.forecast.panel import suffices
from pkslib.settings import FollowUp, Settings
from pkslib.steps.follow_up.window import charted, grid, window
from pkslib.tables import waiting_lists
from pkslib.tables.decided import as_of_each_period
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.results.follow_up import DECIDED, MADE_THEN, STATED

_NEED = ["region", "need"]
_DOER = ["unit", "activity"]
_SERIES = ["subject", "place", "item"]
_NAMED = {"count": "outcome", "planned": "plan"}


def need_follow_up(tables: Mapping[str, pd.DataFrame], settings: Settings) -> pd.DataFrame:
    """Return the forecast that was decided, or would have been made then, against what came.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, population, rates and decided_forecast, and the result
        table driver.
    settings : Settings
        Its parts demand and follow_up; the window ends with the latest demand. What the scenario
        says of the history before the window holds, as in the forecast itself.

    Returns
    -------
    pandas.DataFrame
        Rows of the table need_follow_up: the forecast of the latest round decided before each
        period, else one made from the history before the window; none where there is neither.
    """
    demand = tables["demand"]
    labels = window(demand["period"], settings.follow_up.window)
    outcome = demand.rename(columns={"patients": "outcome"})[[*_NEED, "period", "outcome"]]
    rows = grid(demand, _NEED, labels).merge(outcome, how="left")
    rows = rows.merge(_forecast_before(tables, settings, labels), on=["need", "period"], how="left")
    kept = as_of_each_period(tables["decided_forecast"], _NEED)
    rows = rows.merge(kept[[*_NEED, "period", "mean", "round"]], how="left")
    basis = _basis(rows["mean"], rows["forecast"], MADE_THEN)
    rows = rows.assign(forecast=rows["mean"].fillna(rows["forecast"]), basis=basis)
    return rows.assign(error=rows["outcome"] - rows["forecast"]).drop(columns="mean")


def _basis(decided: pd.Series, else_known: pd.Series, other: str) -> pd.Series:
    """Return which of two figures counts, the decided one first; empty where there is none."""
    basis = np.select([decided.notna(), else_known.notna()], [DECIDED, other], "")
    return pd.Series(basis, decided.index, dtype="str")


def with_decided_plan(production: pd.DataFrame, decided_plan: pd.DataFrame) -> pd.DataFrame:
    """Return production against the plan that was decided, where a round decided one.

    Parameters
    ----------
    production, decided_plan : pandas.DataFrame
        The input tables.

    Returns
    -------
    pandas.DataFrame
        production with planned as decided in the latest round before each period, else as stated;
        basis says which, with the round.
    """
    kept = as_of_each_period(decided_plan, _DOER)[[*_DOER, "period", "target", "round"]]
    rows = production.merge(kept, on=[*_DOER, "period"], how="left")
    basis = _basis(rows["target"], rows["planned"], STATED)
    planned = rows["target"].fillna(rows["planned"])
    return rows.assign(planned=planned, basis=basis).drop(columns="target")


def _forecast_before(
    tables: Mapping[str, pd.DataFrame], settings: Settings, labels: list[str]
) -> pd.DataFrame:
    """Return the forecast of a history cut before the window: need, period, forecast."""
    known = decided.known_before(labels[0], tables["demand"], settings.demand)
    if not suffices(known.history):
        return pd.DataFrame(columns=["need", "period", "forecast"]).astype({"forecast": float})
    earliest = known.history.groupby("series")["period"].max().min()
    ahead = len(periods.between(earliest, labels[-1])) - 1
    known = decided.driven(known, tables, periods.start(labels[-1]).year)
    rows = forecast(known.history, ahead, tier="fast", **known.options)
    return rows.rename(columns={"series": "need", "mean": "forecast"})[
        ["need", "period", "forecast"]
    ]


def production_follow_up(production: pd.DataFrame, settings: FollowUp) -> pd.DataFrame:
    """Return plan, outcome and deviation over the rolling window, with control limits.

    Parameters
    ----------
    production : pandas.DataFrame
        The table.
    settings : FollowUp
        Window, which ends with the latest outcome, and baseline.

    Returns
    -------
    pandas.DataFrame
        Rows of the table production_follow_up. The limits are those of the deviations (XmR): the
        plan carries the season already.
    """
    done = production[production["count"].notna()]
    if done.empty:
        return empty(RESULTS["production_follow_up"])
    labels = window(done["period"], settings.window)
    every = periods.between(min(str(done["period"].min()), labels[0]), labels[-1])
    known = production[[*_DOER, "period", *_NAMED]].rename(columns=_NAMED)
    rows = grid(production, _DOER, every).merge(known, how="left")
    rows = rows.assign(deviation=rows["outcome"] - rows["plan"])
    return charted(rows, labels, settings)


def deviations(
    tables: Mapping[str, pd.DataFrame], produced: pd.DataFrame, settings: FollowUp
) -> pd.DataFrame:
    """Return the rows of the table deviations.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input table waiting.
    produced : pandas.DataFrame
        As from :func:`pkslib.steps.follow_up.measured.measured`.
    settings : FollowUp
        Window and baseline.

    Returns
    -------
    pandas.DataFrame
        Rows of the table deviations, each in the unit of its subject (capacity's measure, DRG
        points, patients, SEK).

    References
    ----------
    .. [1] R. Rosenbäck (2017), Produktionsstyrning i sjukvården: deviations are measured in
       money, time, queue and volume; as cited in Socialstyrelsen (2024), Uppföljning på taktisk
       nivå.
    """
    labels: list[str] = []
    known = produced.dropna(subset=["outcome"])
    if len(known):
        labels = window(known["period"], settings.window)
        produced = charted(_spread(produced, known, labels), labels, settings)
    waiting = tables["waiting"]
    if not labels and waiting.empty:
        return empty(RESULTS["deviations"])
    labels = labels or _months_of(waiting, settings)
    queued = queue(waiting, labels).rename(columns={"region": "place", "need": "item"})
    # A queue carries over from month to month, so control limits of single values do not hold.
    queued = queued.assign(
        subject="queue", deviation=queued["outcome"] - queued["planned"], lower=np.nan,
        upper=np.nan, rule="",
    )  # fmt: skip
    return pd.concat([produced, queued], ignore_index=True)


def _spread(rows: pd.DataFrame, known: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return every series in every period known up to the end of the window."""
    first = min(str(known["period"].min()), labels[0])
    every = periods.between(first, labels[-1])
    found = grid(rows, _SERIES, every).merge(rows, how="left")
    return found.assign(deviation=found["outcome"] - found["planned"])


def _months_of(waiting: pd.DataFrame, settings: FollowUp) -> list[str]:
    """Return the window of a region that knows of its queue but not of its production."""
    return window(waiting["as_of"].str[:7], settings.window)


def queue(waiting: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return the patients waiting at the end of each period, against those before the window.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table.
    labels : list of str
        Periods of the window, in time order.

    Returns
    -------
    pandas.DataFrame
        region, need, period, planned, outcome [patients]. Planned is the last count before the
        window, else the first in it: a plan in balance leaves the queue as it is. The last count
        of a period stands for it, the lists of all units together.

    Examples
    --------
    >>> lists = pd.DataFrame({
    ...     "region": "99", "need": "hip", "unit": None, "as_of": ["2025-12-31", "2026-01-31"],
    ...     "patients": [40.0, 46.0]
    ... })
    >>> queue(lists, ["2026-01", "2026-02"])[["period", "planned", "outcome"]]
        period  planned  outcome
    0  2026-01     40.0     46.0
    1  2026-02     40.0      NaN
    """
    if waiting.empty:
        return pd.DataFrame(columns=[*_NEED, "period", "planned", "outcome"])
    kind = periods.resolution(labels[0])
    sums = waiting_lists.course(waiting)
    label = [periods.coarser(str(day), kind) for day in sums["as_of"]]
    sums = sums.assign(period=label).sort_values("as_of", kind="stable")
    counts = sums.drop_duplicates([*_NEED, "period"], keep="last")
    opening = pd.concat([
        counts[counts["period"] < labels[0]].drop_duplicates(_NEED, keep="last"),
        counts[counts["period"].isin(labels)],
    ]).drop_duplicates(_NEED)  # fmt: skip
    rows = grid(counts, _NEED, labels)
    for name, known in (("outcome", counts), ("planned", opening.drop(columns="period"))):
        rows = rows.merge(
            known.drop(columns="as_of").rename(columns={"patients": name}), how="left"
        )
    return rows
