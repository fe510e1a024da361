"""Wide tables turned long: periods as columns, or the codes of a key as columns.

A table is turned only where one way of reading it is left; what leaves two open is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from pkslib.language import number, text
from pkslib.tables import numbers, written_periods
from pkslib.tables.declaration import Table
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import READ
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.wording import column_named

# So many columns of periods, or of codes, are no chance.
_FEW = 2
_UNREPORTED = ("", "..", "-", "–")


@dataclass(frozen=True)
class _Shape:
    """How a table's columns are read: by their position, as declared columns or as something else.

    ``value`` is the declared column that the cells of the columns at ``across`` belong to, and
    ``header`` the one that their headers do; ``named`` names text columns by position.
    """

    across: list[int]
    header: str
    value: str
    named: dict[int, str]


def turned(sheet: Sheet) -> tuple[Sheet, list[Fault]]:
    """Return a table with its periods, and its codes, in a column each.

    Parameters
    ----------
    sheet : Sheet
        Columns as the user wrote them.

    Returns
    -------
    tuple of Sheet and list of Fault
        As it was where it is not wide. The faults tell how it was read, or ask where more than
        one reading is left.

    Examples
    --------
    >>> frame = pd.DataFrame([["A1", "300", "280"]], [2], ["Enhet", "2026-01", "2026-02"])
    >>> long, _ = turned(Sheet("openings", "openings.csv", frame.assign(capacity="bed_day")))
    >>> long.frame["amount"].tolist()
    ['300', '280']
    """
    declared = READ[sheet.table]
    if "period" not in declared.columns or sheet.frame.empty:
        return sheet, []
    found = [column_named(str(header), sheet.table) for header in sheet.frame.columns]
    values = _values(declared, found)
    across = _periods([*map(str, sheet.frame.columns)], declared, found)
    if across and "period" not in found:
        return _read(sheet, found, across, "period", values)
    keys = [name for name in _codes(declared) if name not in found]
    if not values or not keys:
        return sheet, []
    at_period = _period_column(sheet, found)
    across = [at for at in _figures(sheet, declared, found) if at != at_period]
    if len(across) >= _FEW:
        if len(keys) > 1 or at_period is None:
            return sheet, [_asked(sheet, across, [*keys, *values])]
        named = [*found]
        named[at_period] = "period"
        return _read(sheet, named, across, keys[0], values)
    return sheet, []


def _read(
    sheet: Sheet, found: Sequence[str], across: list[int], header: str, values: list[str]
) -> tuple[Sheet, list[Fault]]:
    """Return a table turned, where its cells and its text columns can be but one thing."""
    declared = READ[sheet.table]
    keys = [name for name in _codes(declared) if name not in found and name != header]
    spare = [
        at
        for at, name in enumerate(found)
        if at not in across and name not in declared.columns and not _is_empty(sheet, at)
    ]
    if len(values) != 1 or len(keys) > 1 or (keys and len(spare) != 1):
        return sheet, [_asked(sheet, across, [*keys, *(values if len(values) > 1 else ())])]
    named = {spare[0]: keys[0]} if keys else {}
    shape = _Shape(across, header, values[0], named)
    long = _long(sheet, found, shape)
    note = sheet.fault(
        of_files.TURNED,
        row=1,
        columns=number(len(across)),
        first=str(sheet.frame.columns[across[0]]),
        header=header,
        value=values[0],
    )
    return long, [note]


def _long(sheet: Sheet, found: Sequence[str], shape: _Shape) -> Sheet:
    """Return the table long: a row for each cell, numbered as the row it stands in."""
    frame = sheet.frame
    kept = [at for at in range(frame.shape[1]) if at not in shape.across]
    names = [shape.named.get(at, found[at]) or str(frame.columns[at]) for at in kept]
    rows = frame.iloc[:, kept].set_axis(names, axis=1)
    parts = []
    for at in shape.across:
        part = rows.copy()
        part[shape.header] = str(frame.columns[at])
        part[shape.value] = frame.iloc[:, at]
        parts.append(part)
    return sheet.with_frame(pd.concat(parts).sort_index(kind="stable"))


def _values(declared: Table, found: Sequence[str]) -> list[str]:
    """Return the columns of figures that a table can't do without and that no header names."""
    return [
        name
        for name, column in declared.columns.items()
        if column.kind in ("number", "integer")
        and not column.key
        and not column.optional
        and name not in found
    ]


