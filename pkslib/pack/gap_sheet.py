"""The gap list as the sheet that heads of department know: a week a sheet, plus and minus apart.

After Karolinska universitetssjukhuset's example in Socialstyrelsen (2024), Uppföljning på taktisk
nivå: units and shifts down, weekdays across, the week's sums and beds at the right. One block a
profession, the one that lacks most first.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

import pandas as pd
from babel.dates import get_day_names

from pkslib import language
from pkslib.language import text
from pkslib.show.names import Names
from pkslib.show.pick import each
from pkslib.show.reasons import word

# Weeks ahead that a schedule can still be mended in; later ones stand in the tables.
WEEKS = 4
_UNIT_SHIFT = attrgetter("unit", "shift")
_ORDER = {"day": 0, "evening": 1, "night": 2}
# Unit, shift, two columns a weekday, two sums, two columns of beds.
_FIRST, _SUMS, _BEDS = 2, 16, 18
_WIDTHS = {0: 36, 1: 9, **dict.fromkeys(range(_FIRST, _SUMS), 6), 16: 9, 17: 9, 18: 11, 19: 11}


class Forms:
    """The cell formats of the sheet; plus and minus differ by column, not by colour alone."""

    def __init__(self, workbook: Any) -> None:
        make = workbook.add_format
        amount = {"num_format": "#,##0.##", "align": "center"}
        self.title = make({"bold": True, "font_size": 14, "font_color": "#1F4E79"})
        self.head = make({"bold": True, "bg_color": "#DCE2E6", "align": "center", "border": 1,
                          "border_color": "#B8C2C9", "text_wrap": True})  # fmt: skip
        self.name = make({"bold": True, "top": 1, "top_color": "#5B6770"})
        self.text = make({"num_format": "@"})
        self.plus = make(amount)
        self.minus = make(amount | {"bold": True, "font_color": "#8E2F1B", "bg_color": "#FBEFE9"})
        self.bare = make({"font_size": 8, "font_color": "#5B6770", "pattern": 14, "align": "center",
                          "fg_color": "#DCE2E6"})  # fmt: skip
        self.sum = make(amount | {"bold": True})


def write(sheet: Any, listed: pd.DataFrame, beds: pd.DataFrame, named: Names, forms: Forms) -> None:
    """Write one week of the gap list.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
        Empty.
    listed : pandas.DataFrame
        Rows of the table gap_list of one week.
    beds : pandas.DataFrame
        Rows of the table beds_open of the same week.
    named : Names
        Names of units, resources and shifts.
    forms : Forms
        Formats of the workbook.
    """
    for at, width in _WIDTHS.items():
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(0)
    sheet.write_string(0, 0, text("Staffing per week and unit"), forms.title)
    sheet.write_string(0, _SUMS, language.period(str(listed["week"].iloc[0])), forms.title)
    lacking = listed.groupby("resource")["minus"].sum().sort_values(ascending=False, kind="stable")
    row = 2
    for resource in lacking.index:
        mine = listed[listed["resource"] == resource]
        _write_heads(sheet, row, named.of("resource", str(resource)), forms)
        row = _write_block(sheet, row + 3, mine, beds, named, forms) + 2
    sheet.freeze_panes(1, _FIRST)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_heads(sheet: Any, row: int, profession: str, forms: Forms) -> None:
    """Write a block's profession, its weekdays and the two signs below each."""
    sheet.write_string(row, 0, profession.capitalize(), forms.title)
    days = get_day_names("wide", locale=language.active())
    spans = [*(str(days[day]) for day in range(7)), text("Week"), text("Beds")]
    signs = [text("plus"), text("minus")] * 8 + [text("can be kept open"), text("commission")]
    for at, words in enumerate(spans):
        first = _FIRST + 2 * at
        sheet.merge_range(row + 1, first, row + 1, first + 1, words, forms.head)
    for at, words in enumerate(signs):
        sheet.write_string(row + 2, _FIRST + at, words, forms.head)


def _write_block(
    sheet: Any, first: int, mine: pd.DataFrame, beds: pd.DataFrame, named: Names, forms: Forms
) -> int:
    """Write a profession's units, shift by shift, and their sums; return the row of the sums."""
    ordered = mine.assign(order=mine["shift"].map(_ORDER).fillna(len(_ORDER)))
    ordered = ordered.sort_values(["unit", "order", "shift", "weekday"])
    shifts = {key: list(days) for key, days in groupby(each(ordered), _UNIT_SHIFT)}
    opened = {row.unit: row for row in each(beds[beds["unit"].isin(mine["unit"])])}
    before = ""
    for row, ((unit, shift), days) in enumerate(shifts.items(), start=first):
        if unit != before:
            sheet.write_string(row, 0, named.of("unit", unit), forms.name)
            if unit in opened:
                sheet.write_number(row, _BEDS, opened[unit].open, forms.sum)
                sheet.write_number(row, _BEDS + 1, opened[unit].commission, forms.sum)
        before = unit
        sheet.write_string(row, 1, named.of("shift", shift), forms.text)
        _write_shift(sheet, row, days, forms)
    _write_totals(sheet, first + len(shifts), mine, list(opened.values()), forms)
    return first + len(shifts)


def _write_shift(sheet: Any, row: int, days: list[Any], forms: Forms) -> None:
    """Write a shift's plus and minus where there are any, and the week's sums apart."""
    for day in days:
        place = _FIRST + 2 * (day.weekday - 1)
        if day.plus != day.plus:
            sheet.merge_range(row, place, row, place + 1, word("not_scheduled"), forms.bare)
            continue
        if day.plus:
            sheet.write_number(row, place, day.plus, forms.plus)
        if day.minus:
            sheet.write_number(row, place + 1, day.minus, forms.minus)
    laid = [day for day in days if day.plus == day.plus]
    sheet.write_number(row, _SUMS, sum(day.plus for day in laid), forms.sum)
    sheet.write_number(row, _SUMS + 1, sum(day.minus for day in laid), forms.sum)


def _write_totals(sheet: Any, row: int, mine: pd.DataFrame, beds: list[Any], forms: Forms) -> None:
    """Write the sums of a block below it: of each weekday, of the week, and of the beds."""
    sheet.write_string(row, 0, text("Total"), forms.name)
    by_day = mine.groupby("weekday")[["plus", "minus"]].sum().reindex(range(1, 8), fill_value=0.0)
    totals = [*by_day.to_numpy().ravel(), *by_day.sum()]
    totals += [sum(bed.open for bed in beds), sum(bed.commission for bed in beds)]
    for at, total in enumerate(totals, start=_FIRST):
        sheet.write_number(row, at, float(total), forms.sum)
