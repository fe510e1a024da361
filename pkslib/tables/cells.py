"""Cells of text to typed values, each wrong one with the row where it stands.

A column is read by its distinct texts: each is either a value or a kind of fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pkslib.language import number, text
from pkslib.tables import numbers, written_periods
from pkslib.tables.declaration import Column
from pkslib.tables.faults import Fault, Kind
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_cells
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.values import READERS, WrongCell, is_serial
from pkslib.tables.wording import RESOLUTIONS, allowed

# A report of ten thousand rows is enough to see what is wrong with a column.
_MOST_CELLS = 10_000
_DASHES = ("-", "–", "−", "—")
_OUTCOMES = "production"
_COUNTED = ("patients", "activities", "persons")
_FEWER = r"<\s*([1-9][0-9]?)"
# Where the half-width of such a range is kept, and which column it is of.
_WIDTH, _RANGED = "width", "patients"
# A share of 1.2 is a slip, one of 12 is in per cent.
_LEAST_PER_CENT = 10.0
_DTYPES = {"integer": "Int64", "number": "float64", "flag": "boolean"}


@dataclass(frozen=True)
class _Column:
    """A column while it is read: where it stands, its distinct texts, and which cell has which.

    ``codes`` points into ``texts``; -1 is an empty cell.
    """

    sheet: Sheet
    name: str
    declared: Column
    index: pd.Index
    codes: np.ndarray
    texts: pd.Series

    def fault(self, kind: Kind, position: int, **values: object) -> Fault:
        """Return a fault at the first cell that has a text."""
        return self.sheet.fault(
            kind, row=self.row(position), column=self.name, found=self.texts[position], **values
        )

    def row(self, position: int) -> int:
        """Return the first row that has a text."""
        return int(self.index[int(np.argmax(self.codes == position))])

    def cells(self, positions: np.ndarray) -> int:
        """Return how many cells have one of the texts."""
        return int(np.isin(self.codes, positions).sum())


def typed(sheet: Sheet) -> tuple[Sheet, list[Fault]]:
    """Return a table with typed cells, and every cell that could not be read.

    Parameters
    ----------
    sheet : Sheet
        Declared columns, cells of text; a column may be missing.

    Returns
    -------
    tuple of Sheet and list of Fault
        Every declared column; missing values where the cell is empty or wrong.
    """
    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for name, declared in INPUTS[sheet.table].columns.items():
        if name in sheet.frame:
            columns[name], odd = _read(sheet, name, declared)
            faults.extend(odd)
        else:
            columns[name] = _series([], np.full(len(sheet.frame), -1), declared, sheet.frame.index)
    if _WIDTH in columns and _WIDTH not in sheet.frame and _RANGED in sheet.frame:
        columns[_WIDTH] = _half_widths(sheet.frame[_RANGED].str.strip())
    return sheet.with_frame(pd.DataFrame(columns, index=sheet.frame.index)), faults


def _half_widths(cells: pd.Series) -> pd.Series:
    """Return how far each count may be from the middle of the range it is told as; else 0."""
    codes, distinct = pd.factorize(cells)
    limit = pd.Series(distinct, dtype="str").str.extract(f"^{_FEWER}$", expand=False).astype(float)
    return (limit / 2 - 1).clip(lower=0).fillna(0.0).take(codes).set_axis(cells.index)


def _read(sheet: Sheet, name: str, declared: Column) -> tuple[pd.Series, list[Fault]]:
    cells = sheet.frame[name].str.strip()
    absent = cells.isin(numbers.ABSENT) if declared.kind in ("number", "integer") else cells == ""
    codes, distinct = pd.factorize(cells.where(~absent))
    column = _Column(sheet, name, declared, cells.index, codes, pd.Series(distinct, dtype="str"))
    if declared.kind in ("number", "integer"):
        values, wrong, notes = _numbers(column)
    elif declared.kind == "period":
        values, wrong, notes = _periods(column)
    else:
        values, wrong, notes = _one_by_one(column)
    faults = [*notes, *_empty_cells(column), *_wrong_cells(column, wrong)]
    return _series(values, codes, declared, cells.index), faults


def _series(values: Any, codes: np.ndarray, declared: Column, index: pd.Index) -> pd.Series:
    """Return a column from its distinct values; code -1 takes the missing one at the end."""
    dtype = _DTYPES.get(declared.kind, "str")
    distinct = pd.Series([*values, None], dtype=dtype)
    return distinct.take(codes).set_axis(index)


def _empty_cells(column: _Column) -> Iterator[Fault]:
    rows = column.index[column.codes == -1]
    if column.declared.empty:
        schema = INPUTS[column.sheet.table]
        # An outcome that has not come yet is no hole in production.
        if len(rows) and column.name in schema.counts and schema.name != _OUTCOMES:
            spoilt = of_cells.NOT_REPORTED_WHOLE if schema.whole else of_cells.NOT_REPORTED
            yield column.sheet.fault(
                spoilt, column=column.name, count=len(rows), keys=", ".join(schema.whole)
            )
        return
    for row in rows[:_MOST_CELLS]:
        yield column.sheet.fault(
            of_cells.EMPTY_CELL, row=int(row), column=column.name, allowed=allowed(column.declared)
        )
    yield from _uncounted(column, len(rows))


def _wrong_cells(column: _Column, wrong: dict[int, WrongCell]) -> Iterator[Fault]:
    """Yield a fault for every cell that has a wrong text."""
    places = np.flatnonzero(np.isin(column.codes, list(wrong)))
    words = {"allowed": allowed(column.declared)}
    for place in places[:_MOST_CELLS]:
        position = int(column.codes[place])
        fault = wrong[position]
        yield column.sheet.fault(
            fault.kind,
            row=int(column.index[place]),
            column=column.name,
            found=column.texts[position],
            **words | fault.values,
        )
    yield from _uncounted(column, len(places))


def _uncounted(column: _Column, count: int) -> Iterator[Fault]:
    if count > _MOST_CELLS:
        more = number(count - _MOST_CELLS)
        yield column.sheet.fault(of_cells.MORE, column=column.name, count=more)


_Reading = tuple[Any, dict[int, WrongCell], list[Fault]]


def _numbers(column: _Column) -> _Reading:
    """Read numbers, and ask what only the column as a whole can tell."""
    texts, declared = column.texts, column.declared
    share = declared.unit.startswith("share") and declared.high is not None
    signed = numbers.per_cent(texts) if share else np.zeros(len(texts), dtype=bool)
    values, kinds_of_fault = numbers.read(texts.where(~signed, texts.str.rstrip("%").str.strip()))
    in_per_cent = signed | (_all_per_cent(values, declared) if share else False)
    values[in_per_cent] /= 100
    fewer = texts.str.extract(f"^{_FEWER}$", expand=False).astype(float).to_numpy()
    hidden = np.isfinite(fewer) & (declared.unit in _COUNTED)
    values[hidden] = fewer[hidden] / 2
    dashes = texts.isin(_DASHES).to_numpy(dtype=bool)
    wrong = {
        position: WrongCell(kind)
        for position, kind in kinds_of_fault.items()
        if not hidden[position] and not dashes[position]
    }
    wrong |= _out_of_range(values, declared)
    if declared.kind == "integer":
        for position in np.flatnonzero(np.isfinite(values) & (values != np.round(values))):
            wrong.setdefault(int(position), WrongCell(of_cells.NOT_WHOLE))
    notes = list(_decimal_signs(column, wrong))
    notes += _per_cent_understood(
        column, values, np.setdiff1d(np.flatnonzero(in_per_cent), list(wrong))
    )
    odd = np.setdiff1d(np.flatnonzero(numbers.spaced(texts)), list(wrong))
    if len(odd):
        count = number(column.cells(odd))
        notes.append(column.sheet.fault(of_cells.SPACED_NUMBERS, column=column.name, count=count))
    values[list(wrong)] = np.nan
    return values, wrong, [*notes, *_dashes(column, dashes), *_fewer(column, values, hidden)]


def _dashes(column: _Column, dashes: np.ndarray) -> Iterator[Fault]:
    """Yield one fault for all dashes of a column: what they mean is for the user to say."""
    positions = np.flatnonzero(dashes)
    if len(positions):
        count = number(column.cells(positions))
        words = allowed(column.declared)
        yield column.fault(of_cells.NONE_OR_MISSING, int(positions[0]), count=count, allowed=words)


def _fewer(column: _Column, values: np.ndarray, hidden: np.ndarray) -> Iterator[Fault]:
    """Yield a note for each limit below which a source hides its counts."""
    for position in map(int, np.flatnonzero(hidden)):
        cells = column.cells(np.array([position]))
        yield column.fault(
            of_cells.FEWER_THAN,
            position,
            count=cells,
            example=column.texts[position],
            middle=round(float(values[position]), 1),
            width=round(cells * (float(values[position]) - 1), 1),
        )


def _all_per_cent(values: np.ndarray, declared: Column) -> np.ndarray:
    """Tell which shares are per-cent numbers: all but zeros, when none could be a share."""
    told: np.ndarray = np.nan_to_num(values) != 0
    least = max(float(declared.high or 1), _LEAST_PER_CENT)
    in_per_cent = ((values[told] >= least) & (values[told] <= 100)).all()
    return told if in_per_cent else np.zeros(len(values), dtype=bool)


def _per_cent_understood(
    column: _Column, values: np.ndarray, positions: np.ndarray
) -> Iterator[Fault]:
    if len(positions):
        first = int(positions[0])
        yield column.sheet.fault(
            of_cells.PER_CENT_UNDERSTOOD,
            column=column.name,
            count=number(column.cells(positions)),
            example=column.texts[first],
            share=number(float(values[first]), 2),
        )


def _out_of_range(values: np.ndarray, declared: Column) -> dict[int, WrongCell]:
    outside = np.zeros(len(values), dtype=bool)
    if declared.low is not None:
        outside |= values < declared.low
    if declared.above is not None:
        outside |= values <= declared.above
    if declared.high is not None:
        outside |= values > declared.high
    return {
        int(position): _beyond(float(values[position]), declared)
        for position in np.flatnonzero(outside)
    }


def _beyond(value: float, declared: Column) -> WrongCell:
    """Return the fault of a value outside its range; 85 for 0.85 has a remedy of its own."""
    most = declared.high
    is_share = declared.unit.startswith("share")
    if is_share and most is not None and most < value <= 100 * most:
        return WrongCell(of_cells.PER_CENT, suggestion=number(value / 100, 2))
    return WrongCell(of_cells.OUT_OF_RANGE)


def _decimal_signs(column: _Column, wrong: dict[int, WrongCell]) -> Iterator[Fault]:
    """Yield a fault when comma and point mix, a warning when decimals may be thousands."""
    commas, points = (
        np.setdiff1d(found, list(wrong)) for found in numbers.decimal_signs(column.texts)
    )
    if len(commas) and len(points):
        first, other = sorted((int(commas[0]), int(points[0])), key=column.row)
        where = f"{column.texts[first]} ({text('row {row}', row=column.row(first))})"
        yield column.fault(of_cells.MIXED_DECIMALS, other, other=where)
        return
    doubtful = numbers.may_be_thousands(column.texts)
    if len(doubtful) and not wrong:
        shown = column.texts[int(doubtful[0])]
        count = column.cells(doubtful)
        yield column.fault(of_cells.MAYBE_THOUSANDS, int(doubtful[0]), count=count, example=shown)


def _one_by_one(column: _Column) -> _Reading:
    """Read each distinct text by itself."""
    declared = column.declared
    reader = READERS[declared.kind]
    values: list[Any] = []
    wrong: dict[int, WrongCell] = {}
    for position, found in enumerate(column.texts):
        try:
            values.append(reader(unicodedata.normalize("NFC", found), declared))
        except WrongCell as fault:
            wrong[position] = fault
            values.append(None)
    values, notes = _repaired(column, declared, values)
    return values, wrong, notes


def _repaired(
    column: _Column, declared: Column, values: list[Any]
) -> tuple[list[Any], list[Fault]]:
    """Return values as they are meant, and a note of what was made of them."""
    if declared.kind == "date":
        serial = np.flatnonzero(column.texts.map(is_serial))
        if not len(serial):
            return values, []
        count = number(column.cells(serial))
        return values, [column.sheet.fault(of_cells.SERIAL_DATES, column=column.name, count=count)]
    if declared.kind == "choice":
        return values, list(_words_understood(column, values))
    return values, []


def _words_understood(column: _Column, values: list[Any]) -> Iterator[Fault]:
    """Yield a note of the words that stand for a choice and are not its code."""
    own = [
        f"{found} = {value}"
        for found, value in zip(column.texts, values, strict=True)
        if value is not None and found.casefold() != value
    ]
    if own:
        words = ", ".join(own)
        yield column.sheet.fault(of_cells.WORDS_UNDERSTOOD, column=column.name, words=words)


def _periods(column: _Column) -> _Reading:
    """Read periods, which the column tells together."""
    texts = [unicodedata.normalize("NFC", found) for found in column.texts]
    labels, kinds_of_fault, understood = written_periods.read(texts, together=column.declared.key)
    wrong = {at: WrongCell(kind, **_week(texts[at])) for at, kind in kinds_of_fault.items()}
    if not understood or wrong:
        return labels, wrong, []
    if understood == "month" and all(found.endswith("-01") for found in texts):
        return labels, wrong, [column.sheet.fault(of_cells.DAYS_AS_MONTHS, column=column.name)]
    note = column.sheet.fault(
        of_cells.PERIODS_UNDERSTOOD,
        column=column.name,
        example=texts[0],
        label=labels[0],
        resolution=text(RESOLUTIONS[understood]),
    )
    return labels, wrong, [note]


def _week(found: str) -> dict[str, object]:
    """Return year and number of a week as written, for the fault that tells there is none."""
    week = re.fullmatch(r"(\d{4})-?[VvWw](\d{1,2})", found)
    return {"year": week[1], "week": int(week[2])} if week else {}
