"""Csv text to cells: semicolon, tab or comma, every row as long as the header."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from pkslib.tables import kinds
from pkslib.tables.faults import Fault
from pkslib.tables.sources.encoding import decode
from pkslib.tables.sources.sheet import Sheet, UnreadableError

_SEPARATORS = (";", "\t", ",")


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
        raise UnreadableError(kinds.EMPTY_FILE.at(path.name, table=table))
    header = words.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    try:
        frame = _parsed(words, separator)
    except pd.errors.ParserError as fault:
        raise UnreadableError(*_ragged(words, separator, path.name, table)) from fault
    if frame.iloc[:, -1].isna().any():
        faults = _ragged(words, separator, path.name, table)
        if faults:
            raise UnreadableError(*faults)
    return Sheet(table, path.name, _headed(frame)), repairs


def _parsed(words: str, separator: str) -> pd.DataFrame:
    """Return all rows, the header among them; fields that are not there are missing."""
    return pd.read_csv(
        io.StringIO(words),
        sep=separator,
        header=None,
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
    )


def _headed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows below the header, numbered as the user sees them."""
    body = frame.iloc[1:].fillna("")
    body.columns = frame.iloc[0].fillna("").tolist()
    body.index = pd.RangeIndex(2, len(body) + 2)
    return body


def _ragged(words: str, separator: str, file: str, table: str) -> list[Fault]:
    """Return a fault for every row whose number of fields differs from the header's."""
    rows = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    faults, columns, row = [], 0, 0
    try:
        for row, fields in enumerate(rows, start=1):
            columns = columns or len(fields)
            if fields and len(fields) != columns:
                faults.append(
                    kinds.RAGGED_ROW.at(
                        file, table=table, row=row, fields=len(fields), columns=columns
                    )
                )
    except csv.Error:
        faults.append(kinds.OPEN_QUOTE.at(file, table=table, row=row + 1))
    return faults
