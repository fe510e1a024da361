"""What the staff behind each capacity costs, and how much of it is agency staff."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.staff_hours import worked_each

_POST = ["unit", "resource"]
_AT = [*_POST, "period"]


def staff_costs(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return what the hours of each resource cost in a year, by the capacity they give.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables resources, staff_changes and recipes, and the result tables
        capacity_limits and available_capacity.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        capacity, staff and agency (of which agency staff) [SEK]: hours worked times the period's
        price of an hour, the latest told where the period has none; missing where none is known.
        A resource's hours go to the capacities of its unit by what each takes of them.
    """
    given = tables["available_capacity"].rename(columns={"amount": "given"})
    takes = tables["recipes"].rename(columns={"amount": "takes"})
    rows = tables["capacity_limits"].merge(takes, on=["capacity", "resource"])
    rows = rows.merge(given[["unit", "capacity", "period", "given"]])
    rows = rows[rows["period"].str.startswith(f"{year:04d}")]
    rows = rows.assign(used=rows["given"] * rows["takes"], supply=rows["amount"] * rows["takes"])
    rows = rows.merge(_prices(rows[_AT], tables["resources"]), on=_AT)
    total = rows.groupby(_AT)["used"].transform("sum")
    hours = rows["supply"] * (rows["used"] / total.where(total > 0)).fillna(0.0)
    rows = rows.assign(staff=hours * rows["price"], hours=hours)
    part = _agency_hours(tables, year) / rows.groupby(_POST)["hours"].sum()
    own = part.reindex(pd.MultiIndex.from_frame(rows[_POST])).fillna(0.0).clip(upper=1.0)
    rows = rows.assign(agency=rows["staff"] * own.to_numpy(float))
    sums = rows.groupby("capacity")[["staff", "agency"]].sum(min_count=1)
    return sums.reset_index()


def capacity_prices(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return what the staff of one unit of each capacity costs, where an hour has a price.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables resources and recipes.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, price [SEK]: hours that one takes of each resource times the mean price of
        the year, the latest told where the year has none; what no resource of has a price is left
        out.
    """
    takes = tables["recipes"].rename(columns={"amount": "takes"})
    told = tables["resources"].dropna(subset=["price"])
    told = told.assign(of_year=told["period"].str.startswith(f"{year:04d}"))
    latest = told.sort_values("period").groupby(_POST)[["price"]].last()
    mean = told[told["of_year"]].groupby(_POST)[["price"]].mean()
    prices = mean.combine_first(latest).reset_index().merge(takes, on="resource")
    each = (prices["takes"] * prices["price"]).rename("price")
    return each.groupby([prices["unit"], prices["capacity"]]).sum().reset_index()


def _prices(places: pd.DataFrame, resources: pd.DataFrame) -> pd.DataFrame:
    """Return the price of an hour in each unit, resource and period, where any is known."""
    told = resources.dropna(subset=["price"]).sort_values("period")
    latest = told.drop_duplicates(_POST, keep="last")[[*_POST, "price"]]
    rows = places.drop_duplicates().merge(told[[*_AT, "price"]], on=_AT, how="left")
    rows = rows.merge(latest, on=_POST, suffixes=("", "_latest"))
    return rows.assign(price=rows["price"].fillna(rows["price_latest"]))[[*_AT, "price"]]


def _agency_hours(tables: Mapping[str, pd.DataFrame], year: int) -> pd.Series:
    """Return the hours of agency staff in a year, by unit and resource."""
    changes, staff = tables["staff_changes"], tables["resources"]
    hired = changes[changes["kind"] == "agency"]
    latest = staff.assign(each=worked_each(staff), year=staff["period"].str[:4])
    latest = latest[latest["year"] == latest.groupby(_POST)["year"].transform("max")]
    each = latest.groupby(_POST)["each"].sum()
    share = [_share(year, *span) for span in zip(hired["start"], hired["end"], strict=True)]
    of_year = hired["count"].astype(float) * np.array(share, float)
    whole = each.reindex(pd.MultiIndex.from_frame(hired[_POST])).to_numpy(float)
    sums: pd.Series = (of_year * whole).groupby([hired[name] for name in _POST]).sum()
    return sums


def _share(year: int, start: str, end: str | None) -> float:
    """Return the share of a year that lies between two days, the last one open if empty."""
    first, last = periods.start(f"{year:04d}"), periods.end(f"{year:04d}")
    begins = max(datetime.date.fromisoformat(start), first)
    ends = last if pd.isna(end) else min(datetime.date.fromisoformat(str(end)), last)
    return max((ends - begins).days + 1, 0) / ((last - first).days + 1)
