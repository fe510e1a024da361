"""Plain sentences from tables, for readers who have seconds."""

from pkslib.show.report import Sentences
from pkslib.show.sentences.ahead import outlook, overbooked, unused
from pkslib.show.sentences.balancing import balance, left, plan, rounds, strained
from pkslib.show.sentences.decisions import (
    measured_against,
    out_of_reach,
    plan_status,
    shifted,
    since_decided,
    soonest,
)
from pkslib.show.sentences.forecasts import (
    corrections,
    demand,
    early,
    ends,
    explained,
    fallbacks,
    kept,
    levels,
    strategic,
    unit_levels,
)
from pkslib.show.sentences.looking_back import (
    actions,
    effects,
    follow_up,
    goals,
    look_first,
    outcome_quality,
    own_forecasts,
)
from pkslib.show.sentences.money import money, productivity
from pkslib.show.sentences.planning import (
    among_regions,
    capacity,
    data,
    missing,
    need,
    not_made,
    passed_over,
    risk,
)
from pkslib.show.sentences.readiness import acute_above, stand_ready
from pkslib.show.sentences.review import change, headline, only_waiting
from pkslib.show.sentences.waiting import backtested, waiting
from pkslib.show.sentences.years import four_years, judged

__all__ = [
    "Sentences",
    "actions",
    "acute_above",
    "among_regions",
    "backtested",
    "balance",
    "capacity",
    "change",
    "corrections",
    "data",
    "demand",
    "early",
    "effects",
    "ends",
    "explained",
    "fallbacks",
    "follow_up",
    "four_years",
    "goals",
    "headline",
    "judged",
    "kept",
    "left",
    "levels",
    "look_first",
    "measured_against",
    "missing",
    "money",
    "need",
    "not_made",
    "only_waiting",
    "out_of_reach",
    "outcome_quality",
    "outlook",
    "overbooked",
    "own_forecasts",
    "passed_over",
    "plan",
    "plan_status",
    "productivity",
    "risk",
    "rounds",
    "shifted",
    "since_decided",
    "soonest",
    "stand_ready",
    "strained",
    "strategic",
    "unit_levels",
    "unused",
    "waiting",
]
