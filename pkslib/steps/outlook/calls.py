"""Who should be called: the patients that fit in the free hours of the weeks ahead, counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.settings import Outlook
from pkslib.steps.outlook.queue import OVERDUE, TO_PLAN

_DOER = ["unit", "need"]
_OPERATED = ("operation", "day_case")
# Who needs care most; of equals whose guarantee passes first, then who has waited longest.
_ORDER = ["priority", "limit", "waited", "patients", "unit", "need"]
_RISING = [True, True, False, False, True, True]
_TOLD = ["need", "activity", "priority", "state", "target_week", "guarantee_week", "waited"]
# Hours may miss a whole patient by rounding.
_DUST = 1e-9


class _Queue(NamedTuple):
    """Patients to call, in order of urgency; arrays of one length.

    hours, alike: by unit, the hours that a patient takes there (missing: never), and whether it
    books the need for the same activity and capacity as the unit where the patient waits.
    """

    unit: NDArray[np.object_]
    target: NDArray[np.object_]
    overdue: NDArray[np.bool_]
    earliest: NDArray[np.object_]
    from_target: NDArray[np.object_]
    hours: dict[str, Floats]
    alike: dict[str, NDArray[np.bool_]]
    left: Floats


def calls(
    ahead: pd.DataFrame, queue: pd.DataFrame, booked_as: pd.DataFrame, settings: Outlook
) -> pd.DataFrame:
    """Propose how many patients of which need to call to each unit's free hours.

    Parameters
    ----------
    ahead : pandas.DataFrame
        unit, week, free [hours], lacks (whether the balance lacks capacity there), as in the
        result table weeks_ahead; the weeks to call within.
    queue : pandas.DataFrame
        As from :func:`pkslib.steps.outlook.queue.unbooked`.
    booked_as : pandas.DataFrame
        unit, need, hours_per_patient, activity, kind, capacity and specialty (missing where not
        known).
    settings : Outlook
        notice_visit, notice_operation, early.

    Returns
    -------
    pandas.DataFrame
        Rows of the table calls, numbered for each unit by priority, guarantee date and wait.

    Notes
    -----
    Week by week, from the notice on, a unit calls its own patients: those overdue and those whose
    target week is no more than some weeks off, by medical priority, then by the week in which
    guarantee or target date passes, then by wait. What is still free takes patients overdue at
    other units, for the same need, activity and capacity and of no other known specialty, unless
    the balance lacks capacity at the unit itself. Weeks nearer than the notice are a short-notice
    list of those still left. Whole patients; nobody is called twice and no hour is offered twice.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the questions of Region
       Jönköpings län. Hälso- och sjukvårdslagen (2017:30), 3 kap. 1 §: who needs care most goes
       first.
    """
    keys = [*_DOER, "activity", "kind", "capacity", "specialty"]
    rows = queue.merge(booked_as[keys], on=_DOER, how="left")
    guaranteed = rows["guarantee_week"] != ""
    rows = rows.assign(limit=rows["guarantee_week"].where(guaranteed, rows["target_week"]))
    rows = rows.sort_values(_ORDER, ascending=_RISING, ignore_index=True)
    rooms = ahead[ahead["free"] > 0].sort_values(["week", "unit"], ignore_index=True)
    if rows.empty or rooms.empty:
        return _listed(rows, rooms, [], {})
    waiting = _queue(rows, booked_as, rooms, settings, ahead["week"].min())
    room = rooms["free"].to_numpy(dtype=float, copy=True)
    found = [
        (at, place, patients, notice)
        for choose, notice in ((_own, "ordinary"), (_others, "ordinary"), (_short, "short_notice"))
        for at, (unit, week, lacks) in enumerate(rooms[["unit", "week", "lacks"]].to_numpy())
        for place, patients in _fill(room, at, choose(waiting, unit, week, lacks), unit, waiting)
    ]
    return _listed(rows, rooms, found, waiting.hours)


def _listed(
    rows: pd.DataFrame,
    rooms: pd.DataFrame,
    found: list[tuple[int, int, float, str]],
    hours: dict[str, Floats],
) -> pd.DataFrame:
    """Return what was found as rows of the table, numbered."""
    made = pd.DataFrame(found, columns=["room", "place", "patients", "notice"])
    made = made.astype({"room": "int64", "place": "int64", "patients": float, "notice": "str"})
    told = rows.loc[made["place"], [*_TOLD, "limit"]].reset_index(drop=True)
    for name in ("target_week", "guarantee_week"):
        told[name] = told[name].where(told[name] != "")
    places = rooms.loc[made["room"], ["unit", "week"]].reset_index(drop=True)
    from_unit = rows.loc[made["place"], "unit"].to_numpy()
    each = [hours[unit][at] for unit, at in zip(places["unit"], made["place"], strict=True)]
    table = pd.concat([places, told, made[["patients", "notice"]]], axis=1)
    table = table.assign(from_unit=from_unit, hours=made["patients"] * np.array(each, float))
    ranked = table.sort_values(
        ["unit", "priority", "limit", "waited", "week", "need", "from_unit"],
        ascending=[True, True, True, False, True, True, True], ignore_index=True,
    )  # fmt: skip
    return ranked.assign(number=ranked.groupby("unit").cumcount() + 1)


def _queue(
    rows: pd.DataFrame,
    booked_as: pd.DataFrame,
    rooms: pd.DataFrame,
    settings: Outlook,
    first: str,
) -> _Queue:
    """Return the queue as arrays, with what a patient takes at each unit that has room."""
    notice = rows["kind"].isin(_OPERATED).map(
        {True: periods.shift(first, settings.notice_operation),
         False: periods.shift(first, settings.notice_visit)}
    )  # fmt: skip
    target = rows["target_week"]
    early = {week: periods.shift(week, -settings.early) for week in target.unique() if week}
    by_unit = {unit: own.set_index("need") for unit, own in booked_as.groupby("unit")}
    hours, alike = {}, {}
    for unit in rooms["unit"].unique().tolist():
        here = by_unit[unit].reindex(rows["need"]) if unit in by_unit else None
        if here is None:
            hours[unit], alike[unit] = np.full(len(rows), np.nan), np.zeros(len(rows), bool)
            continue
        hours[unit] = here["hours_per_patient"].to_numpy(float)
        alike[unit] = (here["activity"].to_numpy(object) == rows["activity"].to_numpy(object)) & (
            here["capacity"].to_numpy(object) == rows["capacity"].to_numpy(object)
        )
        alike[unit] &= one_specialty(here["specialty"].to_numpy(object), rows["specialty"])
    return _Queue(
        unit=rows["unit"].to_numpy(object),
        target=target.to_numpy(object),
        overdue=(rows["state"] == OVERDUE).to_numpy(),
        earliest=notice.to_numpy(object),
        from_target=target.map(lambda week: early.get(week, "")).to_numpy(object),
        hours=hours,
        alike=alike,
        left=rows["patients"].to_numpy(dtype=float, copy=True),
    )


def one_specialty(one: NDArray[np.object_], other: pd.Series) -> NDArray[np.bool_]:
    """Return where hours are not of one known specialty and the patients of another.

    Examples
    --------
    >>> ears = pd.Series(["ear", "ear", None])
    >>> one_specialty(np.array(["ear", "bone", "bone"], object), ears).tolist()
    [True, False, True]
    """
    same = one == other.to_numpy(object)
    return np.asarray(pd.isna(one) | other.isna().to_numpy() | same, bool)


def _own(queue: _Queue, unit: str, week: str, _: bool) -> NDArray[np.int64]:
    """Return the places of a unit's own patients who may be called to a week, most urgent first."""
    mine = (queue.unit == unit) & (queue.left > 0) & (queue.earliest <= week)
    return np.flatnonzero(mine & (queue.from_target <= week))


