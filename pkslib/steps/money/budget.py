"""What the plan costs against the planning year's budget, and which money could move."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.tables.declaration import empty
from pkslib.tables.hierarchy import nearest_above, with_all_above
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.results import RESULTS

DOER = ["unit", "activity"]
SUMS = ["count", "drg", "cost"]
_MILLION = 1e6
# Prices that differ by less, as a share, are one.
_SAME = 1e-6
# Less is not worth a decision to move it [SEK].
_LEAST_MOVED = 10_000


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
    if known.empty:
        return pd.DataFrame(columns=[*DOER, *SUMS, "from"])
    rows = known[known["period"].isin(periods.latest_year(known["period"]))]
    return rows.groupby(DOER)[SUMS].sum(min_count=1).reset_index()


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
    rows = targets.loc[targets["period"] == f"{year:04d}", [*DOER, "target"]]
    own = last.set_index(DOER)[SUMS].astype(float)
    mean = last.groupby("activity")[SUMS].sum(min_count=1).astype(float)
    place = pd.MultiIndex.from_frame(rows[DOER])
    weight = rows["activity"].map(activities.set_index("activity")["drg_weight"]).astype(float)
    found = {"count": rows["target"].astype(float)}
    for name in ("drg", "cost"):
        each = (own[name] / own["count"].where(own["count"] > 0)).reindex(place)
        region = (mean[name] / mean["count"].where(mean["count"] > 0)).reindex(rows["activity"])
        each = each.set_axis(rows.index).fillna(region.set_axis(rows.index))
        found[name] = rows["target"] * (each.fillna(weight) if name == "drg" else each)
    return rows[DOER].assign(**found)


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
        units, and the result tables ladder_limits, measure_reach and unsolved.

    Returns
    -------
    pandas.DataFrame
        The table budget_moves: proposals, from where most lies unused, to the budget whose next
        million closes most, no more than closes all that lacks there, for want of money, of the
        capacity that the million buys, and nothing trifling.
    """
    budgets = tables["ladder_limits"]
    budgets = budgets[(budgets["limit"] == "budget") & (budgets["price"] > 0)]
    budgets = budgets.sort_values("price", ascending=False).drop_duplicates("item")
    payer = nearest_above(tables["units"], set(money.loc[money["own"].astype(bool), "unit"]))
    lacking = tables["unsolved"][tables["unsolved"]["measures"] == "budget"]
    lacks = lacking["amount"].groupby([lacking["unit"].map(payer), lacking["capacity"]]).sum()
    spare = money[money["own"].astype(bool)].set_index("unit")["unused"].fillna(0.0)
    spare = spare.sort_values(ascending=False, kind="stable")
    found = []
    for taker in budgets.to_dict("records"):
        capacity = _bought_in(taker["price"], tables["measure_reach"])
        wanted = float(lacks.get((taker["item"], capacity), 0.0)) / taker["price"] * _MILLION
        for giver in spare.index[spare.index != taker["item"]]:
            amount = min(float(spare[giver]), wanted)
            if amount >= _LEAST_MOVED:
                closes = amount / _MILLION * taker["price"]
                found.append((giver, taker["item"], capacity, amount, closes))
                spare[giver], wanted = spare[giver] - amount, wanted - amount
    return pd.DataFrame(found, columns=["unit", "to_unit", "capacity", "amount", "closes"])


def _bought_in(price: float, measure_reach: pd.DataFrame) -> str:
    """Return the capacity that a million buys at a price: that of the measure which costs as much.

    Nothing where measures of several capacities do: then what it closes has no unit.
    """
    each = measure_reach["unit_cost"].where(measure_reach["unit_cost"] > 0)
    same = (_MILLION / each - price).abs() <= _SAME * price
    found = measure_reach.loc[same, "capacity"].unique()
    return str(found[0]) if len(found) == 1 else ""
