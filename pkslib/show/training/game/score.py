"""The score: five measures, of which each ranks those who have played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pkslib.language import mark
from pkslib.show.training.game.quarter import Outcome

# By medical priority: how much a patient weighs who finds no bed or is put off.
WEIGHTS: Mapping[int, float] = {1: 3.0, 2: 2.0, 3: 1.0}
# What is scored, and whether more of it is better.
MEASURES: Mapping[str, tuple[str, bool]] = {
    "within": (mark("within the care guarantee"), True),
    "refused": (mark("no bed or put off, weighed"), False),
    "overtime": (mark("overtime, hours"), False),
    "cost": (mark("cost, million SEK"), False),
    "early": (mark("promised, not come, bed days"), False),
}


@dataclass(frozen=True)
class Score:
    """What a game gave.

    Attributes
    ----------
    within : float
        Share of those waiting who are within the care guarantee, mean over the quarters' ends.
    refused : float
        Patients without a bed or put off, weighed by priority.
    overtime : float
        Hours.
    cost : float
        What was decided and the overtime [SEK].
    early : float
        Bed days of improvement work that were counted and did not come.
    """

    within: float
    refused: float
    overtime: float
    cost: float
    early: float


def score(outcomes: Sequence[Outcome]) -> Score:
    """Return the score of the quarters played, at least one."""
    return Score(
        within=sum(one.within for one in outcomes) / len(outcomes),
        refused=sum(
            WEIGHTS[1] * one.crowded + WEIGHTS[2] * one.elsewhere + WEIGHTS[3] * one.put_off
            for one in outcomes
        ),
        overtime=sum(one.overtime for one in outcomes),
        cost=sum(one.costs.total for one in outcomes),
        early=sum(one.early for one in outcomes),
    )


def ranked(scores: Mapping[str, Score]) -> pd.DataFrame:
    """Return the players' places, the winner first.

    Parameters
    ----------
    scores : mapping of str to Score
        By player.

    Returns
    -------
    pandas.DataFrame
        By player: a column for each of :data:`MEASURES`, its place in ``place_`` and the sum of
        the places in ``places``; those alike share the better place.

    Examples
    --------
    >>> one, other = Score(0.9, 10.0, 5.0, 2e6, 0.0), Score(0.8, 20.0, 9.0, 1e6, 0.0)
    >>> ranked({"A": other, "B": one})["places"].to_dict()
    {'B': 6.0, 'A': 8.0}
    """
    frame = pd.DataFrame.from_dict({name: vars(one) for name, one in scores.items()}, "index")
    for name, (_, more) in MEASURES.items():
        frame[f"place_{name}"] = frame[name].rank(method="min", ascending=not more)
    frame["places"] = frame[[f"place_{name}" for name in MEASURES]].sum(axis=1)
    return frame.sort_values("places", kind="stable")