def _others(queue: _Queue, unit: str, week: str, lacks: bool) -> NDArray[np.int64]:
    """Return the places of patients overdue elsewhere for what the unit itself does."""
    if lacks:
        return np.zeros(0, np.int64)
    theirs = (queue.unit != unit) & queue.overdue & queue.alike[unit] & (queue.left > 0)
    return np.flatnonzero(theirs & (queue.earliest <= week))


def _short(queue: _Queue, unit: str, week: str, _: bool) -> NDArray[np.int64]:
    """Return the places of a unit's own patients who may be asked at short notice."""
    mine = (queue.unit == unit) & (queue.left > 0) & (queue.earliest > week)
    return np.flatnonzero(mine & (queue.from_target <= week))


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
    ...                       "overdue": [10.0, 0.0], "free": [0.0, 6.0]})
    >>> calls = pd.DataFrame({"unit": ["A"], "from_unit": "A", "week": "2027-W02",
    ...                       "state": "overdue", "hours": 6.0})
    >>> free_time(ahead, calls)[["free", "unused", "left", "extra"]].iloc[0].tolist()
    [6.0, 0.0, 4.0, 2.0]
    """
    weeks = ahead["week"].nunique()
    rows = ahead.groupby("unit")[["overdue", "to_plan", "free"]].sum()
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
