"""Result tables: what is learnt from outcomes, of measures, goals, actions and other forecasts."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.capacity import KINDS, LADDER_STEPS
from pkslib.tables.inputs.follow_up import ACTION_STATUSES, AREAS
from pkslib.tables.inputs.organisation import ROUND_LEVELS
from pkslib.tables.results.columns import (
    MEASURE,
    codes,
    integer,
    key,
    number,
    period,
    share,
    words,
)
from pkslib.tables.results.follow_up import DECIDED, FLAGS, STATED, STATUSES, SUBJECTS

# What improvement work is looked for in: time per activity, capacity used, capacity there was.
JUDGED_BY = codes(mark("time per activity"), mark("use"), mark("available capacity"))
SEEN = codes(mark("seen"), mark("not seen"), mark("opposite"), mark("not judged"))
UNJUDGED = ("not_begun", "no_series", "few_periods", "few_others", "at_once")

# How a goal stands; of one without a value nothing is known.
GOALS = codes(mark("goal met"), mark("goal missed"), mark("no value"))
# How an action stands, and a flagged deviation that has none.
ACTIONS = codes(
    mark("past due"), mark("on time"), mark("settled"), mark("no action yet"),
)  # fmt: skip
# The largest known part of a deviation.
PARTS = ("volume", "profile", "case_mix", "treatment_time", "available", "improvement")
DIFFERS = codes(mark("more than explained"), mark("within what is explained"))
NEARER = codes(mark("the unit"), mark("the calculated"), mark("alike"))
PLANNED_BY = (DECIDED, STATED, mark("proposal"))

improvement_follow_up = table(
    "improvement_follow_up",
    mark("Follow-up of improvement work"),
    mark(
        "Expected and realised effect of each improvement in the ladder's second step, and what is "
        "seen against units that did nothing."
    ),
    measure=key(mark("Measure")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    kind=column(mark("Kind of measure"), "choice", choices=KINDS, empty=True),
    expected=number(mark("Expected effect"), MEASURE),
    basis=column(mark("Measured against"), "choice", choices=(DECIDED, STATED)),
    realised=number(mark("Realised effect"), MEASURE),
    status=column(mark("Status"), "choice", choices=STATUSES),
    judged_by=column(mark("Looked for in"), "choice", choices=JUDGED_BY),
    before=integer(mark("Periods before")),
    after=integer(mark("Periods after")),
    others=integer(mark("Units that did nothing")),
    effect=number(mark("Effect seen, a year"), MEASURE, signed=True, empty=True),
    lower=number(mark("Lower, 95%"), MEASURE, signed=True, empty=True),
    upper=number(mark("Upper, 95%"), MEASURE, signed=True, empty=True),
    seen=column(mark("Effect"), "choice", choices=SEEN),
    unjudged=column(mark("Why it is not judged"), "choice", choices=("", *UNJUDGED)),
)
improvement_kinds = table(
    "improvement_kinds",
    mark("What kinds of improvement work have given"),
    mark("Promised and realised by kind of work and capacity, and the unit to learn from."),
    region=key(mark("Region")),
    kind=column(mark("Kind of measure"), "choice", key=True, choices=("", *KINDS)),
    capacity=key(mark("Capacity")),
    works=integer(mark("Works begun")),
    expected=number(mark("Expected effect"), MEASURE),
    realised=number(mark("Realised effect"), MEASURE),
    share=share(mark("Realised share")),
    seen=integer(mark("Of which seen")),
    not_seen=integer(mark("Of which not seen")),
    best=column(mark("To learn from"), "code", empty=True),
    best_share=share(mark("Its realised share")),
)
lessons = table(
    "lessons",
    mark("Lessons of earlier measures"),
    mark("What earlier measures of the same kind promised and gave, beside each new proposal."),
    measure=key(mark("Measure")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    step=column(mark("Step"), "integer", low=1, high=LADDER_STEPS),
    promised=number(mark("Promises"), MEASURE),
    earlier=integer(mark("Earlier of its kind")),
    share=share(mark("Of what they promised came")),
    likely=number(mark("Likely, as earlier ones"), MEASURE, empty=True),
)
indicator_follow_up = table(
    "indicator_follow_up",
    mark("Indicators and goals"),
    mark("Each indicator's latest value, a year before, and the region's own goal for it."),
    area=column(mark("Area"), "choice", key=True, choices=("", *AREAS)),
    indicator=key(mark("Indicator")),
    place=key(mark("Region or unit")),
    level=column(mark("Planning level"), "choice", key=True, choices=("", *ROUND_LEVELS)),
    period=column(mark("Period"), "period", empty=True),
    value=number(mark("Value"), "", signed=True, empty=True),
    before=number(mark("A year before"), "", signed=True, empty=True),
    target=number(mark("Target"), "", signed=True, empty=True),
    year=column(mark("Year"), "integer", empty=True),
    owner=words(mark("Answers for it (role)")),
    standing=column(mark("Goal"), "choice", choices=("", *GOALS)),
    met_by=integer(mark("Units that meet it")),
    of_units=integer(mark("Units that tell")),
)
action_list = table(
    "action_list",
    mark("Action list"),
    mark("Who does what by when: actions followed up, and flagged deviations without one."),
    unit=key(mark("Unit")),
    deviation=column(mark("Deviation"), "text", key=True),
    subject=column(mark("What was followed up"), "choice", choices=("", *SUBJECTS)),
    item=column(mark("Need, activity or capacity"), "text", empty=True),
    share=number(mark("Against plan now"), mark("share"), signed=True, empty=True),
    flag=column(mark("Where to look"), "choice", choices=("", *FLAGS)),
    part=column(mark("Mostly"), "choice", choices=("", *PARTS)),
    cause=words(mark("Cause")),
    measure=words(mark("Measure")),
    role=words(mark("Answers for it (role)")),
    due=column(mark("Due"), "date", empty=True),
    status=column(mark("Status"), "choice", choices=("", *ACTION_STATUSES)),
    standing=column(mark("Now"), "choice", choices=ACTIONS),
)
national_compared = table(
    "national_compared",
    mark("Against published figures"),
    mark("The region's own figure beside the published one, and what the country has."),
    region=key(mark("Region")),
    indicator=key(mark("Indicator")),
    period=period(mark("Period")),
    own=number(mark("Own figure"), "", signed=True, empty=True),
    own_lower=number(mark("Own figure, at least"), "", signed=True, empty=True),
    own_upper=number(mark("Own figure, at most"), "", signed=True, empty=True),
    published=number(mark("Published"), "", signed=True),
    country=number(mark("The country"), "", signed=True, empty=True),
    difference=number(mark("Difference"), mark("share"), signed=True, empty=True),
    explained=share(mark("Explained by what is missing"), high=1),
    differs=column(mark("Differs"), "choice", choices=("", *DIFFERS)),
    source=column(mark("Source"), "text"),
    fetched_on=column(mark("Fetched on"), "date"),
)
unit_forecasts_compared = table(
    "unit_forecasts_compared",
    mark("The units' own forecasts beside the calculated ones"),
    mark("What the unit expects, what is calculated, and what came; both scored by mean error."),
    unit=key(mark("Unit")),
    need=column(mark("Need"), "code", key=True, empty=True),
    activity=column(mark("Activity"), "code", key=True, empty=True),
    by=column(mark("By (role)"), "text"),
    periods=integer(mark("Periods with outcome")),
    ahead=integer(mark("Periods ahead")),
    own_ahead=number(mark("Unit's forecast ahead"), "", empty=True),
    calculated_ahead=number(mark("Calculated ahead"), "", empty=True),
    own_error=number(mark("Unit's mean error"), "", empty=True),
    calculated_error=number(mark("Calculated mean error"), "", empty=True),
    nearer=column(mark("Nearer was"), "choice", choices=("", *NEARER)),
)
weekly_outcomes = table(
    "weekly_outcomes",
    mark("Weekly outcomes"),
    mark("Production of the latest weeks against plan, for the operative level."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    week=period(mark("Week")),
    plan=number(mark("Plan"), mark("activities"), empty=True),
    outcome=number(mark("Outcome"), mark("activities"), empty=True),
    deviation=number(mark("Deviation"), mark("activities"), signed=True, empty=True),
)
rolling_plan = table(
    "rolling_plan",
    mark("The plan over the turn of the year"),
    mark("Each unit's production month by month from the latest outcome on: decided, stated, new."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    target=number(mark("Plan"), mark("activities")),
    source=column(mark("From"), "choice", choices=PLANNED_BY),
)
