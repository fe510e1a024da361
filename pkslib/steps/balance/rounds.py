"""The rounds between the planning levels: what is proposed, who has agreed, and what changed."""

from __future__ import annotations

import pandas as pd

_COLUMNS = ["unit", "round", "level", "proposal", "agreed", "by", "on", "note"]


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
    >>> row = {"unit": "A", "level": "tactical", "by": "verksamhetschef", "note": None}
    >>> rows = pd.DataFrame([row | {"round": 1, "agreed": False, "on": "2026-09-25"},
    ...                      row | {"round": 2, "agreed": True, "on": "2026-10-23"}])
    >>> rounds_of(rows)["change"].tolist()
    ['', 'now_agreed']
    """
    rows = agreements.reindex(columns=_COLUMNS).astype({"proposal": "str"}).fillna({"proposal": ""})
    rows = rows.sort_values(["unit", "level", "round"], ignore_index=True)
    before = rows.groupby(["unit", "level"])[["agreed", "proposal"]].shift(1)
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
