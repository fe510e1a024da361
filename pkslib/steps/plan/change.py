"""What changed the plan: this year's against the latest year's, step by step."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.language import mark
from pkslib.methods.inputs import Floats
from pkslib.steps.plan.within import allowed

BEFORE = mark("Latest year's plan")
NEED = mark("Production need above it")
REMAINDER = mark("Rounding")
# Kinds of care that the unit does not produce, in the ladder's order.
_AWAY = {
    mark("Bought from others"): ["bought"],
    mark("Prioritised away"): ["bought", "prioritised"],
    mark("Without capacity"): ["bought", "prioritised", "remaining"],
}
_OF_AWAY = ["bought", "prioritised", "remaining"]


def changes(
    tables: Mapping[str, pd.DataFrame],
    uses: pd.DataFrame,
    count: pd.Series,
    production: pd.DataFrame,
    episodes: pd.DataFrame,
    targets: pd.DataFrame,
) -> pd.DataFrame:
    """Return the latest year's plan, and what makes it this year's, by kind of activity.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        activities, production and balance.
    uses, production, episodes : pandas.DataFrame
        As for :func:`pkslib.steps.plan.within.allowed`.
    count : pandas.Series
        Activities by row after care was moved.
    targets : pandas.DataFrame
        The rows of the plan's periods.

    Returns
    -------
    pandas.DataFrame
        kind, factor, order (0 is the latest year's plan) and effect [activities]. A kind's
        effects add up to its target; what no step explains is the rounding. Without a plan of
        the latest year there is nothing to compare with.
    """
    kind = tables["activities"].set_index("activity")["kind"]
    last = _last_plan(tables["production"], production["period"].nunique())
    if last.empty:
        return pd.DataFrame(columns=["kind", "factor", "order", "effect"])
    own = production["activity"].map(kind)
    stages = {
        BEFORE: last.groupby(last.index.map(kind.to_dict())).sum(),
        NEED: count.groupby(own).sum(),
    }
    for name, columns in _AWAY.items():
        balance = tables["balance"].assign(**_without(tables["balance"], columns))
        stages[name] = allowed(uses, count, balance, episodes).groupby(own).sum()
    target = targets["target"].groupby(targets["activity"].map(kind)).sum()
    stages[REMAINDER] = target.astype(float)
    table = pd.DataFrame(stages).fillna(0.0)
    effects = table.diff(axis=1).fillna({BEFORE: table[BEFORE]})
    rows = effects.rename_axis("kind").reset_index().melt("kind", var_name="factor")
    order = rows["factor"].map({name: place for place, name in enumerate(stages)})
    return rows.rename(columns={"value": "effect"}).assign(order=order)


def _without(balance: pd.DataFrame, kept: list[str]) -> dict[str, Floats]:
    """Return what of the care that gives way does not count yet, as nothing."""
    return {name: np.zeros(len(balance)) for name in _OF_AWAY if name not in kept}


def _last_plan(production: pd.DataFrame, periods: int) -> pd.Series:
    """Return the plan of the latest year by activity."""
    known = production.reindex(columns=["activity", "period", "planned"])
    known = known.dropna(subset=["planned"])
    latest = sorted(known["period"].unique())[-periods:]
    known = known[known["period"].isin(latest)]
    return known.groupby("activity")["planned"].sum()
