"""Theatre and clinic time that will go unused, from how full weeks were so long before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.settings import Outlook
from pkslib.steps.outlook.calls import one_specialty

_PLACE = ["unit", "week"]
_LATER = ["unit", "lead"]
# Hours may miss a whole block by rounding.
_DUST = 1e-9


class _Past(NamedTuple):
    """Past weeks at one unit and lead: hours booked later as a share of those scheduled.

    room: what could be filled of the week's hours when looked at [hours].
    """

    later: Floats
    room: Floats
    hours: Floats


def pickups(history: pd.DataFrame, levels: pd.Series, first: str) -> pd.DataFrame:
    """Return how much more was booked in past weeks than so many weeks before.

    Parameters
    ----------
    history : pandas.DataFrame
        The table booking_history.
    levels : pandas.Series
        Share of the scheduled hours that may be filled, by unit.
    first : str
        The first week ahead; weeks before it are past.

    Returns
    -------
    pandas.DataFrame
        unit, week, lead [weeks], later [share of the hours scheduled], room [hours left to fill
        at the lead], hours [scheduled]. A week counts when it was also looked at after its end.

    Examples
    --------
    A week of 40 hours has 10 booked two weeks before and 30 in the end: half of it comes later.

    >>> history = pd.DataFrame({
    ...     "unit": "A", "week": "2026-W10", "as_of": ["2026-02-16", "2026-03-09"],
    ...     "booked": [10.0, 30.0], "hours": 40.0,
    ... })
    >>> pickups(history, pd.Series({"A": 1.0}), "2026-W20")[["lead", "later", "room"]].values
    array([[ 2. ,  0.5, 30. ]])
    """
    starts = history["week"].map(lambda week: periods.start(week).toordinal()).astype(float)
    looked = history["as_of"].map(lambda day: periods.start(day).toordinal()).astype(float)
    rows = history.assign(lead=np.ceil((starts - looked) / 7), over=looked >= starts + 7)
    rows = rows[rows["week"] < first].sort_values("as_of", kind="stable")
    final = rows[rows["over"]].drop_duplicates(_PLACE, keep="last")
    ahead = rows[~rows["over"] & (rows["lead"] >= 0)].drop_duplicates(
        [*_PLACE, "lead"], keep="last"
    )
    pairs = ahead.merge(final[[*_PLACE, "booked"]], on=_PLACE, suffixes=("", "_final"))
    pairs = pairs[pairs["hours"] > 0]
    level = pairs["unit"].map(levels).astype(float).fillna(1.0)
    return pairs.assign(
        lead=pairs["lead"].astype("int64"),
        later=(pairs["booked_final"] - pairs["booked"]) / pairs["hours"],
        room=(pairs["hours"] * level - pairs["booked"]).clip(lower=0),
    )[[*_PLACE, "lead", "later", "room", "hours"]].reset_index(drop=True)


def unused_time(near: pd.DataFrame, past: pd.DataFrame, settings: Outlook) -> pd.DataFrame:
    """Return the blocks of the weeks ahead that will go unused, with how likely that is.

    Parameters
    ----------
    near : pandas.DataFrame
        The result table weeks_ahead, the weeks of the goal.
    past : pandas.DataFrame
        As from :func:`pickups`.
    settings : Outlook
        block_hours; history_least, fewer past weeks at a lead tell nothing.

    Returns
    -------
    pandas.DataFrame
        Rows of the table unused_time without the columns of the offer: block by block, the share
        of past weeks whose later bookings would leave that much free; expected is the mean of
        the week's hours left free.
    """
    order = {week: at for at, week in enumerate(sorted(near["week"].unique()))}
    known = {keys: _past(rows) for keys, rows in past.groupby(_LATER)}
    found = []
    rows = near[near["free"] >= settings.block_hours]
    for unit, week, free, hours in rows[[*_PLACE, "free", "scheduled"]].itertuples(
        index=False, name=None
    ):
        mine = known.get((unit, order[week]))
        if mine is None or mine.later.size < settings.history_least:
            continue
        left: Floats = np.clip(free - np.clip(mine.later, 0, None) * hours, 0, None)
        found += [
            (unit, week, block, order[week], settings.block_hours,
             float((left >= block * settings.block_hours - _DUST).mean()), float(left.mean()),
             mine.later.size)
            for block in range(1, int(free / settings.block_hours + _DUST) + 1)
        ]  # fmt: skip
    columns = [*_PLACE, "block", "lead", "hours", "probability", "expected", "weeks"]
    blocks = pd.DataFrame(found, columns=columns)
    blocks = blocks.astype({"probability": float, "expected": float})
    return blocks[blocks["probability"] > 0]


def _past(rows: pd.DataFrame) -> _Past:
    return _Past(*(rows[name].to_numpy(dtype=float) for name in _Past._fields))


def unused_score(past: pd.DataFrame, settings: Outlook) -> pd.DataFrame:
    """Return how well the past weeks foretell in each other that a block goes unused.

    Parameters
    ----------
    past : pandas.DataFrame
        As from :func:`pickups`.
    settings : Outlook
        As for :func:`unused_time`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table unused_score: brier is the mean squared error of the probability that
        at least one block goes unused, each week foretold by the others; reference that of
        always saying how often it happens, whatever was booked. Lower is better.

    References
    ----------
    .. [1] G. W. Brier (1950), Verification of forecasts expressed in terms of probability.
    """
    found = [
        (unit, lead, mine.later.size, *_scores(mine, settings.block_hours))
        for (unit, lead), rows in past.groupby(_LATER)
        if (mine := _past(rows)).later.size >= settings.history_least
    ]
    return pd.DataFrame(found, columns=[*_LATER, "weeks", "brier", "reference"])


def _scores(past: _Past, block: float) -> tuple[float, float]:
    """Return the score of each week foretold by the others, and of the others' mean."""
    later = np.clip(past.later, 0, None)
    # Row: the week foretold; column: the week whose later bookings are lent to it.
    left = past.room[:, None] - later[None, :] * past.hours[:, None]
    would = (left >= block - _DUST).astype(float)
    came = np.diag(would).copy()
    others = later.size - 1
    foretold = (would.sum(axis=1) - came) / others
    usual = (came.sum() - came) / others
    return float(((foretold - came) ** 2).mean()), float(((usual - came) ** 2).mean())


