"""Figures of demand: history, forecast, how good it is, the pattern over the year."""

from pkslib.show.figures.demand.backtest import accuracy, error_dots
from pkslib.show.figures.demand.forecasts import fan, overview
from pkslib.show.figures.demand.patterns import season

__all__ = ["accuracy", "error_dots", "fan", "overview", "season"]
