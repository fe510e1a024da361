"""The whole chain in memory: one region's tables and settings in, every result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from pkslib.scenario.sensitivity import sensitivity
from pkslib.settings import Settings
from pkslib.steps import (
    balance,
    capacity,
    catalogue,
    decisions,
    demand,
    follow_up,
    money,
    need,
    outlook,
    plan,
    stops,
    summary,
    waiting,
    years,
)
from pkslib.steps.need.capacity import resource_need
from pkslib.steps.need.readiness import with_readiness
from pkslib.steps.years.growth import moved
from pkslib.tables import starters
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared
from pkslib.tables.results.years import AHEAD

Step = Callable[[Mapping[str, pd.DataFrame], Settings, int], dict[str, pd.DataFrame]]
Known = Callable[[str, Settings], dict[str, pd.DataFrame]]

_TO_CAPACITY: tuple[Step, ...] = (demand.work_out, need.work_out, capacity.work_out)
_FROM_BALANCE: tuple[Step, ...] = (
    balance.work_out,
    plan.work_out,
    waiting.work_out,
    catalogue.work_out,
    decisions.work_out,
    stops.work_out,
    money.work_out,
    follow_up.work_out,
    outlook.work_out,
    summary.work_out,
)
# Steps that may have nothing to do, by the notebook whose tables they write.
_NOTEBOOKS: dict[Step, str] = {
    demand.work_out: "02_demand",
    need.work_out: "03_need",
    capacity.work_out: "04_capacity",
    balance.work_out: "05_balance",
    plan.work_out: "06_plan",
    waiting.work_out: "06_plan",
    catalogue.work_out: "06_plan",
    decisions.work_out: "06_plan",
    stops.work_out: "06_plan",
    money.work_out: "06_plan",
    follow_up.work_out: "07_follow_up",
    outlook.work_out: "08_outlook",
}
# What the years ahead are made of: tables that each year has of its own, those that tell what is
# available, and those of the planning year behind them.
_YEARS = ("four_years", "years_asked", "years_posts", "years_decisions", "judged")
_OF_A_YEAR = ("capacity_need", "available_capacity", "staff_supply")
_SUPPLY = (
    *("demand", "units", "available", "openings", "resources", "staff_changes", "pathways"),
    *("activity_times", "recipes", "staffing", "schedule", "minimum_lines"),
)
_BEHIND = (
    *("units", "capacities", "measures", "forecast_years", "care_need", "capacity_use"),
    *("need_spread", "judgements"),
)
_QUANTITIES = (
    *("raw", "need", "available", "gap", "shortage"),
    *("closed", "strain", "gives_way", "unsolved", "occupancy"),
)


def run(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Take a region through every planning step, as the notebooks 02 to 09 do.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        All input tables of one region; the absent ones without rows. Columns that may be left out
        are filled.
    settings : Settings
        The scenario.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        Every result table of the steps, by name.

    Raises
    ------
    InputError
        When the demand cannot be forecast.
    """
    found = _through((*_TO_CAPACITY, *_FROM_BALANCE), tables, settings, year)
    given = {name: filled(frame, INPUTS[name]) for name, frame in tables.items() if name in INPUTS}
    known = {**given, **found}
    ahead, other = four_years(known, settings, year), sensitivity(known, settings, year)
    return found | ahead | as_declared(other)


def _nothing_known(_step: str, _settings: Settings) -> dict[str, pd.DataFrame]:
    return {}


def through(
    last: str,
    tables: Mapping[str, pd.DataFrame],
    settings: Settings,
    year: int,
    known: Known = _nothing_known,
) -> dict[str, pd.DataFrame]:
    """Take a region as far as a step, with what is known already of each step on the way.

    Parameters
    ----------
    last : str
        The step's name: ``"capacity"``, ``"balance"`` and so on.
    tables, settings, year
        As for :func:`run`.
    known : callable, optional
        Takes a step's name and the settings, and returns where its results are kept: as they
        were left there, or empty, to be filled.

    Returns
    -------
    dict of str to pandas.DataFrame
        The result tables of the steps.
    """
    steps = (*_TO_CAPACITY, *_FROM_BALANCE)
    names = [_name(step) for step in steps]
    return _through(steps[: names.index(last) + 1], tables, settings, year, known)


def _name(step: Step) -> str:
    return step.__module__.rpartition(".")[2]


