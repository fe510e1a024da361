"""The service catalogue, complete and by unit: who does what, how much, with what restriction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show.document.region import Region, day, listing
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Report

_STRAIN = "strain"


def units(region: Region) -> Iterator[tuple[str, str]]:
    """Yield the units of the catalogue with their names, in the order of the organisation."""
    there = set(region["catalogue"]["unit"])
    for unit in region["units"]["unit"]:
        if unit in there:
            yield str(unit), region.unit(unit)


def of_unit(region: Region, unit: str) -> Report | None:
    """Return a unit's rows of the catalogue."""
    rows = region["catalogue"]
    rows = rows[rows["unit"] == unit]
    shown = [_row(region, row) for row in each(rows)]
    heads = [text("Care need"), text("Activity"), text("Target of the year"),
             text("Promised capacity"), text("Restriction"), text("Expected wait, new patients"),
             text("Status")]  # fmt: skip
    table = listing(region.unit(unit), heads, shown, (2, 3, 5))
    return table and table.noted(*_strained(region, rows))


def _strained(region: Region, rows: pd.DataFrame) -> list[str]:
    """Say how strained the unit is: of all its care, as a ward too full is so for all in it."""
    strained = rows[rows["restriction"] == _STRAIN].drop_duplicates("capacity")
    return [
        text("The whole unit is strained: {share} of its care over the year ({capacity}) is "
             "planned above the target level, most in {period}.", share=percent(row.share, 1),
             capacity=region.names.within("capacity", row.capacity),
             period=language.part(row.worst_period))
        for row in each(strained)
    ]  # fmt: skip


def _row(region: Region, row: Any) -> list[str]:
    promised = number(row.promised)
    if isinstance(row.capacity, str):
        promised = region.measured(row.capacity, row.promised)
    # Strain is told once of the unit: it restricts no need of its own.
    own = {"restriction": "none"} if row.restriction == _STRAIN else {}
    return [
        region.names.of("need", row.need), region.names.of("activity", row.activity),
        number(row.target), promised,
        sentence("catalogue", "restriction", row._asdict() | own),
        _wait(region, row),
        text(row.status).capitalize(),
    ]  # fmt: skip


def _wait(region: Region, row: Any) -> str:
    """Return how long patients wait; acute care has no list, and elective care without one is told.

    A missing list is no short wait, and where units keep none of their own it is the region's.
    """
    if row.expected_wait >= 0:
        lists = region["waiting_by_plan"]
        own = ((lists["need"] == row.need) & (lists["unit"] == row.unit)).any()
        days = number(row.expected_wait)
        if own:
            return text("{days} days", days=days)
        return text("{days} days (the region's list)", days=days)
    needs = region["needs"]
    elective = bool(((needs["need"] == row.need) & (needs["flow"] == "elective")).any())
    return text("wait unknown") if elective else "–"


def decisions(region: Region, unit: str) -> Report | None:
    """Return the decisions and proposals behind a unit's rows."""
    rows, measures = region["catalogue_decisions"], region["measures"]
    contracts = measures.dropna(subset=["contract"]).set_index("measure")["contract"].to_dict()
    shown = [
        [region.names.of("measure", row.measure) if isinstance(row.measure, str) else "–",
         contracts.get(row.measure) or "–",
         text(row.status).capitalize(),
         row.by if isinstance(row.by, str) else "–", day(row.on)]
        for row in each(rows[rows["unit"] == unit])
    ]  # fmt: skip
    heads = [text("Measure"), text("Contract"), text("Status"), text("Decided by"), text("On")]
    if not contracts:
        heads, shown = [heads[0], *heads[2:]], [[row[0], *row[2:]] for row in shown]
    return listing(text("Measures behind what is promised"), heads, shown)
