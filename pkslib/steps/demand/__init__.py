"""Demand: how many patients with each need are expected, how surely, and how good that has been."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import decided, faults, forecast_tables, side_by_side
from pkslib.forecast.moves import summed, widened
from pkslib.forecast.prepare import Options, treated_history
from pkslib.language import text
from pkslib.settings import Demand, Settings
from pkslib.steps.demand import corrections, levels, population, strategic, weeks
from pkslib.steps.demand.cells import ELSEWHERE
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Forecast the demand of a region to the end of the planning year, and three years on.

    All needs of the region are forecast together, so that each borrows from the season of the
    others. Periods missing inside a history are left out, and marked. Then what is systematic may
    be taken out, and the needs agree with the forecasts of flows and region.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slice of demand; needs, population, rates, arrivals, unit_demand and units
        where there are any.
    settings : Settings
        Its part demand.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables of the step, by name.

    Raises
    ------
    InputError
        When the demand mixes periods of different length, ends after the planning year, or
        cannot be forecast; when a treatment names a need or a period that is not there.
    """
    demand, how = tables["demand"], settings.demand
    ahead = horizon(demand, year)
    faults.raise_all(faults.unknown_needs(how, set(tables.get("needs", demand)["need"])))
    known = decided.known(demand, how)
    driver = population.judged(tables, known, ahead, how, year)
    options: Options = {**known.options, "expectation": driver.expectation if driver.used else None}
    driven = decided.Known(known.history, options)
    made = forecast_tables(known.history, ahead, tier=how.tier, **options)
    treated = treated_history(*known)
    found = corrections.judged(made["tested"], settings)
    corrected = corrections.taken_out(made["periods"], found)
    agreed = levels.agreed({**made, "periods": corrected}, tables, driven, ahead, how)
    ranges = _ranges(demand)
    forecast = widened(_ahead(demand, year, agreed.needs), ranges)
    sums = _until(year, summed(made["periods"], agreed.needs, made["sums"]))
    sums = widened(sums, ranges, _counted(sums["period"], forecast["period"]))
    profile = weeks.weekday_profile(tables, treated)
    results = {
        "forecast": forecast,
        "forecast_sums": sums,
        "forecast_weeks": weeks.weeks(forecast, profile),
        "forecast_years": strategic.years(known, sums, year, driver.expectation, driver.used),
        "forecast_levels": _ahead(demand, year, agreed.levels),
        "forecast_units": _ahead(demand, year, _here_or_missing(agreed.units)),
        "unit_levels": _ahead(demand, year, agreed.unit_levels),
        "accuracy": _accuracy(treated, made["backtest"]),
        "backtest": made["tested"],
        "corrections": found,
        "driver": driver.table,
        "models": _models(driven, how, forecast, ahead, year),
        "marks": decided.told(_with_ranges(made["marks"], demand), demand, settings),
        "seasons": made["seasons"],
        "weekday_profile": profile,
        "hour_profile": weeks.hour_profile(tables),
    }
    region = demand["region"].iloc[0]
    return {name: _declared(name, frame, region) for name, frame in results.items()}


def _with_ranges(marks: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """Return marks and one for each period told as a range, such as fewer than five."""
    wide = demand["width"] > 0 if "width" in demand else pd.Series(data=False, index=demand.index)
    if not wide.any():
        return marks
    told = demand.loc[wide, ["need", "period"]].rename(columns={"need": "series"})
    return pd.concat([marks, told.assign(kind="range", treatment="kept")], ignore_index=True)


def _ranges(demand: pd.DataFrame) -> pd.DataFrame:
    """Return how wide the ranges of each need are, and their share of its latest turn of season."""
    if "width" not in demand or not (demand["width"] > 0).any():
        return pd.DataFrame({"series": [], "half": [], "share": []})
    turn = periods.season(_resolution(demand))
    latest = demand.sort_values("period").groupby("need").tail(turn)
    by_need = latest.assign(told=latest["width"] > 0).groupby("need", as_index=False)
    found = by_need.agg(half=("width", "max"), share=("told", "mean"))
    return found.rename(columns={"need": "series"})


def _counted(sums: pd.Series, labels: pd.Series) -> pd.Series:
    """Return how many of the periods forecast lie in each quarter or year."""
    distinct = labels.unique()
    inside = {
        label: sum(periods.coarser(each, periods.resolution(label)) == label for each in distinct)
        for label in sums.unique()
    }
    return sums.map(inside)


def _here_or_missing(units: pd.DataFrame) -> pd.DataFrame:
    """Return forecasts by unit, none where patients come elsewhere."""
    if units.empty:
        return units
    return units.assign(unit=units["unit"].mask(units["unit"] == ELSEWHERE))


def _declared(name: str, frame: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return a table as declared, the series called needs again."""
    if frame.empty:
        return empty(RESULTS[name])
    return frame.rename(columns={"series": "need"}).assign(region=region)


def horizon(demand: pd.DataFrame, year: int) -> int:
    """Return how many periods lie between the end of the history and that of a year.

    Parameters
    ----------
    demand : pandas.DataFrame
        need and period. Where needs end at different times, the earliest end counts of those that
        go on.
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
    over = demand["need"].isin(decided.ended(demand).index)
    earliest = demand[~over].groupby("need")["period"].max().min()
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


def _ahead(demand: pd.DataFrame, year: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the periods to come; a need whose history ends early would reach into the past."""
    known = _until(year, rows)
    ahead: pd.DataFrame = known[known["period"] > demand["period"].max()]
    return ahead


def _models(
    known: decided.Known, settings: Demand, forecast: pd.DataFrame, ahead: int, year: int
) -> pd.DataFrame:
    """Return the named models beside the pooled forecast for the largest need, and those chosen.

    Of all needs it would take longer than the forecast itself; the fast tier, which sliders wait
    for, has none.
    """
    if settings.tier != "full":
        return pd.DataFrame()
    chosen = set(known.options.get("model", {}))
    largest = forecast.groupby("series")["mean"].sum().nlargest(1).index
    return _beside(known, chosen.union(largest), ahead, year)


def _beside(known: decided.Known, series: set[str], ahead: int, year: int) -> pd.DataFrame:
    made = side_by_side(known.history, ahead, series=series, **known.options)
    rows = made["periods"].assign(owner=made["periods"]["period"].str[:4])
    keys = ["series", "model"]
    patients = rows[rows["owner"] == str(year)].groupby(keys)["mean"].sum().rename("patients")
    told = [*keys, "mase", "mase_naive", "coverage_80", "coverage_95", "method"]
    return made["backtest"][told].join(patients, on=keys)


def models_of(
    need: str, tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> pd.DataFrame:
    """Return the named models beside the pooled forecast for one need.

    Parameters
    ----------
    need : str
        Which.
    tables : mapping of str to pandas.DataFrame
        As for :func:`work_out`, and its result table driver.
    settings, year
        As for :func:`work_out`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table models, each model with its own back-test.
    """
    known = decided.driven(decided.known(tables["demand"], settings.demand), tables, year)
    found = _beside(known, {need}, horizon(tables["demand"], year), year)
    return _declared("models", found, tables["demand"]["region"].iloc[0])


def _accuracy(history: pd.DataFrame, tested: pd.DataFrame) -> pd.DataFrame:
    """Return the back-test with the bias as a share of the mean period of the last season."""
    season = periods.season(periods.only_resolution(history["period"]))
    latest = history.sort_values("period").groupby("series").tail(season)
    usual = tested["series"].map(latest.groupby("series")["value"].mean())
    return tested.assign(bias=(tested["bias"] / usual).where(usual > 0))
