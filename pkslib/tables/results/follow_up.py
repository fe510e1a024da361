"""Result tables: outcome against forecast and plan."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.results.columns import MEASURE, codes, integer, key, number, period, share

VERDICTS = ("random", "systematic", "too few")
# Rules of the control chart, as pkslib.methods.control names them.
RULES = (mark("beyond"), mark("trend"), mark("side"), mark("near"))
SUBJECTS = (
    mark("need"),
    mark("production"),
    mark("hours"),
    "drg",
    mark("capacity"),
    mark("queue"),
    mark("money"),
)
_ITEMS = {"production": "activity", "hours": "capacity", "queue": "need"}
ASSUMPTIONS = codes(
    mark("need forecast"),
    mark("treatment times"),
    mark("absence"),
    mark("staffing"),
    mark("openings"),
    mark("available capacity"),
    mark("improvement work"),
)
GROUPS = (
    mark("production"),
    mark("availability"),
    mark("utilisation"),
    mark("staffing"),
    mark("economy"),
)
CADENCES = (mark("week"), mark("month"), mark("quarter"), mark("year"))
# In the guidance's order.
PARAMETERS = (
    "first", "return", "acute", "visit", "operation", "examination", "digital", "admission",
    "bed_days", "drg_points", "by_week", "waiting", "median_wait", "within_guarantee",
    "capacity_used", "time_taken", "scheduled", "patients_per_person", "staff_per_bed_day", "cost",
    "cost_per_point",
)  # fmt: skip
# What a parameter is not known for want of.
SOURCES = (
    "contact", "operations", "admissions", "drg", "waiting", "guarantee_days", "capacity_outcome",
    "recipes", "staffing", "patients_per_person", "cost", "cost_and_drg", "weeks",
)  # fmt: skip
# Why something is proposed, and the setting of a scenario that makes it so.
PROPOSED = (
    "level_changed", "regularly_other", "absence_other", "staff_other", "times_differ",
    "not_realised",
)  # fmt: skip
LEVEL_SHIFT = "level_shift"
STATUSES = (mark("planned"), mark("ongoing"), mark("realised"))
STANDINGS = codes(mark("on plan"), mark("above plan"), mark("below plan"))
ASSURANCES = codes(mark("met"), mark("missed"), mark("left to chance"))
# Where to look: at this; too small to matter; chance may explain it; too few periods to tell.
FLAGS = codes(mark("look"), mark("small"), mark("chance"), mark("too few"))
# What a deviation may matter for.
MATTERS = (mark("capacity"), mark("queue"), mark("money"))
# What an outcome is measured against: the round's figure, or for want of one a forecast made as of
# then, or the plan that the table production tells.
DECIDED, MADE_THEN, STATED = "decided", "made_then", "stated"


def _basis(other: str) -> Column:
    """Declare what an outcome is measured against; empty where there is nothing."""
    return column(mark("Measured against"), "choice", choices=("", DECIDED, other))


def _round() -> Column:
    """Declare the round that decided a figure."""
    return column(mark("Round"), "integer", low=1, empty=True)


def _rule() -> Column:
    """Declare the rule of the control chart that fired, empty where none did."""
    return column(mark("Rule of the control chart"), "choice", choices=("", *RULES))


need_follow_up = table(
    "need_follow_up",
    mark("Follow-up of the need forecast"),
    mark("Forecast decided, or made before the window; outcome, and error = outcome − forecast."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    forecast=number(mark("Forecast"), mark("patients"), empty=True),
    outcome=number(mark("Outcome"), mark("patients"), empty=True),
    error=number(mark("Forecast error"), mark("patients"), signed=True, empty=True),
    basis=_basis(MADE_THEN),
    round=_round(),
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
    basis=_basis(STATED),
    round=_round(),
    lower=number(mark("Lower control limit"), mark("activities"), signed=True, empty=True),
    upper=number(mark("Upper control limit"), mark("activities"), signed=True, empty=True),
    rule=_rule(),
)
deviations = table(
    "deviations",
    mark("Deviations in hours, DRG points, capacity, queue and money"),
    mark("Plan or forecast, outcome and deviation over the rolling window, whatever is measured."),
    items=_ITEMS,
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
    items=_ITEMS,
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
    flag=column(mark("Where to look"), "choice", choices=FLAGS),
    chance=share(mark("By chance, among so many"), high=1),
    size=share(mark("Share of what it matters for")),
    matters=column(mark("Matters for"), "choice", choices=MATTERS),
)
deviation_parts = table(
    "deviation_parts",
    mark("What deviations consist of"),
    mark("Each deviation from both sides: need and what was left to the queue; capacity and use."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    planned=number(mark("Plan"), MEASURE, empty=True),
    outcome=number(mark("Outcome"), MEASURE, empty=True),
    deviation=number(mark("Deviation"), MEASURE, signed=True),
    volume=number(mark("A: more or fewer patients"), MEASURE, signed=True, empty=True),
    profile=number(mark("A: other course over time"), MEASURE, signed=True, empty=True),
    case_mix=number(mark("A: heavier or lighter needs"), MEASURE, signed=True, empty=True),
    treatment_time=number(mark("A: longer or shorter times"), MEASURE, signed=True, empty=True),
    queue=number(mark("Remainder: queue and other"), MEASURE, signed=True),
    available=number(mark("B: available capacity"), MEASURE, signed=True, empty=True),
    other_available=number(mark("of B: opening hours and other"), MEASURE, signed=True, empty=True),
    improvement=number(mark("C: improvement work"), MEASURE, signed=True, empty=True),
    used_fully=number(
        mark("Remainder: use of capacity and other"), MEASURE, signed=True, empty=True
    ),
)
available_parts = table(
    "available_parts",
    mark("Which hours the available capacity deviates by"),
    mark("B of each deviation by profession and room, as long as each of them was the limit."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    resource=key(mark("Resource")),
    planned=number(mark("Available, as forecast"), mark("hours")),
    outcome=number(mark("Available, as it was"), mark("hours")),
    deviation=number(mark("Deviation"), mark("hours"), signed=True),
    effect=number(mark("Part of B"), MEASURE, signed=True),
)
proposals = table(
    "proposals",
    mark("Proposals for the next forecast"),
    mark("What errors say that the forecast should be, each where it arose."),
    what=column(mark("What to change"), "choice", key=True, choices=ASSUMPTIONS),
    place=key(mark("Region or unit")),
    item=column(mark("Need, capacity, resource or measure"), "text", key=True, holds="item"),
    capacity=column(mark("Capacity"), "code", empty=True),
    now=number(mark("Assumed"), ""),
    proposed=number(mark("Proposed"), ""),
    change=number(mark("Change"), mark("share"), signed=True, empty=True),
    by_chance=share(mark("Would come by chance"), high=1),
    why=column(mark("Why"), "choice", choices=PROPOSED),
    setting=column(mark("In the scenario"), "choice", choices=("", LEVEL_SHIFT)),
    period=column(mark("From"), "period", empty=True),
    value_now=number(mark("The assumption today"), "", empty=True),
    value=number(mark("The assumption proposed"), "", empty=True),
    error=number(mark("Mean error a period"), "", empty=True),
    error_applied=number(mark("Mean error, had it been applied"), "", empty=True),
)
large_deviations = table(
    "large_deviations",
    mark("Large deviations, to report at once"),
    mark("Units far from plan in the latest period, and who may have capacity to lend."),
    subject=column(mark("What was followed up"), "choice", key=True, choices=SUBJECTS),
    place=key(mark("Unit")),
    item=key(mark("Capacity")),
    period=column(mark("Period"), "period"),
    planned=number(mark("Forecast or plan"), ""),
    outcome=number(mark("Outcome"), ""),
    deviation=number(mark("Deviation"), "", signed=True),
    share=number(mark("Share of plan"), mark("share"), signed=True),
    rule=_rule(),
    helper=column(mark("Most to spare has"), "code", empty=True),
    spare=number(mark("To spare"), "", empty=True),
)
parameters = table(
    "parameters",
    mark("Parameters followed up"),
    mark("The guidance's list: value now, plan and last year, by how often they are read."),
    group=column(mark("Group"), "choice", key=True, choices=GROUPS),
    parameter=column(mark("Parameter"), "choice", key=True, choices=PARAMETERS),
    item=column(mark("Capacity or resource"), "text", key=True, holds="capacity"),
    place=key(mark("Region or unit")),
    cadence=column(mark("Over"), "choice", key=True, choices=CADENCES),
    value=number(mark("Value"), "", empty=True),
    upper=number(mark("At most, where the value is at least"), "", empty=True),
    plan=number(mark("Plan"), "", empty=True),
    last_year=number(mark("A year before"), "", empty=True),
    is_share=column(mark("Is a share"), "flag"),
    verdict=column(mark("Against plan"), "choice", choices=("", *STANDINGS)),
    missing=column(mark("Missing"), "choice", choices=("", *SOURCES)),
)
outcome_quality = table(
    "outcome_quality",
    mark("How good the outcomes are"),
    mark("Completeness, lateness, impossible values and comparability of each unit's outcomes."),
    unit=key(mark("Unit")),
    expected=integer(mark("Outcomes expected")),
    missing=integer(mark("Outcomes missing")),
    complete=share(mark("Complete"), high=1),
    late=integer(mark("Late"), mark("periods")),
    impossible=integer(mark("Impossible values")),
    unlike=integer(mark("Activities unlike those of other units")),
)
