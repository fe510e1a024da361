"""A declared table as a sheet shows it: words, names, real dates, numbers formatted by unit."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from pkslib import language, periods
from pkslib.language import text
from pkslib.pack.sheet import Shown
from pkslib.pack.sheets import why_empty
from pkslib.show import amounts, tables, told
from pkslib.show.names import Names
from pkslib.tables.declaration import Column, Table
from pkslib.tables.published import HIDDEN

# The day that a sheet counts days from.
_DAY_0 = datetime.date(1899, 12, 30)
# How a period is shown, which is the date of its first day: a program takes for a date what has a
# year in its form. A week's own year may differ from its Monday's, so both are told.
_DATES = {"year": "yyyy", "quarter": '"{part} "yyyy', "month": "yyyy-mm",
          "week": '"{whole} ("yyyy-mm-dd")"', "day": "yyyy-mm-dd"}  # fmt: skip
_NUMERIC = ("integer", "number")


class Forms:
    """The cell formats of a workbook.

    Parameters
    ----------
    workbook : xlsxwriter.Workbook
    """

    def __init__(self, workbook: Any) -> None:
        self.make: Callable[..., Any] = workbook.add_format
        self.title = self.make({"bold": True, "font_size": 16, "font_color": "#1F4E79"})
        self.heading = self.make(
            {"bold": True, "font_color": "white", "bg_color": "#1F4E79", "text_wrap": True,
             "valign": "top", "align": "left", "indent": 1}
        )  # fmt: skip
        self.link = self.make({"font_color": "#1F4E79", "underline": 1, "valign": "top"})
        # Without its alignment an indent is not read, and words touch the number before them.
        self.text = self.make(
            {"num_format": "@", "text_wrap": True, "valign": "top", "align": "left", "indent": 1}
        )
        self.whole = self.numbered("#,##0")
        self.amounts = [self.whole, self.numbered("#,##0.0"), self.numbered("#,##0.00")]
        self.shares = [self.numbered("0%"), self.numbered("0.0%")]
        self._dated = cache(self._left)
        self.plain = self._left("General")

    def numbered(self, form: str) -> Any:
        """Return a format for numbers or dates as Excel writes it."""
        return self.make({"num_format": form, "valign": "top"})

    def _left(self, form: str) -> Any:
        return self.make({"num_format": form, "valign": "top", "align": "left", "indent": 1})

    def of(self, column: Column, values: Sequence[Any]) -> Any:
        """Return the format of a declared column, with the decimals that its values ask for."""
        if column.kind == "integer" or column.unit == "SEK":
            return self.whole
        if column.kind != "number":
            return self.text
        share = column.unit == "share"
        known = [value for value in values if value != HIDDEN]
        places = amounts.decimals(np.array(known, dtype=float), share=share)
        return (self.shares if share else self.amounts)[places]

    def period(self, label: str | None) -> Any:
        """Return the format of a period's first day, which shows the period."""
        if label is None:
            return self.text
        part, whole = language.period(label, short=True), language.period(label)
        shown = _DATES[periods.resolution(label)].format(part=part, whole=whole)
        return self._dated(shown)


def columns(frame: pd.DataFrame, schema: Table, named: Names, forms: Forms) -> list[Shown]:
    """Return the columns of a table, with words in the reader's language and names for codes.

    Parameters
    ----------
    frame : pandas.DataFrame
        The columns that are shown.
    schema : Table
        Its declaration.
    named : Names
        Names of codes.
    forms : Forms
        Formats of the workbook.
    """
    heads = tables.headings(frame, schema, names=named)
    unlike = _unlike([heads[name] for name in frame.columns])
    return [
        _column(head, frame, name, schema, named, forms)
        for name, head in zip(frame.columns, unlike, strict=True)
    ]


def _unlike(heads: Sequence[str]) -> Iterator[str]:
    """Yield headings, a number after one that stood before; a table takes no two alike."""
    before: dict[str, int] = {}
    for head in heads:
        count = before[head.casefold()] = before.get(head.casefold(), 0) + 1
        yield head if count == 1 else f"{head} ({count})"


def _column(
    head: str, frame: pd.DataFrame, name: str, schema: Table, named: Names, forms: Forms
) -> Shown:
    cells, declared = frame[name], schema.known[name]
    kind = declared.kind
    if kind in _NUMERIC:
        values = _numbers(frame, cells)
        return Shown(head, values, forms.of(declared, values))
    if kind == "flag":
        said = {True: text("yes"), False: text("no")}
        return Shown(head, [said[bool(value)] for value in cells.tolist()], forms.text)
    if kind in ("period", "date"):
        return dates(head, cells.tolist(), forms)
    words = [word or None for word in tables.words(frame, name, schema, named)]
    if (schema.name, name) not in told.SET:
        return Shown(head, words, forms.text)
    numbers = [told.set_number(kept) for kept in cells.tolist()]
    return Shown(head, [word if number is None else number
                        for word, number in zip(words, numbers, strict=True)],
                 [forms.text if number is None else forms.plain for number in numbers])  # fmt: skip


def _numbers(frame: pd.DataFrame, cells: pd.Series) -> list[Any]:
    """Return numbers, None for a missing one, and a mark where one was hidden."""
    hidden = frame["hidden"].tolist() if "hidden" in frame else [False] * len(frame)
    known = cells.to_numpy(float, na_value=math.nan).tolist()
    return [
        amount if math.isfinite(amount) else HIDDEN if hides else None
        for amount, hides in zip(known, hidden, strict=True)
    ]


def dates(head: str, labels: Sequence[Any], forms: Forms) -> Shown:
    """Return a column of periods or days as real dates, each shown as the period that it is.

    Parameters
    ----------
    head : str
        Its heading.
    labels : sequence
        Labels of periods; missing or empty where there is none.
    forms : Forms
        Formats of the workbook.
    """
    known = [label if isinstance(label, str) and label else None for label in labels]
    days = [label and (periods.start(label) - _DAY_0).days for label in known]
    return Shown(head, days, [*map(forms.period, known)])


def notes(shown: Sequence[Shown], frame: pd.DataFrame, schema: Table) -> list[str]:
    """Return what has to be said of a table's cells: units, dates, and why some are empty.

    Parameters
    ----------
    shown : sequence of Shown
        As of :func:`columns`.
    frame : pandas.DataFrame
        The same table.
    schema : Table
        Its declaration.
    """
    known = {name: schema.known[name] for name in frame.columns}
    said = []
    if any(each.unit and each.unit != "share" for each in known.values()):
        several = "capacity" in frame and len(set(frame["capacity"].dropna())) > 1
        said.append(
            text("Units stand in brackets in the headings; amounts of a capacity are in its own "
                 "measure, which follows its name.")
            if several else text("Units stand in brackets in the headings.")
        )  # fmt: skip
    if any(each.kind == "period" for each in known.values()):
        said.append(text("Periods are real dates: the first day of each."))
    return [*said, *_why_empty(shown, list(known), schema.name)]


def _why_empty(shown: Sequence[Shown], names: Sequence[str], table: str) -> Iterator[str]:
    """Yield a line for each reason why cells are empty, with the columns that it explains."""
    reasons: dict[str, list[str]] = {}
    for column, name in zip(shown, names, strict=True):
        if None in column.values:
            why = text(why_empty(table, name))
            reasons.setdefault(why, []).append(column.heading)
    for why, heads in reasons.items():
        yield text("Empty cells in {columns}: {why}.", columns=", ".join(heads), why=why)
