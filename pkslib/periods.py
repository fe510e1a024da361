"""Periods as text labels that tell their own resolution.

A label is a year ``2027``, quarter ``2027-Q1``, month ``2027-03``, ISO week ``2027-W14`` (also
written ``2027-V14``) or day ``2027-03-31``. Labels of one resolution sort as text in time order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

RESOLUTIONS = ("year", "quarter", "month", "week", "day")
_FORMS = {
    "year": re.compile(r"\d{4}$", re.ASCII),
    "quarter": re.compile(r"\d{4}-Q[1-4]$", re.ASCII),
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])$", re.ASCII),
    "week": re.compile(r"\d{4}-W\d{2}$", re.ASCII),
    "day": re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII),
}
# No figures of care are older, and no plan reaches further; around them calendars are known.
FIRST_YEAR, LAST_YEAR = 1950, 2150
# Periods in one turn of the season; a year of weeks is 52 with a 53rd now and then.
# So few outcomes carry no forecast at all; below two seasons a simple method takes over.
FEWEST = {"year": 3, "quarter": 4, "month": 6, "week": 8, "day": 14}
_SEASONS = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 7}
_WRITTEN_WEEK = re.compile(r"(\d{4})-?[VvWw](\d{1,2})$", re.ASCII)


@lru_cache(maxsize=65536)
def canonical(label: str) -> str:
    """Return a period label in its one right spelling.

    Parameters
    ----------
    label : str
        A period as a user writes it; ``2027-V14`` and ``2027-w14`` are ISO weeks too.

    Returns
    -------
    str
        ``2027``, ``2027-Q1``, ``2027-03``, ``2027-W14`` or ``2027-03-31``.

    Raises
    ------
    ValueError
        When the text is no period, names a week or day that does not exist, or a year before
        1950 or after 2150.

    Examples
    --------
    >>> canonical("2027-V14")
    '2027-W14'
    >>> canonical("2027-W53")
    Traceback (most recent call last):
    ValueError: Invalid week: 53
    """
    label = label.strip()
    if week := _WRITTEN_WEEK.match(label):
        label = f"{week[1]}-W{int(week[2]):02d}"
    elif re.match(r"\d{4}-?[qQkK][1-4]$", label):
        label = f"{label[:4]}-Q{label[-1]}"
    if not FIRST_YEAR <= start(label).year <= LAST_YEAR:
        raise ValueError(f"{label!r}: years from {FIRST_YEAR} to {LAST_YEAR}")
    return label


@lru_cache(maxsize=65536)
def resolution(label: str) -> str:
    """Return the resolution of a label: ``year``, ``quarter``, ``month``, ``week`` or ``day``.

    Raises
    ------
    ValueError
        When the text has none of the five forms.
    """
    for name, form in _FORMS.items():
        if form.match(label):
            return name
    raise ValueError(f"{label!r} is no period: write 2027, 2027-Q1, 2027-03, 2027-W14, 2027-03-31")


@lru_cache(maxsize=65536)
def start(label: str) -> date:
    """Return the first day of a period; a week starts on its Monday."""
    kind, year = resolution(label), int(label[:4])
    if kind == "week":
        return date.fromisocalendar(year, int(label[6:]), 1)
    if kind == "day":
        return date.fromisoformat(label)
    if kind == "quarter":
        return date(year, 3 * int(label[-1]) - 2, 1)
    return date(year, int(label[5:]) if kind == "month" else 1, 1)


@lru_cache(maxsize=65536)
def end(label: str) -> date:
    """Return the last day of a period."""
    return start(following(label, 1)[0]) - timedelta(days=1)


def days(label: str) -> int:
    """Return the number of days in a period.

    Examples
    --------
    >>> days("2028-02"), days("2027-W14")
    (29, 7)
    """
    return (end(label) - start(label)).days + 1


def share_of_year(label: str) -> float:
    """Return the share of its year's days that a period holds.

    Examples
    --------
    A month of a leap year is a smaller part of it:

    >>> share_of_year("2027-01") == 31 / 365, share_of_year("2028-01") == 31 / 366
    (True, True)
    """
    return days(label) / days(label[:4])


def label_of(day: date, kind: str) -> str:
    """Return the label of the period of a resolution that a day lies in.

    Examples
    --------
    >>> label_of(date(2027, 1, 1), "week"), label_of(date(2027, 1, 1), "quarter")
    ('2026-W53', '2027-Q1')
    """
    if kind == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return {
        "year": f"{day.year:04d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "month": f"{day.year:04d}-{day.month:02d}",
        "day": day.isoformat(),
    }[kind]


def following(label: str, count: int) -> list[str]:
    """Return the labels of the next periods, the given one not among them.

    Examples
    --------
    >>> following("2026-W52", 2), following("2026-Q4", 1)
    (['2026-W53', '2027-W01'], ['2027-Q1'])
    """
    return [shift(label, step) for step in range(1, count + 1)]


@lru_cache(maxsize=65536)
def shift(label: str, steps: int) -> str:
    """Return the label a number of periods later (earlier when negative)."""
    kind, day = resolution(label), start(label)
    if kind in ("week", "day"):
        return label_of(day + timedelta(days=steps * (7 if kind == "week" else 1)), kind)
    months = {"year": 12, "quarter": 3, "month": 1}[kind] * steps + 12 * day.year + day.month - 1
    return label_of(date(months // 12, months % 12 + 1, 1), kind)


def within_year(year: int, kind: str) -> list[str]:
    """Return every period of a resolution that belongs to a year; weeks by their ISO year.

    Examples
    --------
    >>> within_year(2027, "quarter"), len(within_year(2026, "week"))
    (['2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4'], 53)
    """
    # 4 January always lies in ISO week 1 and in the first period of every other resolution but
    # the day.
    label = label_of(date(year, 1, 1 if kind == "day" else 4), kind)
    labels = []
    while label.startswith(f"{year:04d}"):
        labels.append(label)
        label = shift(label, 1)
    return labels


def latest_year(labels: Iterable[str]) -> list[str]:
    """Return the latest labels, as many as make up a year; all where there are fewer.

    Examples
    --------
    Twelve quarters are three years, and the latest of them four:

    >>> latest_year([f"{year}-Q{one}" for year in (2017, 2018, 2019) for one in range(1, 5)])
    ['2019-Q1', '2019-Q2', '2019-Q3', '2019-Q4']
    """
    found = sorted(set(labels))
    if not found:
        return []
    last = found[-1]
    return found[-len(within_year(int(last[:4]), resolution(last))) :]


def between(first: str, last: str) -> list[str]:
    """Return the labels from the first to the last period, both included."""
    labels = [first]
    while labels[-1] < last:
        labels.append(shift(labels[-1], 1))
    return labels


def season(kind: str) -> int:
    """Return the number of periods in one turn of the season [periods]."""
    return _SEASONS[kind]


def coarser(label: str, kind: str) -> str:
    """Return the longer period that a period belongs to; a week by its Thursday (ISO 8601).

    Examples
    --------
    >>> coarser("2027-03", "quarter"), coarser("2026-W53", "year")
    ('2027-Q1', '2026')
    """
    day = start(label)
    return label_of(day + timedelta(days=3) if resolution(label) == "week" else day, kind)


def only_resolution(labels: Iterable[str]) -> str:
    """Return the one resolution that all labels share.

    Raises
    ------
    ValueError
        When there is no label, or they differ in resolution.
    """
    kinds = {resolution(label) for label in set(labels)}
    if len(kinds) != 1:
        raise ValueError(f"periods of one resolution are needed, found: {sorted(kinds) or 'none'}")
    return kinds.pop()


def overlap(label: str, other: str) -> int:
    """Return the number of days two periods share [days].

    Examples
    --------
    >>> overlap("2027-W13", "2027-03"), overlap("2027-01", "2027-02")
    (3, 0)
    """
    shared = min(end(label), end(other)) - max(start(label), start(other))
    return max(0, shared.days + 1)
