"""Plain sentences from tables, for readers who have seconds."""

from pkslib.show.report import Sentences
from pkslib.show.sentences.ahead import outlook
from pkslib.show.sentences.balancing import balance, left, plan, rounds
from pkslib.show.sentences.forecasts import (
    corrections,
    demand,
    ends,
    fallbacks,
    levels,
    strategic,
    unit_levels,
)
from pkslib.show.sentences.looking_back import follow_up, look_first, outcome_quality
from pkslib.show.sentences.planning import capacity, data, missing, need, risk
from pkslib.show.sentences.review import change, headline
from pkslib.show.sentences.waiting import waiting

__all__ = [
    "Sentences",
    "balance",
    "capacity",
    "change",
    "corrections",
    "data",
    "demand",
    "ends",
    "fallbacks",
    "follow_up",
    "headline",
    "left",
    "levels",
    "look_first",
    "missing",
    "need",
    "outcome_quality",
    "outlook",
    "plan",
    "risk",
    "rounds",
    "strategic",
    "unit_levels",
    "waiting",
]
