"""Readiness: who stands ready whatever the volume, and acute work that nobody is named for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.staff_hours import ANY_TIME, shifts_without_staff

_PLACE = ["unit", "resource", "period"]
_WEEK = 7


def readiness(
    acute: pd.DataFrame, lines: pd.DataFrame, shift_hours: Mapping[str, float]
) -> pd.DataFrame:
    """Return what minimum lines ask for beyond what acute care takes.

    Parameters
    ----------
    acute : pandas.DataFrame
        unit, resource, period, hours: resource need of acute care, a row for every unit, resource
        and period of the plan that has any.
    lines : pandas.DataFrame
        The table minimum_lines.
    shift_hours : mapping of str to float
        Hours per shift; the lines of a shift without are left out.

    Returns
    -------
    pandas.DataFrame
        Rows of the table readiness, shift by shift. A line is persons · hours of its shift, on
        each of the period's days of its weekday, and counts where it is more than the acute care
        of that shift and weekday: readiness is a floor and never added to volume. Acute care
        falls evenly over the days, and over a day's shifts by their length.

    Examples
    --------
    A nurse at night, 10 of the 25 hours in the shifts of a day, over four weeks: 280 hours.
    Acute operations take 100 · 10 / 25 = 40 of them.

    >>> acute = pd.DataFrame({"unit": "A", "resource": "nurse", "period": ["2027-02"],
    ...                       "hours": [100.0]})
    >>> lines = pd.DataFrame({"unit": "A", "resource": "nurse", "shift": "night",
    ...                       "weekday": [1, 2, 3, 4, 5, 6, 7], "persons": 1.0})
    >>> readiness(acute, lines, {"day": 15.0, "night": 10.0})[["line", "acute", "excess"]]
        line  acute  excess
    0  280.0   40.0   240.0
    """
    length = pd.Series(dict(shift_hours), dtype=float)
    rows = lines.assign(each=lines["shift"].map(length).astype(float)).dropna(subset=["each"])
    labels = pd.Series(acute["period"].unique(), dtype="str")
    rows = rows.merge(_weekdays(labels), on="weekday")
    rows = rows.merge(acute, on=_PLACE, how="left").fillna({"hours": 0.0})
    part = (
        rows["each"] / length.sum() * rows["count"] / rows["period"].map(periods.days).astype(float)
    )
    rows = rows.assign(line=rows["persons"] * rows["each"] * rows["count"])
    rows = rows.assign(acute=rows["hours"].astype(float) * part)
    rows = rows.assign(excess=(rows["line"] - rows["acute"]).clip(lower=0.0))
    keys = ["unit", "resource", "shift", "period"]
    return rows.groupby(keys, as_index=False)[["line", "acute", "excess"]].sum()


def _weekdays(labels: pd.Series) -> pd.DataFrame:
    """Return how many days of each weekday each period has: period, weekday, count."""
    rows = []
    for label in labels:
        first, days = periods.start(label), periods.days(label)
        start = [(first + timedelta(days=n)).isoweekday() for n in range(min(days, _WEEK))]
        rows += [(label, day, len(range(n, days, _WEEK))) for n, day in enumerate(start)]
    return pd.DataFrame(rows, columns=["period", "weekday", "count"]).astype({"period": "str"})


def acute_hours(
    use: pd.DataFrame, capacity: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the hours that acute care takes of each resource, utilisation and margin counted.

    Parameters
    ----------
    use, capacity : pandas.DataFrame
        The result tables capacity_use and capacity_need.
    tables : mapping of str to pandas.DataFrame
        needs and recipes.

    Returns
    -------
    pandas.DataFrame
        unit, resource, period, hours; zero where the unit's capacity takes the resource for
        elective care only.
    """
    flow = tables["needs"].set_index("need")["flow"]
    cell = ["unit", "capacity", "period"]
    raw = use["raw"].where(use["need"].map(flow) == "acute", 0.0)
    rows = use[cell].assign(raw=raw).groupby(cell, as_index=False)[["raw"]].sum()
    weight = (capacity["need"] / capacity["raw"].where(capacity["raw"] > 0)).fillna(0.0)
    rows = rows.merge(capacity[cell].assign(weight=weight), on=cell)
    rows = rows.merge(tables["recipes"], on="capacity")
    rows = rows.assign(hours=rows["raw"] * rows["weight"] * rows["amount"])
    return rows.groupby(_PLACE, as_index=False)[["hours"]].sum()


