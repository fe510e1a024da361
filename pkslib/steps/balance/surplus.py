"""Capacity that is left over also needs a decision: a proposal for its use.

Where the data claim that hardly half of a capacity is used, nothing is proposed but to look at
them: shorter waits promised on a fault would be paid by patients.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pkslib.tables import waiting_lists
from pkslib.tables.checks.occupancy import BELIEVABLE

_PLACE = ["unit", "capacity"]
# Below this share a surplus is what keeps a unit going when the need varies.
_MARGIN = 0.05


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
        unit, capacity, share: the occupancy that the data claim, as
        :func:`pkslib.tables.checks.occupancy.claimed` returns it.

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
    rows = left.groupby(_PLACE, as_index=False)[["amount", "short", "available"]].sum()
    rows = rows.assign(
        share=rows["amount"] / rows["available"].where(rows["available"] > 0),
        elsewhere=rows.groupby("capacity")["short"].transform("sum") - rows["short"],
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
    places = use[[*_PLACE, "need"]].drop_duplicates()
    patients = places.assign(waiting=places["need"].map(queue).fillna(0.0))
    sums = patients.groupby(_PLACE, as_index=False)["waiting"].sum()
    known = rows[_PLACE].merge(sums, on=_PLACE, how="left")["waiting"]
    return known.astype(float).fillna(0.0) // 1


def _doubted(rows: pd.DataFrame, capacity_need: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """Return the occupancy that can't be believed, of the data or of the need; else missing."""
    raw = capacity_need.groupby(_PLACE, as_index=False)["raw"].sum()
    known = rows[[*_PLACE, "available"]].merge(raw, on=_PLACE, how="left")
    known = known.merge(claims, on=_PLACE, how="left")
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
    return "offer" if row["elsewhere"] > 0 else "develop"
