"""Csv text to cells: semicolon, tab or comma, every row as long as the header; and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow.csv import InvalidRow

from pkslib.language import number
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_cells, of_files
from pkslib.tables.sources.encoding import decode
from pkslib.tables.sources.sheet import Sheet, UnreadableError

_SEPARATORS = (";", "\t", ",")
_BLOCK = 2**26
_MOST_ROWS = 10_000
# Python's own reader takes no longer cell.
_LONGEST_LINE = 131_072
_LONG = re.compile(rf"[^\n]{{{_LONGEST_LINE + 1}}}")


def read_csv(path: Path, table: str) -> tuple[Sheet, list[Fault]]:
    """Read a csv file as text.

    Parameters
    ----------
    path : pathlib.Path
    table : str
        Declared name.

    Returns
    -------
    tuple of Sheet and list of Fault
        The faults are repairs made to read it.

    Raises
    ------
    UnreadableError
        When the file is empty, its bytes are broken, or rows differ in length from the header.
    """
    words, repairs = decode(path.read_bytes(), path.name, table)
    if not words.strip():
        raise UnreadableError(of_files.EMPTY_FILE.at(path.name, table=table))
    broken = _long_line(words, path.name, table) or _open_quote(words, path.name, table)
    if broken:
        raise UnreadableError(broken)
    try:
        cells, ragged = _parsed(words)
    # A cell of many lines that is longer than the reader holds at a time.
    except (csv.Error, pa.ArrowInvalid) as fault:
        kind = of_files.NOT_OPENED
        raise UnreadableError(kind.at(path.name, table=table, reason=fault)) from fault
    if ragged:
        raise UnreadableError(*_ragged(ragged, path.name, table))
    return Sheet(table, path.name, _headed(cells)), repairs


def _long_line(words: str, file: str, table: str) -> Fault | None:
    """Return a fault for a line too long to be a row."""
    found = _LONG.search(words)
    if found is None:
        return None
    line = words.count("\n", 0, found.start()) + 1
    return of_files.LONG_LINE.at(file, table=table, line=number(line), limit=number(_LONGEST_LINE))


def _open_quote(words: str, file: str, table: str) -> Fault | None:
    """Return a fault when a quotation mark swallows the rest of the file."""
    if words.count('"') % 2 == 0:
        return None
    closed = 0
    try:
        for _ in _rows(words):
            closed += 1
    except csv.Error:
        return of_files.OPEN_QUOTE.at(file, table=table, row=closed + 1)
    return None


def _rows(words: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(words, newline=""), delimiter=_separator(words), strict=True)


def _separator(words: str) -> str:
    """Return the sign that parts the headers."""
    return max(_SEPARATORS, key=words.partition("\n")[0].count)


def _parsed(words: str) -> tuple[pd.DataFrame, list[InvalidRow]]:
    """Return all rows as text, the header among them, and the rows of another length."""
    ragged: list[InvalidRow] = []

    def keep(row: InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    names = [str(position) for position in range(len(next(_rows(words))))]
    table = arrow_csv.read_csv(
        pa.BufferReader(words.encode()),
        # One thread, or rows of another length come without their number.
        read_options=arrow_csv.ReadOptions(
            column_names=names, use_threads=False, block_size=_BLOCK
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=_separator(words),
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    return table.to_pandas(), ragged


def _headed(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows below the header, numbered as the user sees them."""
    rows = pd.RangeIndex(2, len(cells) + 1)
    return cells.iloc[1:].set_axis(cells.iloc[0].tolist(), axis=1).set_axis(rows)


def _ragged(rows: list[InvalidRow], file: str, table: str) -> Iterator[Fault]:
    """Yield a fault for every row whose number of fields differs from the header's."""
    for row in rows[:_MOST_ROWS]:
        yield of_files.RAGGED_ROW.at(
            file,
            table=table,
            row=row.number,
            fields=row.actual_columns,
            columns=row.expected_columns,
        )
    if len(rows) > _MOST_ROWS:
        yield of_cells.MORE.at(file, table=table, count=number(len(rows) - _MOST_ROWS))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    r"""Return a table as Swedish Excel writes csv: semicolon, decimal comma, BOM, CRLF.

    Parameters
    ----------
    frame : pandas.DataFrame
        Typed, or cells of text, which stay as they are.

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"agreed": [True], "share": [0.5]})).decode("utf-8-sig")
    'agreed;share\r\nja;0,5\r\n'
    """
    flags = frame.select_dtypes(bool).columns
    readable = frame.assign(**{flag: frame[flag].map({True: "ja", False: "nej"}) for flag in flags})
    told = readable.map(_plain).to_csv(sep=";", index=False, lineterminator="\r\n")
    return told.encode("utf-8-sig")


def _plain(value: object) -> object:
    """Return a number with decimal comma, and none where it is whole."""
    return (
        f"{value:.10g}".replace(".", ",") if isinstance(value, float) and value == value else value
    )
