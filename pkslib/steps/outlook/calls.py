"""Who should be called: the patients that fit in the free hours of the weeks ahead, counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.apportion import apportion, whole
from pkslib.methods.inputs import Floats
from pkslib.tables import waiting_lists

OVERDUE, TO_PLAN = "overdue", "to_plan"
_DOER = ["unit", "need"]
_ORDER = ["priority", "target_week", "waited", "patients", "unit", "need"]
_RISING = [True, True, False, False, True, True]
_TOLD = ["need", "priority", "state", "target_week", "waited"]
# Hours may miss a whole patient by rounding.
_DUST = 1e-9


def unbooked(bookings: pd.DataFrame, needs: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the patients that have no booking, the overdue by how long they have waited.

    Parameters
    ----------
    bookings, needs, waiting : pandas.DataFrame
        The tables. Overdue patients are divided in proportion to the bands beyond the guarantee,
        of the unit where it has its own list.

    Returns
    -------
    pandas.DataFrame
        unit, need, priority, state (``overdue`` or ``to_plan``), target_week (empty text:
        passed), waited [days at least; missing where not known], patients (whole).
    """
    planned = bookings.rename(columns={"week": "target_week", "to_plan": "patients"})
    planned = planned[[*_DOER, "target_week", "patients"]].assign(state=TO_PLAN)
    rows = pd.concat([_overdue(bookings, _bands(waiting, needs)), planned], ignore_index=True)
    rows = rows.assign(patients=whole(rows["patients"]))
    rows = rows[rows["patients"] > 0].merge(needs[["need", "priority"]], on="need")
    return rows.astype({"priority": "int64"})


