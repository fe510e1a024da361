"""Resource need: the hours behind the capacity, and the people to employ for them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib import periods
from pkslib.methods.inputs import ABSENCE, NOT_NEGATIVE, POSITIVE, Result, as_given, take
from pkslib.settings import Staff


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
    capacity: pd.DataFrame, recipes: pd.DataFrame, resources: pd.DataFrame, staff: Staff
) -> pd.DataFrame:
    """Return the hours of each resource, worked, and as full-time equivalents, paid.

    Parameters
    ----------
    capacity : pandas.DataFrame
        unit, capacity, period, need [capacity's measure].
    recipes : pandas.DataFrame
        capacity, resource, amount [resource hours per unit of the capacity].
    resources : pandas.DataFrame
        unit, resource, period, absence [share of paid time]; the mean of the latest year counts.
    staff : Staff
        Paid hours per full-time year, and the absence where resources do not tell it.

    Returns
    -------
    pandas.DataFrame
        unit, resource, period, hours [hours to be worked], full_time_equivalents [FTE to employ,
        by the period's share of the year's days]. Of rooms and equipment only the hours matter.
    """
    takes = capacity.merge(recipes, on="capacity")
    takes = takes.assign(hours=takes["need"] * takes["amount"])
    hours = takes.groupby(["unit", "resource", "period"], as_index=False)[["hours"]].sum()
    rows = hours.merge(_absence(resources), on=["unit", "resource"], how="left")
    annual = rows["period"].map(_share_of_year).astype(float) * staff.annual_hours
    absence = rows["absence"].fillna(staff.absence)
    rows["full_time_equivalents"] = full_time_equivalents(rows["hours"], annual, absence)
    return rows


def _absence(resources: pd.DataFrame) -> pd.DataFrame:
    """Return the mean absence of each unit's resource in the latest year that tells it."""
    keys = ["unit", "resource"]
    year = resources["period"].str[:4]
    latest = year == year.groupby([resources[key] for key in keys]).transform("max")
    return resources[latest].groupby(keys, as_index=False)[["absence"]].mean()


def _share_of_year(period: str) -> float:
    """Return the share of its year's days that a period holds."""
    return periods.days(period) / periods.days(period[:4])
