"""An xlsx workbook as a data set: one sheet a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pkslib.language import number
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS, READ
from pkslib.tables.kinds import of_files
from pkslib.tables.sources import unseen
from pkslib.tables.sources.formats import require
from pkslib.tables.sources.sheet import Sheet, UnreadableError, words
from pkslib.tables.wording import column_named, nearest, table_named

# Sheets whose name starts so, and rows whose first cell does, are the user's own remarks.
REMARK = "#"
_ROWS_SEARCHED = 10
# Days from the start of the calendar of 1900 to that of 1904.
_LATER = 1462


def read_workbook(path: Path) -> tuple[list[Sheet], list[Fault]]:
    """Read the sheets of a workbook that are named as tables.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    tuple of list of Sheet and list of Fault
        Cells as text; faults of the sheets.

    Raises
    ------
    UnreadableError
        When the file is no workbook, is protected, or would unpack to too much.
    """
    require(path, "xlsx")
    try:
        beside = unseen.look(path)
        if beside.stray:
            raise UnreadableError(*_strays(beside.stray, path))
        book = CalamineWorkbook.from_path(path)
        names = [name for name in book.sheet_names if not name.startswith(REMARK)]
        found = {name: book.get_sheet_by_name(name) for name in names}
    except (CalamineError, KeyError) as fault:
        raise UnreadableError(of_files.NOT_OPENED.at(path.name, reason=fault)) from fault
    sheets, faults = [], []
    for name, sheet in found.items():
        place = f"{path.name} [{name}]"
        table = table_named(name)
        if table not in INPUTS:
            faults.append(of_files.UNKNOWN_TABLE.at(place, nearest=nearest(table, INPUTS)))
            continue
        read, odd = _read_sheet(sheet, table, place)
        sheets.append(_since_1900(read) if beside.from_1904 else read)
        hidden = _hidden(read, beside.hidden.get(name, []))
        faults.extend([*odd, *hidden, *_valueless(read, beside.valueless.get(name, []))])
    return sheets, faults


def read_only_sheet(path: Path, table: str) -> tuple[Sheet, list[Fault]]:
    """Read the one sheet of a workbook that holds anything, whatever it is called.

    Parameters
    ----------
    path : pathlib.Path
    table : str
        What it is read as.

    Raises
    ------
    UnreadableError
        When there are more, or the file is no workbook.
    """
    require(path, "xlsx")
    try:
        book = CalamineWorkbook.from_path(path)
        every = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    except (CalamineError, KeyError) as fault:
        raise UnreadableError(of_files.NOT_OPENED.at(path.name, reason=fault)) from fault
    held = [name for name, sheet in every.items() if sheet.height and name[:1] != REMARK]
    if len(held) != 1:
        listed = ", ".join(held)
        raise UnreadableError(
            of_files.MORE_SHEETS.at(path.name, count=number(len(held)), names=listed)
        )
    place = f"{path.name} [{held[0]}]"
    return _read_sheet(every[held[0]], table, place)


def _strays(found: Mapping[str, str], path: Path) -> Iterator[Fault]:
    for name, corner in found.items():
        place = f"{path.name} [{name}]"
        yield of_files.STRAY_CELL.at(place, address=corner, columns=number(unseen.MOST_COLUMNS))


def _read_sheet(sheet: CalamineSheet, table: str, place: str) -> tuple[Sheet, list[Fault]]:
    rows = [[words(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    header = rows[0] if rows else []
    frame = pd.DataFrame(rows[1:], columns=header, dtype="str")
    read = Sheet(table, place, frame.set_axis(pd.RangeIndex(2, len(frame) + 2)))
    return read, [*_misplaced_header(read, rows), *_merged(read, sheet)]


def _misplaced_header(sheet: Sheet, rows: list[list[str]]) -> list[Fault]:
    """Return a fault when the headers stand below row 1."""
    declared = set(READ[sheet.table].columns)
    named = [{column_named(cell, sheet.table) for cell in row} for row in rows[:_ROWS_SEARCHED]]
    hits = [len(declared & found) for found in named]
    if not hits or hits[0] or max(hits) < min(2, len(declared)):
        return []
    return [sheet.fault(of_files.HEADER_NOT_FIRST, row=1, header_row=hits.index(max(hits)) + 1)]


def _valueless(sheet: Sheet, addresses: list[str]) -> Iterator[Fault]:
    """Yield a fault for each cell that Excel shows as an error or never calculated."""
    for address in addresses:
        row = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        yield sheet.fault(of_files.ERROR_CELL, row=row, address=address)


def _hidden(sheet: Sheet, rows: list[int]) -> Iterator[Fault]:
    """Yield a warning when rows are read that the user does not see in Excel."""
    if rows:
        yield sheet.fault(of_files.HIDDEN_ROWS, row=rows[0], count=len(rows))


def _since_1900(sheet: Sheet) -> Sheet:
    """Return a sheet whose bare day numbers, counted from 1904, are counted as all others are."""
    declared = INPUTS[sheet.table].columns
    frame = sheet.frame.copy()
    for at, header in enumerate(frame.columns):
        column = declared.get(column_named(str(header), sheet.table))
        if column is not None and column.kind == "date":
            cells = frame.iloc[:, at]
            days = cells[cells.str.fullmatch(r"[0-9]{5}")]
            frame.iloc[days.index - frame.index[0], at] = (days.astype(int) + _LATER).astype("str")
    return sheet.with_frame(frame)


def _merged(sheet: Sheet, found: CalamineSheet) -> list[Fault]:
    merged = found.merged_cell_ranges or []
    if not merged:
        return []
    ranges = ", ".join(":".join(_address(*corner) for corner in pair) for pair in merged[:5])
    return [sheet.fault(of_files.MERGED_CELLS, row=merged[0][0][0] + 1, ranges=ranges)]


def _address(row: int, column: int) -> str:
    """Return a cell's address as Excel shows it."""
    letters = ""
    while column >= 0:
        column, letter = column // 26 - 1, column % 26
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
