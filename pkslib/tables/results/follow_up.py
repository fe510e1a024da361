"""Result tables: outcome against forecast and plan."""

from __future__ import annotations

import pandera.pandas as pa

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import MEASURE, integer, key, number, period, share, words

VERDICTS = ("random", "systematic", "too few")
# Rules of the control chart, as pkslib.methods.control names them.
RULES = ("beyond", "trend", "side", "near")
SUBJECTS = (
    mark("need"),
    mark("production"),
    mark("hours"),
    mark("drg"),
    mark("capacity"),
    mark("queue"),
    mark("money"),
)
ASSURANCES = (mark("met"), mark("missed"), mark("left to chance"))


def _rule() -> pa.Column:
    """Declare the rule of the control chart that fired, empty where none did."""
    return column(mark("Rule of the control chart"), "choice", choices=("", *RULES))


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
    rule=_rule(),
)
deviations = table(
    "deviations",
    mark("Deviations in hours, DRG points, capacity, queue and money"),
    mark("Plan or forecast, outcome and deviation over the rolling window, whatever is measured."),
    subject=column(mark("What was followed up"), "choice", key=True, choices=SUBJECTS),
    place=key(mark("Region or unit")),
    item=key(mark("Capacity or need")),
    period=period(mark("Period")),
    planned=number(mark("Forecast or plan"), "", empty=True),
    outcome=number(mark("Outcome"), "", empty=True),
    deviation=number(mark("Deviation"), "", signed=True, empty=True),
    lower=number(mark("Lower control limit"), "", signed=True, empty=True),
    upper=number(mark("Upper control limit"), "", signed=True, empty=True),
    rule=_rule(),
)
verdicts = table(
    "verdicts",
    mark("Verdicts"),
    mark("Random or systematic, by tracking signal over the window."),
    subject=column(mark("What was followed up"), "choice", key=True, choices=SUBJECTS),
    place=key(mark("Region or unit")),
    item=key(mark("Need, activity or capacity")),
    periods=integer(mark("Periods")),
    planned=number(mark("Forecast or plan"), "", empty=True),
    outcome=number(mark("Outcome"), "", empty=True),
    deviation=number(mark("Sum of errors"), "", signed=True, empty=True),
    tracking_signal=number(mark("Tracking signal"), "", signed=True, empty=True),
    by_chance=share(mark("Would come by chance"), high=1),
    verdict=column(mark("Verdict"), "choice", choices=VERDICTS),
    assurance=column(
        mark("The plan will be, as things are"), "choice", choices=ASSURANCES, empty=True
    ),
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
