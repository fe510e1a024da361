"""Cost against budget, the budget laid out over the year as the plan's own cost is."""

from __future__ import annotations

import pandas as pd

from pkslib import periods

COST = "cost"
_KEYS = ["unit", "period"]


def money(production: pd.DataFrame, budgets: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return cost per period of each unit with a budget against its part of the budget.

    Parameters
    ----------
    production : pandas.DataFrame
        unit, activity, period, count and, optionally, planned [activities] and cost [SEK].
    budgets : pandas.DataFrame
        unit, year, amount [SEK].
    units : pandas.DataFrame
        unit, parent: the cost of a unit without a budget is borne by the next above that has one.

    Returns
    -------
    pandas.DataFrame
        unit, item, period, planned (missing without a budget) and outcome [SEK]. The budget
        follows the year's planned activities at what one has cost on average, so that a month of
        holidays is no deviation; without a plan it follows the calendar.
    """
    rows = production.reindex(columns=[*_KEYS, "activity", "count", "planned", "cost"])
    rows = rows.astype({"planned": float, "cost": float})
    if rows["cost"].isna().all():
        return pd.DataFrame(columns=[*_KEYS, "item", "planned", "outcome"])
    bearer = _bearers(units, set(budgets["unit"]))
    rows = rows.assign(unit=rows["unit"].map(bearer).fillna(rows["unit"]))
    rows = rows.assign(weight=rows["planned"] * rows["activity"].map(_cost_of_one(rows)))
    sums = rows.groupby(_KEYS)[["cost", "weight"]].sum(min_count=1).reset_index()
    return sums.assign(item=COST, planned=_budget(sums, budgets), outcome=sums["cost"])


def _cost_of_one(rows: pd.DataFrame) -> pd.Series:
    """Return the mean cost of an activity [SEK]."""
    known = rows.dropna(subset=["count", "cost"]).groupby("activity")[["cost", "count"]].sum()
    return known["cost"] / known["count"].where(known["count"] > 0)


def _bearers(units: pd.DataFrame, budgeted: set[str]) -> dict[str, str]:
    """Return the nearest unit with a budget from each unit upwards, where there is one."""
    parents = dict(zip(units["unit"], units["parent"].astype(object), strict=True))
    found = {}
    for unit in parents:
        step, seen = unit, set()
        while isinstance(step, str) and step not in budgeted and step not in seen:
            seen.add(step)
            step = parents.get(step)
        if step in budgeted:
            found[unit] = step
    return found


def _budget(sums: pd.DataFrame, budgets: pd.DataFrame) -> pd.Series:
    """Return each row's part of its unit's budget of the year [SEK]."""
    kind = periods.resolution(str(sums["period"].iloc[0]))
    rows = sums.assign(year=sums["period"].str[:4].astype(int))
    labels = {year: periods.within_year(year, kind) for year in set(rows["year"])}
    count = rows["year"].map({year: len(known) for year, known in labels.items()})
    days = rows["year"].map({year: sum(map(periods.days, labels[year])) for year in labels})
    year = rows.groupby(["unit", "year"])["weight"]
    planned = (year.transform("count") == count) & (year.transform("sum") > 0)
    by_days = rows["period"].map(periods.days) / days
    share = (rows["weight"] / year.transform("sum")).where(planned, by_days)
    frame = rows.merge(budgets, on=["unit", "year"], how="left")["amount"]
    return frame.set_axis(rows.index) * share
