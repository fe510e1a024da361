"""Figures of available capacity: what limits it, and how surely it meets the need."""

from pkslib.show.figures.capacity.limits import allowed, limiting, limiting_units
from pkslib.show.figures.capacity.risk import fan, risks
from pkslib.show.figures.capacity.staff import staff

__all__ = ["allowed", "fan", "limiting", "limiting_units", "risks", "staff"]
