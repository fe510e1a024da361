"""What is worth a picture or a word: the widest gaps, the largest needs, what stands out."""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from pkslib.tables.results.follow_up import FLAGS
from pkslib.tables.results.learning import ACTIONS

LOOK = FLAGS[0]


def each(frame: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples, without the index."""
    columns = (column for _, column in frame.items())
    return list(map(_row(tuple(frame.columns))._make, zip(*columns, strict=True)))


@cache
def _row(columns: tuple[str, ...]) -> Any:
    """Return a named tuple's class, which takes longer to make than most tables' rows."""
    return namedtuple("Row", columns, rename=True)


def highest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the row with the highest value in a column, the first of several.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least one row; where every value is missing the first row is returned.
    column : str
        Numbers.

    Examples
    --------
    >>> highest(pd.DataFrame({"unit": ["A", "B"], "gap": [np.nan, -3.0]}), "gap")["unit"]
    'B'
    """
    values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    return frame.iloc[int(np.nan_to_num(values, nan=-np.inf).argmax())]


def in_calling_order(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the table calls in the order in which to call, over all units.

    Parameters
    ----------
    calls : pandas.DataFrame
        unit, number, priority, guarantee_week, target_week and waited.

    Returns
    -------
    pandas.DataFrame
        The highest medical priority first, then whose guarantee passes first, or else the target
        week, then who has waited longest; a unit's own are in the order of their numbers.

    Examples
    --------
    >>> calls = pd.DataFrame({
    ...     "unit": ["A", "A", "B"], "number": [1, 2, 1], "priority": [3, 4, 2],
    ...     "guarantee_week": [None, "2026-W40", None], "target_week": "2026-W47", "waited": 9.0,
    ... })
    >>> in_calling_order(calls)["unit"].tolist()
    ['B', 'A', 'A']
    """
    limit = calls["guarantee_week"].fillna(calls["target_week"])
    by = ["priority", "limit", "waited", "unit", "number"]
    rows = calls.assign(limit=limit).sort_values(by, ascending=[True, True, False, True, True])
    return rows.drop(columns="limit")


def largest_needs(care_need: pd.DataFrame, count: int = 3) -> list[str]:
    """Return the needs with most patients.

    Parameters
    ----------
    care_need : pandas.DataFrame
        need, patients.
    count : int
        How many at most.
    """
    return largest(care_need, "need", "patients", count)


def largest(frame: pd.DataFrame, column: str, amount: str, count: int) -> list[str]:
    """Return the codes with the largest sums, nothing where no sum is above zero.

    Parameters
    ----------
    frame : pandas.DataFrame
        The two columns named next.
    column, amount : str
        Codes, and what is summed.
    count : int
        How many at most.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["A", "B", "A"], "minus": [1.0, 3.0, 1.0]})
    >>> largest(rows, "unit", "minus", 1), largest(rows.iloc[:0], "unit", "minus", 1)
    (['B'], [])
    """
    sums = frame.groupby(column)[amount].sum().sort_values(ascending=False, kind="stable")
    return [str(code) for code in sums.index[sums > 0][:count]]


def odd_marks(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the marks that a reader may have an opinion on: all but the pandemic by rule.

    Parameters
    ----------
    marks : pandas.DataFrame
        Result table.
    """
    return marks[(marks["kind"] != "pandemic") | (marks["decided"] == "scenario")]


