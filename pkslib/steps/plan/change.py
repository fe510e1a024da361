"""What changed the plan: this year's against the latest year's, step by step."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.steps.plan.within import allowed
from pkslib.tables.results.plan import PLAN_FACTORS

BEFORE, NEED, PRIORITISED, BOUGHT, LACKS, REMAINDER = PLAN_FACTORS


def changes(
    tables: Mapping[str, pd.DataFrame],
    uses: pd.DataFrame,
    count: tuple[pd.Series, pd.Series],
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
    count : tuple of pandas.Series
        Activities by row after care was moved, and after some of it was prioritised away.
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
        NEED: count[0].groupby(own).sum(),
        PRIORITISED: count[1].groupby(own).sum(),
    }
    balance = tables["balance"]
    for name, left in ((BOUGHT, balance.assign(remaining=0.0)), (LACKS, balance)):
        stages[name] = allowed(uses, count[1], left, episodes).groupby(own).sum()
    target = targets["target"].groupby(targets["activity"].map(kind)).sum()
    stages[REMAINDER] = target.astype(float)
    table = pd.DataFrame(stages).fillna(0.0)
    effects = table.diff(axis=1).fillna({BEFORE: table[BEFORE]})
    rows = effects.rename_axis("kind").reset_index().melt("kind", var_name="factor")
    order = rows["factor"].map({name: place for place, name in enumerate(stages)})
    return rows.rename(columns={"value": "effect"}).assign(order=order)


def _last_plan(production: pd.DataFrame, periods: int) -> pd.Series:
    """Return the plan of the latest year by activity."""
    known = production.reindex(columns=["activity", "period", "planned"])
    known = known.dropna(subset=["planned"])
    latest = sorted(known["period"].unique())[-periods:]
    known = known[known["period"].isin(latest)]
    return known.groupby("activity")["planned"].sum()
