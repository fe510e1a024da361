"""The empty workbook to fill in: a sheet for each table, printed from the declarations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pkslib.language import text
from pkslib.tables.declaration import Column, Table
from pkslib.tables.inputs import FILLED, INPUTS, ONE_OF, STARTS
from pkslib.tables.sources.workbook import REMARK
from pkslib.tables.wording import allowed

# Fixed, so that the same template is the same file.
_CREATED = datetime.datetime(2000, 1, 1)
# Header, what it is, what is allowed, example; rows to fill in start below.
_FIRST_ROW = 4
_LAST_ROW = 5000
# Codes, periods and dates are text to Excel, or 01 becomes 1 and 2027-03 a day in March.
_TEXT_KINDS = ("text", "code", "choice", "period", "date", "flag")
_FLAGS = ["ja", "nej"]


def write_template(path: str | Path, start: str = "full") -> None:
    """Write an empty data set as a workbook, explained in the language in use.

    Rows that start with # explain and give an example; they are not read as data, nor is the
    sheet of contents.

    Parameters
    ----------
    path : str or pathlib.Path
        The xlsx to write.
    start : str
        What to start from: ``beds``, ``demand`` or ``waiting`` alone, or ``full``. The sheet of
        contents names the tables that can be added later.
    """
    tables = {name: INPUTS[name] for name in STARTS[start]}
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": _CREATED})
        heading = workbook.add_format({"bold": True, "bottom": 1})
        remark = workbook.add_format({"italic": True, "font_color": "#666666", "text_wrap": True})
        as_text = workbook.add_format({"num_format": "@"})
        contents = text("Contents")
        _write_contents(workbook.add_worksheet(f"{REMARK} {contents}"), tables, heading)
        for schema in tables.values():
            sheet = workbook.add_worksheet(schema.name)
            sheet.freeze_panes(1, 0)
            for at, (name, column) in enumerate(schema.columns.items()):
                plain = as_text if column.kind in _TEXT_KINDS else None
                sheet.set_column(at, at, 22, plain)
                sheet.write_string(0, at, name, heading)
                _write_remarks(sheet, at, column, remark)
                _add_choices(sheet, at, column, tables)


def _write_contents(sheet: Worksheet, tables: Mapping[str, Table], heading: Format) -> None:
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 80)
    sheet.set_column(3, 3, 30)
    sheet.set_column(4, 4, 100)
    labels = (
        text("Sheet"), text("Table"), text("What it holds"), text("Needed"),
        text("What counts, when and by whom"),
    )  # fmt: skip
    for at, label in enumerate(labels):
        sheet.write_string(0, at, label, heading)
    order = [*tables.values(), *(INPUTS[name] for name in FILLED if name not in tables)]
    for line, schema in enumerate(order, start=1):
        if schema.name in tables:
            sheet.write_url(line, 0, f"internal:'{schema.name}'!A1", string=schema.name)
        else:
            sheet.write_string(line, 0, schema.name)
        sheet.write_string(line, 1, text(schema.label))
        sheet.write_string(line, 2, text(schema.description))
        sheet.write_string(line, 3, _needed(schema, tables))
        sheet.write_string(line, 4, text(schema.registering) if schema.registering else "")
    advice = text(
        "Fill in below the grey rows. Rows and sheets that start with # are explanations and are "
        "not read. Leave sheets that you lack empty."
    )
    sheet.write_string(len(order) + 2, 0, advice)


def _needed(schema: Table, tables: Mapping[str, Table]) -> str:
    alone = len(tables) == 1
    if alone:
        return text("needed") if schema.name in tables else text("may be added later as a sheet")
    if schema.required:
        return text("needed")
    if schema.name in ONE_OF:
        return text("one of {tables} is needed", tables=", ".join(ONE_OF))
    return text("optional; without it {loss}", loss=text(schema.without))


def _write_remarks(sheet: Worksheet, at: int, column: Column, remark: Format) -> None:
    unit = f" [{text(column.unit)}]" if column.unit else ""
    rows = (
        text(column.label) + unit,
        f"{allowed(column)}; {demand(column)}",
        column.example,
    )
    mark = f"{REMARK} " if at == 0 else ""
    for line, words in enumerate(rows, start=1):
        sheet.write_string(line, at, mark + words, remark)


def demand(column: Column) -> str:
    """Return in words whether a column belongs to the key, may be empty or may be left out.

    Parameters
    ----------
    column : Column
    """
    must = text("must be filled in")
    if column.empty:
        must = text("may be empty")
    if column.optional:
        must = text("the column may be left out")
    return ", ".join([text("key"), must]) if column.key else must


def _add_choices(sheet: Worksheet, at: int, column: Column, tables: Mapping[str, Table]) -> None:
    """Give a column its drop-down: choices strictly, codes of other tables as advice."""
    rule: dict[str, object] = {"validate": "list", "ignore_blank": True}
    if column.kind == "flag":
        rule["source"] = _FLAGS
    elif column.choices:
        rule["source"] = list(column.choices)
    elif column.refers_to.partition(".")[0] in tables:
        other, _, key = column.refers_to.partition(".")
        letter = chr(65 + list(INPUTS[other].columns).index(key))
        rule["source"] = f"='{other}'!${letter}${_FIRST_ROW + 1}:${letter}${_LAST_ROW + 1}"
        rule["error_type"] = "information"
    else:
        return
    sheet.data_validation(_FIRST_ROW, at, _LAST_ROW, at, rule)
