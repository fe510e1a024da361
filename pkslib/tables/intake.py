"""The door of the workbench: a data set in, checked tables or every fault out."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pkslib.language import text
from pkslib.tables import (
    cells,
    checks,
    decided,
    declaration,
    headers,
    noted,
    overview,
    starters,
    wide,
)
from pkslib.tables.faults import Fault, Report, ordered
from pkslib.tables.grain import with_every_period
from pkslib.tables.identity import masked
from pkslib.tables.inputs import INPUTS, ONE_OF
from pkslib.tables.kinds import of_cells, of_files
from pkslib.tables.persons import persons_in
from pkslib.tables.reference import regions
from pkslib.tables.sources.address import is_address, shown_address
from pkslib.tables.sources.database import read_database
from pkslib.tables.sources.folder import read_folder
from pkslib.tables.sources.formats import patiently
from pkslib.tables.sources.sheet import Sheet, UnreadableError
from pkslib.tables.sources.workbook import REMARK, read_workbook
from pkslib.tables.unit_changes import continued
from pkslib.tables.wording import nearest

# Places of one question that are spelt out.
_SPELT_OUT = 6


def load(source: str | Path, kept: str | Path = "") -> dict[str, pd.DataFrame]:
    """Read a data set.

    Parameters
    ----------
    source : str or pathlib.Path
        A folder of csv or parquet files (file stem = table), one xlsx (sheet = table), or a
        database address (table = table).
    kept : str or pathlib.Path
        Folder of what was decided; the one beside the data set when left out.

    Returns
    -------
    dict of str to pandas.DataFrame
        Every input table as declared; those that the data set lacks have no rows. Without a
        table regions the Swedish ones that have demand are there.

    Raises
    ------
    InputError
        With every fault at once.
    """
    report = check(source, kept=kept)
    report.raise_for_faults()
    return dict(report.tables)


def check(
    source: str | Path, today: datetime.date | None = None, *, kept: str | Path = ""
) -> Report:
    """Look through a data set and tell everything that is wrong with it.

    Parameters
    ----------
    source : str or pathlib.Path
        As for :func:`load`.
    today : datetime.date, optional
        Tells also of outcomes of periods to come, data that has grown old by then, and counts
        so small that they may point a patient out.
    kept : str or pathlib.Path
        As for :func:`load`.

    Returns
    -------
    Report
        With tables when there are no faults. When something looks like a person the read stops
        there, and only that is told.
    """
    noted.note(noted.BEYOND)
    shown = shown_address(str(source)) if is_address(source) else str(source)
    try:
        sheets, faults = _with_decided(*_read(source), kept or decided.place_of(source))
    except UnreadableError as unreadable:
        return _report(shown, {}, unreadable.faults)
    persons = [fault for sheet in sheets for fault in persons_in(sheet)]
    if any(fault.is_error for fault in persons):
        return _report(shown, {}, persons)
    read, odd = _typed(sheets)
    found = [*faults, *persons, *_asked_once(odd)]
    start = starters.start_of(_there(read, found))
    whole, told = starters.completed(read, start)
    whole, understood = starters.in_bed_days(whole)
    found += [*told, *understood, *([] if start else _required(read, found))]
    return _report(shown, whole, [*found, *checks.answered(whole, today)])


def _asked_once(faults: list[Fault]) -> Iterator[Fault]:
    """Yield faults, those about dashes as one: a source means the same by all of them."""
    asked = [fault for fault in faults if fault.code == of_cells.NONE_OR_MISSING.code]
    yield from (fault for fault in faults if fault not in asked)
    if asked:
        others = [fault.place for fault in asked[1:_SPELT_OUT]]
        more = ["…"] if len(asked) > _SPELT_OUT else []
        places = text("Also in {places}.", places="; ".join([*others, *more]))
        remedy = f"{asked[0].remedy} {places}" if others else asked[0].remedy
        yield dataclasses.replace(asked[0], remedy=remedy)


def _read(source: str | Path) -> tuple[list[Sheet], list[Fault]]:
    if is_address(source):
        return read_database(str(source))
    path = Path(source)
    if path.is_dir():
        return read_folder(path)
    if path.is_file():
        return patiently(read_workbook, path)
    raise UnreadableError(of_files.SOURCE_MISSING.at(str(path)))


def _with_decided(
    sheets: list[Sheet], faults: list[Fault], place: str | Path | None
) -> tuple[list[Sheet], list[Fault]]:
    """Add what was decided, if any is kept."""
    folder = Path(place or "")
    if not place or not folder.is_dir():
        return sheets, faults
    more, odd = read_folder(folder)
    told = [replace(sheet, file=f"{folder.name}/{sheet.file}") for sheet in more]
    return [*sheets, *told], [*faults, *odd]


def _report(source: str, sheets: dict[str, Sheet], found: Iterable[Fault]) -> Report:
    every = ordered(found)
    faults = tuple(fault for fault in every if fault.is_error)
    notes = tuple(fault for fault in every if not fault.is_error)
    return Report(masked(source), {} if faults else _tables(sheets), faults, notes)


def _typed(sheets: list[Sheet]) -> tuple[dict[str, Sheet], list[Fault]]:
    """Return the tables with typed cells, one each, and what was wrong; the sheets are used up."""
    read: dict[str, Sheet] = {}
    faults: list[Fault] = []
    while sheets:
        # Let go of once it is typed, or a large data set would be in memory as text too.
        sheet = sheets.pop(0)
        if sheet.table in read:
            places = f"{read[sheet.table].file}, {sheet.file}"
            faults.append(sheet.fault(of_files.TABLE_TWICE, places=places))
            continue
        body = _without_remarks(sheet)
        if body.frame.empty:
            faults.extend(_no_rows(sheet))
            continue
        long, asked = wide.turned(body)
        if any(fault.is_error for fault in asked):
            faults.extend(asked)
            continue
        known, odd = headers.matched(long)
        read[sheet.table], wrong = cells.typed(known)
        faults.extend([*asked, *odd, *wrong])
    return read, faults


def _without_remarks(sheet: Sheet) -> Sheet:
    """Leave out blank rows, and remarks: rows whose first cell starts with #."""
    if sheet.frame.empty:
        return sheet
    first = sheet.frame.iloc[:, 0].str.strip()
    maybe = sheet.frame[first == ""]
    blank = maybe.index[maybe.apply(lambda cells: cells.str.strip() == "").all(axis=1)]
    remarks = first.index[first.str.startswith(REMARK)]
    return sheet.with_frame(sheet.frame.drop(index=remarks.union(blank)))


