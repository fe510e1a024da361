"""Plan and bookings of the weeks ahead: in hours of clinic or theatre, and in operations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.workdays import days_between, is_working_day
from pkslib.tables.times import times_at

_DOER = ["unit", "activity"]
_HOUR, _SLOT = "hour", "slot"
_STATES = ["booked", "to_plan", "overdue"]
_OPERATIONS = ("operation", "day_case")


def rates_of(
    bookings: pd.DataFrame,
    production_need: pd.DataFrame,
    activity_times: pd.DataFrame,
    capacities: pd.DataFrame,
) -> pd.DataFrame:
    """Return the hours that a planned activity stands for at the units that book.

    Parameters
    ----------
    bookings, production_need, activity_times, capacities : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        unit, activity, capacity, length, hours and bookable per activity: hours of the hour
        capacity that it takes most of, and the part of them that goes to needs the unit books. A
        slot counts as the mean hours per patient of the unit's bookings.
    """
    booked = bookings[["unit", "need"]].drop_duplicates().assign(booked=1.0)
    need = production_need.merge(booked, on=["unit", "need"], how="left")
    need = need[need["unit"].isin(booked["unit"])].fillna({"booked": 0.0})
    need = need.assign(part=need["count"] * need["booked"])
    sums = need.groupby(_DOER, as_index=False)[["part", "count"]].sum()
    rows = sums.merge(times_at(sums, activity_times), on=_DOER)
    rows = rows.merge(capacities[["capacity", "measure"]], on="capacity")
    slot = rows["unit"].map(bookings.groupby("unit")["hours_per_patient"].mean()).astype(float)
    length = (
        rows["measure"].map({_HOUR: 1.0}).astype(float).fillna(slot.where(rows["measure"] == _SLOT))
    )
    share = rows["part"] / rows["count"].where(rows["count"] > 0)
    rows = rows.assign(length=length, hours=rows["amount"] * length)
    rows = rows.assign(bookable=rows["hours"] * share.fillna(0.0))
    rows = rows[rows["hours"] > 0].sort_values(
        [*_DOER, "hours", "capacity"], ascending=[True, True, False, True]
    )
    return rows.drop_duplicates(_DOER)[[*_DOER, "capacity", "length", "hours", "bookable"]]


def planned_hours(rates: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return the plan of each unit and week: unit, week, plan, kept [hours].

    Parameters
    ----------
    rates : pandas.DataFrame
        As from :func:`rates_of`.
    planned : pandas.DataFrame
        As from :func:`planned_weeks`.

    Returns
    -------
    pandas.DataFrame
        plan is all care that the unit's staff give, because its schedule holds all of them; kept
        is what of it the unit doesn't book ahead: acute care first of all.
    """
    rows = planned.merge(rates, on=_DOER)
    rows = rows.assign(
        plan=rows["target"] * rows["hours"],
        kept=rows["target"] * (rows["hours"] - rows["bookable"]),
    )
    return rows.groupby(["unit", "week"], as_index=False)[["plan", "kept"]].sum()


