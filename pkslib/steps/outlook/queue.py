"""The patients without a booking who may be called, counted: elective care with a waiting list."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods
from pkslib.methods.apportion import apportion, whole
from pkslib.tables import waiting_lists
from pkslib.tables.times import times_at

OVERDUE, TO_PLAN = "overdue", "to_plan"
_DOER = ["unit", "need"]
_ROW = [*_DOER, "priority"]
_TIMED = ("hour", "slot")


def unbooked(bookings: pd.DataFrame, needs: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the patients that have no booking, the overdue by how long they have waited.

    Parameters
    ----------
    bookings, needs, waiting : pandas.DataFrame
        The tables. Only elective needs that have a waiting list are called for, all elective ones
        where the data set has no list at all. Overdue patients are divided in proportion to the
        bands beyond the guarantee, of the unit where it has its own list.

    Returns
    -------
    pandas.DataFrame
        unit, need, priority (the booking's own, else the need's), state (``overdue`` or
        ``to_plan``), target_week and guarantee_week (that in which the guarantee passed at the
        latest; both empty text where not known), waited [days at least; missing where not known],
        patients (whole).
    """
    known = needs[needs["flow"] == "elective"]
    if len(waiting):
        known = known[known["need"].isin(waiting_lists.latest(waiting)["need"])]
    mine = bookings.merge(known[["need", "priority"]].rename(columns={"priority": "usual"}))
    mine = mine.assign(priority=mine["priority"].fillna(mine["usual"]).astype("int64"))
    planned = mine.rename(columns={"week": "target_week", "to_plan": "patients"})
    planned = planned[[*_ROW, "target_week", "patients"]].assign(state=TO_PLAN, guarantee_week="")
    rows = pd.concat([_overdue(mine, _bands(waiting, needs)), planned], ignore_index=True)
    rows = rows.assign(patients=whole(rows["patients"]))
    return rows[rows["patients"] > 0].reset_index(drop=True)


def _overdue(bookings: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """Return the overdue of each unit, need and priority, a row a band."""
    sums = bookings.groupby(_ROW, as_index=False)[["overdue"]].sum()
    own = sums.merge(bands[bands["unit"].notna()], on=_DOER)
    others = sums.merge(own[_DOER].drop_duplicates(), on=_DOER, how="left", indicator=True)
    others = others[others["_merge"] == "left_only"].drop(columns="_merge")
    shared = bands[bands["unit"].isna()].drop(columns="unit")
    rows = pd.concat([own, others.merge(shared, on="need", how="left")], ignore_index=True)
    rows = rows.sort_values([*_ROW, "days_from"], kind="stable", ignore_index=True)
    return rows[_ROW].assign(
        waited=rows["days_from"].astype(float), patients=_parts(rows), state=OVERDUE,
        target_week="", guarantee_week=rows["passed"].fillna("").astype("str"),
    )  # fmt: skip


def _parts(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Return each band's share of the overdue of its row of bookings, in whole patients."""
    groups = rows.groupby(_ROW, sort=False)
    place, band = groups.ngroup().to_numpy(), groups.cumcount().to_numpy()
    table = np.zeros((place.max(initial=-1) + 1, band.max(initial=0) + 1))
    table[place, band] = rows["patients"].fillna(0.0)
    # Where no list tells, all of them are in the one band there is.
    table[table.sum(axis=1) == 0, 0] = 1.0
    return apportion(whole(rows["overdue"][band == 0]), table)[place, band]


def _bands(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the bands beyond the guarantee on the latest lists, with the week they passed it."""
    rows = waiting_lists.with_limits(waiting, needs)
    late = rows[rows["days_from"] > rows["limit"]]
    passed = [
        periods.label_of(date.fromisoformat(day) - timedelta(days=int(over)), "week")
        for day, over in zip(late["as_of"], late["days_from"] - late["limit"], strict=True)
    ]
    columns = ["unit", "need", "days_from", "patients"]
    return late[columns].assign(passed=pd.Series(passed, late.index, dtype="str"))


def booked_for(
    production_need: pd.DataFrame,
    activities: pd.DataFrame,
    activity_times: pd.DataFrame,
    capacities: pd.DataFrame,
) -> pd.DataFrame:
    """Return what patients are booked for at each unit: what takes most of its time for the need.

    Parameters
    ----------
    production_need, activities, activity_times, capacities : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        unit, need, activity, kind, capacity; a row a unit and need.

    Examples
    --------
    A visit of half an hour before an operation of two: an hour of the theatre is what is booked.

    >>> need = pd.DataFrame({"unit": "A", "need": "hip", "activity": ["visit", "operation"],
    ...                      "count": [1.0, 1.0]})
    >>> kinds = pd.DataFrame({"activity": ["visit", "operation"], "kind": ["visit", "operation"]})
    >>> times = pd.DataFrame({"activity": ["visit", "operation"], "unit": None,
    ...                       "capacity": ["clinic", "theatre"], "amount": [0.5, 2.0]})
    >>> hours = pd.DataFrame({"capacity": ["clinic", "theatre"], "measure": "hour"})
    >>> booked_for(need, kinds, times, hours)[["activity", "capacity"]].to_numpy().tolist()
    [['operation', 'theatre']]
    """
    counts = production_need.groupby([*_DOER, "activity"], as_index=False)[["count"]].sum()
    rows = counts.merge(times_at(counts, activity_times), on=["unit", "activity"])
    timed = capacities.loc[capacities["measure"].isin(_TIMED), "capacity"]
    rows = rows[rows["capacity"].isin(timed)].merge(activities[["activity", "kind"]], on="activity")
    rows = rows.assign(use=rows["count"] * rows["amount"])
    rows = rows.sort_values(
        [*_DOER, "use", "activity", "capacity"], ascending=[True, True, False, True, True]
    )
    return rows.drop_duplicates(_DOER)[[*_DOER, "activity", "kind", "capacity"]]
