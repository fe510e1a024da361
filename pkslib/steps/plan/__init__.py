"""Plan: production targets and a levelled plan in whole numbers, within what capacity allows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.priority import HIGHEST
from pkslib.settings import PRODUCTION, Settings
from pkslib.steps.plan.layout import KEY, Days, Layout, days_of
from pkslib.steps.plan.level import within_capacity
from pkslib.steps.plan.within import CELL, changes, kept, moved, production_of, unbought, uses_of
from pkslib.tables.ability import in_activities
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.times import episodes_of

_TABLES = (
    *("targets", "plan", "plan_weeks", "plan_weekdays", "plan_needs", "plan_change"),
    "acute_above",
)
# A share more than there is that is rounding.
_DUST = 1e-9


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Plan a region's production for a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of needs, units, activities, activity_times and production (which may be
        empty), and the result tables production_need, unmanned, capacity_need, delays, shifts,
        prioritised, capacity_use and balance.
    settings : Settings
        Its part plan.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables targets, plan, plan_weeks, plan_weekdays, plan_needs, plan_change and
        acute_above.

    Notes
    -----
    Care that the balance shifts to another unit is planned there, and care that waits in its later
    period; what it limits or cancels is not planned, and what it buys is planned elsewhere, the
    lowest medical priority first, and the bed of an operation with the operation. What the balance
    leaves as strain, or unsolved, stays in the plan: no patient falls out of it without a decision.
    Elective care is then levelled over the open days; that of the highest medical priority, and
    needs with a medical limit, over all working days: no summer closing holds them back. Acute care
    is laid on the weekdays for which its unit names somebody. ISO weeks at the
    turn of the year count only their days within the planning year, under their own label
    (1 January 2027 belongs to 2026-W53), so that the weeks add up to the year's target.
    """
    if settings.balance.against == PRODUCTION:
        tables = in_activities(tables)
    need = tables["production_need"]
    labels = sorted(label for label in need["period"].unique() if label[:4] == f"{year:04d}")
    if not labels:
        return {name: empty(RESULTS[name]) for name in _TABLES}
    labels = periods.between(labels[0], labels[-1])
    days = days_of(labels, settings.plan)
    production = production_of(need, tables["needs"], labels, tables["shifts"])
    production = production.assign(urgent=_urgent(production, tables["needs"]))
    uses = uses_of(production, tables["activity_times"], tables["capacity_need"])
    wanted = moved(production, uses, tables["delays"], tables["shifts"])
    episodes = episodes_of(
        tables["production_need"], tables["activities"], tables["activity_times"], tables["units"]
    )
    own = kept(uses, wanted, tables["prioritised"])
    count = unbought(uses, own, tables["balance"], episodes)
    series, planned = _levelled(
        production.assign(count=count), uses, tables["balance"], days, settings.plan.level
    )
    layout = _layout(series, planned, labels, days, tables["unmanned"])
    plan = layout.plan()
    found = {
        "targets": layout.targets(year),
        "plan": plan,
        "plan_weeks": layout.weeks(),
        "plan_weekdays": layout.weekdays(),
        "plan_needs": _by_need(production.assign(count=count, bought=(own - count).clip(lower=0))),
        "plan_change": changes(tables, uses, (wanted, own), production, episodes, plan),
        "acute_above": acute_above(tables["capacity_use"], tables["needs"], tables["balance"]),
    }
    return found


def acute_above(use: pd.DataFrame, needs: pd.DataFrame, balance: pd.DataFrame) -> pd.DataFrame:
    """Return where acute care alone takes more than all that there is of a capacity.

    Parameters
    ----------
    use, needs, balance : pandas.DataFrame
        The tables capacity_use, needs and balance.

    Returns
    -------
    pandas.DataFrame
        Rows of the table acute_above: acute use, before utilisation and margin, and what is there
        when capacity has been moved, extended and bought.
    """
    acute = use[use["need"].isin(needs.loc[needs["flow"] == "acute", "need"])]
    sums = acute.groupby(CELL, as_index=False)[["raw"]].sum().rename(columns={"raw": "acute"})
    rows = sums.merge(balance, on=CELL)
    there = rows[["available", "moved", "extended", "bought"]].sum(axis=1).clip(lower=0.0)
    rows = rows.assign(there=there, load=rows["acute"] / there.where(there > 0))
    return rows[rows["acute"] > there * (1 + _DUST)]


def _urgent(production: pd.DataFrame, needs: pd.DataFrame) -> pd.Series:
    """Return what no summer closing holds back: of the highest priority, or with a limit."""
    limited = needs[["limit_hours", "longest_wait_days"]].notna().any(axis=1)
    first = needs.loc[limited | (needs["priority"] == HIGHEST), "need"]
    return production["elective"] & production["need"].isin(first)


def _levelled(
    production: pd.DataFrame,
    uses: pd.DataFrame,
    balance: pd.DataFrame,
    days: Days,
    level: float,
) -> tuple[pd.DataFrame, Floats]:
    """Return each series of elective or acute activities, and its plan by period."""
    open_days = days.open_days()
    count = production["count"].to_numpy().reshape(-1, open_days.size)
    series = production.iloc[:: open_days.size].reset_index(drop=True)
    uses = uses.assign(place=uses["row"] // open_days.size, step=uses["row"] % open_days.size)
    spare = balance[CELL].assign(spare=(-balance["remaining"]).clip(lower=0))
    weight = np.where(series[["urgent"]], days.working_days(), open_days)
    return series, within_capacity(count, series, uses, spare, weight, level)


def _by_need(production: pd.DataFrame) -> pd.DataFrame:
    """Return what is planned and bought for each need at each unit, before rounding."""
    return production.groupby(["unit", "need", "activity"], as_index=False)[
        ["count", "bought"]
    ].sum()


def _layout(
    series: pd.DataFrame, count: Floats, labels: list[str], days: Days, unmanned: pd.DataFrame
) -> Layout:
    """Return the plan per unit and activity, needs added up."""
    keys = series[KEY].drop_duplicates().sort_values(KEY, ignore_index=True)
    place = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(series[KEY]))
    sums = []
    urgent = series["urgent"]
    for flow in (~series["elective"], series["elective"] & ~urgent, urgent):
        amount = np.zeros((len(keys), count.shape[1]))
        np.add.at(amount, place[flow], count[flow])
        sums.append(amount)
    bare = unmanned[unmanned["whole_day"].astype(bool)]
    empty_days = bare[["unit", "weekday"]].drop_duplicates()
    manned = np.ones((len(keys), 7), bool)
    for unit, day in zip(empty_days["unit"], empty_days["weekday"], strict=True):
        manned[keys["unit"] == unit, day - 1] = False
    return Layout(keys, sums[0], sums[1], labels, days, urgent=sums[2], manned=manned)
