"""The whole chain in memory: one region's tables and settings in, every result out."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import cast

import pandas as pd

from pkslib.scenario.order import STEPS, done, step_name, through, writes
from pkslib.scenario.sensitivity import sensitivity
from pkslib.settings import Settings
from pkslib.steps import capacity, years
from pkslib.steps.need.capacity import resource_need
from pkslib.steps.need.readiness import with_readiness
from pkslib.steps.years.growth import moved
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared
from pkslib.tables.results.years import AHEAD

__all__ = ["compare", "four_years", "of_notebook", "run", "through"]

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
    *("need_spread", "judgements", "measure_reach"),
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
    found = through(step_name(STEPS[-1]), tables, settings, year)
    given = {name: filled(frame, INPUTS[name]) for name, frame in tables.items() if name in INPUTS}
    known = {**given, **found}
    ahead, other = four_years(known, settings, year), sensitivity(known, settings, year)
    return found | ahead | as_declared(other)


def of_notebook(
    notebook: str, tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Return the tables that a step's notebook writes.

    Parameters
    ----------
    notebook : str
        Its stem: ``"02_demand"`` and so on, to ``"08_outlook"``.
    tables : mapping of str to pandas.DataFrame
        The region's inputs, and the results of the notebooks before it.
    settings, year
        As for :func:`run`.
    """
    found: dict[str, pd.DataFrame] = {}
    known = ChainMap(found, cast("dict[str, pd.DataFrame]", tables))
    for step in writes(notebook):
        found |= done(step, known, settings, year)
    return found | four_years(known, settings, year) if notebook == "06_plan" else found


def four_years(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Return need, available capacity and gap of the planning year and three more.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's input tables, and the results of the steps demand, need, capacity and
        balance.
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
