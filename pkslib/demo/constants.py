"""What is invented once and for all: tables beside this module, to read and to change."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TypeVar, get_type_hints

_FOLDER = Path(__file__).with_name("constants")
Record = TypeVar("Record")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of constants, cells as text."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def records(name: str, kind: type[Record]) -> dict[str, Record]:
    """Return the rows of a table of constants by their first cell, typed as a record's fields.

    Parameters
    ----------
    name : str
        Of the table; other columns than the record's fields are left behind.
    kind : type
        The record; a field that may be None is so where the cell is empty.
    """
    wanted = get_type_hints(kind)
    return {
        next(iter(row.values())): kind(
            **{field: _value(row[field], hint) for field, hint in wanted.items()}
        )
        for row in rows(name)
    }


def numbers(row: dict[str, str]) -> tuple[float, ...]:
    """Return the numbers of a row, empty cells left out."""
    return tuple(float(cell) for cell in row.values() if cell)


def _value(cell: str, hint: object) -> object:
    for kind in (int, float, str):
        if hint == kind | None:
            return kind(cell) if cell else None
        if hint is kind:
            return kind(cell)
    raise TypeError(hint)
