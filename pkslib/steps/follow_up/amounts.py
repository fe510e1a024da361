"""The amounts behind the guidance's list of parameters: what was done, had, used and paid."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

_PLACE = ["unit", "capacity", "period"]


def produced(production: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Return activities done and planned by kind: visits as first, return or acute if told.

    Parameters
    ----------
    production : pandas.DataFrame
        unit, activity, period, count and, optionally, planned [activities].
    activities : pandas.DataFrame
        activity, kind and, optionally, contact.

    Returns
    -------
    pandas.DataFrame
        place, item (kind, or kind of visit), period, outcome, planned [activities].

    Examples
    --------
    >>> done = pd.DataFrame({"unit": "A", "activity": ["new", "op"], "period": "2026-01",
    ...                      "count": [5.0, 2.0]})
    >>> known = pd.DataFrame({"activity": ["new", "op"], "kind": ["visit", "day_case"],
    ...                       "contact": ["first", None]})
    >>> produced(done, known)[["item", "outcome"]].to_numpy().tolist()
    [['first', 5.0], ['operation', 2.0]]
    """
    rows = production.reindex(columns=["unit", "activity", "period", "count", "planned"])
    kinds = activities.reindex(columns=["activity", "kind", "contact"]).astype({"contact": "str"})
    rows = rows.merge(kinds, on="activity").astype({"planned": float})
    kind = rows["kind"].replace({"day_case": "operation"})
    rows = rows.assign(
        item=rows["contact"].where(rows["kind"] == "visit").fillna(kind),
        place=rows["unit"],
        outcome=rows["count"],
    )
    keys = ["place", "item", "period"]
    return rows.groupby(keys, as_index=False)[["outcome", "planned"]].sum(min_count=1)


def resource_hours(tables: Mapping[str, pd.DataFrame], used: pd.DataFrame) -> pd.DataFrame:
    """Return the hours of staff and rooms there were, and those that production took.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables resources and recipes.
    used : pandas.DataFrame
        unit, capacity, period, outcome [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        item (resource), place, period, had (count · hours · (1 − absence)) and taken (by the
        recipes) [hours]; only of units and resources known on both sides.
    """
    resources = tables["resources"]
    keys = ["unit", "resource", "period"]
    net = resources["count"] * resources["hours"] * (1 - resources["absence"])
    had = resources.assign(had=net)[[*keys, "had"]]
    takes = used[[*_PLACE, "outcome"]].merge(tables["recipes"], on="capacity")
    takes = takes.assign(taken=takes["outcome"] * takes["amount"])
    taken = takes.groupby(keys, as_index=False)["taken"].sum(min_count=1).dropna()
    return had.merge(taken, on=keys).rename(columns={"unit": "place", "resource": "item"})
