"""What the ladder could not close, and why: an answer, not a fault."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.language import mark, text
from pkslib.steps.balance.cells import remaining
from pkslib.steps.balance.ladder import Climbed

_PLACE = ["unit", "capacity"]
_FIRST_STATED = 2
_NONE_STATED = mark("No measure is stated for it.")
_BUDGET = mark("The budget for measures is used up.")
_USED_UP = mark("Every measure that works then is used in full.")
_ACUTE = mark("What is left is acute care, which is never prioritised away.")
_ELSEWHERE = mark(
    "The measures do not work when capacity is lacking, or their least block is more than what "
    "is left."
)
# A measure counts as used in full from this share of what it offers.
_FULL = 0.999


def shortfall_of(
    found: Climbed, offers: pd.DataFrame, elective: pd.DataFrame, payer: pd.Series
) -> pd.DataFrame:
    """Return the rows of the table shortfall: the least shortage that can be left, and why.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    offers : pandas.DataFrame
        step, measure, unit, capacity and offered [capacity's measure].
    elective : pandas.DataFrame
        Elective need by cell: cell and amount [capacity's measure].
    payer : pandas.Series
        Unit whose budget pays for each unit's measures.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, amount [capacity's measure], periods, worst_period (of equal ones the
        first) and why.
    """
    cells = found.cells.assign(left=remaining(found.cells))
    own = np.bincount(elective["cell"], elective["amount"], len(cells))
    cells = cells.assign(acute=own <= cells["prioritised"])
    cells = cells[cells["left"] > 0].sort_values("left", ascending=False, kind="stable")
    groups = cells.groupby(_PLACE)
    rows = groups.agg(
        amount=("left", "sum"),
        periods=("left", "size"),
        worst_period=("period", "first"),
        acute=("acute", "all"),
    ).reset_index()
    reasons = _reasons(found, offers, payer)
    stated = pd.MultiIndex.from_frame(rows[_PLACE])
    why = reasons.reindex(stated).fillna(_NONE_STATED)
    return rows.assign(
        why=[
            text(reason) + (" " + text(_ACUTE) if acute else "")
            for reason, acute in zip(why, rows["acute"], strict=True)
        ]
    )


def _reasons(found: Climbed, offers: pd.DataFrame, payer: pd.Series) -> pd.Series:
    """Return why the measures of each unit and capacity did not suffice."""
    stated = offers[offers["step"] >= _FIRST_STATED]
    used = found.effects.groupby(["measure", "capacity"])["effect"].sum()
    own = pd.MultiIndex.from_frame(stated[["measure", "capacity"]])
    used = pd.Series(used.reindex(own).to_numpy(float), stated.index).fillna(0.0)
    full = (used >= _FULL * stated["offered"]).groupby([stated[name] for name in _PLACE]).all()
    broke = set(found.limits.loc[found.limits["limit"] == "budget", "item"])
    reasons = full.map({True: _USED_UP, False: _ELSEWHERE})
    pays = reasons.index.get_level_values("unit").map(payer.to_dict())
    return reasons.mask(~full & pays.isin(broke), _BUDGET)