def widest_gaps(gap: pd.DataFrame, count: int = 3) -> list[tuple[str, str]]:
    """Return unit and capacity where most is missing; where nothing is, those with least to spare.

    Parameters
    ----------
    gap : pandas.DataFrame
        unit, capacity, period, need, gap.
    count : int
        How many at most.

    Examples
    --------
    A larger unit may lack more and yet lack a smaller share; the share decides:

    >>> rows = pd.DataFrame({"unit": ["A", "B"], "capacity": "bed_day", "period": "2027",
    ...                      "need": [1000.0, 100.0], "gap": [20.0, 10.0]})
    >>> widest_gaps(rows, 1)
    [('B', 'bed_day')]
    """
    keys = ["unit", "capacity"]
    sums = gap.assign(short=gap["gap"].clip(lower=0)).groupby(keys)[["short", "gap", "need"]].sum()
    need = sums["need"].where(sums["need"] > 0)
    ranked = sums.assign(short=sums["short"] / need, gap=sums["gap"] / need).sort_values(
        ["short", "gap"], ascending=False, kind="stable", na_position="last"
    )
    return [(str(unit), str(capacity)) for unit, capacity in ranked.index[:count]]


def shared_capacity(gap: pd.DataFrame) -> str:
    """Return the capacity with the largest share missing of those that several units have.

    Parameters
    ----------
    gap : pandas.DataFrame
        Result table. Without a shared capacity any will do.
    """
    several = gap.groupby("capacity")["unit"].transform("nunique") > 1
    return capacities(gap[several] if several.any() else gap, 1)[0]


def capacities(frame: pd.DataFrame, count: int | None = None) -> list[str]:
    """Return capacities, the one with the largest share missing first.

    Parameters
    ----------
    frame : pandas.DataFrame
        capacity, need, available; summary or gap.
    count : int, optional
        How many at most.
    """
    sums = frame.groupby("capacity")[["need", "available"]].sum()
    share = (sums["need"] - sums["available"]) / sums["need"].where(sums["need"] > 0)
    return list(share.sort_values(ascending=False, kind="stable").index[:count])


def most_uncertain(gap_risk: pd.DataFrame, count: int = 2) -> list[str]:
    """Return capacities of which it is least certain whether the region has enough over the year.

    Parameters
    ----------
    gap_risk, count
        The result table, and how many at most.
    """
    whole = gap_risk[(gap_risk["scope"] == "region") & ~gap_risk["period"].str.contains("-")]
    distance = (whole.set_index("capacity")["risk"] - 0.5).abs()
    return [str(code) for code in distance.sort_values(kind="stable").index[:count]]


def widest_deviations(
    verdicts: pd.DataFrame, count: int = 3, subject: str = "production"
) -> list[tuple[str, str]]:
    """Return place and item that deviate most in tracking signal, the systematic ones first.

    Parameters
    ----------
    verdicts, count
        The result table, and how many at most.
    subject : str
        ``need``, ``production`` or ``capacity``.
    """
    rows = verdicts[verdicts["subject"] == subject]
    ranked = rows.assign(
        systematic=rows["verdict"] == "systematic", size=rows["tracking_signal"].abs()
    ).sort_values(["systematic", "size"], ascending=False, kind="stable")
    return list(zip(ranked["place"][:count], ranked["item"][:count], strict=True))


def busiest_activities(plan_weeks: pd.DataFrame, count: int = 3) -> list[tuple[str, str]]:
    """Return unit and activity with most planned activities.

    Parameters
    ----------
    plan_weeks, count
        The result table, and how many at most.
    """
    sizes = plan_weeks.groupby(["unit", "activity"])["target"].sum()
    ranked = sizes.sort_values(ascending=False, kind="stable").index[:count]
    return [(str(unit), str(activity)) for unit, activity in ranked]


def units_ahead(weeks_ahead: pd.DataFrame, count: int = 3) -> list[str]:
    """Return the units with most hours of patients who have waited too long, then least booked.

    Parameters
    ----------
    weeks_ahead, count
        The result table, and how many at most.
    """
    sums = weeks_ahead.groupby("unit")[["overdue", "plan", "booked"]].sum()
    ranked = sums.assign(free=sums["plan"] - sums["booked"]).sort_values(
        ["overdue", "free"], ascending=False, kind="stable"
    )
    return [str(unit) for unit in ranked.index[:count]]


