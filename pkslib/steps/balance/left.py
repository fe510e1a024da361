"""What the ladder could not close, and why: an answer, not a fault."""

from __future__ import annotations

import pandas as pd

from pkslib.steps.balance.cells import remaining
from pkslib.steps.balance.climbed import Climbed
from pkslib.tables.inputs.capacity import IMPROVE, PRIORITISE

_PLACE = ["unit", "capacity"]
# A measure counts as used in full from this share of what it offers.
_FULL = 0.999


def shortfall_of(found: Climbed, offers: pd.DataFrame, payer: pd.Series) -> pd.DataFrame:
    """Return the rows of the table shortfall: the least shortage that can be left, and why.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    offers : pandas.DataFrame
        step, measure, unit, capacity and offered [capacity's measure].
    payer : pandas.Series
        Unit whose budget pays for each unit's measures.

    Returns
    -------
    pandas.DataFrame
        The table shortfall; of equally bad periods the first is told.
    """
    cells = found.cells.assign(left=remaining(found.cells))
    cells = cells[cells["left"] > 0].sort_values("left", ascending=False, kind="stable")
    groups = cells.groupby(_PLACE)
    rows = groups.agg(
        amount=("left", "sum"),
        periods=("left", "size"),
        worst_period=("period", "first"),
    ).reset_index()
    reasons = _reasons(found, offers, payer)
    stated = pd.MultiIndex.from_frame(rows[_PLACE])
    why = reasons.reindex(stated).fillna("none_stated").to_numpy()
    # After the fifth step all that may give way has done so.
    return rows.assign(why=why, only_acute=len(found.short) > PRIORITISE)


def _reasons(found: Climbed, offers: pd.DataFrame, payer: pd.Series) -> pd.Series:
    """Return why the measures of each unit and capacity did not suffice."""
    stated = offers[offers["step"].between(IMPROVE, PRIORITISE - 1)]
    used = found.effects.groupby(["measure", "capacity"])["effect"].sum()
    own = pd.MultiIndex.from_frame(stated[["measure", "capacity"]])
    used = pd.Series(used.reindex(own).to_numpy(float), stated.index).fillna(0.0)
    full = (used >= _FULL * stated["offered"]).groupby([stated[name] for name in _PLACE]).all()
    broke = set(found.limits.loc[found.limits["limit"] == "budget", "item"])
    reasons = full.map({True: "used_up", False: "no_effect"})
    pays = reasons.index.get_level_values("unit").map(payer.to_dict())
    return reasons.mask(~full & pays.isin(broke), "budget")
