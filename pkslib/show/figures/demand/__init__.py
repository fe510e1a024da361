"""Figures of demand: history, forecast near and far, how good it is, the pattern over the year."""

from pkslib.show.figures.demand.backtest import accuracy, earlier, error_dots, models
from pkslib.show.figures.demand.forecasts import fan, overview
from pkslib.show.figures.demand.horizons import hours, weeks, years
from pkslib.show.figures.demand.levels import levels, units
from pkslib.show.figures.demand.patterns import parts, season, shrinkage

__all__ = [
    "accuracy",
    "earlier",
    "error_dots",
    "fan",
    "hours",
    "levels",
    "models",
    "overview",
    "parts",
    "season",
    "shrinkage",
    "units",
    "weeks",
    "years",
]
