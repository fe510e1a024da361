"""What gives way in the ladder's fifth step, in words: which decision on which need, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib.language import mark, number, period, text
from pkslib.steps.balance.cells import KEY
from pkslib.steps.balance.giving_way import CANCEL, LIMIT, POSTPONE

_SHORT = {
    POSTPONE: mark("postpone {need} to {period}"),
    LIMIT: mark("limit {need}"),
    CANCEL: mark("cancel {need}"),
}
_WHY = {
    POSTPONE: mark("There is room in {period}."),
    LIMIT: mark("Capacity lacks in at least half of the periods: what is offered has to shrink."),
    CANCEL: mark("Capacity lacks in single periods only."),
}
_PROMISED = mark("It comes within the care guarantee of {days} days.")
_OWED = mark(
    "The care guarantee of {days} days has no room here: the care has to be offered elsewhere."
)
_FOLLOWS = mark("Goes with the operation or the bed that lacks.")


def prioritised_of(away: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table prioritised: what gives way, how, and why.

    Parameters
    ----------
    away : pandas.DataFrame
        As :class:`pkslib.steps.balance.climbed.Climbed` has it.
    needs : pandas.DataFrame
        The input table; its priority, consequence and guarantee_days are told.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, period, decision, to_period (of what is postponed), amount
        [capacity's measure], priority, consequence, use [capacity's measure per activity], why.
    """
    facts = needs.reindex(columns=["need", "priority", "consequence", "guarantee_days"])
    rows = away.merge(facts, on="need")
    return rows.assign(why=[_why(row) for row in rows.to_dict("records")])


def in_words(away: pd.DataFrame) -> pd.DataFrame:
    """Return what gives way in each cell: unit, capacity, period, needs (in words)."""
    relieved = away[away["lacks"].astype(bool)]
    ways = relieved["decision"].map(_SHORT)
    rows = zip(ways, relieved.to_dict("records"), strict=True)
    words = [text(way, need=row["name"], period=_later(row)) for way, row in rows]
    return relieved.assign(needs=words).groupby(KEY)["needs"].agg(", ".join).reset_index()


def _why(row: dict[Any, Any]) -> str:
    decision = row["decision"]
    said = [text(_WHY[decision], period=_later(row))]
    if not row["lacks"]:
        said = [text(_FOLLOWS)]
    elif not pd.isna(row["guarantee_days"]):
        promise = _PROMISED if decision == POSTPONE else _OWED
        said.append(text(promise, days=number(row["guarantee_days"])))
    return " ".join(said)


def _later(row: dict[Any, Any]) -> str:
    return period(row["to_period"]) if row["decision"] == POSTPONE else ""
