"""What gives way in the ladder's fifth step, and how: postponed, cancelled or limited."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods
from pkslib.language import mark, period, text
from pkslib.methods.inputs import Floats
from pkslib.methods.priority import lowest_first
from pkslib.steps.balance.cells import KEY, remaining

_POSTPONE = mark("postpone {need} to {period}")
_CANCEL = mark("cancel {need} (no room within its care guarantee)")
_LIMIT = mark("limit {need}")


class _Room(NamedTuple):
    """First day of each cell, what it has to spare, and which cells are the same place's."""

    day: NDArray[np.int64]
    spare: Floats
    place: NDArray[np.int64]


def struck(cells: pd.DataFrame, elective: pd.DataFrame) -> pd.DataFrame:
    """Return the needs that give way in each cell, in words.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, and the need, available and steps' columns of the ladder's end.
    elective : pandas.DataFrame
        Elective need by cell: cell, name, priority, guarantee_days, amount; the lowest priority
        first.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, needs. A need is postponed to the first later period in which its
        unit has room for all that gives way and which the care guarantee reaches (any, for a need
        without a guarantee). What has no such period is cancelled if it has a guarantee: the care
        is owed and has to be given elsewhere. Else the offer is limited.
    """
    away = cells["prioritised"].to_numpy()[elective["cell"]]
    share = lowest_first(elective["amount"], elective["priority"], elective["cell"], away)
    gone = elective.assign(amount=elective["amount"] * share)[share > 0]
    room = _Room(
        cells["period"].map(lambda label: periods.start(label).toordinal()).to_numpy(np.int64),
        np.maximum(-remaining(cells), 0.0),
        np.asarray(cells.groupby(["unit", "capacity"]).ngroup(), np.int64),
    )
    words = [_in_words(row, cells["period"], room) for row in gone.to_dict("records")]
    needs = gone.assign(words=words).groupby("cell")["words"].agg(", ".join)
    return cells[KEY].loc[needs.index].assign(needs=needs)


def _in_words(row: dict[Any, Any], labels: pd.Series, room: _Room) -> str:
    """Return how a need gives way; what it is postponed to has that much less to spare."""
    days = room.day - room.day[row["cell"]]
    owed = not pd.isna(row["guarantee_days"])
    reached = (days > 0) & ((days <= row["guarantee_days"]) if owed else True)
    fits = reached & (room.place == room.place[row["cell"]]) & (room.spare >= row["amount"])
    if not fits.any():
        return text(_CANCEL if owed else _LIMIT, need=row["name"])
    later = int(np.flatnonzero(fits)[0])
    room.spare[later] -= row["amount"]
    return text(_POSTPONE, need=row["name"], period=period(labels.iloc[later]))
