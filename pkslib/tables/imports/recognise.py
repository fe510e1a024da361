"""What an export is: which table its sheet becomes, and what its columns hold.

What is recognised is written as a proposal; what is not is left as a question for the planner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pkslib.tables import wide
from pkslib.tables.declaration import Column
from pkslib.tables.imports.grids import Grid, header_row
from pkslib.tables.imports.layout import band, is_period, is_sum, year_of
from pkslib.tables.inputs import INPUTS
from pkslib.tables.wording import bare, column_named

OPEN = "?"
# The column of a mapping that holds bands of days in words, and stands for two of the table.
BAND = "band"
# How figures become the table's own: times the days of the period, or times what is staffed.
PER_DAY, OF_STAFFED = "days", "share_of_staffed"
_STAFFED = re.compile(r"\bdisp|\bbeman|öppna|tillgäng|fastställ|vårdplats")
_OCCUPIED = re.compile(r"\bbel\b|belag|belägg|producerade|inneligg|inlagda|patientdygn|^vårddygn")
# What is decided on is more than what is staffed; asked for only where nothing else is told.
_DECIDED = re.compile(r"fastställ|^(?:antal )?vårdplats")
# Words of inflow; visits and admissions may be what came or what was done, which is asked.
_INFLOW = re.compile(r"remiss|infl[oö]de|nybesök|nya patienter|sökande|vårdbegäran|inskriv")
_COARSE = re.compile(r"klinik|sjukhus|förvaltning|område|bolag")
_RATE = re.compile(r"grad|procent|%|andel")
# What is counted at a time, and not over the period.
_AT_A_TIME = re.compile(r"plats|säng|patient|medel|snitt|per dag")
_DAYS = re.compile(r"dygn|dagar")
# Columns of periods that make a sheet wide; kinds of figures that a column may tell apart.
_WIDE, _FIGURES = 2, 8
# Ages come one by one; a forecast takes groups that carry some figures each.
AGE_GROUPS = ("0-19", "20-44", "45-64", "65-79", "80+")


@dataclass(frozen=True)
class Found:
    """What a sheet has been recognised as.

    Attributes
    ----------
    table : str
        Declared name, or ``"?"``.
    header : int
        Row of the headers.
    columns : dict of str to str
        Declared column, or ``band``, to header.
    across : str
        What the headers of the other columns are: ``period``, ``year``, ``band``, a column of
        codes, or nothing.
    value : str
        The declared column that the cells below those headers belong to.
    factors : dict of str to str
        Declared column to what makes its figures the table's own.
    figure : str
        Header of the column whose words tell which figure a row holds; empty where headers do.
    figures : dict of str to str
        Declared column to its word in that column.
    """

    table: str
    header: int
    columns: dict[str, str] = field(default_factory=dict)
    across: str = ""
    value: str = ""
    factors: dict[str, str] = field(default_factory=dict)
    figure: str = ""
    figures: dict[str, str] = field(default_factory=dict)


def recognised(grid: Grid) -> Found:
    """Return what a sheet of an export most likely is.

    Parameters
    ----------
    grid : Grid
        A sheet.
    """
    header = header_row(grid)
    frame, title = grid.table(header), bare(grid.title(header))
    for look in _SOURCES:
        if found := look(frame, header):
            return found
    return _beds_by_title(frame, header, title) or _by_headers(frame, header, title)


def _population(frame: pd.DataFrame, header: int) -> Found | None:
    """Recognise inhabitants by sex and age, in one year or many."""
    named = _named(frame, "population")
    if not {"sex", "age_group"} <= named.keys():
        return None
    years = [name for name in frame.columns if year_of(name) and name not in named.values()]
    if "year" in named:
        rest = [name for name in frame.columns if name not in named.values()]
        figures = [name for name in rest if wide.holds_figures(frame[name])]
        return Found("population", header, {"persons": _only(figures)} | named)
    return Found("population", header, named, "year", "persons") if years else None


def _waiting(frame: pd.DataFrame, header: int) -> Found | None:
    """Recognise who waits by bands of days, bands as columns or as rows."""
    bands = [name for name in frame.columns if band(name)]
    named = _named(frame, "waiting")
    if len(bands) > 1:
        kept = {name: word for name, word in named.items() if word not in bands}
        kept.pop("patients", None)
        return Found("waiting", header, _dated(frame, kept), "band", "patients")
    in_rows = [name for name in frame.columns if _all_bands(frame[name])]
    if len(in_rows) == 1:
        return Found("waiting", header, _dated(frame, named) | {BAND: in_rows[0]})
    return None


def _dated(frame: pd.DataFrame, named: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a waiting list with the one that dates it, a need, and a region.

    Where care is told by clinic alone, the clinic's care is the need.
    """
    found = dict(named)
    if "need" not in found and "unit" in found:
        found["need"] = found.pop("unit")
    if "as_of" not in found:
        dates = [
            name
            for name in frame.columns
            if name not in found.values() and wide.holds_periods(frame[name])
        ]
        found["as_of"] = _only(dates)
    return found


