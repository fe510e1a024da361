"""Figures of follow-up: outcome against plan as Swedish regions draw it, and verdicts."""

from pkslib.show.figures.follow_up.outcome import inpatient, outpatient, points
from pkslib.show.figures.follow_up.parts import parts
from pkslib.show.figures.follow_up.verdicts import control, deviations

__all__ = ["control", "deviations", "inpatient", "outpatient", "parts", "points"]
