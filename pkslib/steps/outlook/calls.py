"""Who should be called: the patients that fit in the free hours of the weeks ahead, counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.inputs import Floats
from pkslib.steps.outlook.queue import OVERDUE

_ORDER = ["priority", "target_week", "waited", "patients", "unit", "need"]
_RISING = [True, True, False, False, True, True]
_TOLD = ["need", "priority", "state", "target_week", "waited"]
# Hours may miss a whole patient by rounding.
_DUST = 1e-9


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
        unit, week, free [hours scheduled but not booked].
    queue : pandas.DataFrame
        As :func:`pkslib.steps.outlook.queue.unbooked` returns it.
    hours : pandas.Series
        Hours per patient, by unit and need.

    Returns
    -------
    pandas.DataFrame
        unit and week with free hours, from_unit (where the patients wait), need, priority,
        state, target_week (empty: passed), waited [days at least, where known], patients, hours.

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
