"""The gap list as staffing managers know it: a line a unit and shift, plus and minus apart.

After Karolinska universitetssjukhuset's example in Socialstyrelsen (2024), Uppföljning på taktisk
nivå: units and shifts down, weekdays across, the week's sums and beds at the right, the profession
that lacks most first and its sums below. One table, to be filtered by week and profession.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from babel.dates import get_day_names

from pkslib import language
from pkslib.language import text
from pkslib.pack import cells
from pkslib.pack.cells import Forms
from pkslib.pack.sheet import Shown
from pkslib.show import amounts
from pkslib.show.names import Names
from pkslib.show.reasons import word
from pkslib.tables.results import RESULTS

# Weeks ahead that a schedule can still be mended in; later ones stand in the tables.
WEEKS = 4
_ORDER = {"day": 0, "evening": 1, "night": 2}
_SUM = ["week", "resource"]
_LINE = [*_SUM, "unit", "shift"]
_SIGNS = ("plus", "minus")
_ALL = "sum"
_BEDS = ("open", "commission")


def lines(gap_list: pd.DataFrame, beds_open: pd.DataFrame) -> pd.DataFrame:
    """Return the gap list of the first weeks as it is read.

    Parameters
    ----------
    gap_list, beds_open : pandas.DataFrame
        Result tables.

    Returns
    -------
    pandas.DataFrame
        week, resource, unit and shift (both empty in the sums of a profession), then for each
        weekday and for the week ``(day, sign)``: persons plus and minus, missing where nothing is
        scheduled; and open, commission [beds] of a unit that has any.
    """
    weeks = sorted(gap_list["week"].unique())[:WEEKS]
    listed = gap_list[gap_list["week"].isin(weeks)]
    units = _wide(listed, _LINE)
    beds = beds_open.set_index(["week", "unit"])[[*_BEDS]]
    units[[*_BEDS]] = beds.reindex(pd.MultiIndex.from_frame(units[["week", "unit"]])).to_numpy()
    sums = _wide(listed, _SUM).assign(unit="", shift="")
    once = units.drop_duplicates([*_SUM, "unit"])
    beds_of = once.groupby(_SUM)[[*_BEDS]].sum(min_count=1)
    sums[[*_BEDS]] = beds_of.reindex(pd.MultiIndex.from_frame(sums[_SUM])).to_numpy()
    return _in_order(pd.concat([units, sums], ignore_index=True), listed)


def _wide(listed: pd.DataFrame, line: list[str]) -> pd.DataFrame:
    """Return plus and minus of each weekday and of the week, a row for each line."""
    week = listed.groupby(line)[[*_SIGNS]].sum()
    whole: dict[str, pd.Series] = {}
    for day in range(1, 8):
        mine = listed[listed["weekday"] == day].groupby(line)[[*_SIGNS]].sum(min_count=1)
        # Missing where no schedule is laid for the day; 0 where nobody is needed on it.
        needed = week.index.isin(mine.index)
        of_day = mine.reindex(week.index)
        whole |= {f"{sign}_{day}": of_day[sign].where(needed, 0.0) for sign in _SIGNS}
    whole |= {f"{sign}_{_ALL}": week[sign] for sign in _SIGNS}
    return pd.DataFrame(whole).reset_index()


def _in_order(rows: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the lines by week, profession that lacks most, unit and time of day, sums last."""
    lacking = listed.groupby("resource")["minus"].sum().sort_values(ascending=False, kind="stable")
    place = {resource: at for at, resource in enumerate(lacking.index)}
    keyed = rows.assign(
        rank=rows["resource"].map(place), sums=rows["unit"] == "",
        time=rows["shift"].map(_ORDER).fillna(len(_ORDER)),
    )  # fmt: skip
    keys = ["week", "rank", "sums", "unit", "time", "shift"]
    return keyed.sort_values(keys, kind="stable", ignore_index=True).drop(
        columns=["rank", "sums", "time"]
    )


def columns(rows: pd.DataFrame, named: Names, forms: Forms) -> list[Shown]:
    """Return the columns of the sheet.

    Parameters
    ----------
    rows : pandas.DataFrame
        As by :func:`lines`.
    named : Names
        Names of units, resources and shifts.
    forms : Forms
        Formats of the workbook.
    """
    labels = {name: text(each.label) for name, each in RESULTS["gap_list"].columns.items()}
    said = {
        "resource": [named.of("resource", code).capitalize() for code in rows["resource"]],
        "unit": [named.of("unit", code) if code else text("Total") for code in rows["unit"]],
        "shift": [named.of("shift", code) if code else text("all") for code in rows["shift"]],
    }
    words = [Shown(labels[name], values, forms.text) for name, values in said.items()]
    weeks = cells.dates(labels["week"], rows["week"].tolist(), forms)
    return [weeks, *words, *_persons(rows, forms), *_beds(rows, forms)]


def notes() -> list[str]:
    """Return what the sheet has to say of its signs."""
    return [
        text("One line a unit and shift; the lines named Total sum a profession over its units, "
             "and are not to be added once more."),
        text("A dot is 0. Where no schedule is laid for a day its cells say so. A dash: the unit "
             "has no beds."),
    ]  # fmt: skip


def _persons(rows: pd.DataFrame, forms: Forms) -> Iterator[Shown]:
    """Yield plus and minus of each weekday and of the week; a word where nothing is scheduled."""
    days = get_day_names("wide", locale=language.active())
    names = {str(day + 1): str(days[day]).capitalize() for day in range(7)} | {_ALL: text("Week")}
    signs = {"plus": text("plus"), "minus": text("minus")}
    numbers = rows.filter(regex="^(plus|minus)_").to_numpy(float)
    places = amounts.decimals(numbers, share=False)
    bold = {"bold": True, "font_color": "#8E2F1B", "valign": "top"}
    shown = "0" if not places else "0.0"
    # Nothing is written as a dot: what lacks is to be seen at once.
    formats = {"plus": forms.numbered(f"{shown};-{shown};·"),
               "minus": forms.make({"num_format": f"{shown};-{shown};·"} | bold)}  # fmt: skip
    for day, name in names.items():
        for sign, said in signs.items():
            known = rows[f"{sign}_{day}"].tolist()
            values: list[Any] = [word("not_scheduled") if x != x else x for x in known]
            yield Shown(f"{name} {said}", values, formats[sign])


def _beds(rows: pd.DataFrame, forms: Forms) -> Iterator[Shown]:
    """Yield the beds that can be kept open, and those of the commission."""
    heads = {"open": text("Beds that can be kept open"), "commission": text("Beds, commission")}
    for name, head in heads.items():
        values = ["–" if x != x else x for x in rows[name].tolist()]
        yield Shown(head, values, forms.whole)
