"""Plan: production targets and a levelled plan in whole numbers, within what capacity allows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.settings import PRODUCTION, Settings
from pkslib.steps.plan.layout import KEY, Days, Layout, days_of
from pkslib.steps.plan.level import within_capacity
from pkslib.steps.plan.within import CELL, changes, kept, moved, production_of, unbought, uses_of
from pkslib.tables.ability import in_activities
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.times import episodes_of

_TABLES = ("targets", "plan", "plan_weeks", "plan_weekdays", "plan_needs", "plan_change")


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Plan a region's production for a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of needs, units, activities, activity_times and production (which may
        be empty), and the result tables production_need, capacity_need, delays, shifts,
        prioritised and balance.
    settings : Settings
        Its part plan.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables targets, plan, plan_weeks, plan_weekdays, plan_needs and
        plan_change.

    Notes
    -----
    Care that the balance shifts to another unit is planned there, and care that waits in its later
    period; what it limits or cancels is not planned, and what it buys is planned elsewhere, the
    lowest medical priority first, and the bed of an operation with the operation. What the balance
    leaves as strain, or unsolved, stays in the plan: no patient falls out of it without a decision.
    Elective care is then levelled over the open days. ISO weeks at the
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
    layout = _layout(series, planned, labels, days)
    plan = layout.plan()
    found = {
        "targets": layout.targets(year),
        "plan": plan,
        "plan_weeks": layout.weeks(),
        "plan_weekdays": layout.weekdays(),
        "plan_needs": _by_need(production.assign(count=count, bought=(own - count).clip(lower=0))),
        "plan_change": changes(tables, uses, (wanted, own), production, episodes, plan),
    }
    return found


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
    return series, within_capacity(count, series, uses, spare, open_days, level)


def _by_need(production: pd.DataFrame) -> pd.DataFrame:
    """Return what is planned and bought for each need at each unit, before rounding."""
    return production.groupby(["unit", "need", "activity"], as_index=False)[
        ["count", "bought"]
    ].sum()


def _layout(series: pd.DataFrame, count: Floats, labels: list[str], days: Days) -> Layout:
    """Return the plan per unit and activity, needs added up."""
    keys = series[KEY].drop_duplicates().sort_values(KEY, ignore_index=True)
    place = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(series[KEY]))
    sums = []
    for flow in (~series["elective"], series["elective"]):
        amount = np.zeros((len(keys), count.shape[1]))
        np.add.at(amount, place[flow], count[flow])
        sums.append(amount)
    return Layout(keys, sums[0], sums[1], labels, days)
