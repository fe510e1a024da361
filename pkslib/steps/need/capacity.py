"""What patients take at the units: activities, capacity, and the hours and people behind it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib import periods
from pkslib.methods.inputs import (
    ABSENCE,
    NOT_NEGATIVE,
    POSITIVE,
    RISK,
    Result,
    as_given,
    take,
)
from pkslib.settings import Staff
from pkslib.tables.staff_hours import absence_of, annual_hours_of, staff_in

# Rounding must not turn 10 beds that came out as 10.0000000001 into 11.
_DECIMALS = 9


def capacity_need(raw: ArrayLike, utilisation: ArrayLike, margin: ArrayLike = 0) -> Result:
    """Return the capacity needed so that a use of it keeps to the target utilisation.

    Parameters
    ----------
    raw : float or array
        Capacity used by production [capacity's measure], from 0 up.
    utilisation : float or array
        Target utilisation [share], above 0 and at most 1.
    margin : float or array
        Margin on top [share], from 0 up.

    Returns
    -------
    float or array
        raw / utilisation · (1 + margin) [capacity's measure]. Divided, not multiplied by 1.15:
        2 000 of 2 300 is more than 85 %.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning, on the two sides of the
       scale.

    Examples
    --------
    The guidance's patients: 1 000 with two bed days each, at 85 % occupancy.

    >>> round(capacity_need(1000 * 2, 0.85))
    2353
    >>> capacity_need([80, 0], utilisation=0.8, margin=0.5)
    array([150.,   0.])
    """
    used, share, extra = take(
        raw=(raw, NOT_NEGATIVE), utilisation=(utilisation, RISK), margin=(margin, NOT_NEGATIVE)
    )
    return as_given(np.asarray(used / share * (1 + extra)))


def places(need: ArrayLike, days: ArrayLike) -> Result:
    """Return the beds that hold a number of bed days.

    Parameters
    ----------
    need : float or array
        Bed days, from 0 up.
    days : float or array
        Calendar days they are spread over, above 0.

    Returns
    -------
    int or array of int
        Whole beds, rounded up: to the nearest would leave some patients without.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> places(2353, 365), places([310, 310.1, 0], 31)
    (7, array([10, 11,  0]))
    """
    wanted, spread = take(need=(need, NOT_NEGATIVE), days=(days, POSITIVE))
    return as_given(np.ceil(np.round(wanted / spread, _DECIMALS)).astype(np.int64))


def production_need(care: pd.DataFrame, pathways: pd.DataFrame) -> pd.DataFrame:
    """Return the activities that patients need at each unit.

    Parameters
    ----------
    care : pandas.DataFrame
        The result table care_need.
    pathways : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.DataFrame
        Rows of the table production_need.
    """
    rows = care[["need", "period", "patients"]].merge(pathways, on="need")
    return rows.assign(count=rows["patients"] * rows["per_patient"])


def capacity_use(care: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that each need takes, before utilisation and margin.

    Parameters
    ----------
    care : pandas.DataFrame
        The result table care_need.
    rates : pandas.DataFrame
        As from :func:`pkslib.tables.times.capacity_per_patient`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table capacity_use, of the patients planned for; with rate [capacity's measure
        per patient], expected (of forecast and relief) [capacity's measure], and count
        [activities].
    """
    rows = care.merge(rates, on="need")
    return rows.assign(
        raw=rows["patients"] * rows["rate"],
        expected=(rows["forecast"] + rows["relief"]) * rows["rate"],
        count=rows["patients"] * rows["activities"],
    )


def full_time_equivalents(hours: ArrayLike, annual_hours: ArrayLike, absence: ArrayLike) -> Result:
    """Return the full-time equivalents to employ so that hours of work are done.

    Parameters
    ----------
    hours : float or array
        Hours to be worked in a year, from 0 up.
    annual_hours : float or array
        Paid hours of a full-time year, above 0.
    absence : float or array
        Absence as a share of paid time (not of worked time), from 0, below 1.

    Returns
    -------
    float or array
        hours / (annual_hours · (1 − absence)) [FTE].

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> full_time_equivalents(3200, 2000, 0.2), full_time_equivalents(0, 2000, 0)
    (2.0, 0.0)
    """
    worked, paid, away = take(
        hours=(hours, NOT_NEGATIVE),
        annual_hours=(annual_hours, POSITIVE),
        absence=(absence, ABSENCE),
    )
    return as_given(np.asarray(worked / (paid * (1 - away))))


def resource_need(
    capacity: pd.DataFrame, tables: Mapping[str, pd.DataFrame], staff: Staff
) -> pd.DataFrame:
    """Return the hours of each resource, worked, and as full-time equivalents, paid.

    Parameters
    ----------
    capacity : pandas.DataFrame
        The result table capacity_need.
    tables : mapping of str to pandas.DataFrame
        recipes and resources; staffing, schedule and minimum_lines, which tell who is staff.
    staff : Staff
        Paid hours per full-time year, and the absence, where resources do not tell them.

    Returns
    -------
    pandas.DataFrame
        Rows of the table resource_need: hours to be worked, and the people to employ for them by
        the period's share of the year's days. Rooms and equipment have hours, and no posts.
    """
    takes = capacity.merge(tables["recipes"], on="capacity")
    takes = takes.assign(hours=takes["need"] * takes["amount"])
    hours = takes.groupby(["unit", "resource", "period"], as_index=False)[["hours"]].sum()
    annual = annual_hours_of(hours, tables["resources"], staff.annual_hours)
    annual = annual * hours["period"].map(periods.share_of_year).astype(float)
    absence = absence_of(hours, tables["resources"], staff.absence)
    posts = pd.Series(full_time_equivalents(hours["hours"], annual, absence), hours.index)
    return hours.assign(full_time_equivalents=posts.where(staff_in(hours, tables)))
