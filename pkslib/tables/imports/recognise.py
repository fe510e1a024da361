"""What an export is: which table its sheet becomes, and what its columns hold.

What is recognised is written as a proposal; what is not is left as a question for the planner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pkslib.tables import wide, written_periods
from pkslib.tables.imports.grids import Grid, header_row
from pkslib.tables.inputs import INPUTS
from pkslib.tables.wording import bare, column_named

OPEN = "?"
# The column of a mapping that holds bands of days in words, and stands for two of the table.
BAND = "band"
# How figures become the table's own: times the days of the period, or times what is staffed.
PER_DAY, OF_STAFFED = "days", "share_of_staffed"
_STAFFED = re.compile(r"disponib|bemanna|öppna|fastställ|tillgänglig|vårdplats")
_OCCUPIED = re.compile(r"belag|belägg|producerade|inneligg|patientdygn|^vårddygn")
_COARSE = re.compile(r"klinik|sjukhus|förvaltning|område|bolag")
_RATE = re.compile(r"grad|procent|%|andel")
_DAYS = re.compile(r"dygn|dagar")
_YEAR_LAST = re.compile(r"^(?P<words>.*?)\s*(?P<year>(19|20|21)[0-9]{2}(?:[MKQV-]?[0-9]{1,2})?)$")
_BAND = re.compile(
    r"^(?:väntat|väntande|vänta)?\s*(?:(?P<from>[0-9]+)\s*[-–]\s*(?P<to>[0-9]+)"
    r"|(?:>|mer än|över|längre än)\s*(?P<over>[0-9]+)"
    r"|(?P<least>[0-9]+)\s*(?:[-–+]|(?:dagar )?(?:och|eller) (?:mer|fler|längre))"
    r"|(?:≤|<=|högst|inom|till och med|t\.?o\.?m\.?)\s*(?P<most>[0-9]+)"
    r"|<\s*(?P<under>[0-9]+))\s*(?:dagar|dgr|dag|d)?\.?(?: eller (?:mer|fler|längre))?$"
)
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


def band(words: str) -> tuple[str, str] | None:
    """Return the first and last day of a band as its words tell; none when they tell no band.

    Examples
    --------
    >>> band("31–60 dagar"), band("> 90"), band("181 dagar eller mer"), band("Klinik")
    (('31', '60'), ('91', ''), ('181', ''), None)
    """
    told = _BAND.match(words.strip().casefold())
    if told is None:
        return None
    if told["from"]:
        # A month written 2026-02 is none.
        ordered = int(told["from"]) < int(told["to"])
        return (told["from"], told["to"]) if ordered else None
    if told["over"]:
        return str(int(told["over"]) + 1), ""
    if told["least"]:
        return told["least"], ""
    return "0", told["most"] or str(int(told["under"]) - 1)


def recognised(grid: Grid) -> Found:
    """Return what a sheet of an export most likely is.

    Parameters
    ----------
    grid : Grid
        A sheet.
    """
    header = header_row(grid)
    frame = grid.table(header)
    for look in _SOURCES:
        if found := look(frame, header):
            return found
    return _by_headers(frame, header)


def year_of(header: str) -> str:
    """Return the year, or other period, that a header of statistics ends with; nothing if none.

    Examples
    --------
    >>> year_of("Folkmängd 2024"), year_of("2024"), year_of("ålder")
    ('2024', '2024', '')
    """
    told = _YEAR_LAST.match(header.strip())
    return told["year"] if told else ""


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
    """Return the columns of a waiting list with the one that dates it, a need, and a region."""
    found = dict(named)
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


def _best(headers: Sequence[str]) -> str:
    """Return the header that tells bed days, else the first that is no rate, else the first."""
    days = [name for name in headers if _DAYS.search(bare(name))]
    counts = [name for name in headers if not _RATE.search(name.casefold())]
    return next(iter([*days, *counts, *headers]))


def _factor(header: str) -> str:
    if _RATE.search(header.casefold()):
        return OF_STAFFED
    return "" if _DAYS.search(header.casefold()) else PER_DAY


_SOURCES: tuple[Callable[[pd.DataFrame, int], Found | None], ...] = (
    _population,
    _waiting,
    _beds,
    _beds_in_rows,
)


def _by_headers(frame: pd.DataFrame, header: int) -> Found:
    """Return the table whose key the headers tell whole, but for the region, long or wide."""
    periods = [name for name in frame.columns if is_period(name)]
    across = "period" if len(periods) > 1 else ""
    fits = []
    for name, declared in INPUTS.items():
        named = _named(frame, name)
        key = {each for each in declared.key if not declared.columns[each].empty}
        codes = key & named.keys() - {"region", "period"}
        if codes and not key - named.keys() - {"region", across}:
            fits.append((len(named), bool(across and "period" in key), name, named))
    if not fits:
        return Found(OPEN, header)
    _, wide_one, table, named = max(fits, key=lambda each: each[:2])
    if wide_one and "period" not in named:
        return Found(table, header, named, across, _value(table, named))
    return Found(table, header, named)


def _value(table: str, named: Mapping[str, str]) -> str:
    """Return the figure of a table that no header names: the cells of a wide one."""
    return _only(
        [
            name
            for name, column in INPUTS[table].columns.items()
            if column.kind == "number" and not column.optional and name not in named
        ]
    )


def is_period(header: str) -> bool:
    """Tell whether a header is a period, or six digits that may be a month or a week."""
    reading = written_periods.read([header.strip()], together=False)
    return not reading.wrong or next(iter(reading.wrong.values())).code == "PKS-217"


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
    return found


def _finer(frame: pd.DataFrame, header: str, other: str) -> bool:
    """Tell whether a column of codes tells more apart than another, by its cells or its header."""
    counts = frame[header].nunique(), frame[other].nunique()
    coarse = _COARSE.search(bare(other)) and not _COARSE.search(bare(header))
    return counts[0] > counts[1] or (counts[0] == counts[1] and bool(coarse))


def _only(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else OPEN
