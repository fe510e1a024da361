"""A quarter's sum: what those who came, and those who were at work, got of what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import lowest_first
from pkslib.methods.queueing import erlang_b
from pkslib.methods.waiting_list import Ways, list_ahead, placed, weights
from pkslib.show.training.game import chance
from pkslib.show.training.game.chance import DAYS, Came, World
from pkslib.show.training.game.costs import Costs, costs_of
from pkslib.show.training.game.plan import Plan, acute_days
from pkslib.show.training.game.rules import (
    ACUTE,
    ELECTIVE,
    ELECTIVE_WARD,
    GUARANTEE,
    PER_NURSE,
    SHIFT_HOURS,
    START_BANDS,
    WARDS,
    WEEKS,
    Decisions,
    Region,
    State,
)
from pkslib.show.training.game.shifts import Staffed, open_beds, staffed
from pkslib.tables.inputs.capacity import IMPROVE

# Nurse hours that a bed day takes, all shifts together.
_HOURS_A_DAY = SHIFT_HOURS * sum(1 / each for each in PER_NURSE.values())


@dataclass(frozen=True)
class Outcome:
    """What a quarter gave.

    Attributes
    ----------
    elsewhere : float
        Patients of priority 2 who were placed elsewhere, as no bed was free.
    crowded : float
        Patients of priority 1 who were cared for where no bed was free.
    put_off : float
        Operations, of priority 3, that were planned and not done.
    within : float
        Share of those waiting at the end who are within the care guarantee.
    waiting : float
        Patients who wait at the end.
    overtime : float
        Hours.
    costs : Costs
        What it cost, by kind [SEK].
    early : float
        Bed days of improvement that were counted and did not come.
    treated : float
        Operations done, with those bought.
    occupancy : tuple of float
        Patients in beds over beds open, by ward [share].
    beds : tuple of float
        Beds that could be kept open on average, by ward.
    acute : mapping of str to float
        Acute patients who came, by need.
    """

    elsewhere: float
    crowded: float
    put_off: float
    within: float
    waiting: float
    overtime: float
    costs: Costs
    early: float
    treated: float
    occupancy: tuple[float, ...]
    beds: tuple[float, ...]
    acute: Mapping[str, float]


def start() -> State:
    """Return what the game is begun with."""
    first, last = zip(*START_BANDS, strict=True)
    ends = [np.nan if one is None else one for one in last]
    return State(placed(first, ends, list(START_BANDS.values())), (0,) * len(WARDS), {})


def run(
    region: Region, seed: int, quarter: int, state: State, plan: Plan, decided: Decisions
) -> tuple[Outcome, State]:
    """Work out what a quarter gave, and what the next one is begun with.

    Parameters
    ----------
    region, seed, quarter
        As for :func:`pkslib.show.training.game.chance.came`.
    state : State
        What the quarter is begun with.
    plan : Plan
        The year's.
    decided : Decisions
        What was decided, within the rules (:mod:`pkslib.show.training.game.costs`).
    """
    world, brought = chance.world(region, seed), chance.came(region, seed, quarter)
    beds = open_beds(region, quarter, decided, brought.card)
    held = staffed(quarter, beds, brought, decided)
    better = _improved(region, world, decided)
    acute = np.stack([_acute(region, brought, ward, better) for ward in WARDS])
    booked = _booked(region, plan, quarter, beds, decided)
    operated = _operated(region, brought, state, held, acute, booked, decided)
    load = acute / DAYS
    load[WARDS.index(ELECTIVE_WARD)] += operated.done * region.stay[ELECTIVE] / DAYS
    blocked = erlang_b(load, np.floor(held.beds))
    elsewhere, crowded = _without_bed(brought, blocked)
    stay = sum(region.stay[need] * n for need, n in crowded.items())
    hours = held.overtime + stay * _HOURS_A_DAY
    costs, spent = costs_of(region, quarter, state, decided, better, hours)
    outcome = Outcome(
        elsewhere=sum(elsewhere.values()), crowded=sum(crowded.values()), put_off=operated.put_off,
        within=_within(operated.queue),
        waiting=float(operated.queue.sum()), overtime=hours, costs=costs,
        early=max(float(plan.counted.sum()) / 4 - sum(better.values()), 0.0),
        treated=float(operated.done.sum() + decided.quarter.bought),
        occupancy=tuple((load * (1 - blocked) / held.beds).mean(axis=1)),
        beds=tuple(held.beds.mean(axis=1)),
        acute={need: float(brought.arrivals[need].sum()) for ward in WARDS for need in ACUTE[ward]},
    )  # fmt: skip
    return outcome, State(operated.queue, decided.quarter.opened, spent)


def _within(queue: Floats) -> float:
    """Return the share within the care guarantee; all of an empty list."""
    total = float(queue.sum())
    return float(queue @ weights([0], [GUARANTEE])[0] / total) if total else 1.0


def _improved(region: Region, world: World, decided: Decisions) -> dict[str, float]:
    """Return the bed days that each improvement gives in a quarter."""
    return {
        row["measure"]: float(row["max_amount"]) * world.seen[row["measure"]] / 4
        for row in region.measures
        if row["step"] == IMPROVE and row["measure"] in decided.year.measures
    }


def _acute(
    region: Region, brought: Came, ward: str, better: Mapping[str, float]
) -> Floats:  # fmt: skip
    """Return the acute bed days a week, less what improvement work gives."""
    place = {row["measure"]: row["unit"] for row in region.measures}
    less = sum(amount for code, amount in better.items() if place[code] == ward) / WEEKS
    days = sum(brought.arrivals[need] * region.stay[need] for need in ACUTE[ward])
    return np.asarray(np.maximum(days - less, 0.0))


def _booked(
    region: Region, plan: Plan, quarter: int, beds: Floats, decided: Decisions
) -> float:  # fmt: skip
    """Return the operations booked a week: what fills the ward to the target, as planned."""
    at = WARDS.index(ELECTIVE_WARD)
    counted = plan.counted[at] / (4 * WEEKS)
    acute = acute_days(region, plan, ELECTIVE_WARD, quarter) - counted
    room = beds[at] * DAYS * decided.year.target - acute
    return float(max(room, 0.0) / region.stay[ELECTIVE])


@dataclass(frozen=True)
class _Operated:
    done: Floats
    put_off: float
    queue: Floats


def _operated(
    region: Region, brought: Came, state: State, held: Staffed, acute: Floats, booked: float,
    decided: Decisions,
) -> _Operated:  # fmt: skip
    """Return operations a week: acute care comes first, then those who have waited longest."""
    at = WARDS.index(ELECTIVE_WARD)
    room = (held.beds[at] * DAYS - acute[at]).clip(min=0.0) / region.stay[ELECTIVE]
    bought = decided.quarter.bought / WEEKS
    new = brought.arrivals[ELECTIVE]
    weeks = list_ahead(state.queue[None], new[None], (np.minimum(room, booked) + bought)[None],
                       Ways())  # fmt: skip
    treated = np.array([week.treated.sum() for week in weeks])
    before = np.array([week.waiting.sum() for week in weeks]) + treated
    wanted = np.minimum(booked + bought, before)
    done = (treated - bought).clip(min=0.0)
    return _Operated(done, float((wanted - treated).clip(min=0.0).sum()), weeks[-1].waiting[0])


def _without_bed(brought: Came, blocked: Floats) -> tuple[dict[str, float], dict[str, float]]:
    """Return who finds no bed free: the lower priority is placed elsewhere, the highest crowds."""
    elsewhere: dict[str, float] = {}
    crowded: dict[str, float] = {}
    for ward, share in zip(WARDS, blocked, strict=True):
        needs = ACUTE[ward]
        came_in = np.stack([brought.arrivals[need] for need in needs])
        rank = np.arange(len(needs), 0, -1) if len(needs) > 1 else np.array([1])
        size, group = came_in.T.ravel(), np.repeat(np.arange(WEEKS), len(needs))
        amount = np.repeat(came_in.sum(axis=0) * share, len(needs))
        gives = lowest_first(size, np.tile(rank, WEEKS), group, amount) * size
        for at, need in enumerate(needs):
            mine = float(gives.reshape(WEEKS, -1)[:, at].sum())
            (crowded if rank[at] == 1 else elsewhere)[need] = mine
    return elsewhere, crowded
