"""What the plan costs against the planning year's budget, and which money could move."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.steps.money.staff import measures_paid
from pkslib.tables.declaration import empty
from pkslib.tables.hierarchy import nearest_above, with_all_above
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.results import RESULTS

DOER = ["unit", "activity"]
SUMS = ["count", "drg", "cost"]
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
        units, budgets and ladder, and what :func:`measures_paid` reads.
    planned : pandas.DataFrame
        As from :func:`planned_of`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The table money: each unit that has a budget for the planning year, and those above it,
        where what is below is added up. Steps 1–4 of the ladder are what is paid, and what of it
        the plan's cost holds already is counted once; the cost of the fifth is the consequence of
        care that gives way, which no budget pays. Where the
        planning year has no budget yet there are no rows: another year's is not it.
    """
    units, ladder = tables["units"], tables["ladder"]
    own = tables["budgets"]
    own = own[own["year"] == year].set_index("unit")[["amount", "for_measures"]].astype(float)
    if own.empty:
        return empty(RESULTS["money"])
    payer = nearest_above(units, set(own.index))
    paid = measures_paid(tables, year)
    parts = {
        "budget": own["amount"],
        "for_measures": own["for_measures"],
        "plan_cost": _by_payer(planned, "cost", payer),
        "measures": _by_payer(paid, "cost", payer),
        "held": _by_payer(paid, "held", payer),
        "consequence": _by_payer(ladder[ladder["step"] == PRIORITISE], "cost", payer),
    }
    rows = pd.DataFrame(parts).reindex(own.index)
    rows = (
        rows.fillna({"measures": 0.0, "held": 0.0, "consequence": 0.0})
        .rename_axis("unit")
        .reset_index()
    )
    rows = rows.assign(unused=(rows["for_measures"] - rows["measures"]).clip(lower=0.0))
    sums = with_all_above(rows, units)
    return sums.assign(
        own=sums["unit"].isin(own.index),
        difference=sums["budget"] - sums["plan_cost"] - (sums["measures"] - sums["held"]),
    )


def _by_payer(rows: pd.DataFrame, column: str, payer: pd.Series) -> pd.Series:
    return rows[column].astype(float).groupby(rows["unit"].map(payer)).sum(min_count=1)


def budget_moves(money: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return which unused money for measures could be moved to where its budget is used up.

    Parameters
    ----------
    money : pandas.DataFrame
        The table.
    tables : mapping of str to pandas.DataFrame
        units, and the result tables ladder_limits, measure_reach and balance.

    Returns
    -------
    pandas.DataFrame
        The table budget_moves: proposals, from where most can be spared to where the largest share
        of a capacity's need is left, for measures there that only money holds back; no more than
        they offer and what lacks, and nothing trifling. What a budget's own plan needs can't be
        spared.
    """
    left = _wanted(money, tables)
    own = money[money["own"].astype(bool)].set_index("unit")
    spare = own["unused"].fillna(0.0)
    spare = spare.clip(upper=own["difference"].clip(lower=0.0).fillna(np.inf))
    spare = spare.drop(left["payer"], errors="ignore").sort_values(ascending=False, kind="stable")
    found: dict[tuple[str, str, str], list[float]] = {}
    for use in left.to_dict("records"):
        wanted = use["wanted"]
        for giver in spare.index:
            amount = min(float(spare[giver]), wanted)
            if amount > 0:
                sums = found.setdefault((giver, use["payer"], use["capacity"]), [0.0, 0.0])
                sums[0], sums[1] = sums[0] + amount, sums[1] + amount / use["unit_cost"]
                spare[giver], wanted = spare[giver] - amount, wanted - amount
    rows = [[*pair, *sums] for pair, sums in found.items() if sums[0] >= _LEAST_MOVED]
    return pd.DataFrame(rows, columns=["unit", "to_unit", "capacity", "amount", "closes"])


def _wanted(money: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the measures that want of money holds back, and what money they could use [SEK]."""
    payer = nearest_above(tables["units"], set(money.loc[money["own"].astype(bool), "unit"]))
    limits = tables["ladder_limits"]
    spent = limits.loc[limits["limit"] == "budget", "item"]
    reach = tables["measure_reach"]
    rows = reach.assign(payer=reach["unit"].map(payer))
    rows = rows[(rows["why"] == "held_back") & rows["payer"].isin(spent) & (rows["unit_cost"] > 0)]
    balance = tables["balance"]
    balance = balance.assign(lacks=(balance["remaining"] + balance["prioritised"]).clip(lower=0.0))
    place = ["unit", "capacity"]
    rows = rows.merge(balance.groupby(place, as_index=False)[["need", "lacks"]].sum(), on=place,
                      suffixes=("_before", ""))  # fmt: skip
    rows = rows.assign(share=rows["lacks"] / rows["need"].where(rows["need"] > 0))
    rows = rows.sort_values(["share", *place, "rank"], ascending=[False, True, True, True])
    offered = (rows["offered"] - rows["effect"]).clip(lower=0.0)
    # The cheapest first: what it closes lacks no more for the next.
    before = offered.groupby([rows[name] for name in place]).cumsum() - offered
    closes = np.minimum(offered, (rows["lacks"] - before).clip(lower=0.0))
    return rows.assign(wanted=closes * rows["unit_cost"])
