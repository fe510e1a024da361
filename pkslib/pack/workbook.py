"""The workbook of a region: what planners work on, a marked table a sheet, in the reader's order.

By the UK Government Analysis Function's rules for accessible spreadsheets. The same tables give the
same bytes. No text is taken for a formula or a link.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager

import pkslib
from pkslib import language
from pkslib.language import mark, text
from pkslib.pack import calculation, cells, charts, gap_sheet
from pkslib.pack.html import About
from pkslib.pack.sheet import Page, Sheet, Shown, fit, height, lay
from pkslib.pack.sheets import CALCULATION, GAP_LIST, SHEETS, Chart, Tab
from pkslib.show import told
from pkslib.show.document.region import Region
from pkslib.show.names import Names
from pkslib.tables.declaration import Table
from pkslib.tables.published import HIDDEN, PUBLISHED
from pkslib.tables.results import RESULTS, STEP_TABLES

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# What the gap list's sheet is made of.
_GAPS = ("gap_list", "beds_open")
# Fixed, so that the same tables are the same file.
_CREATED = datetime.datetime(2000, 1, 1)
# Signs on a line above a table.
_LINE = 100
# Excel's own limits.
_LONGEST_NAME = 31
_MOST_ROWS = 1_048_000
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CALCULATION = mark("Calculation sheet")
_CALCULATES = mark("Raw need to capacity need, beds and money per unit and capacity, in formulas.")
_STEPS = {table: step for step, names in STEP_TABLES.items() for table in names}


@dataclass(frozen=True)
class _Laid:
    """A table ready to be laid on a sheet, and what its chart is drawn from."""

    name: str
    label: str
    description: str
    columns: Sequence[Shown]
    notes: Sequence[str] = ()
    count: int = 0
    chart: Chart | None = None
    frame: pd.DataFrame | None = None


def write(path: Path, region: Region, about: About) -> None:
    """Write the workbook of a region: contents, then the chosen tables in the reader's order.

    Parameters
    ----------
    path : pathlib.Path
        The xlsx to write.
    region : Region
        Its tables. One without rows has no sheet.
    about : About
        Title and facts, told on every sheet.
    """
    with _book(path, about) as (workbook, forms):
        found = [laid for tab in SHEETS for laid in _made(tab, region, forms)]
        notes = [
            text("Every table of the pack, days and weeks too, is a file in the folder tables "
                 "(parquet), described in the data dictionary."),
            text("A table without rows has no sheet."),
        ]  # fmt: skip
        _write(workbook, found, about, forms, notes, RESULTS, region.names)


def write_published(
    path: Path, published: Mapping[str, pd.DataFrame], named: Names, about: About
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
        Title and facts, told on every sheet.
    """
    with _book(path, about) as (workbook, forms):
        found = [
            _table(PUBLISHED[name], frame, named, forms)
            for name, frame in published.items()
            if len(frame)
        ]
        notes = [text("{mark}: hidden.", mark=HIDDEN)]
        _write(workbook, found, about, forms, notes, PUBLISHED, named)


class _Core(Core):  # type: ignore[misc]
    """The document's properties, with its language, which xlsxwriter has no word for."""

    def _write_dc_description(self) -> None:
        super()._write_dc_description()
        self._xml_data_element("dc:language", language.active())


class _Packager(Packager):  # type: ignore[misc]
    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _Book(Workbook):  # type: ignore[misc]
    def _get_packager(self) -> Packager:
        return _Packager()


@contextmanager
def _book(path: Path, about: About) -> Iterator[tuple[Any, cells.Forms]]:
    """Open a workbook that tells its title, author and language."""
    with _Book(str(path), _PLAIN) as workbook:
        workbook.set_properties({
            "title": about.title, "author": text("PKS Workbench, for {region}", region=about.title),
            "subject": " · ".join(_facts(about)), "created": _CREATED,
        })  # fmt: skip
        yield workbook, cells.Forms(workbook)


def _facts(about: About) -> list[str]:
    return [f"{label}: {value}" for label, value in about.facts.items()]


def _made(tab: Tab, region: Region, forms: cells.Forms) -> list[_Laid]:
    """Return a sheet's table, if it has rows."""
    if tab.table == CALCULATION:
        return _calculation(region, forms)
    if tab.table == GAP_LIST:
        return _gap_list(region, forms)
    frame = region[tab.table]
    if frame.empty:
        return []
    ordered = tab.order(frame) if tab.order else frame
    return [_table(RESULTS[tab.table], ordered, region.names, forms, tab)]


def _table(
    schema: Table, frame: pd.DataFrame, named: Names, forms: cells.Forms, tab: Tab | None = None
) -> _Laid:
    tab = tab or Tab(schema.name)
    seen = told.seen(frame.head(_MOST_ROWS), schema).drop(columns=[*tab.without], errors="ignore")
    shown = cells.columns(seen, schema, named, forms)
    notes = cells.notes(shown, seen, schema)
    if len(seen) < len(frame):
        most = language.number(_MOST_ROWS)
        notes.append(text("Only the first {count} rows; the folder tables has all.", count=most))
    return _Laid(schema.name, text(schema.label), text(schema.description), shown, notes,
                 len(frame), tab.chart, seen)  # fmt: skip


