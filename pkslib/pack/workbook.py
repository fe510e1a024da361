"""The workbook of a region: what planners read, a table a sheet, declared headings and units.

The same tables give the same bytes. No text is taken for a formula or a link.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pkslib import language
from pkslib.language import text
from pkslib.pack.html import About
from pkslib.show import amounts, names, tables, told
from pkslib.tables.declaration import Column, Table
from pkslib.tables.published import HIDDEN, PUBLISHED
from pkslib.tables.results import RESULTS, STEP_TABLES

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# Weeks and days, and what lies between the steps: two thirds of all cells, and nobody reads them
# row by row. They stand in the folder tables/ beside the workbook; the gap list has sheets of its
# own form.
_LEFT_OUT = frozenset(
    ["marks", "production_need", "capacity_use", "bed_census", "need_spread", "capacity_limits",
     "plan_weeks", "plan_weekdays", "deviations", "gap_list"]
)  # fmt: skip
# What the gap list's own sheets show.
_GAPS = {"gap_list", "beds_open"}
# Fixed, so that the same tables are the same file.
_CREATED = datetime.datetime(2000, 1, 1)
# Excel's own limits.
_LONGEST_NAME = 31
_MOST_ROWS = 1_048_575
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NARROWEST, _WIDEST = 9, 44
# Rows that a column's width is judged by.
_SAMPLE = 200


def write(
    path: Path, results: Mapping[str, pd.DataFrame], about: About, steps: Sequence[str] = ()
) -> None:
    """Write the result tables of a region as a workbook: contents, then the tables step by step.

    Parameters
    ----------
    path : pathlib.Path
        The xlsx to write.
    results : mapping of str to pandas.DataFrame
        Tables by declared name. Result tables are written, but for those of weeks and days and
        between the steps; input tables give names to codes.
    about : About
        Title and facts for the sheet of contents.
    steps : sequence of str
        Steps in the order of their sheets, as on the page; those left out come after.
    """
    import xlsxwriter

    from pkslib.pack import gap_sheet
    from pkslib.pack.sheet import Sheet

    present = set(results)
    named = names.read({name: results[name] for name in names.NAMED if name in present})
    frames = {name: results[name] for name in _order(steps) if name in present}
    lists = _gap_lists(results, gap_sheet.WEEKS) if present >= _GAPS else {}
    words = [text("Contents"), *(text(RESULTS[name].label) for name in frames)]
    words += [text("Gap list, {week}", week=language.period(week)) for week in lists]
    first, *titles = sheet_names(words)
    with xlsxwriter.Workbook(str(path), _PLAIN) as workbook:
        workbook.set_properties({"title": about.title, "created": _CREATED})
        forms = _Forms(workbook)
        contents = workbook.add_worksheet(first)
        for title, (name, frame) in zip(titles[: len(frames)], frames.items(), strict=True):
            sheet = workbook.add_worksheet(title, Sheet)
            seen = told.seen(frame.head(_MOST_ROWS), RESULTS[name])
            _write_table(sheet, _Shown(seen, RESULTS[name], named), forms)
        gap_forms = gap_sheet.Forms(workbook)
        for title, week in zip(titles[len(frames) :], lists.values(), strict=True):
            gap_sheet.write(workbook.add_worksheet(title), *week, named, gap_forms)
        rows = [(_told(name, len(frame)), len(frame)) for name, frame in frames.items()]
        gaps = RESULTS["gap_list"]
        rows += [(text(gaps.description), len(week)) for week, _ in lists.values()]
        listed = dict(zip(titles, rows, strict=True))
        _write_contents(contents, listed, about, forms, _left_out())


def write_published(
    path: Path, published: Mapping[str, pd.DataFrame], named: names.Names, about: About
) -> None:
    """Write the tables that leave a region as a workbook: contents, then a table a sheet.

    Parameters
    ----------
    path : pathlib.Path
        The xlsx to write.
    published : mapping of str to pandas.DataFrame
        Those of :data:`pkslib.tables.published.PUBLISHED` that there are.
    named : Names
        Names of codes.
    about : About
        Title and facts for the sheet of contents.
    """
    import xlsxwriter

    from pkslib.pack.sheet import Sheet

    labels = [text(PUBLISHED[name].label) for name in published]
    first, *titles = sheet_names([text("Contents"), *labels])
    listed = {}
    with xlsxwriter.Workbook(str(path), _PLAIN) as workbook:
        workbook.set_properties({"title": about.title, "created": _CREATED})
        forms = _Forms(workbook)
        contents = workbook.add_worksheet(first)
        for title, (name, frame) in zip(titles, published.items(), strict=True):
            sheet = workbook.add_worksheet(title, Sheet)
            _write_table(sheet, _Shown(frame, PUBLISHED[name], named), forms)
            listed[title] = text(PUBLISHED[name].description), len(frame)
        _write_contents(contents, listed, about, forms, text("{mark}: hidden.", mark=HIDDEN))


def _told(name: str, count: int) -> str:
    """Return what a table's sheet shows, and whether its rows are more than a sheet can hold."""
    said = text(RESULTS[name].description)
    if count <= _MOST_ROWS:
        return said
    shown = language.number(_MOST_ROWS)
    return f"{said} " + text("Only the first {count} rows; the folder tables has all.", count=shown)


def _left_out() -> str:
    """Return which tables have no sheet."""
    left_out = ", ".join(text(RESULTS[name].label).lower() for name in sorted(_LEFT_OUT))
    return text("Only in the folder tables (parquet): {tables}.", tables=left_out)


def _order(steps: Sequence[str]) -> list[str]:
    """Return the tables of the workbook in the order of its sheets."""
    names = [name for step in (*steps, *STEP_TABLES) for name in STEP_TABLES.get(step, ())]
    return [name for name in dict.fromkeys(names) if name not in _LEFT_OUT]


