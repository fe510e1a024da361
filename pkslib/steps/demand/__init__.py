"""Demand: how many patients with each need are expected, how surely, and how good that has been."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import decided, forecast_tables
from pkslib.forecast.faults import raise_all
from pkslib.forecast.prepare import Options
from pkslib.language import text
from pkslib.settings import Demand, Settings, Treatment
from pkslib.tables.declaration import validate
from pkslib.tables.results import RESULTS


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Forecast the demand of a region to the end of the planning year.

    All needs of the region are forecast together, so that each borrows from the season of the
    others. Periods missing inside a history are left out, and marked.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slice of demand.
    settings : Settings
        Its part demand.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables forecast, forecast_sums, accuracy and marks.

    Raises
    ------
    InputError
        When the demand mixes periods of different length, ends after the planning year, or
        cannot be forecast.
    """
    demand, how = tables["demand"], settings.demand
    ahead = horizon(demand, year)
    raise_all(decided.unknown_needs(how, set(tables.get("needs", demand)["need"])))
    made = _forecast(demand, ahead, how)
    found = {
        "forecast": _until(year, made["periods"]),
        "forecast_sums": _until(year, made["sums"]),
        "accuracy": _accuracy(decided.history(demand, how), made["backtest"]),
        "marks": decided.told(made["marks"], demand, settings),
    }
    region = demand["region"].iloc[0]
    return {
        name: validate(
            frame.rename(columns={"series": "need"}).assign(region=region), RESULTS[name]
        )
        for name, frame in found.items()
    }


def _forecast(demand: pd.DataFrame, ahead: int, how: Demand) -> dict[str, pd.DataFrame]:
    """Return the tables of the forecast, each need's as its treatment wants calendar and models.

    Needs without calendar or models still borrow from the season of all others.
    """
    history, options = decided.history(demand, how), decided.options(demand, how)
    wanted = {need: how.treatments.get(need, Treatment()) for need in demand["need"].unique()}
    by_way: dict[tuple[bool, bool], list[str]] = {}
    for need, one in wanted.items():
        by_way.setdefault((one.calendar, one.models), []).append(need)
    parts: list[dict[str, pd.DataFrame]] = []
    for (calendar, models), needs in by_way.items():
        own: Options = options if calendar else {**options, "country": None}
        tier = how.tier if models else "fast"
        made = forecast_tables(history, ahead, tier=tier, **own)
        parts.append({name: rows[rows["series"].isin(needs)] for name, rows in made.items()})
    return {name: pd.concat([part[name] for part in parts]) for name in parts[0]}


def horizon(demand: pd.DataFrame, year: int) -> int:
    """Return how many periods lie between the end of the history and that of a year.

    Parameters
    ----------
    demand : pandas.DataFrame
        need and period. Where needs end at different times, the earliest end counts.
    year : int
        Planning year.

    Returns
    -------
    int
        Periods ahead, 1 or more.

    Raises
    ------
    InputError
        When there is no demand, its periods differ in length, or it covers the year already.

    Examples
    --------
    >>> horizon(pd.DataFrame({"need": "a", "period": ["2026-Q1", "2026-Q2"]}), 2027)
    6
    """
    kind = _resolution(demand)
    earliest = demand.groupby("need")["period"].max().min()
    ahead = len(periods.between(earliest, periods.within_year(year, kind)[-1])) - 1
    if not ahead:
        raise InputError(
            text(
                "Table demand covers {year} already, to {last}: choose a later planning year, "
                "or take the later periods out.",
                year=year,
                last=earliest,
            )
        )
    return ahead


def _resolution(demand: pd.DataFrame) -> str:
    """Return the one resolution of a demand's periods."""
    examples = {periods.resolution(label): label for label in demand["period"].unique()}
    if not examples:
        raise InputError(text("Table demand has no rows for the region. Add them."))
    if len(examples) > 1:
        raise InputError(
            text(
                "Table demand, column period: found {found}. All must be of one length; keep one.",
                found=", ".join(sorted(examples.values())),
            )
        )
    return examples.popitem()[0]


def _until(year: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the periods up to the end of a year; a need whose history ends late reaches beyond."""
    return rows[rows["period"].str[:4].astype(int) <= year]


def _accuracy(history: pd.DataFrame, tested: pd.DataFrame) -> pd.DataFrame:
    """Return the back-test with the bias as a share of the mean period of the last season."""
    season = periods.season(periods.only_resolution(history["period"]))
    latest = history.sort_values("period").groupby("series").tail(season)
    usual = tested["series"].map(latest.groupby("series")["value"].mean())
    return tested.assign(bias=(tested["bias"] / usual).where(usual > 0))
