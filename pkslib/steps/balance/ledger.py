"""The ledger of the ladder: every measure used with its reason, and shortage step by step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.language import mark, text
from pkslib.methods.priority import lowest_first
from pkslib.steps.balance.cells import KEY, remaining
from pkslib.steps.balance.ladder import Climbed

_REASONS = {
    1: mark("Surplus elsewhere in the region, or later in the year, fills the gap"),
    2: mark("Improvement work, counted as far as it is realised"),
    3: mark("The gap that is left is met by more capacity of our own, cheapest first"),
    4: mark("Our own capacity does not suffice; care is bought, cheapest first"),
    5: mark("No capacity is left; lowest medical priority first: {needs}"),
}
_PRIORITISE = 5
# Rounding that the steps may have left of a shortage.
_DUST = 1e-9


def ladder_of(found: Climbed, elective: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table ladder: every measure used, with effect, cost and reason.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    elective : pandas.DataFrame
        Elective need by cell: cell, name, amount; lowest medical priority first.
    """
    rows = found.effects.merge(_struck(found.cells, elective), on=KEY, how="left")
    why = [
        text(_REASONS[step], needs=needs) if step == _PRIORITISE else text(_REASONS[step])
        for step, needs in zip(rows["step"], rows["needs"], strict=True)
    ]
    return rows.assign(why=why)


def _struck(cells: pd.DataFrame, elective: pd.DataFrame) -> pd.DataFrame:
    """Return the needs that give way in each cell: those of the lowest medical priority."""
    away = cells["prioritised"].to_numpy()[elective["cell"]]
    share = lowest_first(elective["amount"], elective["priority"], elective["cell"], away)
    needs = elective[share > 0].groupby("cell")["name"].agg(", ".join)
    return cells[KEY].loc[needs.index].assign(needs=needs)


def steps_of(found: Climbed, offers: pd.DataFrame, last_step: int) -> pd.DataFrame:
    """Return the rows of the table ladder_steps: shortage before and after each step.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    offers : pandas.DataFrame
        step, capacity and unrealised [capacity's measure].
    last_step : int
        Last step that was used.

    Returns
    -------
    pandas.DataFrame
        capacity, step, before, closed, after, cost and unrealised; before − closed = after.
    """
    gap = (found.cells["need"] - found.cells["available"]).clip(lower=0)
    steps = pd.MultiIndex.from_product(
        [np.unique(found.cells["capacity"]), range(1, last_step + 1)], names=["capacity", "step"]
    )
    sums = found.effects.groupby(["capacity", "step"])[["effect", "cost"]].sum()
    rows = sums.astype(float).reindex(steps, fill_value=0.0).reset_index()
    short = rows["capacity"].map(gap.groupby(found.cells["capacity"]).sum()).astype(float)
    after = short - rows.groupby("capacity")["effect"].cumsum()
    after = after.where(after > _DUST * short, 0.0)
    before = after.groupby(rows["capacity"]).shift(1).fillna(short)
    promised = offers.groupby(["capacity", "step"])["unrealised"].sum()
    return rows.assign(
        before=before,
        closed=before - after,
        after=after,
        unrealised=promised.reindex(steps, fill_value=0.0).to_numpy(float),
    )


def balance_of(found: Climbed) -> pd.DataFrame:
    """Return the rows of the table balance: need − available − every kind of step = remaining."""
    return found.cells.assign(remaining=remaining(found.cells))
