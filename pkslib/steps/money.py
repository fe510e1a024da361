"""Money: what the plan costs against the planning year's budget, what is unused, what to hire."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.tables.declaration import empty
from pkslib.tables.hierarchy import hospital_of, nearest_above, with_all_above
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.results import RESULTS

_DOER = ["unit", "activity"]
_SUMS = ["count", "drg", "cost"]
_MILLION = 1e6
# From this change on, productivity is something to ask about.
_FLAGGED = 0.05
# Less money is rounding.
# Less is not worth a decision to move it [SEK].
_LEAST_MOVED = 10_000


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Set a region's plan against its budgets, its hours and last year's outcome.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, activities, production, resource_outcome and budgets, all
        but units and activities perhaps empty, and the result tables targets, ladder,
        ladder_limits, unsolved and staff_supply.
    settings : Settings
        Not used.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables money, budget_moves, productivity and hires.
    """
    last = latest_year(tables["production"])
    planned = planned_of(tables["targets"], last, tables["activities"], year)
    money = money_of(tables, planned, year)
    return {
        "money": money,
        "budget_moves": budget_moves(money, tables),
        "productivity": productivity(tables, planned, year),
        "hires": hires(tables["staff_supply"], tables["units"]),
    }


def latest_year(production: pd.DataFrame) -> pd.DataFrame:
    """Return the outcome of the latest twelve months known, by unit and activity.

    Parameters
    ----------
    production : pandas.DataFrame
        The input table.

    Returns
    -------
    pandas.DataFrame
        unit, activity, count [activities], drg [points], cost [SEK]; missing where not told.
    """
    known = production.dropna(subset=["count"])
    labels = sorted(known["period"].unique())
    if not labels:
        return pd.DataFrame(columns=[*_DOER, *_SUMS, "from"])
    a_year = len(periods.within_year(2027, periods.resolution(labels[-1])))
    rows = known[known["period"].isin(labels[-a_year:])]
    return rows.groupby(_DOER)[_SUMS].sum(min_count=1).reset_index()


