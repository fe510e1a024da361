"""Cells of text to typed values, each wrong one with the row where it stands.

A column is read by its distinct texts: each is either a value or a kind of fault.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from pkslib import periods
from pkslib.language import number, text
from pkslib.tables import kinds, numbers
from pkslib.tables.declaration import CODE_PATTERN, facts
from pkslib.tables.faults import Fault, Kind
from pkslib.tables.inputs import INPUTS
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.spelling import suggestion
from pkslib.tables.wording import allowed

# A report of ten thousand rows is enough to see what is wrong with a column.
_MOST_CELLS = 10_000
_FLAGS = {
    **dict.fromkeys(("ja", "true", "1", "yes", "sant"), True),
    **dict.fromkeys(("nej", "false", "0", "no", "falskt"), False),
}
_SERIAL = re.compile(r"[2-9]\d{4}")
# Excel counts days from here (its 29 February 1900 never was).
_EXCEL_DAY_0 = datetime.date(1899, 12, 30)
_DTYPES = {"integer": "Int64", "number": "float64", "flag": "boolean"}


class _WrongCell(Exception):
    """A text that is no value of its column: the kind of fault and its words."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind, self.values = kind, values


@dataclass(frozen=True)
class _Column:
    """A column while it is read: where it stands, its distinct texts, and which cell has which.

    ``codes`` points into ``texts``; -1 is an empty cell.
    """

    sheet: Sheet
    name: str
    declared: pa.Column
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
    return sheet.with_frame(pd.DataFrame(columns, index=sheet.frame.index)), faults


def _read(sheet: Sheet, name: str, declared: pa.Column) -> tuple[pd.Series, list[Fault]]:
    cells = sheet.frame[name].str.strip()
    codes, distinct = pd.factorize(cells.where(cells != ""))
    column = _Column(sheet, name, declared, cells.index, codes, pd.Series(distinct, dtype="str"))
    if facts(declared)["kind"] in ("number", "integer"):
        values, wrong, notes = _numbers(column)
    else:
        values, wrong, notes = _one_by_one(column)
    faults = [*notes, *_empty_cells(column), *_wrong_cells(column, wrong)]
    return _series(values, codes, declared, cells.index), faults


def _series(values: Any, codes: np.ndarray, declared: pa.Column, index: pd.Index) -> pd.Series:
    """Return a column from its distinct values; code -1 takes the missing one at the end."""
    dtype = _DTYPES.get(facts(declared)["kind"], "str")
    distinct = pd.Series([*values, None], dtype=dtype)
    return distinct.take(codes).set_axis(index)


def _empty_cells(column: _Column) -> Iterator[Fault]:
    if column.declared.nullable:
        return
    rows = column.index[column.codes == -1]
    for row in rows[:_MOST_CELLS]:
        yield column.sheet.fault(
            kinds.EMPTY_CELL, row=int(row), column=column.name, allowed=allowed(column.declared)
        )
    yield from _uncounted(column, len(rows))


def _wrong_cells(column: _Column, wrong: dict[int, _WrongCell]) -> Iterator[Fault]:
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
        yield column.sheet.fault(kinds.MORE, column=column.name, count=more)


_Reading = tuple[Any, dict[int, _WrongCell], list[Fault]]


def _numbers(column: _Column) -> _Reading:
    """Read numbers, and ask what only the column as a whole can tell."""
    texts, declared = column.texts, facts(column.declared)
    values, kinds_of_fault = numbers.read(texts)
    wrong = {position: _WrongCell(kind) for position, kind in kinds_of_fault.items()}
    wrong |= _out_of_range(values, declared)
    if declared["kind"] == "integer":
        for position in np.flatnonzero(np.isfinite(values) & (values != np.round(values))):
            wrong.setdefault(int(position), _WrongCell(kinds.NOT_WHOLE))
    notes = list(_decimal_signs(column, wrong))
    odd = np.setdiff1d(np.flatnonzero(numbers.spaced(texts)), list(wrong))
    if len(odd):
        count = number(column.cells(odd))
        notes.append(column.sheet.fault(kinds.SPACED_NUMBERS, column=column.name, count=count))
    values[list(wrong)] = np.nan
    return values, wrong, notes


def _out_of_range(values: np.ndarray, declared: dict[str, Any]) -> dict[int, _WrongCell]:
    outside = np.zeros(len(values), dtype=bool)
    if declared["low"] is not None:
        outside |= values < declared["low"]
    if declared["above"] is not None:
        outside |= values <= declared["above"]
    if declared["high"] is not None:
        outside |= values > declared["high"]
    return {
        int(position): _beyond(float(values[position]), declared)
        for position in np.flatnonzero(outside)
    }


