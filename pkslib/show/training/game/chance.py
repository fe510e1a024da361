"""What chance brings: who comes, who is ill, which card is turned up; the same for all groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pkslib.methods.inputs import Floats
from pkslib.show.training.game.rules import MONTH_WEEKS, PER_NURSE, QUARTERS, WARDS, WEEKS, Region
from pkslib.show.training.year.sums import SEEN

DAYS = 7
MOST_NURSES = 14  # of a shift, more than any ward has
# Growth a year of a need, and how far from the course's a promise may come true.
_GROWTH, _LUCK = (-0.01, 0.05), (0.7, 1.5)
# Sick leave of a week: mean in summer and in winter, and its spread from week to week.
_SUMMER_LEAVE, _WINTER_LEAVE, _LEAVE_SPREAD = 0.05, 0.09, 0.02
_WINTER = (0, 3)
# Cards: what they touch, how many times as much as usual, and in which quarters they may come.
CARDS: Mapping[int, tuple[str, float, tuple[int, ...]]] = {
    1: ("pneumonia", 1.3, _WINTER),
    2: ("arthroplasty", 1.25, (0, 1, 2, 3)),
    3: ("98-1-O1", 0.9, (0, 1, 2, 3)),
    4: ("98-1-M1", 0.9, (0, 1, 2, 3)),
}
_AHEAD, _YEARS = 1, 2


@dataclass(frozen=True)
class World:
    """What a seed holds for all of the game.

    Attributes
    ----------
    growth : mapping of str to float
        How many times as many come a year later, by need.
    seen : mapping of str to float
        How much of each promise comes true [share].
    cards : tuple of int
        The card of each quarter; 0 where none is turned up.
    """

    growth: Mapping[str, float]
    seen: Mapping[str, float]
    cards: tuple[int, ...]


@dataclass(frozen=True)
class Came:
    """What a quarter brings.

    Attributes
    ----------
    arrivals : mapping of str to array (weeks)
        Patients, by need.
    leave : array (wards, weeks)
        Sick leave [share].
    lots : array (wards, days, shifts, nurses)
        A nurse is ill whose lot is below the week's sick leave.
    card : int
        Which card was turned up; 0 for none.
    """

    arrivals: Mapping[str, Floats]
    leave: Floats
    lots: Floats
    card: int


def world(region: Region, seed: int) -> World:
    """Return what a seed holds for all of the game."""
    rng = np.random.default_rng([seed, QUARTERS])
    growth = {need: 1 + rng.uniform(*_GROWTH) for need in sorted(region.rate)}
    seen = {code: min(share * rng.uniform(*_LUCK), 1.0) for code, share in SEEN.items()}
    cards = [0] * QUARTERS
    for year in range(_YEARS):
        card = int(rng.integers(1, len(CARDS) + 1))
        cards[4 * year + int(rng.choice(CARDS[card][2]))] = card
    return World(growth, seen, tuple(cards))


def came(region: Region, seed: int, quarter: int) -> Came:
    """Return what a quarter brings, whatever anybody has decided.

    Parameters
    ----------
    region : Region
        Where.
    seed : int
        The game's.
    quarter : int
        From 0.
    """
    found, rng = world(region, seed), np.random.default_rng([seed, quarter])
    card = found.cards[quarter]
    arrivals = {
        need: rng.poisson(expected(region, found, need, quarter)).astype(float)
        for need in sorted(region.rate)
    }
    mean = _WINTER_LEAVE if quarter % 4 in _WINTER else _SUMMER_LEAVE
    leave = rng.normal(mean, _LEAVE_SPREAD, (len(WARDS), WEEKS)).clip(0.01, 0.25)
    lots = rng.random((len(WARDS), WEEKS * DAYS, len(PER_NURSE), MOST_NURSES))
    return Came(arrivals, leave, lots, card)


def expected(region: Region, found: World, need: str, quarter: int) -> Floats:
    """Return the patients a week that chance is drawn around."""
    months = 3 * (quarter % 4) + np.repeat(np.arange(3), MONTH_WEEKS)
    years = _AHEAD + quarter / 4
    times = found.growth[need] ** years * touched(found.cards[quarter], need)
    return np.asarray(DAYS * region.rate[need][months] * times)


def touched(card: int, what: str) -> float:
    """Return how many times as much as usual a card makes of a need or a ward's beds."""
    where, times, _ = CARDS.get(card, ("", 1.0, ()))
    return times if where == what else 1.0


def history(region: Region, seed: int, quarter: int) -> dict[str, Floats]:
    """Return patients by month of a quarter, as they are told to the next forecast, by need."""
    weeks = np.split(np.arange(WEEKS), np.cumsum(MONTH_WEEKS)[:-1])
    brought = came(region, seed, quarter).arrivals
    return {
        need: np.array([each[part].mean() / DAYS for part in weeks])
        for need, each in brought.items()
    }
