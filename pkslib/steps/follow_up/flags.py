"""Where to look: what chance hardly explains, and is large enough to matter.

The verdict is the tracking signal's, as the guidance has it. With its usual limit a third of all
series of twelve chance errors are beyond it, so that of many series it says nothing of where to
look; the flag does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.methods.evidence import among_many
from pkslib.settings import FollowUp
from pkslib.tables.results.follow_up import FLAGS, MATTERS
from pkslib.tables.times import capacity_per_patient, times_at

LOOK, SMALL, CHANCE, TOO_FEW = FLAGS
_CAPACITY, _QUEUE, _MONEY = MATTERS
_MATTERS = {
    "need": _CAPACITY, "production": _CAPACITY, "hours": _CAPACITY, "capacity": _CAPACITY,
    "queue": _QUEUE, "drg": _MONEY, "money": _MONEY,
}  # fmt: skip
_CELL = ["unit", "capacity"]
_SERIES = ["subject", "place", "item"]


def flagged(
    verdicts: pd.DataFrame, tables: Mapping[str, pd.DataFrame], settings: FollowUp
) -> pd.DataFrame:
    """Return verdicts with a flag beside each: look, too small to matter, or chance.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        The table verdicts without its flag; chance is that of each series alone.
    tables : mapping of str to pandas.DataFrame
        The input tables pathways and activity_times.
    settings : FollowUp
        Its by_chance, matters_capacity, matters_queue and matters_money.

    Returns
    -------
    pandas.DataFrame
        With chance as it is among so many, size as a share of the capacity, the queue or the
        money that the series concerns, matters (which of them) and flag.

    References
    ----------
    .. [1] Y. Benjamini, Y. Hochberg (1995), Controlling the False Discovery Rate.
    """
    limits = {
        _CAPACITY: settings.matters_capacity,
        _QUEUE: settings.matters_queue,
        _MONEY: settings.matters_money,
    }
    matters = verdicts["subject"].map(_MATTERS)
    alone = verdicts["chance"].to_numpy(dtype=float)
    chance = pd.Series(among_many(alone), verdicts.index, dtype=float)
    size = _size(verdicts, tables)
    unlikely, large = chance < settings.by_chance, size >= matters.map(limits)
    flag = np.select([chance.isna(), ~unlikely, large], [TOO_FEW, CHANCE, LOOK], SMALL)
    return verdicts.assign(chance=chance, size=size, matters=matters, flag=flag)


def _size(verdicts: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return each deviation as a share of the capacity it takes, else of its own plan."""
    own = verdicts["deviation"].abs() / verdicts["planned"].where(verdicts["planned"] > 0)
    uses = capacity_per_patient(tables["pathways"], tables["activity_times"])
    needs = verdicts[verdicts["subject"] == "need"].rename(columns={"item": "need"})
    done = verdicts[verdicts["subject"] == "production"]
    done = done.rename(columns={"place": "unit", "item": "activity"})
    times = times_at(done, tables["activity_times"]).rename(columns={"amount": "rate"})
    parts = [_of_capacity(needs, uses, "need"), _of_capacity(done, times, "activity")]
    found = pd.concat([part for part in parts if len(part)] or [pd.Series(dtype=float)])
    size: pd.Series = found.reindex(verdicts.index).fillna(own)
    return size


def _of_capacity(rows: pd.DataFrame, uses: pd.DataFrame, item: str) -> pd.Series:
    """Return, by row, the largest share of a unit's capacity that a deviation comes to."""
    keys = [item] if item == "need" else ["unit", item]
    known = rows[[*keys, "planned", "deviation"]].assign(at=rows.index)
    takes = known.merge(uses[["unit", item, "capacity", "rate"]].drop_duplicates(), on=keys)
    planned = takes["planned"] * takes["rate"]
    whole = planned.groupby([takes[name] for name in _CELL]).transform("sum")
    share = (takes["deviation"] * takes["rate"]).abs() / whole.where(whole > 0)
    largest: pd.Series = share.groupby(takes["at"]).max().dropna()
    return largest
