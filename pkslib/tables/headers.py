"""Headers as the user wrote them to the columns a table declares."""

from __future__ import annotations

from collections.abc import Iterator

from pkslib.tables.faults import Fault
from pkslib.tables.identity import is_personal_header
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.wording import bare, column_named, is_label, nearest

_SUMS = ("totalt", "total", "summa", "summa totalt", "samtliga", "alla", "hela regionen")


def matched(sheet: Sheet) -> tuple[Sheet, list[Fault]]:
    """Return a table with declared columns only, and what was wrong with the headers.

    Parameters
    ----------
    sheet : Sheet
        Columns as the user wrote them.

    Returns
    -------
    tuple of Sheet and list of Fault
        Columns that were not there are not there.
    """
    declared = INPUTS[sheet.table].columns
    found = [column_named(str(header), sheet.table) for header in sheet.frame.columns]
    faults = [*_twice(sheet, found), *_missing(sheet, found), *_extra(sheet, found)]
    faults += _understood(sheet, found)
    kept = [position for position, name in enumerate(found) if name in declared]
    frame = sheet.frame.iloc[:, kept].set_axis([found[position] for position in kept], axis=1)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    return sheet.with_frame(frame), [*faults, *_sums(sheet.with_frame(frame))]


def required(table: str) -> list[str]:
    """Return the columns a table can't do without."""
    return [name for name, column in INPUTS[table].columns.items() if not column.optional]


def _twice(sheet: Sheet, found: list[str]) -> Iterator[Fault]:
    for name in sorted({name for name in found if name and found.count(name) > 1}):
        yield sheet.fault(of_files.COLUMN_TWICE, row=1, column=name)


def _missing(sheet: Sheet, found: list[str]) -> Iterator[Fault]:
    unknown = [name for name in found if name not in INPUTS[sheet.table].columns]
    for name in required(sheet.table):
        if name not in found:
            near = nearest(name, [word for word in unknown if word])
            yield sheet.fault(of_files.COLUMN_MISSING, row=1, column=name, nearest=near)


def _extra(sheet: Sheet, found: list[str]) -> Iterator[Fault]:
    for position, name in enumerate(found):
        if name in INPUTS[sheet.table].columns or (not name and _is_blank(sheet, position)):
            continue
        yield sheet.fault(of_files.COLUMN_EXTRA, row=1, column=name or f"({position + 1})")


def _understood(sheet: Sheet, found: list[str]) -> Iterator[Fault]:
    """Yield a note of the headers that are words of the user's own."""
    own = [
        f"{header} = {name}"
        for header, name in zip(map(str, sheet.frame.columns), found, strict=True)
        if name in INPUTS[sheet.table].columns and not is_label(header, name, sheet.table)
    ]
    if own:
        yield sheet.fault(of_files.HEADERS_UNDERSTOOD, row=1, words=", ".join(own))


def _sums(sheet: Sheet) -> Iterator[Fault]:
    """Yield a fault for each row that sums up the others."""
    for name in (name for name in ("unit", "need") if name in sheet.frame):
        cells = sheet.frame[name].str.strip()
        for row in sorted(set(cells.index[cells.str.casefold().isin(_SUMS)])):
            yield sheet.fault(of_files.SUM_ROW, row=int(row), column=name)


def _is_blank(sheet: Sheet, position: int) -> bool:
    return bool((sheet.frame.iloc[:, position].str.strip() == "").all())


def personal(sheet: Sheet) -> list[str]:
    """Return the headers that announce persons.

    A header ``namn`` where the declared ``name`` is missing is a misspelling, not a person.

    Parameters
    ----------
    sheet : Sheet
    """
    found = [bare(str(header)) for header in sheet.frame.columns]
    misspelt = {"namn"} if "name" in required(sheet.table) and "name" not in found else set()
    return [name for name in found if is_personal_header(name) and name not in misspelt]