def _gap_lists(
    results: Mapping[str, pd.DataFrame], count: int
) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """Return gap list and open beds of the first weeks, by week."""
    listed, beds = results["gap_list"], results["beds_open"]
    weeks = sorted(listed["week"].unique())[:count]
    return {week: (listed[listed["week"] == week], beds[beds["week"] == week]) for week in weeks}


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Return titles as sheet names: 31 characters at most, no forbidden sign, all different.

    Examples
    --------
    >>> sheet_names(["Need/gap", "Need gap", "A very long title that goes on and on"])
    ['Need gap', 'Need gap 2', 'A very long title that goes on…']
    """
    names: list[str] = []
    for title in titles:
        plain = _NOT_IN_NAMES.sub(" ", title)
        name, count = _cut(plain), 1
        while name.casefold() in {used.casefold() for used in names}:
            count += 1
            name = _cut(plain, f" {count}")
        names.append(name)
    return names


def _cut(title: str, ending: str = "") -> str:
    room = _LONGEST_NAME - len(ending)
    return (title if len(title) <= room else title[: room - 1] + "…") + ending


class _Forms:
    """The cell formats of a workbook."""

    def __init__(self, workbook: Any) -> None:
        make = workbook.add_format
        self.title = make({"bold": True, "font_size": 16, "font_color": "#1F4E79"})
        self.heading = make(
            {"bold": True, "font_color": "white", "bg_color": "#1F4E79", "text_wrap": True,
             "valign": "top"}
        )  # fmt: skip
        self.link = make({"font_color": "#1F4E79", "underline": 1, "valign": "top"})
        self.wrapped = make({"text_wrap": True, "valign": "top"})
        self.whole = make({"num_format": "#,##0"})
        self.numbers = [
            self.whole,
            make({"num_format": "#,##0.0"}),
            make({"num_format": "#,##0.00"}),
        ]
        self.shares = [make({"num_format": "0%"}), make({"num_format": "0.0%"})]
        self.text = make({"num_format": "@"})

    def of(self, column: Column, values: Sequence[Any]) -> Any:
        """Return the format of a declared column, with the decimals that its values ask for."""
        if column.kind == "integer" or column.unit == "SEK":
            return self.whole
        if column.kind != "number":
            return self.text
        share = column.unit == "share"
        known = [value for value in values if value != HIDDEN]
        places = amounts.decimals(np.array(known, dtype=float), share=share)
        return (self.shares if share else self.numbers)[places]


def _write_table(sheet: Any, shown: _Shown, forms: _Forms) -> None:
    columns = []
    headings = tables.headings(shown.frame, shown.schema, names=shown.named)
    for at, name in enumerate(shown.frame.columns):
        heading, values = headings[name], shown.values(name)
        form = forms.of(shown.schema.known[name], values)
        sheet.set_column(at, at, _width(heading, values), form)
        sheet.write_string(0, at, heading, forms.heading)
        columns.append((values, form))
    sheet.write_columns(1, columns)
    sheet.set_row(0, 32)
    # The first column tells what a row is about.
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(shown.frame), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


@dataclass(frozen=True)
class _Shown:
    """A table as it is shown: words in the reader's language, names instead of codes."""

    frame: pd.DataFrame
    schema: Table
    named: names.Names

    def values(self, name: str) -> list[Any]:
        """Return the cells of a column as plain values, None where there is nothing to show."""
        kind = self.schema.known[name].kind
        cells = self.frame[name]
        if kind in ("integer", "number"):
            amounts = cells.to_numpy(float, na_value=math.nan)
            return [
                amount if math.isfinite(amount) else blank
                for amount, blank in zip(amounts.tolist(), self._blanks(), strict=True)
            ]
        if kind == "flag":
            return cells.astype(bool).tolist()
        if kind == "period":
            # Labels sort and filter rightly in a sheet.
            return [None if pd.isna(label) else label for label in cells.tolist()]
        # A cell without a word is blank; a missing one as a number would spoil the file.
        return [word or None for word in tables.words(self.frame, name, self.schema, self.named)]

    def _blanks(self) -> list[str | None]:
        """Return what stands where a number is missing: a mark where it was hidden."""
        if "hidden" not in self.frame:
            return [None] * len(self.frame)
        return [HIDDEN if hidden else None for hidden in self.frame["hidden"].tolist()]


def _width(heading: str, values: Sequence[Any]) -> int:
    # A heading breaks over two lines; a number is shown shorter than it is written.
    shown = [len(value) if isinstance(value, str) else 11 for value in values[:_SAMPLE]]
    return min(_WIDEST, max(_NARROWEST, len(heading) * 2 // 3, *shown, 0) + 2)


def _write_contents(
    sheet: Any,
    listed: Mapping[str, tuple[str, int]],
    about: About,
    forms: _Forms,
    note: str,
) -> None:
    sheet.hide_gridlines(2)
    for at, width in enumerate((34, 80, 10)):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, about.title, forms.title)
    for row, (label, value) in enumerate(about.facts.items(), start=1):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value)
    first = len(about.facts) + 2
    for at, label in enumerate((text("Table"), text("What it shows"), text("Rows"))):
        sheet.write_string(first, at, label, forms.heading)
    for row, (title, (words, count)) in enumerate(listed.items(), start=first + 1):
        sheet.write_url(row, 0, f"internal:'{title}'!A1", forms.link, title)
        sheet.write_string(row, 1, words, forms.wrapped)
        sheet.write_number(row, 2, count, forms.whole)
    sheet.write_string(first + len(listed) + 2, 1, note, forms.wrapped)
    sheet.freeze_panes(first + 1, 0)
