"""Questions about codes that must stand in another table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib.language import number, text
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_tables
from pkslib.tables.reference import regions
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.spelling import suggestion

_LISTED = 8


def unknown_references(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each value that is not in the table it refers to."""
    for sheet, column, other, other_column in _references(sheets):
        if other not in sheets:
            continue
        known = set(sheets[other].frame[other_column].dropna())
        for value, rows in _unknown(sheet, column, known):
            yield sheet.fault(
                of_tables.UNKNOWN_REFERENCE,
                row=rows[0],
                column=column,
                found=value,
                other=other,
                other_column=other_column,
                nearest=suggestion(value, known),
                rows=listed(rows),
            )


def unknown_regions(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each region code that is not Swedish, unless a data set has its own."""
    if "regions" in sheets:
        return
    codes = regions()["region"]
    for sheet, column, other, _ in _references(sheets):
        if other != "regions":
            continue
        for value, rows in _unknown(sheet, column, set(codes)):
            yield sheet.fault(
                of_tables.UNKNOWN_REGION,
                row=rows[0],
                column=column,
                found=value,
                codes=", ".join(codes),
                rows=listed(rows),
            )


def _references(sheets: Mapping[str, Sheet]) -> Iterator[tuple[Sheet, str, str, str]]:
    """Yield every column that refers to another: its sheet and name, the other's table and name."""
    for name, sheet in sheets.items():
        for column, declared in INPUTS[name].columns.items():
            other, _, other_column = declared.refers_to.partition(".")
            if other:
                yield sheet, column, other, other_column


def _unknown(sheet: Sheet, column: str, known: set[str]) -> Iterator[tuple[str, list[int]]]:
    cells: pd.Series = sheet.frame[column].dropna()
    wrong = cells[~cells.isin(known)]
    for value, group in wrong.groupby(wrong, sort=True):
        yield str(value), [int(row) for row in group.index]


def listed(rows: list[int]) -> str:
    """Return rows in words, the first ones spelt out.

    Examples
    --------
    >>> listed([2, 3])
    '2, 3'
    """
    shown = ", ".join(map(str, rows[:_LISTED]))
    more = len(rows) - _LISTED
    return shown if more <= 0 else text("{shown} and {count} more", shown=shown, count=number(more))