def with_readiness(need: pd.DataFrame, ready: pd.DataFrame) -> pd.DataFrame:
    """Return the resource need with readiness beside the hours that care takes.

    Parameters
    ----------
    need, ready : pandas.DataFrame
        The result tables resource_need and readiness.

    Returns
    -------
    pandas.DataFrame
        resource_need with readiness [hours]; a unit whose care takes nothing of a resource has a
        row for its line alone.
    """
    if ready.empty:
        return need.assign(readiness=0.0)
    extra = ready.groupby(_PLACE, as_index=False)[["excess"]].sum()
    rows = need.merge(extra.rename(columns={"excess": "readiness"}), on=_PLACE, how="outer")
    return rows.fillna({"hours": 0.0, "readiness": 0.0})


def unmanned(
    production: pd.DataFrame, tables: Mapping[str, pd.DataFrame], shift_hours: Mapping[str, float]
) -> pd.DataFrame:
    """Return the acute work of shifts for which its unit names nobody.

    Parameters
    ----------
    production : pandas.DataFrame
        The result table production_need.
    tables : mapping of str to pandas.DataFrame
        needs, activities, staffing and minimum_lines.
    shift_hours : mapping of str to float
        Hours per shift.

    Returns
    -------
    pandas.DataFrame
        Rows of the table unmanned: what comes in the shift in a year, a seventh of all on each
        weekday and its shifts by their length, and the hours until the unit names anyone. Beyond
        the need's limit in hours it has no shift at all; without a limit that is not known.

    Examples
    --------
    Theatre nurses on Monday to Friday only: a hip that breaks on Saturday waits two days.

    >>> work = pd.DataFrame({"unit": "OP", "need": "hip", "activity": "nail",
    ...                      "period": ["2027-01"], "count": [70.0]})
    >>> weekdays = pd.DataFrame({"unit": "OP", "weekday": [1, 2, 3, 4, 5], "shift": "all",
    ...                          "needed": 2.0})
    >>> none = pd.DataFrame({"unit": [], "weekday": [], "shift": [], "persons": []})
    >>> found = unmanned(work, {
    ...     "needs": pd.DataFrame({"need": ["hip"], "flow": "acute", "limit_hours": 24.0}),
    ...     "activities": pd.DataFrame({"activity": ["nail"], "kind": "operation"}),
    ...     "staffing": weekdays, "minimum_lines": none}, {"all": 24.0})
    >>> found[["weekday", "count", "wait_hours", "why"]].to_numpy().tolist()
    [[6, 10.0, 48.0, 'no_shift'], [7, 10.0, 24.0, 'next_shift']]
    """
    facts = tables["needs"][["need", "flow", "limit_hours"]]
    kind = tables["activities"].set_index("activity")["kind"]
    rows = production.merge(facts, on="need")
    rows = rows[(rows["flow"] == "acute") & rows["activity"].map(kind).isin(ANY_TIME)]
    keys = ["unit", "need", "activity"]
    rows = rows.groupby(keys, as_index=False).agg(
        count=("count", "sum"), limit_hours=("limit_hours", "first")
    )
    bare = shifts_without_staff(tables["staffing"], tables["minimum_lines"], shift_hours)
    rows = rows.merge(bare, on="unit")
    limit = rows["limit_hours"].astype(float)
    why = np.select(
        [limit.isna(), rows["wait_hours"] > limit], ["not_known", "no_shift"], "next_shift"
    )
    part = rows["shift"].map(dict(shift_hours)).astype(float) / sum(shift_hours.values()) / _WEEK
    return rows.assign(count=rows["count"] * part, why=why)
