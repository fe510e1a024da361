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
    measures,
    needs,
    organisation,
    outcome,
    regions,
    schedule,
    supply,
)
from pkslib.demo.folder import write_parquet
from pkslib.demo.regions import Region, codes
from pkslib.errors import InputError
from pkslib.language import text
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
    return make_of([regions.region(code, seed) for code in chosen])


def make_of(places: Sequence[Region]) -> dict[str, pd.DataFrame]:
    """Return the data set of regions told in full, which share their needs."""
    made = [_tables_of(place) for place in places]
    only = places[0].needs
    shared = {"needs": needs.table(only), "rates": needs.rates(only), **care.tables(only)}
    shared |= care.capacities(set(shared["activity_times"]["capacity"]))
    joined = {}
    for name, schema in INPUTS.items():
        parts = [tables[name] for tables in (shared, *made) if name in tables]
        # Nothing has been decided yet in an invented region.
        if parts:
            joined[name] = typed(pd.concat(parts, ignore_index=True), schema)
    return joined


def _tables_of(place: Region) -> dict[str, pd.DataFrame]:
    """Return the tables of one region that are its own."""
    patients = demand.arrivals(place)
    own = organisation.organisation(place, patients)
    has = supply.supply(place, own)
    steps = agreements.steps(place, own)
    produced = outcome.production(place, own, patients)
    queue = outcome.waiting(place, patients)
    needed = schedule.staffing(place, own, has)
    placed = organisation.tables(own)
    times = pd.concat([placed["activity_times"], care.tables(place.needs)["activity_times"]])
    had = capacity_outcome.table(place, has, produced, times)
    return {
        "regions": pd.DataFrame({"region": [place.code], "name": [place.name]}),
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
        "measures": measures.table(place, own, has),
        "allowed_moves": measures.allowed_moves(own),
        "budgets": outcome.budgets(place, own, produced),
        "agreements": agreements.agreements(place, own),
        "maturity": agreements.maturity(place, own),
    }


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
    write_parquet(folder, make(codes(regions), seed))
