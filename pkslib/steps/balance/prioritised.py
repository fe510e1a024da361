"""What gives way in the ladder's fifth step: which decision on which need, and why."""

from __future__ import annotations

import pandas as pd

from pkslib.steps.balance.giving_way import CANCEL, LIMIT, POSTPONE

# Why care gives way in each way, without a care guarantee and with one.
_WHY = {
    POSTPONE: ("room", "room_in_time"),
    LIMIT: ("lasting", "lasting_owed"),
    CANCEL: ("single", "single_owed"),
}


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
        The table prioritised.
    """
    facts = needs.reindex(columns=["need", "priority", "consequence", "guarantee_days"])
    rows = away.merge(facts, on="need")
    promised = rows["guarantee_days"].notna()
    why = [_WHY[way][owed] for way, owed in zip(rows["decision"], promised, strict=True)]
    follows = ~rows["lacks"].astype(bool)
    return rows.assign(why=pd.Series(why, rows.index, dtype="str").mask(follows, "follows"))
