"""The action list: what was decided about deviations, and flagged ones that nobody acts on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.change import main_part
from pkslib.steps.follow_up.flags import LOOK
from pkslib.tables.inputs.follow_up import DONE, DROPPED
from pkslib.tables.results.follow_up import SUBJECTS
from pkslib.tables.results.learning import ACTIONS, PARTS

_OVERDUE, _ON_TIME, _SETTLED, _NONE = ACTIONS
_SERIES = ["subject", "place", "item"]
# One and the same care, counted by the capacity it took, by activity and in points.
_CARE = ("hours", "production", "drg")
_NEW = {"cause": None, "measure": None, "role": None, "due": None, "status": ""}


def action_list(
    actions: pd.DataFrame, verdicts: pd.DataFrame, parts: pd.DataFrame, last: str
) -> pd.DataFrame:
    """Return the actions followed up, and each flagged deviation of a unit without one.

    Parameters
    ----------
    actions : pandas.DataFrame
        The input table. A deviation that begins with what was followed up and its code
        (``hours bed_day``) is held against what it is now; other words are kept as they are.
        Care that a unit's hours tell of is not listed again by activity and in points.
    verdicts : pandas.DataFrame
        The result table.
    parts : pandas.DataFrame
        The result table deviation_parts: the known part that each deviation mostly is is told.
    last : str
        The latest day that outcomes tell of, by which an action may be overdue.

    Returns
    -------
    pandas.DataFrame
        Rows of the table action_list.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: who is to act on what.
    """
    known = _with_series(actions)
    units = set(parts["unit"]) | set(actions["unit"])
    flagged = verdicts[(verdicts["flag"] == LOOK) & verdicts["place"].isin(units)]
    new = flagged[_SERIES].rename(columns={"place": "unit"})
    new = new.merge(known[["unit", "subject", "item"]], how="left", indicator=True)
    new = new[(new["_merge"] == "left_only") & ~_told_otherwise(new, known)]
    new = new.drop(columns="_merge")
    new = new.assign(deviation=new["subject"] + " " + new["item"], **_NEW)
    rows = pd.concat([part for part in (known, new) if len(part)] or [known], ignore_index=True)
    rows = rows.merge(_now(verdicts), on=["unit", "subject", "item"], how="left")
    rows = rows.merge(_largest(parts), on=["unit", "subject", "item"], how="left")
    rows = rows.astype({"flag": "str", "part": "str"}).fillna({"flag": "", "part": ""})
    return rows.assign(standing=_standing(rows, last))


def _told_otherwise(new: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Tell of which deviations the same unit's care is listed or acted on by a better count."""
    ranks = {subject: rank for rank, subject in enumerate(_CARE)}
    every = pd.concat([new, known])[["unit", "subject"]]
    best = every["subject"].map(ranks).astype(float).groupby(every["unit"]).min()
    return new["subject"].map(ranks).astype(float) > new["unit"].map(best).astype(float)


def _with_series(actions: pd.DataFrame) -> pd.DataFrame:
    """Return the actions with the series that each is about, where its first word tells one."""
    words = [str(said).partition(" ") for said in actions["deviation"]]
    told = [word in SUBJECTS for word, _, _ in words]
    series = [(word, code) if known else ("", f"{word} {code}".strip())
              for (word, _, code), known in zip(words, told, strict=True)]  # fmt: skip
    named = pd.DataFrame(series, actions.index, ["subject", "item"], dtype="str")
    return pd.concat([actions, named], axis=1)


def _now(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return how far each series is from plan now, and its flag."""
    share = verdicts["deviation"] / verdicts["planned"].where(verdicts["planned"] > 0)
    found = verdicts[[*_SERIES, "flag"]].assign(share=share)
    return found.rename(columns={"place": "unit"})


def _largest(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the known part that each unit's deviation in hours mostly is, if any is."""
    sums = parts.groupby(["unit", "capacity"])[[*PARTS, "deviation"]].sum(min_count=1)
    known = sums[[*PARTS]].to_numpy(dtype=float)
    mostly = [
        main_part(dict(zip(PARTS, row, strict=True)), total)
        for row, total in zip(known, sums["deviation"], strict=True)
    ]
    found = sums.index.to_frame(index=False).rename(columns={"capacity": "item"})
    return found.assign(subject="hours", part=pd.Series(mostly, found.index, dtype="str"))


def _standing(rows: pd.DataFrame, last: str) -> np.ndarray:
    """Return how each action stands by a day."""
    settled = rows["status"].isin((DONE, DROPPED))
    return np.select(
        [rows["status"] == "", settled, rows["due"].fillna("") < last],
        [_NONE, _SETTLED, _OVERDUE],
        _ON_TIME,
    )
