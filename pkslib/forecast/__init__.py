"""The forecasting engine: series in, distribution out.

Five forms of one forecast: :func:`forecast` per period, :func:`forecast_sums` per year or
quarter, :func:`sample_paths` as draws, :func:`backtest` for how far to trust it, :func:`marks`
for what was found in the history. :func:`forecast_tables` gives them from one fit, and
:func:`side_by_side` the named models of statsmodels beside the pooled forecast.
"""

from pkslib.forecast.intervals import forecast
from pkslib.forecast.paths import sample_paths
from pkslib.forecast.proof import backtest
from pkslib.forecast.sums import forecast_sums
from pkslib.forecast.together import forecast_tables, marks, side_by_side

__all__ = [
    "backtest",
    "forecast",
    "forecast_sums",
    "forecast_tables",
    "marks",
    "sample_paths",
    "side_by_side",
]
