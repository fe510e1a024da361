"""Periods as people and programs write them, told by the column as a whole.

A month may be written ``200707``, ``jan-21`` or by its first or last day, a week by its Monday or
Sunday; which it is shows in the other cells of the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from pkslib import periods
from pkslib.tables.faults import Kind
from pkslib.tables.kinds import of_cells

_MONTHS = "jan feb mar apr ma[ijy] jun jul aug sep o[kc]t nov dec".split()
_NAMED = re.compile(r"(?P<name>[a-zåäö]{3,9})\.?[ -]?(?P<year>[0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[ -]?(?P<name>[a-zåäö]{3,9})\.?")
_MARKED = re.compile(r"([0-9]{4})-?m([0-9]{1,2})")
_SIX = re.compile(r"([0-9]{4})-?([0-9]{2})")
_SHORT_MONTH = re.compile(r"([0-9]{4})(?:[-/](?=[0-9]{1,2}$)|[.](?=[0-9]{2}$))([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")
_MARK = r"(?P<mark>kvartal|kv|k|q|vecka|v|w)\.? ?(?P<number>[0-9]{1,2})"
_PART_FIRST = re.compile(rf"{_MARK}[ ,/-]+(?P<year>[0-9]{{4}})")
_PART_LAST = re.compile(rf"(?P<year>[0-9]{{4}})[ ,/-]*{_MARK}")
_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?:[ T]00:00(?::00)?)?")
_SERIAL = re.compile(r"[2-9][0-9]{4}")
# Excel counts days from here (its 29 February 1900 never was).
EXCEL_DAY_0 = date(1899, 12, 30)
_CENTURY = 2000
_LAST_WEEK, _LAST_MONTH = 53, 12
# So many days of a kind are no chance.
_FEW = 3


class Reading(NamedTuple):
    """What a column's periods are.

    Attributes
    ----------
    labels : list of str or None
        In their one right spelling; None where there is a fault.
    wrong : dict of int to Kind
        Fault by position.
    understood : str
        Resolution that days, or six digits, have been read as; empty when nothing was.
    """

    labels: list[str | None]
    wrong: dict[int, Kind]
    understood: str


def read(texts: Sequence[str], *, together: bool = True) -> Reading:
    """Return the periods that a column's distinct texts stand for.

    Parameters
    ----------
    texts : sequence of str
        Without outer spaces, none empty.
    together : bool
        The texts are periods of one series: days may stand for months, quarters or weeks.

    Examples
    --------
    >>> read(["2021-01-31", "2021-02-28", "2021-03-31"]).labels
    ['2021-01', '2021-02', '2021-03']
    >>> read(["202152", "202201"]).labels
    ['2021-W52', '2022-W01']
    """
    six = _six_digits(texts)
    days = all(_SERIAL.fullmatch(found) or _DAY.fullmatch(found) for found in texts)
    labels: list[str | None] = []
    wrong: dict[int, Kind] = {}
    for position, found in enumerate(texts):
        label, kind = _one(found, six, serials=days)
        labels.append(label)
        if kind:
            wrong[position] = kind
    understood = six if any(_SIX.fullmatch(found) and "-" not in found for found in texts) else ""
    if together and not wrong:
        resolution, name = _of_days([label for label in labels if label])
        if resolution:
            labels, understood = (
                [name(date.fromisoformat(str(each))) for each in labels],
                resolution,
            )
    return Reading(labels, wrong, understood)


def _one(found: str, six: str, *, serials: bool) -> tuple[str | None, Kind | None]:
    """Return the period a text stands for, or the kind of fault it is."""
    plain = found.casefold()
    digits = _SIX.fullmatch(plain)
    if digits and "-" not in plain:
        if not six:
            return None, of_cells.MONTH_OR_WEEK
        plain = f"{digits[1]}-{'W' if six == 'week' else ''}{digits[2]}"
    elif told := _month(plain) or _part(plain):
        plain = told
    elif day := _DAY.fullmatch(plain):
        plain = "-".join(day.groups())
    elif serials and _SERIAL.fullmatch(plain):
        plain = (EXCEL_DAY_0 + timedelta(days=int(plain))).isoformat()
    try:
        return periods.canonical(plain), None
    except ValueError:
        week = re.fullmatch(r"([0-9]{4})-?[vw]([0-9]{1,2})", plain.casefold())
        in_reach = week and periods.FIRST_YEAR <= int(week[1]) <= periods.LAST_YEAR
        return None, of_cells.NO_SUCH_WEEK if in_reach else of_cells.NOT_A_PERIOD


def _month(plain: str) -> str:
    """Return a month written by its name, by M or without its zero; nothing for any other text."""
    if marked := _MARKED.fullmatch(plain) or _SHORT_MONTH.fullmatch(plain):
        return f"{marked[1]}-{int(marked[2]):02d}"
    if turned := _MONTH_FIRST.fullmatch(plain):
        return f"{turned['year']}-{int(turned['month']):02d}"
    named = _NAMED.fullmatch(plain) or _YEAR_FIRST.fullmatch(plain)
    at = next(
        (n for n, name in enumerate(_MONTHS, 1) if named and re.match(name, named["name"])), 0
    )
    if not named or not at:
        return ""
    year = int(named["year"])
    return f"{year if year > 99 else _CENTURY + year:04d}-{at:02d}"


def _part(plain: str) -> str:
    """Return a quarter or week with a mark of its own; nothing for any other text."""
    found = _PART_FIRST.fullmatch(plain) or _PART_LAST.fullmatch(plain)
    if not found:
        return ""
    number = int(found["number"])
    week = found["mark"][0] in "vw"
    return f"{found['year']}-W{number:02d}" if week else f"{found['year']}-Q{number}"


def _six_digits(texts: Sequence[str]) -> str:
    """Return whether six digits are months or weeks; nothing when the column leaves it open.

    Weeks pass 12. Months go from 12 to the next year's 01, or fill their year.
    """
    found = [match for text in texts if (match := re.fullmatch(r"([0-9]{4})([0-9]{2})", text))]
    if any(_LAST_MONTH < int(match[2]) <= _LAST_WEEK for match in found):
        return "week"
    years: dict[int, set[int]] = {}
    for match in found:
        years.setdefault(int(match[1]), set()).add(int(match[2]))
    whole = any(set(range(1, _LAST_MONTH + 1)) <= parts for parts in years.values())
    turns = any(12 in parts and 1 in years.get(year + 1, ()) for year, parts in years.items())
    return "month" if whole or turns else ""


def _of_days(labels: Sequence[str]) -> tuple[str, Callable[[date], str]]:
    """Return the resolution that days stand for, and how a day tells its period."""

    def named(kind: str) -> Callable[[date], str]:
        return lambda day: periods.label_of(day, kind)

    days = sorted({date.fromisoformat(label) for label in labels if len(label) == 10})
    if len(days) < 2 or len({len(label) for label in labels}) > 1:
        return "", named("day")
    for kind in ("year", "quarter", "month"):
        spans = {day: periods.label_of(day, kind) for day in days}
        firsts = all(periods.start(label) == day for day, label in spans.items())
        lasts = all(periods.end(label) == day for day, label in spans.items())
        if (firsts or lasts) and (kind == "month" or len(days) >= _FEW):
            return kind, named(kind)
    weekdays = {day.isoweekday() for day in days}
    gaps = [(after - before).days for before, after in pairwise(days)]
    if len(days) >= _FEW and weekdays in ({1}, {7}) and min(gaps) == 7:
        return "week", named("week")
    return "", named("day")
