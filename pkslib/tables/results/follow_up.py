"""Result tables: outcome against forecast and plan."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import MEASURE, integer, key, number, period, words

VERDICTS = ("random", "systematic", "too few")
SUBJECTS = (mark("need"), mark("production"), mark("capacity"))

need_follow_up = table(
    "need_follow_up",
    mark("Follow-up of the need forecast"),
    mark("Forecast made before the window, outcome, and error = outcome less forecast."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    forecast=number(mark("Forecast"), mark("patients"), empty=True),
    outcome=number(mark("Outcome"), mark("patients"), empty=True),
    error=number(mark("Forecast error"), mark("patients"), signed=True, empty=True),
)
production_follow_up = table(
    "production_follow_up",
    mark("Follow-up of production"),
    mark("Plan, outcome and deviation = outcome less plan over the rolling window."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    plan=number(mark("Plan"), mark("activities"), empty=True),
    outcome=number(mark("Outcome"), mark("activities"), empty=True),
    deviation=number(mark("Deviation"), mark("activities"), signed=True, empty=True),
    lower=number(mark("Lower control limit"), mark("activities"), signed=True, empty=True),
    upper=number(mark("Upper control limit"), mark("activities"), signed=True, empty=True),
    outside=column(mark("Outside the limits"), "flag"),
)
verdicts = table(
    "verdicts",
    mark("Verdicts"),
    mark("Random or systematic, by tracking signal over the window."),
    subject=column(mark("What was followed up"), "choice", key=True, choices=SUBJECTS),
    place=key(mark("Region or unit")),
    item=key(mark("Need or activity")),
    periods=integer(mark("Periods")),
    planned=number(mark("Forecast or plan"), "", empty=True),
    outcome=number(mark("Outcome"), "", empty=True),
    deviation=number(mark("Sum of errors"), "", signed=True, empty=True),
    tracking_signal=number(mark("Tracking signal"), "", signed=True, empty=True),
    verdict=column(mark("Verdict"), "choice", choices=VERDICTS),
)
improvement_follow_up = table(
    "improvement_follow_up",
    mark("Follow-up of improvement work"),
    mark("Expected and realised effect of each improvement in the ladder's second step."),
    measure=column(mark("Measure"), "text", key=True),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    expected=number(mark("Expected effect"), MEASURE),
    realised=number(mark("Realised effect"), MEASURE),
    status=words(mark("Status")),
)
