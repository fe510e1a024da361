"""How the cells of an export lie, and what its headers tell: a period, a year, a band of days.

What is laid out for the eye is put into one row of headers and a row for each figure, so that
everything after this reads plain tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from pkslib.tables import wide, written_periods

PERIOD = "Period"
_MORE = r"(?:mer|fler|längre|över)"
_LESS = r"(?:mindre|färre|kortare|under)"
_DAYS = r"\s*(?:dagar|dgr|dag|d)?\.?"
_WAITED = r"(?:(?:antal|andel)?\s*vän\w*\s*(?:patienter)?|väntetid)?\s*"
_BAND = re.compile(
    rf"^{_WAITED}(?:(?P<from>[0-9]+)\s*(?:[-–—]|till)\s*(?P<to>[0-9]+)"
    rf"|(?:>|{_MORE} än|över)\s*(?P<over>[0-9]+)"
    rf"|(?P<least>[0-9]+){_DAYS}\s*(?:[-–—+]|(?:och|eller|el\.?) {_MORE})"
    rf"|(?P<shorter>[0-9]+){_DAYS}\s*(?:och|eller|el\.?) {_LESS}"
    r"|(?:≤|<=|högst|inom|till och med|t\.?o\.?m\.?)\s*(?P<most>[0-9]+)"
    r"|(?:≥|>=|minst|från|fr\.?o\.?m\.?)\s*(?P<first>[0-9]+)"
    rf"|(?:<|{_LESS} än|under)\s*(?P<under>[0-9]+)){_DAYS}"
    rf"(?:\s*(?:och|eller) {_MORE})?$"
)
_YEAR_LAST = re.compile(r"^(?P<words>.*?)\s*(?P<year>(19|20|21)[0-9]{2}(?:[MKQV-]?[0-9]{1,2})?)$")
# Rows that sum up others, in any column of words.
_SUMS = ("samtliga", "båda könen", "riket", "alla")
_SUM = re.compile(r"^tot(?:\.|al)|^(?:del)?summa\b|\b(?:total|totalt|summa)$")
_LEADING_CODE = re.compile(r"^[0-9]+\s+(?=\D)")
_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_PART = re.compile(r"månad|^mån\b|month|kvartal|quarter|vecka|week")
# What parts of a year are called in front of their number.
_MARKS = {"k": "Q", "q": "Q", "v": "W", "w": "W"}
# Columns of one kind that make a header spread.
_SPREAD = 2


def named(rows: Sequence[Sequence[str]], header: int) -> list[str]:
    """Return the names of the columns: the row of headers, with the row above where it repeats.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells of the sheet.
    header : int
        Number of the row of headers, the first being 1.

    Examples
    --------
    >>> named([["", "2024", "", "2025", ""], ["Klinik", "jan", "feb", "jan", "feb"]], 2)
    ['Klinik', '2024 jan', '2024 feb', '2025 jan', '2025 feb']
    >>> named([["", "2024", ""], ["Avd", "A", "A"]], 1)
    ['', '2024', '']
    """
    names = [" ".join(filter(None, pair)) for pair in _pairs(rows, header)]
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return found


def _pairs(rows: Sequence[Sequence[str]], header: int) -> list[tuple[str, str]]:
    """Return each column's header with what stands above it where it needs that to be told apart.

    Merged cells above hold for all below them, and those merged downwards for the row below.
    """
    names = [" ".join(cell.split()) for cell in rows[header - 1]]
    above = [" ".join(cell.split()) for cell in rows[header - 2]] if header > 1 else []
    above += [""] * (len(names) - len(above))
    repeated = {name for name, count in Counter(names).items() if count > 1}
    last, pairs = "", []
    for over, name in zip(above, names, strict=False):
        last = over or last
        needed = name in repeated or (not is_period(name) and is_period(f"{last} {name}"))
        pairs.append((last if name and needed else over if not name else "", name))
    return pairs


def long(frame: pd.DataFrame, rows: Sequence[Sequence[str]], header: int) -> pd.DataFrame:
    """Return a table whose two rows of headers tell period and figure, a row for each period.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells below the headers, columns as :func:`named` tells them.
    rows, header
        As :func:`named`.
    """
    spread = {at: pair for at, pair in enumerate(_pairs(rows, header)) if all(pair)}
    over, under = ({pair[side] for pair in spread.values()} for side in (0, 1))
    first = _all_periods(over)
    whole = _all_periods({" ".join(pair) for pair in spread.values()})
    if whole or first == _all_periods(under) or min(len(over), len(under)) < _SPREAD:
        return frame
    kept = [at for at, name in enumerate(frame.columns) if at not in spread and name]
    parts = []
    for period in dict.fromkeys(pair[not first] for pair in spread.values()):
        part = frame.iloc[:, kept].copy()
        part.insert(len(kept), PERIOD, period)
        for at, pair in spread.items():
            if pair[not first] == period:
                part[pair[first]] = frame.iloc[:, at]
        parts.append(part)
    return pd.concat(parts).sort_index(kind="stable").fillna("")


def _all_periods(texts: set[str]) -> bool:
    return bool(texts) and not written_periods.read([*texts], together=False).wrong


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its year and its month, quarter or week put together in one column.

    Examples
    --------
    >>> dated(pd.DataFrame({"År": ["2026", "2026"], "Månad": ["9", "okt"], "Antal": ["1", "2"]}))
      År Månad Antal
    0  2026-09     1
    1 2026-okt     2
    """
    years = [name for name in frame if _cells(frame[name]) and
             all(_YEAR.fullmatch(cell) for cell in _cells(frame[name]))]  # fmt: skip
    parts = [name for name in frame if _PART.search(str(name).casefold())]
    if len(years) != 1 or len(parts) != 1 or years == parts:
        return frame
    year, part = years[0], parts[0]
    mark = _MARKS.get(str(part).casefold()[0], "")
    whole = [_whole(*pair, mark) for pair in zip(frame[year], frame[part], strict=True)]
    if not _all_periods({each for each in whole if each}):
        return frame
    found = frame.drop(columns=[year, part])
    found.insert([*frame].index(year), f"{year} {part}", pd.Series(whole, frame.index))
    return found


