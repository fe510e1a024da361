"""Result tables: the forecast of demand and how good it is."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import interval, key, number, period, share, words

MARKS = ("pandemic", "outlier", "level shift", "gap")

forecast = table(
    "forecast",
    mark("Demand forecast"),
    mark("Forecast new patients per need and period with prediction intervals."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    **interval(mark("patients")),
    method=words(mark("Method")),
)
forecast_sums = table(
    "forecast_sums",
    mark("Demand forecast, sums"),
    mark("Forecast sums per year and quarter with intervals of their own."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    **interval(mark("patients")),
)
accuracy = table(
    "accuracy",
    mark("Forecast accuracy"),
    mark("Rolling back-test per need against last year's same period."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    mase=number(mark("MASE"), "", empty=True),
    mase_naive=number(mark("MASE, last year's same period"), "", empty=True),
    bias=number(mark("Bias"), mark("share"), signed=True, empty=True),
    coverage_80=share(mark("Coverage of the 80 % interval"), high=1),
    coverage_95=share(mark("Coverage of the 95 % interval"), high=1),
    method=words(mark("Method")),
    note=words(mark("Note")),
)
marks = table(
    "marks",
    mark("Marked periods"),
    mark("Periods of the history that were treated apart, and how."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    kind=column(mark("Kind"), "choice", key=True, choices=MARKS),
    treatment=words(mark("Treatment")),
    by=words(mark("Decided by (empty = the rule)")),
    why=words(mark("Why")),
)