def _all_bands(cells: pd.Series) -> bool:
    texts = [cell for cell in cells.str.strip().unique() if cell]
    return len(texts) > 1 and all(band(text) for text in texts)


def _beds(frame: pd.DataFrame, header: int) -> Found | None:
    """Recognise bed statistics by ward and period: staffed, and occupied or a rate of it."""
    named = _named(frame, "beds")
    named = {name: word for name, word in named.items() if name in ("unit", "period")}
    left = [name for name in frame.columns if name not in named.values()]
    occupied = [name for name in left if _OCCUPIED.search(bare(name))]
    staffed = [name for name in left if _STAFFED.search(bare(name)) and name not in occupied]
    if not staffed or not occupied:
        return None
    chosen = {"staffed": _best(staffed), "occupied": _best(occupied)}
    factors = {name: how for name, word in chosen.items() if (how := _factor(word))}
    return Found("beds", header, named | chosen, factors=factors)


def _beds_in_rows(frame: pd.DataFrame, header: int) -> Found | None:
    """Recognise bed statistics with a row for what is staffed and another for what is occupied."""
    periods = [name for name in frame.columns if is_period(name)]
    if len(periods) < _WIDE:
        return None
    for name in (name for name in frame.columns if name not in periods):
        words = [word for word in frame[name].str.strip().unique() if word]
        occupied = [word for word in words if _OCCUPIED.search(bare(word))]
        staffed = [word for word in words if _STAFFED.search(bare(word)) and word not in occupied]
        if staffed and occupied and len(words) <= _FIGURES:
            named = {"unit": _named(frame.drop(columns=name), "beds").get("unit", OPEN)}
            figures = {"staffed": _best(staffed), "occupied": _best(occupied)}
            factors = {each: how for each, word in figures.items() if (how := _factor(word))}
            return Found("beds", header, named, "period", factors=factors, figure=name,
                         figures=figures)  # fmt: skip
    return None


def _beds_by_title(frame: pd.DataFrame, header: int, title: str) -> Found | None:
    """Recognise a sheet of wards by period whose title tells which bed days it holds."""
    across = [name for name in frame.columns if is_period(name)]
    staffed, occupied = bool(_STAFFED.search(title)), bool(_OCCUPIED.search(title))
    unit = _named(frame, "beds").get("unit")
    if len(across) < _WIDE or staffed == occupied or not unit or _RATE.search(title):
        return None
    figure = "staffed" if staffed else "occupied"
    how = _factor(title)
    return Found("beds", header, {"unit": unit}, "period", figure, {figure: how} if how else {})


def _best(headers: Sequence[str]) -> str:
    """Return the header that tells bed days, else the first that is no rate, else the first.

    What is open comes before what is decided on.
    """
    ranked = sorted(headers, key=lambda name: bool(_DECIDED.search(bare(name))))
    days = [name for name in ranked if _DAYS.search(bare(name))]
    counts = [name for name in ranked if not _RATE.search(name.casefold())]
    return next(iter([*days, *counts, *ranked]))


def _factor(header: str) -> str:
    """Return what makes a figure bed days, by its words; a question where they leave it open."""
    plain = header.casefold()
    if _RATE.search(plain):
        return OF_STAFFED
    if _DAYS.search(plain):
        return ""
    return PER_DAY if _AT_A_TIME.search(plain) else OPEN


_SOURCES: tuple[Callable[[pd.DataFrame, int], Found | None], ...] = (
    _population,
    _waiting,
    _beds,
    _beds_in_rows,
)