def planned_weeks(plan_weeks: pd.DataFrame, production: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the planned activities of every week: unit, activity, week, target.

    Parameters
    ----------
    plan_weeks : pandas.DataFrame
        The result table: the planning year.
    production : pandas.DataFrame
        The table: its column planned is the plan of the weeks before the planning year.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        A week at the turn of the year may have two rows, each with its days' part.
    """
    rows = pd.concat([plan_weeks, _plan_before(production, year)], ignore_index=True)
    return rows.astype({"target": float})


def _plan_before(production: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return last year's plan by week, spread over working days: unit, activity, week, target."""
    known = production[[*_DOER, "period", "planned"]].dropna(subset=["planned"])
    known = known[known["period"].str.startswith(f"{year - 1:04d}")]
    shares = [
        (label, week, share) for label in known["period"].unique() for week, share in _weeks(label)
    ]
    weeks = pd.DataFrame(shares, columns=["period", "week", "share"])
    rows = known.merge(weeks.astype({"period": "str"}), on="period")
    rows = rows.assign(target=rows["planned"].astype(float) * rows["share"])
    return rows[[*_DOER, "week", "target"]]


def _weeks(label: str) -> list[tuple[str, float]]:
    """Return the ISO weeks of a period with their share of its working days."""
    days = days_between(periods.start(label), periods.end(label))
    working = days[is_working_day(days)]
    names = [periods.label_of(day, "week") for day in working.tolist()]
    found, counts = np.unique(names, return_counts=True)
    return list(zip(found.tolist(), (counts / max(len(names), 1)).tolist(), strict=True))


def booked_hours(bookings: pd.DataFrame) -> pd.DataFrame:
    """Return bookings in hours: unit, week, booked, to_plan, overdue.

    Parameters
    ----------
    bookings : pandas.DataFrame
        The table.

    Examples
    --------
    >>> booked_hours(pd.DataFrame({
    ...     "unit": "A", "week": "2027-W01", "need": ["hip", "knee"], "booked": [4.0, 2.0],
    ...     "to_plan": [1.0, 0.0], "overdue": 0.0, "hours_per_patient": [0.5, 1.0],
    ... })).to_numpy().tolist()
    [['A', '2027-W01', 4.0, 0.5, 0.0]]
    """
    hours = bookings[_STATES].mul(bookings["hours_per_patient"], axis=0)
    rows = pd.concat([bookings[["unit", "week"]], hours], axis=1)
    return rows.groupby(["unit", "week"], as_index=False)[_STATES].sum()


def operations_ahead(
    bookings: pd.DataFrame,
    production_need: pd.DataFrame,
    activities: pd.DataFrame,
    planned: pd.DataFrame,
) -> pd.DataFrame:
    """Return booked and planned operations of each unit that books operations.

    Parameters
    ----------
    bookings, production_need, activities : pandas.DataFrame
        The tables.
    planned : pandas.DataFrame
        As from :func:`planned_weeks`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table operations_ahead, of the weeks that have bookings: plan is all planned
        operations, bookable those for needs that the unit books, acute care left out. At a unit
        that does other things too, bookings count by the operations' share of the need's
        activities.
    """
    kinds = production_need.merge(activities[["activity", "kind"]], on="activity")
    kinds = kinds.assign(operated=kinds["count"].where(kinds["kind"].isin(_OPERATIONS), 0.0))
    needs = kinds.groupby(["unit", "need"], as_index=False)[["count", "operated"]].sum()
    needs = needs.assign(share=needs["operated"] / needs["count"].where(needs["count"] > 0))
    rows = bookings.merge(needs[["unit", "need", "share"]], on=["unit", "need"])
    rows = rows[rows["share"] > 0]
    booked = rows.assign(booked=rows["booked"] * rows["share"])
    booked = booked.groupby(["unit", "week"], as_index=False)[["booked"]].sum()
    plan = planned.merge(_bookable(kinds, rows), on=_DOER)
    plan = plan.assign(bookable=plan["target"] * plan["share"], plan=plan["target"])
    plan = plan.groupby(["unit", "week"], as_index=False)[["plan", "bookable"]].sum()
    found = booked.merge(plan, on=["unit", "week"], how="left")
    return found.fillna({"plan": 0.0, "bookable": 0.0})


def _bookable(kinds: pd.DataFrame, booked: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each operation at units that book which goes to needs they book."""
    mine = kinds[(kinds["operated"] > 0) & kinds["unit"].isin(booked["unit"])]
    pairs = booked[["unit", "need"]].drop_duplicates().assign(listed=1.0)
    mine = mine.merge(pairs, on=["unit", "need"], how="left").fillna({"listed": 0.0})
    mine = mine.assign(part=mine["operated"] * mine["listed"])
    sums = mine.groupby(_DOER, as_index=False)[["part", "operated"]].sum()
    return sums.assign(share=sums["part"] / sums["operated"])[[*_DOER, "share"]]
