"""Figures of the need: what patients take, what the targets mean, who waits."""

from pkslib.show.figures.need.chain import FLAT_TARGET, chain, worked_example
from pkslib.show.figures.need.over_time import over_year, week_by_week
from pkslib.show.figures.need.risks import census, refusals, waits

__all__ = [
    "FLAT_TARGET",
    "census",
    "chain",
    "over_year",
    "refusals",
    "waits",
    "week_by_week",
    "worked_example",
]
