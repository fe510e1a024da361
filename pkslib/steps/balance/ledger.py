"""What the balance comes to: the ledger of measures, shortage and surplus, rounds of agreement."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pkslib.steps.balance.scale import PLACE, Climbed, remaining
from pkslib.tables import waiting_lists
from pkslib.tables.checks.occupancy import BELIEVABLE
from pkslib.tables.results.balance import LADDER_WHY

# Rounding that the steps may have left of a shortage.
_DUST = 1e-9
# Below this share a surplus is what keeps a unit going when the need varies.
_MARGIN = 0.05


def balance_of(found: Climbed) -> pd.DataFrame:
    """Return the rows of the table balance: need − available − every kind of step = remaining."""
    return found.cells.assign(remaining=remaining(found.cells))


def ladder_of(found: Climbed) -> pd.DataFrame:
    """Return the rows of the table ladder: every measure used, with effect, cost and reason.

    The month in which improvement work begins to give has its dip and its effect, in one row. What
    gave nothing but the remainder of a sum, at no cost, was not used.
    """
    whose = [name for name in found.effects if name not in ("effect", "cost")]
    sums = found.effects.groupby(whose, dropna=False, sort=False, as_index=False)
    effects = sums[["effect", "cost"]].sum()
    used = effects[(effects["effect"].abs() > _DUST) | (effects["cost"] > 0)]
    return used.assign(why=np.array(LADDER_WHY)[used["step"].astype(int) - 1])


def steps_of(found: Climbed, offers: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table ladder_steps: shortage before and after each step.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them.

    Returns
    -------
    pandas.DataFrame
        What improvement work closes is below zero when its dip outweighs its effect.
    """
    names, place = np.unique(found.cells["capacity"], return_inverse=True)
    short = np.stack([np.bincount(place, lack, names.size) for lack in found.short])
    short = np.where(short > _DUST * short[0], short, 0.0)
    above = np.array([np.bincount(place, part, names.size) for part in found.above])
    steps = pd.MultiIndex.from_product(
        [names, range(1, len(found.short))], names=["capacity", "step"]
    )
    cost = found.effects.groupby(["capacity", "step"])["cost"].sum()
    promised = offers.groupby(["capacity", "step"])["unrealised"].sum()
    return pd.DataFrame(
        {
            "before": short[:-1].T.ravel(),
            "closed": (short[:-1] - short[1:]).T.ravel(),
            "after": short[1:].T.ravel(),
            "above": above.T.ravel(),
            "cost": cost.reindex(steps, fill_value=0.0).to_numpy(float),
            "unrealised": promised.reindex(steps, fill_value=0.0).to_numpy(float),
        },
        index=steps,
    ).reset_index()


def surplus_of(
    balance: pd.DataFrame, tables: Mapping[str, pd.DataFrame], claims: pd.DataFrame
) -> pd.DataFrame:
    """Return capacity above need over the year, with a proposal for its use.

    Parameters
    ----------
    balance : pandas.DataFrame
        The table balance.
    tables : mapping of str to pandas.DataFrame
        The result tables capacity_use and capacity_need, and the input tables needs and waiting,
        which may be empty.
    claims : pandas.DataFrame
        As :func:`pkslib.tables.checks.occupancy.claimed` returns them.

    Returns
    -------
    pandas.DataFrame
        The table surplus. No proposal is made where the data, or the year's own need, claim an
        occupancy that is hardly so: the surplus may be a fault in the data. In order: a small
        surplus stays as a margin; who has elective patients waiting shortens the wait; who has a
        gap in other periods evens out over the year; where another unit lacks the capacity in some
        period, it is offered; else the time goes to development work.
    """
    left = balance.assign(
        amount=(-balance["remaining"]).clip(lower=0), short=balance["remaining"].clip(lower=0)
    )
    rows = left.groupby(PLACE, as_index=False)[["amount", "short", "available"]].sum()
    rows = rows.assign(
        share=rows["amount"] / rows["available"].where(rows["available"] > 0),
        in_region=rows.groupby("capacity")["short"].transform("sum"),
        waiting=_waiting(rows, tables["capacity_use"], tables["needs"], tables["waiting"]),
        claim=_doubted(rows, tables["capacity_need"], claims),
    )
    rows = rows[rows["amount"] > 0]
    return rows.assign(proposal=[_proposal(row) for row in rows.to_dict("records")])


def _waiting(
    rows: pd.DataFrame, use: pd.DataFrame, needs: pd.DataFrame, waiting: pd.DataFrame
) -> pd.Series:
    """Return how many whole patients wait for elective care that takes the capacity at the unit."""
    elective = needs.loc[needs["flow"] == "elective", "need"]
    listed = waiting_lists.latest(waiting)
    queue = listed[listed["need"].isin(elective)].groupby("need")["patients"].sum()
    places = use[[*PLACE, "need"]].drop_duplicates()
    patients = places.assign(waiting=places["need"].map(queue).fillna(0.0))
    sums = patients.groupby(PLACE, as_index=False)["waiting"].sum()
    known = rows[PLACE].merge(sums, on=PLACE, how="left")["waiting"]
    return known.astype(float).fillna(0.0) // 1


def _doubted(rows: pd.DataFrame, capacity_need: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """Return the occupancy that can't be believed, of the data or of the need; else missing."""
    raw = capacity_need.groupby(PLACE, as_index=False)["raw"].sum()
    known = rows[[*PLACE, "available"]].merge(raw, on=PLACE, how="left")
    known = known.merge(claims, on=PLACE, how="left")
    filled = known["raw"] / known["available"].where(known["available"] > 0)
    least, most = BELIEVABLE
    told = known["share"].where(~known["share"].between(least, most))
    return told.fillna(filled.where(filled < least))


def _proposal(row: dict[Hashable, Any]) -> str:
    """Return the code of the proposal for one surplus."""
    if not np.isnan(row["claim"]):
        return "check_data"
    if row["share"] < _MARGIN:
        return "margin"
    if row["waiting"] >= 1:
        return "shorten_waits"
    if row["short"] > 0:
        return "even_out"
    return "offer" if row["in_region"] > 0 else "develop"


def rounds_of(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return each unit's rounds of agreement with what changed since the round before.

    Parameters
    ----------
    agreements : pandas.DataFrame
        The input table agreements; its column proposal may be missing.

    Returns
    -------
    pandas.DataFrame
        The table rounds: former_proposal is empty where it is the same or there was none, change
        in a unit's first round and where the level agreed both times.

    Examples
    --------
    >>> row = {"unit": "A", "activity": None, "level": "tactical", "proposal": "", "by": "chef"}
    >>> rows = pd.DataFrame([row | {"round": 1, "agreed": False, "on": "2026-09-25"},
    ...                      row | {"round": 2, "agreed": True, "on": "2026-10-23"}])
    >>> rounds_of(rows)["change"].tolist()
    ['', 'now_agreed']
    """
    series = ["unit", "activity", "level"]
    rows = agreements.sort_values([*series, "round"], ignore_index=True)
    before = rows.groupby(series, dropna=False)[["agreed", "proposal"]].shift(1)
    change = [
        "" if pd.isna(last) or (last and now) else _change(bool(last), bool(now))
        for last, now in zip(before["agreed"], rows["agreed"], strict=True)
    ]
    former = before["proposal"].fillna("").mask(before["proposal"] == rows["proposal"], "")
    return rows.assign(former_proposal=former, change=change)


def _change(last: bool, now: bool) -> str:
    if now:
        return "now_agreed"
    return "no_longer_agreed" if last else "still_not_agreed"
