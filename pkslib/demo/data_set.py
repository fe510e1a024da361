"""The whole invented data set: made in memory, written as a folder of parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from pkslib.demo import (
    agreements,
    bookings,
    capacity_outcome,
    care,
    demand,
    follow_up,
    measures,
    needs,
    organisation,
    outcome,
    planted,
    regions,
    reviews,
    schedule,
    supply,
)
from pkslib.demo.folder import SCENARIOS, write_parquet
from pkslib.demo.regions import Region, codes
from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables import scenarios
from pkslib.tables.declaration import typed
from pkslib.tables.inputs import INPUTS


def make(chosen: Iterable[str], seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return an invented data set of some regions.

    Parameters
    ----------
    chosen : iterable of str
        Codes of Swedish regions, or others: those get an invented size.
    seed : int
        The same seed gives the same regions, each the same alone as among others.

    Returns
    -------
    dict of pandas.DataFrame
        All input tables by name, as declared.

    Examples
    --------
    >>> made = make(["09"])
    >>> made["regions"]["name"].tolist(), len(made["needs"])
    (['Region Gotland'], 36)
    """
    return make_of(_places(chosen, seed))


def make_of(places: Sequence[Region]) -> dict[str, pd.DataFrame]:
    """Return the data set of regions told in full, which share their needs."""
    return with_truths(places)[0]


def with_truths(
    places: Sequence[Region],
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the data set of regions told in full, and what is planted in it.

    Returns
    -------
    tuple of dict of pandas.DataFrame
        The input tables by name, as declared; and what none of them tells: series, as
        :func:`pkslib.demo.planted.shifts` has it, and measures, as
        :func:`pkslib.demo.planted.effects` has it.
    """
    made, truths = zip(*(_tables_of(place) for place in places), strict=True)
    only = places[0].needs
    shared = {"needs": needs.table(only), "rates": needs.rates(only), **care.tables(only)}
    shared |= care.capacities(set(shared["activity_times"]["capacity"]))
    if any(place.thorough for place in places):
        shared["national"] = follow_up.country()
        shared["roles"] = agreements.roles()
    joined = {}
    for name, schema in INPUTS.items():
        parts = [tables[name] for tables in (shared, *made) if name in tables]
        # Nothing has been decided yet in an invented region.
        if parts:
            joined[name] = typed(pd.concat(parts, ignore_index=True), schema)
    names = ("series", "measures")
    return joined, {name: pd.concat([one[name] for one in truths]) for name in names}


def _places(chosen: Iterable[str], seed: int) -> list[Region]:
    return [regions.region(code, seed) for code in chosen]


def _tables_of(place: Region) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the tables of one region that are its own, and what is planted in them."""
    patients = demand.arrivals(place)
    own = organisation.organisation(place, patients)
    has = supply.supply(place, own)
    steps = agreements.steps(place, own)
    ladder = measures.table(place, own, has)
    truth = planted.effects(place, ladder, has.need.iloc[:, -12:].sum(axis=1))
    produced = outcome.production(place, own, patients, truth)
    queue = reviews.struck_off(place, outcome.waiting(place, patients))
    needed = schedule.staffing(place, own, has)
    placed = organisation.tables(own)
    times = pd.concat([placed["activity_times"], care.tables(place.needs)["activity_times"]])
    had = capacity_outcome.table(place, has, produced, times, truth)
    tables = {
        "regions": regions.table(place),
        "population": regions.population(place),
        "demand": demand.table(place, patients),
        "unit_demand": demand.by_unit(place, patients, own.pathways),
        "arrivals": demand.by_hour(place, patients),
        **placed,
        **supply.tables(has),
        "staff_changes": supply.changes(place, has),
        "production": produced,
        "capacity_outcome": had,
        "resource_outcome": capacity_outcome.of_resources(place, has.resources, had),
        "waiting": queue,
        "bookings": bookings.table(place, own, patients, queue, steps),
        "staffing": needed,
        "minimum_lines": schedule.minimum_lines(own, has),
        "schedule": schedule.table(place, own, needed, steps, has),
        "measures": reviews.measure(place, own, has, ladder),
        "allowed_moves": organisation.allowed_moves(own),
        "budgets": outcome.budgets(place, own, produced),
        "agreements": agreements.agreements(place, own),
        "maturity": agreements.maturity(place, own),
    }
    if place.thorough:
        tables |= follow_up.tables(place, own, has, produced, had)
        tables["booking_history"] = bookings.history(place, own, patients, steps)
    return tables, {"series": planted.shifts(place), "measures": truth}


def write_demo(folder: Path, regions: int | None = None, seed: int = 1) -> None:
    """Write an invented data set as a folder of parquet files, complete or not at all.

    Parameters
    ----------
    folder : pathlib.Path
        Is made, or replaced when it holds nothing but an earlier data set.
    regions : int, optional
        Number of regions; Sweden's 21 when not told, invented ones beyond them.
    seed : int
        The same seed gives the same data.

    Raises
    ------
    InputError
        When no region is asked for, or the folder holds something else.
    """
    if regions is not None and regions < 1:
        raise InputError(text("At least one region is needed, {count} asked for.", count=regions))
    places = _places(codes(regions), seed)
    tables, truths = with_truths(places)
    write_parquet(folder, tables, truths)
    levels = agreements.levels(places, tables["units"])
    if levels.units and not (folder / SCENARIOS / f"{agreements.LEVELS}.toml").exists():
        scenarios.save(folder, agreements.LEVELS, levels)