def _gap_list(region: Region, forms: cells.Forms) -> list[_Laid]:
    listed, beds = (region[name] for name in _GAPS)
    if listed.empty:
        return []
    lines, schema = gap_sheet.lines(listed, beds), RESULTS["gap_list"]
    return [_Laid(schema.name, text(schema.label), text(schema.description),
                  gap_sheet.columns(lines, region.names, forms), gap_sheet.notes(),
                  len(lines))]  # fmt: skip


def _calculation(region: Region, forms: cells.Forms) -> list[_Laid]:
    rows = calculation.rows(region)
    if rows.empty:
        return []
    return [_Laid(calculation.NAME, text(_CALCULATION), text(_CALCULATES),
                  calculation.columns(rows, region, forms), calculation.notes(),
                  len(rows))]  # fmt: skip


def _write(
    workbook: Any, found: Sequence[_Laid], about: About, forms: cells.Forms, notes: Sequence[str],
    declared: Mapping[str, Table], named: Names,
) -> None:  # fmt: skip
    """Write the contents and the tables, each on a sheet of its own."""
    first, *titles = sheet_names([text("Contents"), *(laid.label for laid in found)])
    contents = workbook.add_worksheet(first)
    facts = _facts(about)
    foot = " · ".join([about.title, *facts])
    for title, laid in zip(titles, found, strict=True):
        sheet = workbook.add_worksheet(title, Sheet)
        lines = _in_lines(about.title, *facts)
        said = [*lines, laid.description, _source(laid.name), *laid.notes]
        page = Page(laid.name, laid.label, said, laid.columns, foot, bool(laid.chart))
        lay(sheet, page, forms.title, forms.heading)
        if laid.chart and laid.frame is not None:
            schema = declared[laid.name]
            charts.add(workbook, sheet, page, laid.chart, laid.frame, schema, named)
    _write_contents(contents, dict(zip(titles, found, strict=True)), about, forms, notes)


def _in_lines(*facts: str) -> list[str]:
    """Return facts one after the other, as many on a line as a narrow table's page has room for."""
    lines = [facts[0]]
    for fact in facts[1:]:
        longer = f"{lines[-1]} · {fact}"
        lines = [*lines[:-1], longer] if len(longer) <= _LINE else [*lines, fact]
    return lines


def _source(name: str) -> str:
    """Return where a sheet's figures are from."""
    step = _STEPS.get(name)
    version = pkslib.__version__
    if step is None:
        return text("Source: the region's own data and plan, by PKS Workbench {version}.",
                    version=version)  # fmt: skip
    return text("Source: the table {table} of the notebook {step}, by PKS Workbench {version}.",
                table=name, step=step, version=version)  # fmt: skip


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Return titles as sheet names: 31 characters at most, no forbidden sign, all different.

    Examples
    --------
    >>> sheet_names(["Need/gap", "Need gap", "A very long title that goes on and on"])
    ['Need gap', 'Need gap 2', 'A very long title that goes on…']
    """
    names: list[str] = []
    for title in titles:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", title).split())
        name, count = _cut(plain), 1
        while name.casefold() in {used.casefold() for used in names}:
            count += 1
            name = _cut(plain, f" {count}")
        names.append(name)
    return names


def _cut(title: str, ending: str = "") -> str:
    room = _LONGEST_NAME - len(ending)
    return (title if len(title) <= room else title[: room - 1] + "…") + ending


def _write_contents(
    sheet: Any, listed: Mapping[str, _Laid], about: About, forms: cells.Forms, notes: Sequence[str]
) -> None:
    """Write what the workbook is about, and a marked table of its sheets with links."""
    sheet.write_string(0, 0, about.title, forms.title)
    said = [*_facts(about), text("This workbook has one contents sheet and {count} tables, one a "
                                 "sheet.", count=language.number(len(listed))), *notes]  # fmt: skip
    for row, line in enumerate(said, start=1):
        sheet.write_string(row, 0, line)
    widths = (34, 90, 10, 12)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    head = 1 + len(said)
    heads = [text("Sheet"), text("What it shows"), text("Rows"), text("Chart")]
    columns = [{"header": each, "header_format": forms.heading} for each in heads]
    table = {"name": "contents", "columns": columns, "style": "Table Style Light 1"}
    sheet.add_table(head, 0, head + max(len(listed), 1), len(heads) - 1, table)
    for row, (title, laid) in enumerate(listed.items(), start=head + 1):
        sheet.set_row(row, height(laid.description, widths[1]))
        sheet.write_url(row, 0, f"internal:'{title}'!A1", forms.link, title)
        sheet.write_string(row, 1, laid.description, forms.text)
        sheet.write_number(row, 2, laid.count, forms.whole)
        sheet.write_string(row, 3, text("yes") if laid.chart else text("no"), forms.text)
    fit(sheet, " · ".join([about.title, *_facts(about)]), head)