def _by_headers(frame: pd.DataFrame, header: int, title: str) -> Found:
    """Return the table whose key the headers tell whole, but for the region, long or wide."""
    periods = [name for name in frame.columns if is_period(name)]
    across = "period" if len(periods) > 1 else ""
    fits = []
    for name, declared in INPUTS.items():
        named = _named(frame, name)
        key = {each for each in declared.key if not declared.columns[each].empty}
        codes = key & named.keys() - {"region", "period"}
        wide_one = bool(across and "period" in key and "period" not in named)
        lacks = required(name) - named.keys() - {"region", across}
        if codes and len(lacks) <= wide_one:
            fits.append((len(named), wide_one, name, named))
    if not fits:
        return _series(frame, header, title)
    _, wide_one, table, named = max(fits, key=lambda each: each[:2])
    if wide_one:
        return Found(table, header, named, across, _value(table, named))
    return Found(table, header, named)


def required(table: str) -> set[str]:
    """Return the columns that a row of a table can't be read without, figures among them.

    Parameters
    ----------
    table : str
        Declared name.
    """
    return {
        name
        for name, column in INPUTS[table].columns.items()
        if not column.optional and (not column.empty or is_figure(column))
    }


def is_figure(column: Column) -> bool:
    """Tell whether a column holds what a row counts."""
    return column.kind in ("number", "integer") and not column.key


def _series(frame: pd.DataFrame, header: int, title: str) -> Found:
    """Return what a count by one word and period most likely is: patients of a need.

    Which figures they are is a question where no word tells of inflow.
    """
    dates = [name for name in frame.columns if wide.holds_periods(frame[name])]
    left = [name for name in frame.columns if name not in dates and not is_period(name)]
    figures = [name for name in left if wide.holds_figures(frame[name]) and not is_sum(name)]
    words = [name for name in left if not wide.holds_figures(frame[name]) and _tells(frame[name])]
    table = "demand" if _INFLOW.search(" ".join([title, *map(bare, figures)])) else OPEN
    need = _need(frame, words)
    if len(dates) == 1 and len(figures) == 1:
        columns = {"need": need} if need else {}
        return Found(table, header, columns | {"period": dates[0], "patients": figures[0]})
    if len(dates) == 1 and len(figures) > 1 and not words:
        return Found(table, header, {"period": dates[0]}, "need", "patients")
    if not dates and sum(map(is_period, frame.columns)) >= _WIDE and need:
        return Found(table, header, {"need": need}, "period", "patients")
    return Found(OPEN, header)


def _need(frame: pd.DataFrame, words: Sequence[str]) -> str:
    """Return the column of words that tells series apart: the one with most of them."""
    by_count = sorted(words, key=lambda name: frame[name].nunique(), reverse=True)
    return next((name for name in by_count if not _COARSE.search(bare(name))), "") or next(
        iter(by_count), ""
    )


def _tells(cells: pd.Series) -> bool:
    return bool((cells.str.strip() != "").any())


def _value(table: str, named: Mapping[str, str]) -> str:
    """Return the figure of a table that no header names: the cells of a wide one."""
    return _only([*required(table) - named.keys() - {"region", "period"}])


def _named(frame: pd.DataFrame, table: str) -> dict[str, str]:
    """Return the columns of a table that headers name, each with the first that does.

    Of several that name a code, as clinic and ward do, the one with most of them: care is planned
    where it is given.
    """
    found: dict[str, str] = {}
    for header in map(str, frame.columns):
        name = column_named(header, table)
        declared = INPUTS[table].columns.get(name)
        if declared is None:
            continue
        if name not in found or (declared.kind == "code" and _finer(frame, header, found[name])):
            found[name] = header
    if "period" in INPUTS[table].columns and "period" not in found:
        free = [name for name in frame.columns if name not in found.values()]
        held = [name for name in free if wide.holds_periods(frame[name])]
        found |= {"period": held[0]} if len(held) == 1 else {}
    return found


def _finer(frame: pd.DataFrame, header: str, other: str) -> bool:
    """Tell whether a column of codes tells more apart than another, by its cells or its header."""
    counts = frame[header].nunique(), frame[other].nunique()
    coarse = _COARSE.search(bare(other)) and not _COARSE.search(bare(header))
    return counts[0] > counts[1] or (counts[0] == counts[1] and bool(coarse))


def _only(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else OPEN