def steadiest(schedule_reach: pd.DataFrame, count: int = 1) -> list[str]:
    """Return the units whose schedules reach farthest, of equals the most evenly booked.

    Parameters
    ----------
    schedule_reach, count
        The result table, and how many at most.
    """
    ranked = schedule_reach.sort_values(
        ["reach", "variation", "unit"], ascending=[False, True, True], kind="stable"
    )
    return [str(unit) for unit in ranked["unit"][:count]]


def lost_visits(production: pd.DataFrame, bookings: pd.DataFrame, count: int = 2) -> list[str]:
    """Return the units with bookings ahead where most visits are lost.

    Parameters
    ----------
    production : pandas.DataFrame
        Input table.
    bookings, count
        The input table, and how many at most.
    """
    mine = production[production["unit"].isin(set(bookings["unit"]))]
    lost = [name for name in ("cancelled_late", "no_show") if name in mine.columns]
    sums = mine.assign(lost=mine[lost].sum(axis=1)).groupby("unit")[["lost", "count"]].sum()
    ranked = sums.sort_values(["lost", "count"], ascending=False, kind="stable")
    return [str(unit) for unit in ranked.index[:count]]


def look_first(verdicts: pd.DataFrame, count: int = 5) -> pd.DataFrame:
    """Return the units' flagged deviations, one a unit, the largest first.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        Result table; hours, capacity and
        money are looked at, which say most of a unit as a whole.
    count : int
        How many at most.

    Returns
    -------
    pandas.DataFrame
        Rows of the table with share [of plan], the largest share of what it matters for first.
    """
    judged = verdicts["subject"].isin(("hours", "capacity", "money"))
    rows = verdicts[judged & (verdicts["flag"] == LOOK) & (verdicts["planned"] > 0)]
    rows = rows.assign(share=rows["deviation"] / rows["planned"])
    ranked = rows.sort_values("size", ascending=False, kind="stable", ignore_index=True)
    return ranked.drop_duplicates("place").head(count)[[*verdicts.columns, "share"]]


def acting(action_list: pd.DataFrame) -> pd.DataFrame:
    """Return the actions by how they stand, the overdue first, then what nobody acts on.

    Parameters
    ----------
    action_list : pandas.DataFrame
        Result table.

    Returns
    -------
    pandas.DataFrame
        The same rows, of those that stand alike the earliest due and the largest deviation first.
    """
    order = action_list["standing"].map(ACTIONS.index)
    ranked = action_list.assign(order=order, size=-action_list["share"].abs())
    ranked = ranked.sort_values(["order", "due", "size"], kind="stable", ignore_index=True)
    return ranked[action_list.columns]


def of_each_kind(proposals: pd.DataFrame) -> pd.DataFrame:
    """Return proposals so that each kind is seen early, those that mend most of an error first.

    Parameters
    ----------
    proposals : pandas.DataFrame
        Result table.
    """
    mended = (1 - proposals["error_applied"] / proposals["error"]).rename("mended")
    ranked = proposals.assign(mended=mended).sort_values("mended", ascending=False, kind="stable")
    turn = ranked.groupby("what").cumcount().sort_values(kind="stable")
    return proposals.loc[turn.index].reset_index(drop=True)


def gives_way(prioritised: pd.DataFrame) -> pd.DataFrame:
    """Return the care that gives way over the year, most first.

    Parameters
    ----------
    prioritised : pandas.DataFrame
        The result table; a row a period.

    Returns
    -------
    pandas.DataFrame
        The same without period, consequence and use, a row for all periods of the same decision
        and reason: patients and amounts added up, and the highest planned load that remains.
    """
    left_out = ("period", "to_period", "consequence", "use")
    sums = {"patients": "sum", "amount": "sum", "load": "max"}
    kept = [name for name in prioritised if name not in (*left_out, *sums)]
    found = prioritised.groupby(kept, sort=False, dropna=False).agg(sums).reset_index()
    ordered = [name for name in prioritised if name in found]
    return found[ordered].sort_values("patients", ascending=False, kind="stable", ignore_index=True)
