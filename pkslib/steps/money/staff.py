"""What the staff behind each capacity costs, agency staff apart, and what measures pay of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.inputs.capacity import BUY, EXTEND, INVESTMENT, PRIORITISE
from pkslib.tables.staff_hours import worked_each
from pkslib.tables.times import times_at

_POST = ["unit", "resource"]
_PLACE = ["unit", "capacity"]
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
    each = _resource_prices(tables, year)
    return each.groupby(_PLACE, as_index=False)[["price"]].sum()


def _resource_prices(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return what the hours of each resource cost that one unit of a capacity takes."""
    takes = tables["recipes"].rename(columns={"amount": "takes"})
    told = tables["resources"].dropna(subset=["price"])
    told = told.assign(of_year=told["period"].str.startswith(f"{year:04d}"))
    latest = told.sort_values("period").groupby(_POST)[["price"]].last()
    mean = told[told["of_year"]].groupby(_POST)[["price"]].mean()
    prices = mean.combine_first(latest).reset_index().merge(takes, on="resource")
    return prices.assign(price=prices["takes"] * prices["price"])[[*_PLACE, "resource", "price"]]


def measures_paid(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return what measures cost, and how much of it the mean cost of an activity holds already.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables measures, recipes, resources and activity_times, and the result tables
        ladder, plan_needs and capacity_need.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        measure, unit, cost and held [SEK]: the rows of the ladder's steps 1 to 4. An activity that
        the plan holds is counted at its mean cost, and in that are the hours it takes; where a
        measure adds those hours they are paid once, not twice. held is their price by the table
        resources, of the resource that the measure adds or of all that the capacity takes, at
        most what the measure costs; where no hour has a price, what the measure costs. Moves and
        improvement work come on top of the mean cost, and so do an investment, and bought care
        that the plan leaves out.

    Examples
    --------
    50 bed days at 400 SEK are added by nurses of whom each bed day takes 0.5 hours at 300:

    >>> from pkslib.tables.declaration import empty
    >>> from pkslib.tables.inputs import INPUTS
    >>> from pkslib.tables.results import RESULTS
    >>> at = {"unit": "W", "capacity": "bed_day"}
    >>> ladder = pd.DataFrame([at | {"step": 3, "measure": "M1", "effect": 50.0, "cost": 2e4}])
    >>> none = {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()}
    >>> staff = {"unit": "W", "resource": "nurse", "period": "2027-01", "price": 300.0}
    >>> recipe = {"capacity": "bed_day", "resource": "nurse", "amount": 0.5}
    >>> tables = none | {"ladder": ladder, "resources": pd.DataFrame([staff]),
    ...                  "recipes": pd.DataFrame([recipe])}
    >>> measures_paid(tables, 2027)[["cost", "held"]].values.tolist()
    [[20000.0, 7500.0]]
    """
    ladder = tables["ladder"]
    rows = ladder[ladder["step"] < PRIORITISE].reset_index(drop=True)
    about = tables["measures"][["measure", "resource", "cost_kind", "to_unit", "side"]]
    rows = rows.merge(about, on="measure", how="left")
    adds = (rows["step"] >= EXTEND) & rows["to_unit"].isna() & (rows["side"] != "need")
    adds &= rows["cost_kind"] != INVESTMENT
    planned = adds * (1 - (rows["step"] == BUY) * _left_out(rows, tables))
    hours = rows["effect"].astype(float) * _price_of(rows, _resource_prices(tables, year))
    held = hours.fillna(rows["cost"]).clip(upper=rows["cost"]) * planned
    return rows[["measure", "unit", "cost"]].assign(held=held)


def _price_of(rows: pd.DataFrame, prices: pd.DataFrame) -> pd.Series:
    """Return the price of what each measure adds to a unit of its capacity."""
    one = rows.merge(prices, on=[*_PLACE, "resource"], how="left")["price"]
    whole = rows.merge(prices.groupby(_PLACE, as_index=False)[["price"]].sum(), how="left")
    return one.where(rows["resource"].notna(), whole["price"]).astype(float)


def _left_out(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the share of what is bought at each place that the plan leaves to the seller."""
    sold = tables["plan_needs"][["unit", "activity", "bought"]]
    sold = sold.merge(times_at(sold, tables["activity_times"]), on=["unit", "activity"])
    sold = sold.assign(raw=sold["bought"] * sold["amount"]).groupby(_PLACE)[["raw"]].sum()
    need = tables["capacity_need"].groupby(_PLACE)[["raw", "need"]].sum()
    weight = need["need"] / need["raw"].where(need["raw"] > 0)
    left = (sold["raw"] * weight).reindex(pd.MultiIndex.from_frame(rows[_PLACE]))
    bought = rows["effect"].where(rows["step"] == BUY, 0.0).astype(float)
    whole = bought.groupby([rows[name] for name in _PLACE]).transform("sum")
    share: pd.Series = left.set_axis(rows.index) / whole.where(whole > 0)
    return share.fillna(0.0).clip(0.0, 1.0).astype(float)


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
