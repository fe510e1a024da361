"""The ledger of the ladder: every measure used with its reason, and shortage step by step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.steps.balance.cells import remaining
from pkslib.steps.balance.climbed import Climbed
from pkslib.tables.results.balance import LADDER_WHY

# Rounding that the steps may have left of a shortage.
_DUST = 1e-9


def ladder_of(found: Climbed) -> pd.DataFrame:
    """Return the rows of the table ladder: every measure used, with effect, cost and reason."""
    step = found.effects["step"].astype(int)
    return found.effects.assign(why=np.array(LADDER_WHY)[step - 1])


def steps_of(found: Climbed, offers: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table ladder_steps: shortage before and after each step.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    offers : pandas.DataFrame
        step, capacity and unrealised [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        capacity, step, before, closed, after, cost and unrealised; before − closed = after.
        What improvement work closes is below zero when its dip outweighs its effect.
    """
    names, place = np.unique(found.cells["capacity"], return_inverse=True)
    short = np.stack([np.bincount(place, lack, names.size) for lack in found.short])
    short = np.where(short > _DUST * short[0], short, 0.0)
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
            "cost": cost.reindex(steps, fill_value=0.0).to_numpy(float),
            "unrealised": promised.reindex(steps, fill_value=0.0).to_numpy(float),
        },
        index=steps,
    ).reset_index()


def balance_of(found: Climbed) -> pd.DataFrame:
    """Return the rows of the table balance: need − available − every kind of step = remaining."""
    return found.cells.assign(remaining=remaining(found.cells))
