"""Figures of available capacity: what limits it, and how surely it meets the need."""

from pkslib.show.figures.capacity.limits import allowed, limiting, staff
from pkslib.show.figures.capacity.risk import fan, risks

__all__ = ["allowed", "fan", "limiting", "risks", "staff"]
