"""What the table resources tells of hours worked, and of time away."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

_KEYS = ["unit", "resource"]
# Acute care of these kinds comes at any hour; visits keep to the hours that a unit is open.
ANY_TIME = ("admission", "operation")
# Tables of persons by shift.
_SHIFTS = ("staffing", "schedule", "minimum_lines")
# A span of the clock: hours, minutes or none, and the same again.
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?$")


def worked_each(resources: pd.DataFrame) -> pd.Series:
    """Return the hours that one counted person, room or machine works in the period.

    Parameters
    ----------
    resources : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.Series
        hours · (1 − absence) [hours], with the index of resources.
    """
    return resources["hours"] * (1 - resources["absence"])


def net_hours(resources: pd.DataFrame) -> pd.Series:
    """Return the hours worked by all that are counted: what is had of the resource.

    Parameters
    ----------
    resources : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.Series
        count · hours · (1 − absence) [hours], with the index of resources.

    Examples
    --------
    >>> net_hours(pd.DataFrame({"count": [10.0], "hours": [160.0], "absence": [0.25]})).tolist()
    [1200.0]
    """
    return resources["count"] * worked_each(resources)


def absence_of(places: pd.DataFrame, resources: pd.DataFrame, otherwise: float) -> pd.Series:
    """Return the mean absence of each unit's resource in the latest year that tells it.

    Parameters
    ----------
    places : pandas.DataFrame
        unit, resource; rows may repeat.
    resources : pandas.DataFrame
        The table.
    otherwise : float
        Where the table tells nothing [share of paid time].

    Returns
    -------
    pandas.Series
        In the order, and with the index, of places [share of paid time].

    Examples
    --------
    >>> resources = pd.DataFrame({"unit": "A", "resource": "nurse", "absence": [0.9, 0.2, 0.3],
    ...                           "period": ["2025-01", "2026-01", "2026-02"]})
    >>> places = pd.DataFrame({"unit": ["A", "B"], "resource": "nurse"})
    >>> absence_of(places, resources, 0.22).tolist()
    [0.25, 0.22]
    """
    year = resources["period"].str[:4]
    latest = year == year.groupby([resources[key] for key in _KEYS]).transform("max")
    known = resources[latest].groupby(_KEYS, as_index=False)[["absence"]].mean()
    absence = places[_KEYS].merge(known, on=_KEYS, how="left")["absence"]
    return absence.fillna(otherwise).set_axis(places.index)


def staff_in(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Tell whether each resource is staff, and not a room or a machine.

    Parameters
    ----------
    rows : pandas.DataFrame
        resource.
    tables : mapping of str to pandas.DataFrame
        resources, where what is never absent is no staff, unless it works shifts; staffing,
        schedule and minimum_lines, which hold staff only.

    Returns
    -------
    pandas.Series of bool
        With the index of rows. What no table tells of is taken as staff.

    Examples
    --------
    >>> none = pd.DataFrame({"resource": []})
    >>> told = pd.DataFrame({"resource": ["room", "nurse", "cook"], "absence": [0.0, 0.2, 0.0]})
    >>> rows = pd.DataFrame({"resource": ["room", "nurse", "cook", "porter"]})
    >>> staff_in(rows, {"resources": told, "staffing": rows.iloc[2:3], "schedule": none,
    ...                 "minimum_lines": none}).tolist()
    [False, True, True, True]
    """
    most = tables["resources"].groupby("resource")["absence"].max()
    working = {code for name in _SHIFTS for code in tables[name]["resource"]}
    return ~rows["resource"].isin(set(most.index[most == 0]) - working)


def days_without_staff(staffing: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the weekdays on which units that name staff at all name nobody.

    Parameters
    ----------
    staffing, lines : pandas.DataFrame
        The tables staffing and minimum_lines: unit, weekday, needed or persons. A unit that is in
        neither is not known, and is left out.

    Returns
    -------
    pandas.DataFrame
        unit, weekday, wait_days (until the next weekday on which somebody is named).
    """
    named = lines[["unit", "weekday", "persons"]].rename(columns={"persons": "needed"})
    rows = pd.concat([staffing[["unit", "weekday", "needed"]], named])
    rows = rows[rows["needed"].astype(float) > 0]
    manned = {unit: set(days.astype(int)) for unit, days in rows.groupby("unit")["weekday"]}
    found = [
        (unit, day, next(n for n in range(1, 8) if (day + n - 1) % 7 + 1 in days))
        for unit, days in manned.items()
        for day in range(1, 8)
        if day not in days
    ]
    return pd.DataFrame(found, columns=["unit", "weekday", "wait_days"]).astype(
        {"unit": "str", "weekday": "int64", "wait_days": "int64"}
    )


def shift_hours(shifts: pd.Series, known: Mapping[str, float]) -> pd.Series:
    """Return how long each shift is.

    Parameters
    ----------
    shifts : pandas.Series
        Codes of shifts. One that is written as a span of the clock tells its own length.
    known : mapping of str to float
        Hours of the shifts that have a name.

    Returns
    -------
    pandas.Series
        Hours, with the index of shifts; missing where neither tells.

    Examples
    --------
    Two spans of the gap list in the guidance (Socialstyrelsen 2024, Uppföljning på taktisk nivå):

    >>> shift_hours(pd.Series(["day", "10:30-19", "15:30-00", "long"]), {"day": 8.0}).tolist()
    [8.0, 8.5, 8.5, nan]
    """
    lengths = {shift: known.get(shift, _clock_hours(shift)) for shift in shifts.unique()}
    return shifts.map(lengths).astype(float)


def _clock_hours(shift: str) -> float:
    """Return the hours of a span as 15:30-00 or 7-16.30, over midnight too."""
    span = _SPAN.match(shift)
    if span is None:
        return float("nan")
    first, first_minutes, last, last_minutes = (int(part or 0) for part in span.groups())
    if max(first, last) > 24 or max(first_minutes, last_minutes) > 59:
        return float("nan")
    minutes = 60 * (last - first) + last_minutes - first_minutes
    return (minutes % 1440 or 1440) / 60