def _beyond(value: float, declared: dict[str, Any]) -> _WrongCell:
    """Return the fault of a value outside its range; 85 for 0.85 has a remedy of its own."""
    is_share = declared["unit"].startswith("share") and declared["high"] is not None
    if is_share and declared["high"] < value <= 100 * declared["high"]:
        return _WrongCell(kinds.PER_CENT, suggestion=number(value / 100, 2))
    return _WrongCell(kinds.OUT_OF_RANGE)


def _decimal_signs(column: _Column, wrong: dict[int, _WrongCell]) -> Iterator[Fault]:
    """Yield a fault when comma and point mix, a warning when decimals may be thousands."""
    commas, points = (
        np.setdiff1d(found, list(wrong)) for found in numbers.decimal_signs(column.texts)
    )
    if len(commas) and len(points):
        first, other = sorted((int(commas[0]), int(points[0])), key=column.row)
        where = f"{column.texts[first]} ({text('row {row}', row=column.row(first))})"
        yield column.fault(kinds.MIXED_DECIMALS, other, other=where)
        return
    doubtful = numbers.may_be_thousands(column.texts)
    if len(doubtful) and not wrong:
        shown = column.texts[int(doubtful[0])]
        count = number(column.cells(doubtful))
        yield column.fault(kinds.MAYBE_THOUSANDS, int(doubtful[0]), count=count, example=shown)


def _one_by_one(column: _Column) -> _Reading:
    """Read each distinct text by itself."""
    declared = facts(column.declared)
    reader = _READERS[declared["kind"]]
    values: list[Any] = []
    wrong: dict[int, _WrongCell] = {}
    for position, found in enumerate(column.texts):
        try:
            values.append(reader(unicodedata.normalize("NFC", found), declared))
        except _WrongCell as fault:
            wrong[position] = fault
            values.append(None)
    values, notes = _repaired(column, declared, values)
    return values, wrong, notes


def _repaired(
    column: _Column, declared: dict[str, Any], values: list[Any]
) -> tuple[list[Any], list[Fault]]:
    """Return values as they are meant, and a note of what was made of them."""
    if declared["kind"] == "date":
        serial = np.flatnonzero(column.texts.map(lambda found: bool(_SERIAL.fullmatch(found))))
        if not len(serial):
            return values, []
        count = number(column.cells(serial))
        return values, [column.sheet.fault(kinds.SERIAL_DATES, column=column.name, count=count)]
    if declared["kind"] == "period" and declared["key"] and _first_days(values):
        note = column.sheet.fault(kinds.DAYS_AS_MONTHS, column=column.name)
        return [value[:7] for value in values], [note]
    return values, []


def _first_days(values: list[Any]) -> bool:
    """Tell whether all periods are first days of months, as programs write months."""
    return len(values) > 1 and all(
        value is not None and len(value) == 10 and value.endswith("-01") for value in values
    )


def _text(found: str, declared: dict[str, Any]) -> str:
    signs = found.translate({ord(sign): None for sign in "\n\r\t"})
    if any(unicodedata.category(sign) in ("Cc", "Cf") for sign in signs):
        raise _WrongCell(kinds.HIDDEN_SIGNS)
    return found


def _code(found: str, declared: dict[str, Any]) -> str:
    _text(found, declared)
    if not re.fullmatch(CODE_PATTERN, found):
        raise _WrongCell(kinds.NOT_A_CODE)
    return found


def _choice(found: str, declared: dict[str, Any]) -> str:
    chosen = _text(found, declared).casefold()
    if chosen not in declared["choices"]:
        near = suggestion(chosen, declared["choices"])
        raise _WrongCell(kinds.NOT_A_CHOICE, nearest=near)
    return chosen


def _period(found: str, declared: dict[str, Any]) -> str:
    try:
        return periods.canonical(found)
    except ValueError:
        week = re.fullmatch(r"(\d{4})-?[VvWw](\d{1,2})", found)
        if week:
            raise _WrongCell(kinds.NO_SUCH_WEEK, year=week[1], week=int(week[2])) from None
        raise _WrongCell(kinds.NOT_A_PERIOD) from None


def _date(found: str, declared: dict[str, Any]) -> str:
    if _SERIAL.fullmatch(found):
        return (_EXCEL_DAY_0 + datetime.timedelta(days=int(found))).isoformat()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found):
        raise _WrongCell(kinds.NOT_A_DATE)
    try:
        return datetime.date.fromisoformat(found).isoformat()
    except ValueError:
        raise _WrongCell(kinds.NOT_A_DATE) from None


def _flag(found: str, declared: dict[str, Any]) -> bool:
    try:
        return _FLAGS[found.casefold()]
    except KeyError:
        raise _WrongCell(kinds.NOT_A_FLAG) from None


_READERS: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "text": _text,
    "code": _code,
    "choice": _choice,
    "period": _period,
    "date": _date,
    "flag": _flag,
}
