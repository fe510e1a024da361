"""Staff in paid and worked time, with recruitment, retirement and agency staff by date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.staff_hours import annual_hours_of, staff_in

_KEY = ["unit", "resource", "period"]
_LEAVES = "retirement"


def changed(hours: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the hours of each resource after the changes of staff.

    Parameters
    ----------
    hours : pandas.DataFrame
        unit, resource, period, supply, paid, each [hours], as from
        :func:`pkslib.steps.capacity.limits.supplied_hours`.
    changes : pandas.DataFrame
        The table staff_changes. Those of a resource that its unit does not report are left out:
        their hours are not known.

    Returns
    -------
    pandas.DataFrame
        The same, with supply and paid raised or lowered (never below zero), and change [persons,
        mean over the period].

    Examples
    --------
    A nurse of 150 hours a month, 120 of them worked, comes in the middle of June:

    >>> hours = pd.DataFrame({"unit": ["A"], "resource": ["nurse"], "period": ["2027-06"],
    ...                       "supply": [1200.0], "paid": [1500.0], "each": [120.0]})
    >>> new = pd.DataFrame({"unit": ["A"], "resource": ["nurse"], "kind": ["recruitment"],
    ...                     "start": ["2027-06-16"], "end": [None], "count": [1.0]})
    >>> changed(hours, new)[["supply", "paid", "change"]]
       supply    paid  change
    0  1260.0  1575.0     0.5
    """
    rows = hours.astype(dict.fromkeys(_KEY, "str"))
    more = _by_period(changes, sorted(rows["period"].unique()))
    rows = rows.merge(more, on=_KEY, how="left")
    rows["change"] = rows["change"].astype(float).fillna(0.0)
    paid_each = rows["each"] * (rows["paid"] / rows["supply"]).where(rows["supply"] > 0, 1.0)
    return rows.assign(
        supply=(rows["supply"] + rows["change"] * rows["each"]).clip(lower=0.0),
        paid=(rows["paid"] + rows["change"] * paid_each).clip(lower=0.0),
    )


def _by_period(changes: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    """Return the mean number of persons that come or go in each period."""
    rows = changes.merge(pd.DataFrame({"period": list(wanted)}, dtype="str"), how="cross")
    share = [_share(*span) for span in zip(rows["period"], rows["start"], rows["end"], strict=True)]
    signs = np.where(rows["kind"] == _LEAVES, -1.0, 1.0)
    rows["change"] = signs * rows["count"].astype(float) * np.array(share, float)
    return rows.groupby(_KEY, as_index=False)[["change"]].sum()


def _share(period: str, start: str, end: str | None) -> float:
    """Return the share of a period's days that lie between two days."""
    first, days = periods.start(period), periods.days(period)
    begins = (date.fromisoformat(start) - first).days
    ends = days if pd.isna(end) else (date.fromisoformat(str(end)) - first).days + 1
    return max(min(ends, days) - max(begins, 0), 0) / days


def staff_supply(
    hours: pd.DataFrame, need: pd.DataFrame, tables: Mapping[str, pd.DataFrame], annual_hours: float
) -> pd.DataFrame:
    """Return each resource's paid and worked time against the hours its unit needs.

    Parameters
    ----------
    hours : pandas.DataFrame
        As from :func:`changed`.
    need : pandas.DataFrame
        The result table resource_need; readiness counts with the hours that care takes.
    tables : mapping of str to pandas.DataFrame
        As for :func:`pkslib.tables.staff_hours.staff_in`.
    annual_hours : float
        Paid hours of a full-time year where resources do not tell them.

    Returns
    -------
    pandas.DataFrame
        Rows of the table staff_supply; lacking is at the absence there is. Rooms and equipment
        have hours, and no posts.
    """
    asked = need[_KEY].assign(hours=need["hours"] + need["readiness"])
    rows = hours.merge(asked, on=_KEY, how="left")
    rows["hours"] = rows["hours"].fillna(0.0)
    full_time = annual_hours_of(rows, tables["resources"], annual_hours)
    full_time = full_time * rows["period"].map(periods.share_of_year).astype(float)
    paid_hour = (rows["paid"] / rows["supply"]).where(rows["supply"] > 0, 1.0)
    staff = staff_in(rows, tables)
    return rows.rename(columns={"supply": "worked", "hours": "needed"}).assign(
        paid_equivalents=(rows["paid"] / full_time).where(staff),
        worked_equivalents=(rows["supply"] / full_time).where(staff),
        lacking=((rows["hours"] - rows["supply"]) * paid_hour / full_time).where(staff),
    )
