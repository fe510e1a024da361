"""The three robots that a group is ranked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from pkslib.errors import InputError
from pkslib.language import mark
from pkslib.methods.inputs import Floats
from pkslib.show.training.game import rules
from pkslib.show.training.game.costs import check
from pkslib.show.training.game.plan import Plan
from pkslib.show.training.game.rules import (
    ACUTE,
    ELECTIVE,
    WARDS,
    Decisions,
    Quarter,
    Region,
    State,
    Week,
    Year,
)

FRAME = 4_500_000.0
FLAT, LAST_YEAR, LADDER = "flat", "last_year", "ladder"
NAMES: Mapping[str, str] = {
    FLAT: mark("Robot: always 85 per cent"),
    LAST_YEAR: mark("Robot: last year plus 2 per cent"),
    LADDER: mark("Robot: the workbench's ladder"),
}
MORE = 1.02  # than last year


def year_of(robot: str, region: Region) -> Year:
    """Return what a robot decides for a year."""
    if robot == FLAT:
        return Year(0.85, FRAME, ("K1", "K4"), promised=True)
    if robot == LAST_YEAR:
        return Year(min(round(_last_year(region) * MORE, 2), 0.95), FRAME, (), promised=False)
    return Year(0.85, FRAME, ("K1", "K2", "K3", "K4", "K5", "K6"), promised=False)


def quarter_of(robot: str, region: Region, plan: Plan, state: State, quarter: int) -> Quarter:
    """Return what a robot decides for a quarter."""
    if robot == LAST_YEAR:
        return Quarter()
    if robot == FLAT:
        wanted = plan.wanted.mean(axis=1) - region.usual[:, quarter % 4]
        return Quarter(opened=_allowed(np.round(wanted), state))
    wanted = np.round(plan.extra[:, quarter % 4])
    bought = plan.bought[quarter % 4] * 0.85 / region.stay[ELECTIVE]
    return Quarter(opened=_allowed(wanted, state), bought=int(min(bought, rules.MOST_BOUGHT)))


def week_of(robot: str) -> Week:
    """Return what a robot decides for its weeks."""
    return Week(0.10, lend=True) if robot == LADDER else Week()


def within(
    region: Region, quarter: int, state: State, decided: Decisions, left: float
) -> Decisions:
    """Return decisions that the year's frame pays for: bought care goes first, then beds."""
    while True:
        try:
            check(region, quarter, state, decided, left)
        except InputError:
            decided = _less(decided)
        else:
            return decided


def _less(decided: Decisions) -> Decisions:
    """Return decisions that cost less; those that cost nothing keep to every frame."""
    chosen = decided.quarter
    if chosen.bought:
        return replace(decided, quarter=replace(chosen, bought=0))
    most = max(range(len(WARDS)), key=lambda at: chosen.opened[at])
    if chosen.opened[most] <= 0:
        return replace(decided, week=replace(decided.week, reserve=0.0))
    opened = tuple(n - (at == most) for at, n in enumerate(chosen.opened))
    return replace(decided, quarter=replace(chosen, opened=opened))


def _allowed(wanted: Floats, state: State) -> tuple[int, ...]:
    most = np.minimum(np.array(state.opened) + rules.MOST_MORE, rules.MOST)
    return tuple(int(n) for n in np.clip(wanted, rules.LEAST, most))


def _last_year(region: Region) -> float:
    """Return how full the hospital was last year [share]."""
    needs = [need for ward in WARDS for need in ACUTE[ward]] + [ELECTIVE]
    days = sum(region.rate[need].mean() * region.stay[need] for need in needs)
    return float(days / region.usual.mean(axis=1).sum())
