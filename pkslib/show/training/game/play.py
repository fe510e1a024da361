"""A game played from its seed: the same decisions give the same eight quarters, every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from pkslib.show.training.game import quarter as quarters
from pkslib.show.training.game import robots
from pkslib.show.training.game.costs import check
from pkslib.show.training.game.plan import Plan, plan, plan_like_last_year
from pkslib.show.training.game.quarter import Outcome
from pkslib.show.training.game.rules import QUARTERS, Decisions, Region, State, Week, Year


@dataclass(frozen=True)
class Played:
    """Quarters that have been played.

    Attributes
    ----------
    outcomes : tuple of Outcome
        One a quarter.
    state : State
        What the next is begun with.
    plan : Plan or None
        Of the year under way, when it has been planned.
    since : int
        The quarter that the plan begins with.
    year : Year
        What management decided for it.
    """

    outcomes: tuple[Outcome, ...]
    state: State
    plan: Plan | None = None
    since: int = -1
    year: Year = field(default_factory=Year)

    @property
    def quarter(self) -> int:
        """The next quarter, from 0."""
        return len(self.outcomes)

    @property
    def left(self) -> float:
        """What is left of the year's frame [SEK]."""
        own = self.outcomes[self.quarter - self.quarter % 4 :]
        return self.year.frame - sum(one.costs.planned for one in own)


def begun() -> Played:
    """Return a game of which nothing has been played."""
    return Played((), quarters.start())


def planned(region: Region, seed: int, played: Played, chosen: Year) -> Played:
    """Return the game with the year planned through the chain, at the year's first quarter."""
    queue = tuple(played.state.queue)
    made = _plan(region, seed if played.quarter else 0, played.quarter, queue, chosen)
    return replace(played, plan=made, since=played.quarter, year=chosen)


def played_on(region: Region, seed: int, played: Played, decided: Decisions) -> Played:
    """Return the game with one quarter more.

    Parameters
    ----------
    region, seed, played
        The game.
    decided : Decisions
        For the quarter; its year counts in the year's first quarter alone.

    Raises
    ------
    InputError
        When the decisions break a rule (:func:`pkslib.show.training.game.costs.check`).
    """
    if played.quarter % 4 == 0 and (played.since, played.year) != (played.quarter, decided.year):
        played = planned(region, seed, played, decided.year)
    decided = replace(decided, year=played.year)
    check(region, played.quarter, played.state, decided, played.left)
    return _on(region, seed, played, decided)


def _on(region: Region, seed: int, played: Played, decided: Decisions) -> Played:
    assert played.plan is not None
    outcome, state = quarters.run(
        region, seed, played.quarter, played.state, played.plan, decided
    )  # fmt: skip
    return replace(played, outcomes=(*played.outcomes, outcome), state=state)


def replay(region: Region, seed: int, decisions: Sequence[Decisions]) -> Played:
    """Return a game from its seed and what was decided, quarter by quarter."""
    played = begun()
    for decided in decisions:
        played = played_on(region, seed, played, decided)
    return played


def played_by(region: Region, seed: int, robot: str, week: Week | None = None) -> Played:
    """Return a whole game as a robot plays it; what it cannot pay for it leaves.

    Parameters
    ----------
    region, seed
        The game.
    robot : str
        Which (:data:`pkslib.show.training.game.robots.NAMES`).
    week : Week, optional
        Weeks that are not the robot's own, to tell what they alone do.
    """
    played = begun()
    for at in range(QUARTERS):
        if at % 4 == 0:
            chosen = robots.year_of(robot, region)
            if robot == robots.LADDER:
                played = planned(region, seed, played, chosen)
            else:
                more = robots.MORE if robot == robots.LAST_YEAR else 1.0
                made = plan_like_last_year(region, seed, at, chosen, more)
                played = replace(played, plan=made, year=chosen)
        assert played.plan is not None
        wanted = robots.quarter_of(robot, region, played.plan, played.state, at)
        decided = Decisions(played.year, wanted, week or robots.week_of(robot))
        decided = robots.within(region, at, played.state, decided, played.left)
        played = _on(region, seed, played, decided)
    return played


@lru_cache(maxsize=32)
def _plan(
    region: Region, seed: int, quarter: int, queue: tuple[float, ...], chosen: Year
) -> Plan:  # fmt: skip
    return plan(region, seed, quarter, np.array(queue), chosen)
