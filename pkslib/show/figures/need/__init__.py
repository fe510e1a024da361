"""Figures of the need: what patients take, what the targets mean, who waits."""

from pkslib.show.figures.need.census import census
from pkslib.show.figures.need.chain import FLAT_TARGET, chain, over_year, worked_example
from pkslib.show.figures.need.queue import queue_ahead
from pkslib.show.figures.need.risks import refusals, waits

__all__ = [
    "FLAT_TARGET",
    "census",
    "chain",
    "over_year",
    "queue_ahead",
    "refusals",
    "waits",
    "worked_example",
]
