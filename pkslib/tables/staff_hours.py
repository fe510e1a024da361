"""What the table resources tells of hours worked, and of time away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib import periods

_KEYS = ["unit", "resource"]
# The least and the most hours a year that any full-time agreement has.
_FULL_TIME = 1400, 2600
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


def annual_hours_of(places: pd.DataFrame, resources: pd.DataFrame, otherwise: float) -> pd.Series:
    """Return the paid hours of a full-time year of each unit's resource, as its agreement has them.

    Parameters
    ----------
    places : pandas.DataFrame
        unit, resource; rows may repeat.
    resources : pandas.DataFrame
        The table, whose hours are those of one who is counted, before absence. The latest year
        that tells them counts, as long as the part of it that is told.
    otherwise : float
        Where the table tells nothing, or what no full-time year has [hours].

    Returns
    -------
    pandas.Series
        In the order, and with the index, of places [hours].

    Examples
    --------
    Nights are fewer hours; 80 hours in January are of no full-time post:

    >>> resources = pd.DataFrame({"unit": ["A", "A", "B"], "resource": ["day", "night", "day"],
    ...                           "period": "2026-01", "hours": [162.0, 145.0, 80.0]})
    >>> places = pd.DataFrame({"unit": ["A", "A", "B"], "resource": ["day", "night", "day"]})
    >>> annual_hours_of(places, resources, 1980).round().tolist()
    [1907.0, 1707.0, 1980.0]
    """
    known = resources.dropna(subset=["hours"])
    year = known["period"].str[:4]
    known = known[year == year.groupby([known[key] for key in _KEYS]).transform("max")]
    part = known["period"].map(periods.share_of_year).astype(float)
    sums = known.assign(part=part).groupby(_KEYS)[["hours", "part"]].sum()
    whole = sums["hours"] / sums["part"].where(sums["part"] > 0)
    told = whole.where(whole.between(*_FULL_TIME)).rename("whole").reset_index()
    hours = places[_KEYS].merge(told, on=_KEYS, how="left")["whole"]
    return hours.astype(float).fillna(otherwise).set_axis(places.index)


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


def shifts_without_staff(
    staffing: pd.DataFrame, lines: pd.DataFrame, shift_hours: Mapping[str, float]
) -> pd.DataFrame:
    """Return the shifts of the week for which units that name staff at all name nobody.

    Parameters
    ----------
    staffing, lines : pandas.DataFrame
        The tables staffing and minimum_lines: unit, weekday, shift, needed or persons. A unit that
        is in neither is not known, and is left out.
    shift_hours : mapping of str to float
        Hours of the shifts of a day, in their order. Who works a shift that is not among them is
        there all day.

    Returns
    -------
    pandas.DataFrame
        unit, weekday, shift, wait_hours (from its beginning until the next shift for which
        somebody is named) and whole_day (nobody is named that day). Shifts that overlap are as
        long as their part of 24 hours.

    Examples
    --------
    Somebody is named for the day shifts of all days but Sunday:

    >>> rows = pd.DataFrame({"unit": "OP", "weekday": range(1, 7), "shift": "day", "needed": 2.0})
    >>> none = pd.DataFrame({"unit": [], "weekday": [], "shift": [], "persons": []})
    >>> found = shifts_without_staff(rows, none, {"day": 10.0, "night": 14.0})
    >>> found[["weekday", "shift", "wait_hours", "whole_day"]].to_numpy().tolist()[-3:]
    [[6, 'night', 38.0, False], [7, 'day', 24.0, True], [7, 'night', 14.0, True]]
    """
    keys = ["unit", "weekday", "shift"]
    named = lines[[*keys, "persons"]].rename(columns={"persons": "needed"})
    rows = pd.concat([staffing[[*keys, "needed"]], named])
    rows = rows[rows["needed"].astype(float) > 0]
    parts = [part for unit in sorted(rows["unit"].unique())
             for part in _bare(unit, rows[rows["unit"] == unit], shift_hours)]  # fmt: skip
    found = pd.DataFrame(parts, columns=[*keys, "wait_hours", "whole_day"])
    return found.astype({"unit": "str", "weekday": "int64", "shift": "str", "wait_hours": float,
                         "whole_day": bool})  # fmt: skip


def _bare(
    unit: str, named: pd.DataFrame, shift_hours: Mapping[str, float]
) -> Iterator[tuple[str, int, str, float, bool]]:
    """Yield the shifts of one unit for which nobody is named."""
    names, week = list(shift_hours), range(1, 8)
    length = {name: 24 * hours / sum(shift_hours.values()) for name, hours in shift_hours.items()}
    told = set(zip(named["weekday"].astype(int), named["shift"], strict=True))
    manned = told | {(day, name) for day, shift in told if shift not in length for name in names}
    turns = [(day, name) for day in week for name in names]
    for at, (day, name) in enumerate(turns):
        if (day, name) in manned:
            continue
        ahead = itertools.takewhile(lambda turn: turn not in manned, turns[at:] + turns[:at])
        whole_day = not any((day, other) in manned for other in names)
        yield unit, day, name, sum(length[shift] for _, shift in ahead), whole_day


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