def _no_rows(sheet: Sheet) -> Iterator[Fault]:
    """Yield a fault for a table without rows; a sheet with remarks only was left unfilled."""
    if INPUTS[sheet.table].required:
        yield sheet.fault(of_files.NO_ROWS)
    elif sheet.frame.empty:
        yield sheet.fault(of_files.NO_ROWS_OPTIONAL)


def _there(read: Iterable[str], faults: Iterable[Fault]) -> set[str]:
    """Return the tables that a data set holds, those at fault among them."""
    return {*read, *(fault.table for fault in faults if fault.is_error and fault.table)}


def _required(read: Iterable[str], faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield a fault for each table that can't be done without and was not found at all."""
    found = _there(read, faults)
    if found and not found & {*ONE_OF, *(name for name in INPUTS if INPUTS[name].required)}:
        yield of_files.NOTHING_TO_PLAN.at()
        return
    strangers = [
        Path(fault.file).stem for fault in faults if fault.code == of_files.UNKNOWN_TABLE.code
    ]
    for name, schema in INPUTS.items():
        if schema.required and name not in found:
            yield of_files.TABLE_MISSING.at(
                table=name,
                description=text(schema.description),
                nearest=nearest(name, strangers),
            )
    if not found & set(ONE_OF):
        yield of_files.CAPACITY_MISSING.at(tables=", ".join(ONE_OF))


def _tables(sheets: dict[str, Sheet]) -> dict[str, pd.DataFrame]:
    """Return every input table, typed and sorted."""
    read = {
        name: sheets[name].frame if name in sheets else declaration.empty(schema)
        for name, schema in INPUTS.items()
    }
    changes = declaration.filled(read["unit_changes"], INPUTS["unit_changes"])
    told = continued({**read, "unit_changes": changes}) if len(changes) else read
    tables = {name: declaration.filled(frame, INPUTS[name]) for name, frame in told.items()}
    for name, keys in (("demand", ["region", "need"]), ("unit_demand", ["unit", "need"])):
        tables[name] = declaration.typed(with_every_period(tables[name], keys), INPUTS[name])
    if tables["regions"].empty and sheets:
        known = regions()
        present = known[known["region"].isin(overview.regions(tables))]
        tables["regions"] = declaration.typed(present, INPUTS["regions"])
    return tables