def planned_of(
    targets: pd.DataFrame, last: pd.DataFrame, activities: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Return what the plan comes to at last year's cost and weight of each activity.

    Parameters
    ----------
    targets, activities : pandas.DataFrame
        The result table and the input table.
    last : pandas.DataFrame
        As from :func:`latest_year`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        unit, activity, count, drg, cost as there. What a unit has not done before costs what it
        does elsewhere in the region on average; what nobody has done has no cost known.
    """
    rows = targets.loc[targets["period"] == f"{year:04d}", [*_DOER, "target"]]
    own = last.set_index(_DOER)[_SUMS].astype(float)
    mean = last.groupby("activity")[_SUMS].sum(min_count=1).astype(float)
    place = pd.MultiIndex.from_frame(rows[_DOER])
    weight = rows["activity"].map(activities.set_index("activity")["drg_weight"]).astype(float)
    found = {"count": rows["target"].astype(float)}
    for name in ("drg", "cost"):
        each = (own[name] / own["count"].where(own["count"] > 0)).reindex(place)
        region = (mean[name] / mean["count"].where(mean["count"] > 0)).reindex(rows["activity"])
        each = each.set_axis(rows.index).fillna(region.set_axis(rows.index))
        found[name] = rows["target"] * (each.fillna(weight) if name == "drg" else each)
    return rows[_DOER].assign(**found)


def money_of(tables: Mapping[str, pd.DataFrame], planned: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return what the plan and its measures cost against the planning year's budget.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        units, budgets and ladder.
    planned : pandas.DataFrame
        As from :func:`planned_of`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The table money: each unit that has a budget for the planning year, and those above it,
        where what is below is added up. Steps 1–4 of the ladder are what is paid; the cost of
        the fifth is the consequence of care that gives way, which no budget pays. Where the
        planning year has no budget yet there are no rows: another year's is not it.
    """
    units, ladder = tables["units"], tables["ladder"]
    own = tables["budgets"]
    own = own[own["year"] == year].set_index("unit")[["amount", "for_measures"]].astype(float)
    if own.empty:
        return empty(RESULTS["money"])
    payer = nearest_above(units, set(own.index))
    paid = ladder[ladder["step"] < PRIORITISE]
    parts = {
        "budget": own["amount"],
        "for_measures": own["for_measures"],
        "plan_cost": _by_payer(planned, "cost", payer),
        "measures": _by_payer(paid, "cost", payer),
        "consequence": _by_payer(ladder[ladder["step"] == PRIORITISE], "cost", payer),
    }
    rows = pd.DataFrame(parts).reindex(own.index)
    rows = rows.fillna({"measures": 0.0, "consequence": 0.0}).rename_axis("unit").reset_index()
    rows = rows.assign(unused=(rows["for_measures"] - rows["measures"]).clip(lower=0.0))
    sums = with_all_above(rows, units)
    return sums.assign(
        own=sums["unit"].isin(own.index),
        difference=sums["budget"] - sums["plan_cost"] - sums["measures"],
    )


def _by_payer(rows: pd.DataFrame, column: str, payer: pd.Series) -> pd.Series:
    return rows[column].astype(float).groupby(rows["unit"].map(payer)).sum(min_count=1)


def budget_moves(money: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return which unused money for measures could be moved to where it would close most.

    Parameters
    ----------
    money : pandas.DataFrame
        The table.
    tables : mapping of str to pandas.DataFrame
        units, and the result tables ladder_limits and unsolved.

    Returns
    -------
    pandas.DataFrame
        The table budget_moves: proposals, from where most lies unused, to the budget whose next
        million closes most, no more than closes all that lacks under it for want of money,
        and nothing trifling.
    """
    budgets = tables["ladder_limits"]
    budgets = budgets[(budgets["limit"] == "budget") & (budgets["price"] > 0)]
    budgets = budgets.sort_values("price", ascending=False).drop_duplicates("item")
    payer = nearest_above(tables["units"], set(money.loc[money["own"].astype(bool), "unit"]))
    lacking = tables["unsolved"][tables["unsolved"]["measures"] == "budget"]
    lacks = lacking["amount"].groupby(lacking["unit"].map(payer)).sum()
    spare = money[money["own"].astype(bool)].set_index("unit")["unused"].fillna(0.0)
    spare = spare.sort_values(ascending=False, kind="stable")
    found = []
    for taker in budgets.to_dict("records"):
        wanted = float(lacks.get(taker["item"], 0.0)) / taker["price"] * _MILLION
        for giver in spare.index[spare.index != taker["item"]]:
            amount = min(float(spare[giver]), wanted)
            if amount >= _LEAST_MOVED:
                closes = amount / _MILLION * taker["price"]
                found.append((giver, taker["item"], amount, closes))
                spare[giver], wanted = spare[giver] - amount, wanted - amount
    return pd.DataFrame(found, columns=["unit", "to_unit", "amount", "closes"])


def productivity(
    tables: Mapping[str, pd.DataFrame], planned: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Return what each unit does for its hours and money, as planned and in the latest year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables production and resource_outcome, and the result table staff_supply.
    planned : pandas.DataFrame
        As from :func:`planned_of`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The table productivity; staff whose hours are known both years counts, and of the outcome
        the months whose hours are known.
    """
    produced, known = tables["production"], tables["resource_outcome"].dropna(subset=["available"])
    last = latest_year(produced[produced["period"].isin(known["period"])])
    hours = _hours(tables, year)
    rows = hours.join(last.groupby("unit")[_SUMS].sum(min_count=1).add_suffix("_then"), how="outer")
    rows = rows.join(planned.groupby("unit")[_SUMS].sum(min_count=1).add_suffix("_now"))
    rows = rows.dropna(subset=["count_then", "count_now"])
    for side in ("then", "now"):
        at_work = rows[f"hours_{side}"] / rows["hours_each"]
        rows[f"per_1000_hours_{side}"] = 1000 * _ratio(rows[f"count_{side}"], rows[f"hours_{side}"])
        rows[f"drg_per_fte_{side}"] = _ratio(rows[f"drg_{side}"], at_work)
        rows[f"cost_per_drg_{side}"] = _ratio(rows[f"cost_{side}"], rows[f"drg_{side}"])
    change = _ratio(rows["per_1000_hours_now"], rows["per_1000_hours_then"]) - 1
    return rows.assign(change=change, flagged=change.abs() > _FLAGGED).reset_index()


def _hours(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return each unit's worked staff hours in the months of the outcome and the planning year."""
    keys = ["unit", "resource"]
    supply = tables["staff_supply"]
    supply = supply[supply["period"].str.startswith(f"{year:04d}")]
    now = supply.groupby(keys)[["worked", "worked_equivalents"]].sum()
    known = tables["resource_outcome"].dropna(subset=["available"])
    told = tables["production"].dropna(subset=["count"])["period"]
    known = known[known["period"].isin(told)]
    labels = sorted(known["period"].unique())
    a_year = len(periods.within_year(2027, periods.resolution(labels[-1]))) if labels else 0
    then = known[known["period"].isin(labels[-a_year:])].groupby(keys)["available"].sum()
    both = now.join(then.rename("hours_then"), how="inner").groupby("unit").sum()
    # Equivalents are told period by period: their mean over the year.
    mean = both["worked_equivalents"] / max(supply["period"].nunique(), 1)
    return pd.DataFrame(
        {
            "hours_then": both["hours_then"],
            "hours_now": both["worked"],
            "hours_each": both["worked"] / mean.where(mean > 0),
        }
    )


def _ratio(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one / other.where(other > 0)).astype(float)


def hires(staff_supply: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return what lacks and what is over of each profession, by hospital and period.

    Parameters
    ----------
    staff_supply, units : pandas.DataFrame
        The result table and the input table.

    Returns
    -------
    pandas.DataFrame
        The table hires: units that lack and units that have over are added up apart.
    """
    rows = staff_supply.assign(
        unit=staff_supply["unit"].map(hospital_of(units)),
        lacking=staff_supply["lacking"].clip(lower=0.0),
        over=np.maximum(-staff_supply["lacking"], 0.0),
    )
    keys = ["resource", "unit", "period"]
    return rows.groupby(keys, as_index=False)[["lacking", "over"]].sum()
