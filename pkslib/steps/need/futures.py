"""Futures of the waiting lists that need no plan: as lately, what the care guarantee takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.waiting import target_capacity
from pkslib.methods.waiting_futures import Lists, one_answer
from pkslib.methods.waiting_list import DAYS, EVEN, steady
from pkslib.settings import Queue
from pkslib.steps.need.waits import bands_tell
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.results.waiting import AS_LATELY, GUARANTEE, RULES

_LIST = ["need", "unit"]
# Whole weeks that hold a year.
_WEEKS = 53
_MONTH = 365 / 12


def goals(
    lists: Lists, usual: Floats, latest: pd.DataFrame, settings: Queue, year: int
) -> pd.DataFrame:
    """Return what each list takes to be within the guarantee by a date and for good.

    Parameters
    ----------
    lists : Lists
        At the start.
    usual : array (lists, weeks)
        As many treated as lately.
    latest : pandas.DataFrame
        Bands of the latest lists.
    settings : Queue
        Share and date (the year's last day without one), and stricter limits.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        Rows of the table waiting_goal: under the rules of today, and under stricter ones.
    """
    by = settings.by or date(year, 12, 31)
    days = (by - lists.start).days + 1
    weeks = min(max(days // DAYS, 1), _WEEKS)
    today = lists.places["limit"].to_numpy(float, na_value=np.nan)
    stricter = settings.stricter_limits(date(year, 12, 31))
    rules = zip(RULES, (today, lists.places["need"].map(stricter).to_numpy(float)), strict=True)
    rows = []
    for rule, limit in rules:
        known = ~np.isnan(limit)
        if known.any():
            each = _goal(lists, np.where(known, limit, 0.0), latest, settings.within, weeks)
            rows.append(each.assign(rule=rule)[known])
    if not rows:
        return empty(RESULTS["waiting_goal"])
    found: pd.DataFrame = pd.concat(rows, ignore_index=True).merge(
        lists.places[_LIST].assign(lately=usual.mean(axis=1)), on=_LIST
    )
    weeks_of_limit = found["limit"].clip(lower=1) / DAYS
    return found.assign(
        steady=target_capacity(found["kept"], weeks_of_limit, factor=settings.factor),
        by=by.isoformat(), share=settings.within,
        extra=(found["needed"] - found["lately"]).clip(lower=0),
        monthly_change=(found["steady_list"] - found["waiting"]) / (max(days, DAYS) / _MONTH),
    )  # fmt: skip


def _goal(
    lists: Lists, limit: Floats, latest: pd.DataFrame, share: float, weeks: int
) -> pd.DataFrame:
    """Return one rule's rows: kept is what comes and does not leave on a list that lasts.

    What it takes is told where the bands tell who is within the limit, and where it is the same
    however patients stand in their bands: who waits now has waited too long by then.
    """
    needed, within = lists.needed(limit, share, weeks), lists.within(limit)
    lower, upper = needed.min(axis=1), needed.max(axis=1)
    told = pd.Series(bands_tell(latest, lists.places, limit))
    arrivals = lists.arrivals[:, :weeks].mean(axis=1)
    size, kept = steady(arrivals, np.maximum(limit, 1.0) / DAYS, share, lists.ways)
    places: pd.DataFrame = lists.places[_LIST].reset_index(drop=True)
    return places.assign(
        limit=limit, waiting=lists.waiting[EVEN].sum(axis=1), arrivals=arrivals,
        within_lower=within.min(axis=1), within=within[EVEN].where(told),
        within_upper=within.max(axis=1), needed_lower=lower,
        needed=needed[EVEN].where(told | one_answer(lower, upper)), needed_upper=upper,
        steady_list=size, kept=kept,
    )  # fmt: skip


def futures(lists: Lists, usual: Floats, goal: pd.DataFrame, year: int) -> list[pd.DataFrame]:
    """Return the months of a year as lately, and as the care guarantee of today takes.

    Parameters
    ----------
    lists, usual, year
        As for :func:`goals`.
    goal : pandas.DataFrame
        As from :func:`goals`.

    Returns
    -------
    list of pandas.DataFrame
        Rows of the table waiting_ahead.
    """
    last = date(year, 12, 31)
    asked = goal[goal["rule"] == RULES[0]]
    asked = asked.assign(asked=asked["needed"].fillna(asked["needed_upper"]))
    rows = lists.places[_LIST].merge(asked, on=_LIST, how="left")
    until = (date.fromisoformat(asked["by"].max()) - lists.start).days // DAYS if len(asked) else 0
    before = rows[["asked", "steady"]].max(axis=1).to_numpy(float)[:, None]
    after = rows["steady"].to_numpy(float)[:, None]
    weeks = np.arange(lists.arrivals.shape[1])
    capacity = np.where(weeks < max(until, 1), before, after)
    capacity = np.where(np.isnan(capacity), usual, capacity)
    promised = rows["asked"].notna().to_numpy()
    found = lists.to_the_end(capacity, last).assign(future=GUARANTEE)
    months = len(found) // max(len(lists.places), 1)
    return [
        lists.to_the_end(usual, last).assign(future=AS_LATELY),
        found[np.repeat(promised, months)],
    ]


def expected_waits(ahead: pd.DataFrame, year: int, resolution: str) -> pd.DataFrame:
    """Return how long those offered care in each period have waited, treated as lately.

    Parameters
    ----------
    ahead : pandas.DataFrame
        The table waiting_ahead.
    year : int
        Planning year.
    resolution : str
        Kind of period asked for; months are joined, or hold for each of their weeks.

    Returns
    -------
    pandas.DataFrame
        The table expected_waits; a period in which nobody is treated has no row.
    """
    rows = ahead[ahead["future"] == AS_LATELY].dropna(subset=["wait_days"])
    labels = pd.DataFrame({"label": periods.within_year(year, resolution)})
    first = labels["label"].map(lambda label: periods.start(label).isoformat()[:7])
    last = labels["label"].map(lambda label: periods.end(label).isoformat()[:7])
    rows = rows.merge(labels.assign(first=first, last=last), how="cross")
    rows = rows[rows["period"].between(rows["first"], rows["last"])]
    rows = rows.assign(days=rows["wait_days"] * rows["treated"])
    sums = rows.groupby([*_LIST, "label"], as_index=False)[["days", "treated"]].sum()
    sums = sums.rename(columns={"label": "period"})
    return sums.assign(wait_days=sums["days"] / sums["treated"])[[*_LIST, "period", "wait_days"]]


def reliefs(
    expected: pd.DataFrame, tables: Mapping[str, pd.DataFrame], settings: Queue
) -> pd.Series:
    """Return the extra patients of each need and period while a waiting list is worked down.

    Parameters
    ----------
    expected : pandas.DataFrame
        need, period.
    tables : mapping of str to pandas.DataFrame
        The table queue: need, relief [patients per period], what reaches the target queue over the
        year (a list shorter than its target is not refilled); and waiting_goal, as from
        :func:`goals`, which counts when a date is set.
    settings : Queue
        Whether lists are worked down, and by when.

    Returns
    -------
    pandas.Series
        Patients, a value a row of expected.
    """
    if not settings.work_down:
        return pd.Series(0.0, expected.index)
    if settings.by is None:
        relief = tables["queue"].set_index("need")["relief"].clip(lower=0)
        return expected["need"].map(relief).astype(float).fillna(0.0)
    goal = tables["waiting_goal"]
    rows = goal[goal["rule"] == RULES[0]]
    rows = rows.assign(extra=(rows["needed"] - rows["arrivals"]).clip(lower=0))
    by, extra = settings.by, rows.groupby("need")["extra"].sum()
    weekly_extra = expected["need"].map(extra).astype(float).fillna(0.0)
    days = expected["period"].map(lambda label: _days_until(label, by)).astype(float)
    return weekly_extra / DAYS * days


def _days_until(period: str, by: date) -> int:
    """Return the days of a period up to and including a day."""
    return int(np.clip((by - periods.start(period)).days + 1, 0, periods.days(period)))
