"""Operations booked ahead against the production plan."""

from __future__ import annotations

import pandas as pd

_DOER = ["unit", "activity"]
_OPERATIONS = ("operation", "day_case")


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
        unit, activity, week, target [activities].

    Returns
    -------
    pandas.DataFrame
        unit, week, plan: all planned operations; bookable: those for needs that the unit books,
        acute care left out; booked [operations]; the weeks that have bookings. At a unit that
        does other things too, bookings count by the operations' share of the need's activities.
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