def _through(
    steps: tuple[Step, ...],
    tables: Mapping[str, pd.DataFrame],
    settings: Settings,
    year: int,
    known: Known = _nothing_known,
) -> dict[str, pd.DataFrame]:
    """Return the results of steps, each of which reads the inputs and the results before it."""
    given = {
        name: filled(frame, INPUTS[name]) if name in INPUTS else frame
        for name, frame in tables.items()
    }
    results: dict[str, pd.DataFrame] = {}
    for step in steps:
        kept = known(_name(step), settings)
        if not kept and starters.lacking(_NOTEBOOKS.get(step, ""), given):
            kept |= starters.nothing(_NOTEBOOKS[step])
        elif not kept:
            kept |= as_declared(step({**given, **results}, settings, year))
        results |= kept
    return results


def four_years(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Return need, available capacity and gap of the planning year and three more.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's input tables, and the results of the steps demand, need and capacity.
    settings : Settings
        The scenario.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables of :mod:`pkslib.steps.years`. What is available is worked out anew for each
        year, from what is dated in the tables, for the need of that year.
    """
    if tables["forecast_years"].empty or tables["capacity_need"].empty:
        return {name: empty(RESULTS[name]) for name in _YEARS}
    found = [{name: tables[name] for name in _OF_A_YEAR}]
    for later in range(year + 1, year + AHEAD):
        need_then = years.need_in(tables, later, year)
        ready = tables["readiness"]
        ready = ready.assign(period=moved(ready["period"], later - year))
        hours = with_readiness(resource_need(need_then, tables, settings.staff), ready)
        given = {"capacity_need": need_then, "resource_need": hours, "readiness": ready}
        given |= {name: tables[name] for name in _SUPPLY}
        found.append(given | capacity.supply_in(given, settings, later))
    whole = {
        name: pd.concat([one[name] for one in found], ignore_index=True) for name in _OF_A_YEAR
    }
    given = {name: tables[name] for name in _BEHIND} | whole
    return as_declared(years.work_out(given, settings, year))


def compare(one: Mapping[str, pd.DataFrame], other: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what differs between two scenarios of a region, capacity by capacity.

    Parameters
    ----------
    one, other : mapping of str to pandas.DataFrame
        Results as from :func:`run`, of which the table summary is read.

    Returns
    -------
    pandas.DataFrame
        region, capacity, quantity (a column of summary), one, other and difference (other less
        one) [capacity's measure; occupancy: share]. A capacity that only one of them has counts
        as 0 in the other; an occupancy of no capacity is missing.

    Examples
    --------
    >>> base = pd.DataFrame({"region": ["06"], "capacity": ["bed_day"], "raw": [80.0],
    ...     "need": [100.0], "available": [90.0], "gap": [10.0], "shortage": [10.0],
    ...     "closed": [5.0], "strain": [5.0], "gives_way": [0.0], "unsolved": [0.0],
    ...     "occupancy": [0.9]})
    >>> fuller = base.assign(need=90.0, gap=0.0, shortage=0.0, closed=0.0, strain=0.0)
    >>> found = compare({"summary": base}, {"summary": fuller})
    >>> found[found["difference"] != 0][["quantity", "one", "other", "difference"]]
        quantity    one  other  difference
    1       need  100.0   90.0       -10.0
    3        gap   10.0    0.0       -10.0
    4   shortage   10.0    0.0       -10.0
    5     closed    5.0    0.0        -5.0
    6     strain    5.0    0.0        -5.0
    """
    sides = {name: _long(results["summary"]) for name, results in (("one", one), ("other", other))}
    rows = pd.DataFrame(sides)
    amounts = rows.index.get_level_values("quantity") != "occupancy"
    rows = rows.where(rows.notna() | ~amounts[:, None], 0.0)
    return rows.assign(difference=rows["other"] - rows["one"]).reset_index()


def _long(summary: pd.DataFrame) -> pd.Series:
    """Return one value a region, capacity and quantity, quantities in the summary's order."""
    long = summary.melt(["region", "capacity"], [*_QUANTITIES], var_name="quantity")
    order = pd.CategoricalIndex(long["quantity"], categories=_QUANTITIES, ordered=True)
    return long.assign(quantity=order).set_index(["region", "capacity", "quantity"])["value"]