def _whole(year: str, part: str, mark: str) -> str:
    """Return a year's month, quarter or week, by its number or its name."""
    number = re.fullmatch(r"(?:kv|k|q|v|w)?\.? ?([0-9]{1,2})", part.strip().casefold())
    if not number:
        return f"{year}-{part.strip()}" if year and part.strip() else ""
    digits = number[1] if mark == "Q" else f"{int(number[1]):02d}"
    return f"{year}-{mark}{digits}"


def _cells(column: pd.Series) -> list[str]:
    return [cell for cell in column.str.strip().unique() if cell]


def filled(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return a table with words that are told once for the rows below, in each of these rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Cells as text.

    Returns
    -------
    tuple of pandas.DataFrame and list of str
        And the columns that were filled: those that begin with a word, never tell the same word
        twice in a row, and have a column of words to their right that is full but for sums.

    Examples
    --------
    >>> grouped = pd.DataFrame({"Klinik": ["Kir", "", "Med"], "Avd": ["K1", "K2", "M1"]})
    >>> filled(grouped)[0]["Klinik"].tolist()
    ['Kir', 'Kir', 'Med']
    """
    blank = {name: frame[name].str.strip() == "" for name in map(str, frame)}
    of_words = [name for name in blank if not wide.holds_figures(frame[name])]
    sums = frame[of_words].map(is_sum).any(axis=1)
    full = [at for at, name in enumerate(of_words) if not (blank[name] & ~sums).any()]
    found, columns = frame.copy(), []
    for name in of_words[: max(full, default=0)]:
        told = frame[name][~blank[name]].tolist()
        grouped = blank[name].any() and not blank[name].iloc[0]
        if grouped and all(before != after for before, after in pairwise(told)):
            found[name] = frame[name].where(~blank[name]).ffill()
            columns.append(name)
    return found, columns


def is_sum(words: str) -> bool:
    """Tell whether words name the sum of other rows or columns.

    Examples
    --------
    >>> is_sum("Totalt"), is_sum("Ortopedi Summa"), is_sum("0 totalt ålder"), is_sum("Toxikologi")
    (True, True, True, False)
    """
    plain = _LEADING_CODE.sub("", words.strip().casefold())
    return plain in _SUMS or bool(_SUM.search(plain))


def band(words: str) -> tuple[str, str] | None:
    """Return the first and last day of a band as its words tell; none when they tell no band.

    Examples
    --------
    >>> band("31–60 dagar"), band("> 90"), band("181 dagar eller mer"), band("Klinik")
    (('31', '60'), ('91', ''), ('181', ''), None)
    >>> band("Väntat 90 dagar eller kortare"), band("Väntande längre än 90 dagar"), band(">= 91")
    (('0', '90'), ('91', ''), ('91', ''))
    """
    told = _BAND.match(" ".join(words.casefold().split()))
    if told is None:
        return None
    if told["from"]:
        # A month written 2026-02 is none.
        ordered = int(told["from"]) < int(told["to"])
        return (told["from"], told["to"]) if ordered else None
    if told["over"]:
        return str(int(told["over"]) + 1), ""
    if least := told["least"] or told["first"]:
        return least, ""
    return "0", told["most"] or told["shorter"] or str(int(told["under"]) - 1)


def year_of(header: str) -> str:
    """Return the year, or other period, that a header of statistics ends with; nothing if none.

    Examples
    --------
    >>> year_of("Folkmängd 2024"), year_of("2024"), year_of("ålder")
    ('2024', '2024', '')
    """
    told = _YEAR_LAST.match(header.strip())
    return told["year"] if told else ""


def is_period(header: str) -> bool:
    """Tell whether a header is a period, or six digits that may be a month or a week."""
    reading = written_periods.read([header.strip()], together=False)
    return not reading.wrong or next(iter(reading.wrong.values())).code == "PKS-217"
