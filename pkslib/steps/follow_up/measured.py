"""Plan and outcome in every way but volume: capacity taken and had, DRG points, money."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.tables.times import times_at

_PLACES = {"unit": "place", "capacity": "item"}
_BEARER = ["unit", "period"]
_PLACE = ["unit", "capacity", "period"]
_AMOUNTS = ["planned", "outcome"]


def measured(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return plan and outcome of all periods known, of everything measured as production is.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables production, activities, activity_times, capacity_outcome, budgets and
        units; what depends on an empty one is left out.

    Returns
    -------
    pandas.DataFrame
        subject (hours, drg, capacity, money), place, item, period, planned, outcome.
    """
    production, there_was = tables["production"], tables["capacity_outcome"]
    parts = {
        "hours": hours(production, tables["activity_times"], there_was),
        "drg": points(production, tables["activities"]),
        "capacity": capacity_there_was(there_was),
        "money": money(production, tables["budgets"], tables["units"]),
    }
    columns = ["place", "item", "period", *_AMOUNTS]
    rows = [
        part.rename(columns=_PLACES)[columns].assign(subject=subject)
        for subject, part in parts.items()
    ]
    return pd.concat(rows, ignore_index=True).astype(dict.fromkeys(_AMOUNTS, float))


def hours(
    production: pd.DataFrame, activity_times: pd.DataFrame, capacity_outcome: pd.DataFrame
) -> pd.DataFrame:
    """Return the capacity that production took, against what the plan would take.

    Parameters
    ----------
    production, activity_times, capacity_outcome : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, planned, standard (what the outcome takes at the times of the
        plan) and outcome (what was used where it is known, else as standard) [capacity's
        measure].

    Examples
    --------
    >>> production = pd.DataFrame({"unit": "A", "activity": "stay", "period": ["2026-01"],
    ...                            "count": [10.0], "planned": [12.0]})
    >>> times = pd.DataFrame({"activity": ["stay"], "unit": None, "capacity": "bed_day",
    ...                       "amount": 4.0})
    >>> used = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "period": "2026-01",
    ...                      "used": 45.0})
    >>> hours(production, times, used)[["planned", "standard", "outcome"]].to_numpy().tolist()
    [[48.0, 40.0, 45.0]]
    """
    rows = production[["unit", "activity", "period", "count", "planned"]]
    rows = rows.merge(times_at(rows, activity_times), on=["unit", "activity"])
    rows = rows.assign(
        planned=rows["planned"] * rows["amount"],
        standard=rows["count"] * rows["amount"],
    )
    sums = rows.groupby(_PLACE)[["planned", "standard"]].sum(min_count=1).reset_index()
    found = sums.merge(capacity_outcome[[*_PLACE, "used"]], on=_PLACE, how="left")
    return found.assign(outcome=found["used"].fillna(found["standard"])).drop(columns="used")


def points(production: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Return DRG points against those of the commission: the plan at the activities' weights.

    Parameters
    ----------
    production, activities : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        unit, item, period, planned, outcome [DRG points]; none for units without points.
    """
    rows = production[["unit", "activity", "period", "planned", "drg"]]
    rows = rows.merge(activities[["activity", "drg_weight"]], on="activity", how="left")
    rows = rows.assign(planned=rows["planned"] * rows["drg_weight"], outcome=rows["drg"])
    sums = rows.groupby(["unit", "period"])[_AMOUNTS].sum(min_count=1).reset_index()
    known = sums.groupby("unit")["outcome"].transform("count") > 0
    return sums[known].assign(item="drg")


def capacity_there_was(capacity_outcome: pd.DataFrame) -> pd.DataFrame:
    """Return available capacity against what was forecast.

    Parameters
    ----------
    capacity_outcome : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, planned, outcome [capacity's measure].
    """
    return capacity_outcome[[*_PLACE, "planned", "available"]].rename(
        columns={"available": "outcome"}
    )


def money(production: pd.DataFrame, budgets: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return cost per period of each unit with a budget against its part of the budget.

    Parameters
    ----------
    production, budgets, units : pandas.DataFrame
        The tables. The cost of a unit without a budget is borne by the next above that has one.

    Returns
    -------
    pandas.DataFrame
        unit, item, period, planned (missing without a budget) and outcome [SEK]. The budget
        follows the year's planned activities at what one has cost on average, so that a month of
        holidays is no deviation; without a plan it follows the calendar.
    """
    rows = production[[*_BEARER, "activity", "count", "planned", "cost"]]
    if rows["cost"].isna().all():
        return pd.DataFrame(columns=[*_BEARER, "item", "planned", "outcome"])
    bearer = _bearers(units, set(budgets["unit"]))
    rows = rows.assign(unit=[bearer.get(unit, unit) for unit in rows["unit"]])
    rows = rows.assign(weight=rows["planned"] * rows["activity"].map(_cost_of_one(rows)))
    sums = rows.groupby(_BEARER)[["cost", "weight"]].sum(min_count=1).reset_index()
    return sums.assign(item="cost", planned=_budget(sums, budgets), outcome=sums["cost"])


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
