"""Looking for single persons in a data set, before anything else is done with it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pkslib.language import mark, text
from pkslib.tables.faults import Fault
from pkslib.tables.headers import personal
from pkslib.tables.identity import has_twelve_digits, holds_number
from pkslib.tables.kinds import of_cells
from pkslib.tables.sources.sheet import Sheet

_HEADER = mark("the header says so")
_NUMBER = mark("the cell holds what is a valid personal identity number")
_PLACE = mark("the name of the file or sheet holds a personal identity number")
# Of random ten-digit numbers about 0.7 % are valid, so a numeric column may hold a few by chance.
_CHANCE = 0.05
_VISITS = mark("each row has a moment of its own, as a single visit has")
_MOMENT = r"^\d{4}-\d{2}-\d{2}[ T](\d{2}:\d{2})"
_FEWEST_VISITS, _OWN = 10, 0.9
# A number as programs write it: of ten or twelve decimals some are valid by chance.
_DECIMALS = r"[-−]?\d{1,5}[.,]\d{8,}"
_SHOWN = 100
# Digits of a number without its century.
_SHORTEST = 10


def persons_in(sheet: Sheet) -> Iterator[Fault]:
    """Yield a fault for every header, file name and cell that looks like a person.

    Parameters
    ----------
    sheet : Sheet
        Columns and cells as the user wrote them.

    Yields
    ------
    Fault
        With row and column, never the value.
    """
    if holds_number(sheet.file):
        yield sheet.fault(of_cells.PERSON, reason=text(_PLACE))
    for header in personal(sheet):
        yield sheet.fault(of_cells.PERSON, row=1, column=header, reason=text(_HEADER))
    for position, name in enumerate(map(str, sheet.frame.columns)):
        cells = sheet.frame.iloc[:, position]
        yield from in_cells(sheet, name, cells)
        if _one_row_a_visit(cells):
            yield sheet.fault(of_cells.PERSON, column=name, reason=text(_VISITS))


def in_cells(sheet: Sheet, name: str, cells: pd.Series) -> Iterator[Fault]:
    """Yield a fault for a header and every cell that holds an identity number.

    Parameters
    ----------
    sheet : Sheet
        Where the cells stand.
    name : str
        The column's header.
    cells : pandas.Series of str
        By row.
    """
    if holds_number(name):
        yield sheet.fault(of_cells.PERSON, row=1, column=name, reason=text(_NUMBER))
    distinct = pd.Series(cells.unique(), dtype="str")
    shaped = distinct[distinct.str.len() >= _SHORTEST]
    valid = shaped[shaped.map(holds_number).astype(bool)]
    if valid.empty:
        return
    hits = cells[cells.isin(valid)]
    numeric = distinct[distinct != ""].str.fullmatch(r"[0-9\s.,−-]*").all()
    by_chance = len(hits) <= _CHANCE * (cells != "").sum()
    if numeric and by_chance and _only_plain_tens(valid):
        yield sheet.fault(of_cells.MAYBE_PERSON, column=name, count=len(hits))
        return
    for row in hits.index[:_SHOWN]:
        yield sheet.fault(of_cells.PERSON, row=int(row), column=name, reason=text(_NUMBER))


def _one_row_a_visit(cells: pd.Series) -> bool:
    """Tell whether a column holds a moment of its own for each row, as a log of visits does."""
    filled = cells[cells != ""]
    if len(filled) < _FEWEST_VISITS or filled.nunique() < _OWN * len(filled):
        return False
    moments = filled.str.extract(_MOMENT, expand=False)
    # Programs that keep days as moments write midnight, or the same hour, on all of them.
    return bool(moments.notna().all() and len(set(moments)) > 1)


def _only_plain_tens(valid: pd.Series) -> bool:
    """Tell whether all are ten bare digits, as a large number may have, or many decimals."""
    whole = valid[~valid.str.fullmatch(_DECIMALS)]
    plain = whole.str.fullmatch(r"\d{10}|\d{6}[.,]\d{4}").all()
    return bool(plain) and not whole.map(has_twelve_digits).any()
