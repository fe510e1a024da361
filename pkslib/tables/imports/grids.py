"""Exports as they are: sheets of csv, xlsx and px as rows of cells, and where the headers stand."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from pkslib.tables import wide, written_periods
from pkslib.tables.imports import layout, px
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.encoding import decode
from pkslib.tables.sources.formats import patiently, require
from pkslib.tables.sources.sheet import UnreadableError, words

_SEPARATORS = ";\t,"
# Titles and notes stand above the headers of an export; further down are figures.
_SEARCHED = 20


@dataclass(frozen=True)
class Grid:
    """One sheet of an export.

    Attributes
    ----------
    file : str
        Name of the file.
    sheet : str
        Name of the sheet; empty for a file without sheets.
    rows : sequence of sequence of str
        Cells as text; the first is row 1.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[str]]

    @property
    def place(self) -> str:
        """File and sheet, as told to the user."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file

    def table(self, header: int) -> pd.DataFrame:
        """Return the cells below a row of headers, numbered as the user sees them.

        Parameters
        ----------
        header : int
            Its number, the first row being 1.
        """
        return self.laid(header)[0]

    def laid(self, header: int) -> tuple[pd.DataFrame, list[str]]:
        """Return the cells as :meth:`table` does, and the columns whose words were filled down.

        Parameters
        ----------
        header : int
            As for :meth:`table`.
        """
        names = layout.named(self.rows, header)
        width = len(names)
        body = [[*row[:width], *[""] * (width - len(row))] for row in self.rows[header:]]
        # A column of words often has no header, as the first one of a pivot table.
        told = [any(row[at].strip() for row in body) for at in range(width)]
        names = [name or (f"({at + 1})" if told[at] else "") for at, name in enumerate(names)]
        index = pd.RangeIndex(header + 1, header + 1 + len(body))
        frame = pd.DataFrame(body, index, names, dtype="str")
        # Notes below the figures have a first cell alone.
        filled = (frame != "").sum(axis=1)
        frame = layout.long(frame[filled > (1 if width > 2 else 0)], self.rows, header)
        return layout.filled(layout.dated(frame.loc[:, [bool(name) for name in frame]]))

    def title(self, header: int) -> str:
        """Return what names the sheet as a whole: its file, its name, and what stands above.

        Parameters
        ----------
        header : int
            As for :meth:`table`.
        """
        above = [cell for row in self.rows[: header - 1] for cell in row]
        return " ".join([Path(self.file).stem, self.sheet, *above]).replace("_", " ")


def header_row(grid: Grid) -> int:
    """Return the number of the row that holds the headers: the first of those that are fullest.

    Examples
    --------
    >>> header_row(Grid("x.csv", "", [["Bemannade platser"], [], ["Avd", "2026-01"], ["A", "3"]]))
    3
    >>> header_row(Grid("x.csv", "", [["Avd", "2026", ""], ["", "jan", "feb"], ["A", "3", "4"]]))
    2
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in grid.rows[:_SEARCHED]]
    usual = Counter(filled[-max(1, len(filled) // 2) :]).most_common(1)[0][0]
    first = next((at for at, count in enumerate(filled, 1) if count >= max(usual, 2)), 1)
    # Headers lack a cell where the first one is empty, or merged with the row above.
    fewer = first > 1 and filled[first - 2] > 1
    return first - 1 if fewer and _tells_figures(grid.rows[first - 1]) else first


def _tells_figures(row: Sequence[str]) -> bool:
    """Tell whether a row holds figures after its first cell, as headers of years do not."""
    cells = [cell.strip() for cell in row[1:] if cell.strip()]
    figures = wide.holds_figures(pd.Series(cells, dtype="str"))
    return figures and any(written_periods.read([cell]).wrong for cell in cells)


def read(path: Path) -> list[Grid]:
    """Read every sheet of an export.

    Parameters
    ----------
    path : pathlib.Path
        Csv, xlsx or px.

    Raises
    ------
    UnreadableError
        When it is none of them (json-stat2 among what is not read), is empty, or can't be opened.
    """
    return patiently(_opened, path)


def _opened(path: Path) -> list[Grid]:
    if not path.is_file():
        raise UnreadableError(of_files.SOURCE_MISSING.at(str(path)))
    suffix = path.suffix.casefold()
    if suffix == ".xlsx":
        return [*_sheets(path)]
    if suffix in (".json", ".json-stat"):
        raise UnreadableError(of_files.JSON.at(path.name))
    require(path, "csv")
    if suffix == ".px":
        return [Grid(path.name, "", px.rows(path.read_bytes(), path.name))]
    text, _ = decode(path.read_bytes(), path.name, "")
    separator = max(_SEPARATORS, key=text.count)
    rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    return [Grid(path.name, "", rows)]


def _sheets(path: Path) -> Iterator[Grid]:
    require(path, "xlsx")
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as fault:
        raise UnreadableError(of_files.NOT_OPENED.at(path.name, reason=fault)) from fault
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = [[words(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if len(rows) > 1:
            yield Grid(path.name, name, rows)