def _overdue(bookings: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """Return the overdue of each unit and need, a row a band."""
    sums = bookings.groupby(_DOER, as_index=False)[["overdue"]].sum()
    own = sums.merge(bands[bands["unit"].notna()], on=_DOER)
    others = sums.merge(own[_DOER].drop_duplicates(), on=_DOER, how="left", indicator=True)
    others = others[others["_merge"] == "left_only"].drop(columns="_merge")
    shared = bands[bands["unit"].isna()].drop(columns="unit")
    rows = pd.concat([own, others.merge(shared, on="need", how="left")], ignore_index=True)
    rows = rows.sort_values([*_DOER, "days_from"], kind="stable", ignore_index=True)
    parts = _parts(rows)
    return rows[_DOER].assign(
        waited=rows["days_from"].astype(float), patients=parts, state=OVERDUE, target_week=""
    )


def _parts(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Return each band's share of the overdue of its unit and need, in whole patients."""
    groups = rows.groupby(_DOER, sort=False)
    place, band = groups.ngroup().to_numpy(), groups.cumcount().to_numpy()
    table = np.zeros((place.max(initial=-1) + 1, band.max(initial=0) + 1))
    table[place, band] = rows["patients"].fillna(0.0)
    # Where no list tells, all of them are in the one band there is.
    table[table.sum(axis=1) == 0, 0] = 1.0
    return apportion(whole(rows["overdue"][band == 0]), table)[place, band]


def _bands(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the bands beyond the guarantee on the latest lists."""
    rows = waiting_lists.with_limits(waiting, needs)
    return rows.loc[rows["days_from"] > rows["limit"], ["unit", "need", "days_from", "patients"]]


class _Queue(NamedTuple):
    """Patients to call, in order of urgency; arrays of one length."""

    unit: NDArray[np.object_]
    target: NDArray[np.object_]
    overdue: NDArray[np.bool_]
    hours: dict[str, Floats]
    left: Floats


def calls(free: pd.DataFrame, queue: pd.DataFrame, hours: pd.Series) -> pd.DataFrame:
    """Propose how many patients of which need to call to each unit's free hours.

    Parameters
    ----------
    free : pandas.DataFrame
        As from :func:`free_hours`.
    queue : pandas.DataFrame
        As from :func:`unbooked`.
    hours : pandas.Series
        Hours per patient, by unit and need.

    Returns
    -------
    pandas.DataFrame
        Rows of the table calls.

    Notes
    -----
    Week by week a unit calls its own patients first: those whose target week has come, by
    medical priority and then longest overdue; then those of later target weeks, the nearest
    first. What is still free takes patients overdue at other units, where the need is one the
    unit books too: care on equal terms in the region. Whole patients; nobody is called twice.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the questions of Region
       Jönköpings län. Hälso- och sjukvårdslagen (2017:30), 3 kap. 1 §: who needs care most goes
       first.
    """
    rows = queue.sort_values(_ORDER, ascending=_RISING, ignore_index=True)
    rooms = free[free["free"] > 0].sort_values(["week", "unit"], ignore_index=True)
    waiting = _queue(rows, hours, rooms["unit"].unique().tolist())
    room = rooms["free"].to_numpy(dtype=float, copy=True)
    found = [
        (at, place, patients)
        for choose in (_own, _others)
        for at, (unit, week) in enumerate(zip(rooms["unit"], rooms["week"], strict=True))
        for place, patients in _fill(room, at, choose(waiting, unit, week), unit, waiting)
    ]
    made = pd.DataFrame(found, columns=["room", "place", "patients"])
    told = rows.loc[made["place"], _TOLD].reset_index(drop=True)
    told["target_week"] = told["target_week"].where(told["target_week"] != "")
    places = rooms.loc[made["room"], ["unit", "week"]].reset_index(drop=True)
    from_unit = rows.loc[made["place"], "unit"].to_numpy()
    each = [waiting.hours[u][at] for u, at in zip(places["unit"], made["place"], strict=True)]
    table = pd.concat([places, told], axis=1).assign(from_unit=from_unit)
    return table.assign(patients=made["patients"], hours=made["patients"] * np.array(each, float))


def _queue(rows: pd.DataFrame, hours: pd.Series, units: list[str]) -> _Queue:
    """Return the queue as arrays, with the hours a patient takes at each unit (missing: never)."""
    return _Queue(
        unit=rows["unit"].to_numpy(object),
        target=rows["target_week"].to_numpy(object),
        overdue=(rows["state"] == OVERDUE).to_numpy(),
        hours={unit: rows["need"].map(hours[unit]).to_numpy(float) for unit in units},
        left=rows["patients"].to_numpy(dtype=float, copy=True),
    )


def _own(queue: _Queue, unit: str, week: str) -> NDArray[np.int64]:
    """Return the places of a unit's own patients in the order in which to call them."""
    mine = np.flatnonzero((queue.unit == unit) & (queue.left > 0))
    due = queue.target[mine] <= week
    later = mine[~due]
    return np.concatenate([mine[due], later[np.argsort(queue.target[later], kind="stable")]])


def _others(queue: _Queue, unit: str, week: str) -> NDArray[np.int64]:
    """Return the places of patients overdue at other units, whatever the week."""
    return np.flatnonzero((queue.unit != unit) & queue.overdue & (queue.left > 0))


def _fill(
    room: Floats, at: int, order: NDArray[np.int64], unit: str, queue: _Queue
) -> Iterator[tuple[int, float]]:
    """Take patients into one room in the order given; yield place and number."""
    for place in order.tolist():
        each = queue.hours[unit][place]
        if each > 0:
            patients = min(queue.left[place], np.floor(room[at] / each + _DUST))
            if patients > 0:
                queue.left[place] -= patients
                room[at] = max(room[at] - patients * each, 0.0)
                yield place, patients


def free_hours(ahead: pd.DataFrame) -> pd.DataFrame:
    """Return the hours that are scheduled but not booked: unit, week, free.

    Parameters
    ----------
    ahead : pandas.DataFrame
        The result table weeks_ahead. Where nothing is scheduled nothing is free.
    """
    free = (ahead["scheduled"] - ahead["booked"]).clip(lower=0).fillna(0.0)
    return ahead[["unit", "week"]].assign(free=free)


def free_time(ahead: pd.DataFrame, calls: pd.DataFrame) -> pd.DataFrame:
    """Return what each unit's free hours suffice for.

    Parameters
    ----------
    ahead : pandas.DataFrame
        The result table weeks_ahead, the weeks that calls are proposed for.
    calls : pandas.DataFrame
        The result table.

    Returns
    -------
    pandas.DataFrame
        Rows of the table free_time: what is called are the unit's own patients, wherever; gone is
        the week in which the last overdue patient comes (empty: not within the weeks, or nobody
        is overdue), extra the hours a week more that the rest takes.

    Examples
    --------
    10 hours are overdue and 6 free in the second of two weeks: 4 are left, 2 a week.

    >>> ahead = pd.DataFrame({"unit": "A", "week": ["2027-W01", "2027-W02"], "to_plan": 0.0,
    ...                       "overdue": [10.0, 0.0], "scheduled": 8.0, "booked": [8.0, 2.0]})
    >>> calls = pd.DataFrame({"unit": ["A"], "from_unit": "A", "week": "2027-W02",
    ...                       "state": "overdue", "hours": 6.0})
    >>> free_time(ahead, calls)[["free", "unused", "left", "extra"]].iloc[0].tolist()
    [6.0, 0.0, 4.0, 2.0]
    """
    weeks = ahead["week"].nunique()
    rows = ahead.groupby("unit")[["overdue", "to_plan"]].sum()
    rows["free"] = free_hours(ahead).groupby("unit")["free"].sum()
    for state in (OVERDUE, TO_PLAN):
        mine = calls[calls["state"] == state].groupby("from_unit")["hours"].sum()
        rows[f"{state}_called"] = mine.reindex(rows.index).fillna(0.0)
    used = calls.groupby("unit")["hours"].sum().reindex(rows.index).fillna(0.0)
    last = calls[calls["state"] == OVERDUE].groupby("from_unit")["week"].max()
    left = (rows["overdue"] - rows["overdue_called"]).clip(lower=0).round(6)
    gone = last.reindex(rows.index).where(left == 0)
    rows = rows.assign(
        unused=(rows["free"] - used).clip(lower=0), left=left, gone=gone, extra=left / weeks
    )
    return rows.reset_index()
