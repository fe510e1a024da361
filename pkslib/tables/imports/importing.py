"""From exports to a data set: propose, ask, read all, and write only when nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables import wide
from pkslib.tables.faults import Fault
from pkslib.tables.headers import matched
from pkslib.tables.imports import mapping, merge
from pkslib.tables.imports.apply import applied
from pkslib.tables.imports.grids import Grid, read
from pkslib.tables.imports.mapping import Part
from pkslib.tables.imports.recognise import OPEN, Found, recognised
from pkslib.tables.persons import persons_in
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import Sheet, UnreadableError

_NAMED = ("regions", "units", "needs", "activities")


def run(exports: Sequence[Path], folder: Path, mapped: Path | None = None) -> list[str]:
    """Put exports into a data set, and return what was done, line by line.

    Parameters
    ----------
    exports : sequence of pathlib.Path
        Csv, xlsx or px.
    folder : pathlib.Path
        The data set, which may not be there yet.
    mapped : pathlib.Path, optional
        The mapping; ``import.toml`` in the data set when left out. Sheets that it does not know
        are recognised and added to it.

    Raises
    ------
    InputError
        With every line to answer, or every fault of every sheet; then no table is written.
    """
    path = mapped or folder / mapping.NAME
    grids = _grids(exports)
    parts = mapping.read(path)
    fresh, empty = _proposals(grids, parts, _known(folder))
    if fresh:
        mapping.write(path, fresh)
        parts = mapping.read(path)
    pairs = [(grid, part) for grid in grids for part in parts
             if part.fits(grid) and part.table != mapping.NONE]  # fmt: skip
    _ask(pairs, path)
    lines = [text("Mapping: {path}", path=path)] if fresh else []
    lines += [text("{place} holds no figures and is left out.", place=place) for place in empty]
    return [*lines, *_imported(pairs, folder)]


def _grids(exports: Sequence[Path]) -> list[Grid]:
    grids: list[Grid] = []
    faults: list[Fault] = []
    for path in exports:
        try:
            grids.extend(read(path))
        except UnreadableError as unreadable:
            faults.extend(unreadable.faults)
    _refuse(faults)
    return grids


def _proposals(
    grids: Sequence[Grid], parts: Sequence[Part], known: Mapping[str, pd.DataFrame]
) -> tuple[list[Part], list[str]]:
    """Return a mapping of each sheet that has none, and the sheets that hold no figures.

    Persons are refused before anything of the sheets is written, into a mapping either.
    """
    told = {part.constants["region"] for part in parts if "region" in part.constants} - {OPEN}
    region = told.pop() if len(told) == 1 else ""
    unknown = [grid for grid in grids if not any(part.fits(grid) for part in parts)]
    found = [(grid, recognised(grid)) for grid in unknown]
    _refuse([fault for grid, each in found for fault in _persons(grid, each.table, each.header)])
    empty = [grid.place for grid, each in found if _says_nothing(grid, each)]
    fresh = [mapping.proposed(grid, each, known, region) for grid, each in found
             if grid.place not in empty]  # fmt: skip
    return fresh, empty


def _says_nothing(grid: Grid, found: Found) -> bool:
    """Tell whether a sheet is words alone, as one about the report is."""
    frame = grid.table(found.header)
    figures = [at for at in range(frame.shape[1]) if wide.holds_figures(frame.iloc[:, at])]
    return found.table == OPEN and not found.columns and not figures


def _persons(grid: Grid, table: str, header: int) -> list[Fault]:
    """Return what looks like a person in a sheet, whatever table it becomes."""
    raw = Sheet(table if table != OPEN else "demand", grid.place, grid.table(header))
    return [fault for fault in persons_in(raw) if fault.is_error]


def _known(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a data set that name codes, cells as text."""
    found = {}
    for name in (name for name in _NAMED if (folder / f"{name}.csv").exists()):
        try:
            sheet, _ = read_csv(folder / f"{name}.csv", name)
        except UnreadableError:
            continue
        found[name] = matched(sheet)[0].frame
    return {name: frame for name, frame in found.items() if "name" in frame}


def _ask(pairs: Sequence[tuple[Grid, Part]], path: Path) -> None:
    """Refuse to guess: list every line of the mapping that the planner has to answer."""
    asked = [
        text("{place}: {line} – {hint}", place=grid.place, line=line, hint=part.hint(line))
        for grid, part in pairs
        for line in part.questions()
    ]
    if asked:
        head = text(
            "The mapping {path} has questions ({open}) to answer; then run the command again.",
            path=path, open=OPEN,
        )  # fmt: skip
        raise InputError("\n".join([head, *asked]))


def _imported(pairs: Sequence[tuple[Grid, Part]], folder: Path) -> Iterator[str]:
    """Read every sheet, and write the tables when none has a fault."""
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    notes: list[str] = []
    for grid, part in pairs:
        faults += _persons(grid, part.table, part.header)
        sheet, odd = applied(grid, part)
        faults += [fault for fault in odd if fault.is_error]
        notes += [text("{place} becomes {table}: {columns}", place=grid.place, table=part.table,
                       columns=_shown(part))]  # fmt: skip
        notes += [f"  {fault}" for fault in odd if not fault.is_error]
        sheets.append(sheet)
    _refuse(faults)
    changes: list[str] = []
    for sheet in sheets:
        change = merge.merged(sheet, folder)
        merge.write(change, folder)
        changes += change.lines()
    yield from notes
    yield from changes
    yield text("Next: pks check {folder}", folder=folder)


def _shown(part: Part) -> str:
    words = [f"{header} = {name}" for name, header in part.columns.items()]
    words += [f"{name} = {value}" for name, value in part.constants.items()]
    words += [f"{name} × {factor}" for name, factor in part.factors.items()]
    if part.across:
        words.append(text("headers = {across}, cells = {value}", across=part.across,
                          value=part.value or ", ".join(part.figures)))  # fmt: skip
    return ", ".join(words)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise InputError("\n".join(map(str, faults)))