def _codes(declared: Table) -> list[str]:
    return [
        name
        for name, column in declared.columns.items()
        if column.key and column.kind == "code" and not column.empty and not column.optional
    ]


def spread(table: str, headers: Sequence[str], figures: Collection[str]) -> list[str]:
    """Return the headers, none of them declared, under which a wide table holds its figures.

    A database is asked for these as well as for the columns that are declared.

    Parameters
    ----------
    table : str
        Declared name.
    headers : sequence of str
        As the user wrote them.
    figures : collection of str
        Those that hold numbers.

    Examples
    --------
    >>> spread("openings", ["unit", "capacity", "2026-01", "2026-02", "note"], [])
    ['2026-01', '2026-02']
    >>> spread("demand", ["region", "period", "hip", "knee", "note"], ["hip", "knee"])
    ['hip', 'knee']
    """
    declared = READ[table]
    found = [column_named(header, table) for header in headers]
    if "period" not in declared.columns or not _values(declared, found):
        return []
    if "period" not in found:
        return [headers[at] for at in _periods(headers, declared, found)]
    several = [each for each, name in zip(headers, found, strict=True)
               if name not in declared.columns and each in figures]  # fmt: skip
    return several if len(several) >= _FEW else []


def _periods(headers: Sequence[str], declared: Table, found: Sequence[str]) -> list[int]:
    """Return the positions of headers that are periods."""
    spare = [
        at
        for at, name in enumerate(found)
        if name not in declared.columns and any(sign.isdigit() for sign in name)
    ]
    texts = [headers[at].strip() for at in spare]
    reading = written_periods.read(texts) if texts else None
    if reading is None:
        return []
    told = [
        at
        for place, at in enumerate(spare)
        if reading.labels[place] or reading.wrong[place].code == "PKS-217"
    ]
    return told if len(told) >= _FEW else []


def _figures(sheet: Sheet, declared: Table, found: Sequence[str]) -> list[int]:
    """Return the positions of columns that no header names and that hold figures alone."""
    return [
        at
        for at, name in enumerate(found)
        if name and name not in declared.columns and holds_figures(sheet.frame.iloc[:, at])
    ]


def holds_figures(cells: pd.Series) -> bool:
    """Tell whether every cell of text that tells anything is a number."""
    written = cells.str.strip()
    written = written[~written.isin(_UNREPORTED)]
    _, wrong = numbers.read(written.reset_index(drop=True))
    return len(written) > 0 and not wrong


def _period_column(sheet: Sheet, found: Sequence[str]) -> int | None:
    """Return the position of the column of periods: so named, or the only one that holds them."""
    if "period" in found:
        return list(found).index("period")
    held = [at for at in range(len(found)) if holds_periods(sheet.frame.iloc[:, at])]
    return held[0] if len(held) == 1 else None


def holds_periods(cells: pd.Series) -> bool:
    """Tell whether every cell of text that tells anything is a period."""
    texts = [cell for cell in cells.str.strip().unique() if cell]
    return bool(texts) and all(written_periods.read(texts).labels)


def _is_empty(sheet: Sheet, at: int) -> bool:
    return bool((sheet.frame.iloc[:, at].str.strip() == "").all())


def _asked(sheet: Sheet, across: list[int], open_ones: Sequence[str]) -> Fault:
    """Return the question what the columns of a wide table are."""
    shown = ", ".join(str(sheet.frame.columns[at]) for at in across[:3])
    between = text("or")
    return sheet.fault(
        of_files.WIDE_OPEN,
        row=1,
        columns=f"{shown} …" if len(across) > 3 else shown,
        open=f" {between} ".join(open_ones),
        source=sheet.file.partition(" [")[0],
    )