def offers(
    unused: pd.DataFrame,
    queue: pd.DataFrame,
    called: pd.DataFrame,
    booked_as: pd.DataFrame,
    settings: Outlook,
) -> pd.DataFrame:
    """Return the blocks with whom to offer them early: who still has patients waiting.

    Parameters
    ----------
    unused : pandas.DataFrame
        As from :func:`unused_time`.
    queue, called : pandas.DataFrame
        As from :func:`pkslib.steps.outlook.queue.unbooked`, and the result table calls.
    booked_as : pandas.DataFrame
        As for :func:`pkslib.steps.outlook.calls.calls`.
    settings : Outlook
        offer_from, the least probability at which a block is offered.

    Returns
    -------
    pandas.DataFrame
        Rows of the table unused_time: to_unit is the unit itself, else the one with most of them
        that has patients not yet called for the same activity and capacity, and is of no other
        known specialty; need and patients are theirs. Empty where nobody waits or the block is
        likely to be filled.
    """
    keys = ["unit", "need"]
    waits = queue.groupby(keys)["patients"].sum()
    calls = called.rename(columns={"from_unit": "unit", "unit": "at"})
    still = waits.sub(calls.groupby(keys)["patients"].sum(), fill_value=0.0).clip(lower=0)
    left = still[still >= 1].rename("patients").reset_index()
    theirs = left.merge(booked_as, on=keys).rename(columns={"unit": "to_unit"})
    alike = ["need", "activity", "capacity"]
    here = booked_as.rename(columns={"unit": "at"})[["at", *alike, "specialty"]]
    pairs = here.dropna(subset=alike).merge(theirs, on=alike, suffixes=("_at", ""))
    pairs = pairs[one_specialty(pairs["specialty_at"].to_numpy(object), pairs["specialty"])]
    pairs = pairs.assign(own=pairs["at"] == pairs["to_unit"])
    pairs = pairs.sort_values(["own", "patients", "to_unit", "need"],
                              ascending=[False, False, True, True])  # fmt: skip
    first = pairs.drop_duplicates("at").rename(columns={"at": "unit"})
    columns = ["to_unit", "need", "patients"]
    rows = unused.merge(first[["unit", *columns]], on="unit", how="left")
    likely = rows["probability"] >= settings.offer_from
    return rows.assign(**{name: rows[name].where(likely) for name in columns})
