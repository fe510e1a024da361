"""The planning year of the course: groups decide in rounds, on the chain's own functions."""

from pkslib.show.training.year.debrief import Debrief
from pkslib.show.training.year.panel import Round
from pkslib.show.training.year.roles import role_cards

__all__ = ["Debrief", "Round", "role_cards"]
