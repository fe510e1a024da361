"""Figures of the balance: need against available, the gap, and the ladder of measures."""

from pkslib.show.figures.balance.gaps import heat, over_year, units
from pkslib.show.figures.balance.ladder import catching_up, scale, staircase

__all__ = ["catching_up", "heat", "over_year", "scale", "staircase", "units"]
