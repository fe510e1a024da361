"""Result tables: production targets, plan and service catalogue."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.care import ACTIVITY_KINDS
from pkslib.tables.inputs.decided import MEASURE_STANDINGS, catalogue_columns
from pkslib.tables.results.columns import MEASURE, integer, key, number, period, share, words

# What takes the latest year's plan to this year's.
PLAN_FACTORS = ("latest_plan", "need", "prioritised", "bought", "rounding")

targets = table(
    "targets",
    mark("Production targets"),
    mark("Whole activities per unit and year or quarter."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    target=integer(mark("Production target"), mark("activities")),
)
plan = table(
    "plan",
    mark("Production plan"),
    mark("Whole activities per unit and period; they add up to the targets."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    target=integer(mark("Plan"), mark("activities")),
)
plan_weeks = table(
    "plan_weeks",
    mark("Production plan, weeks"),
    mark("Whole activities per unit and ISO week; they add up to the year's targets."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    week=period(mark("Week")),
    target=integer(mark("Plan"), mark("activities")),
)
plan_weekdays = table(
    "plan_weekdays",
    mark("Production plan, weekdays"),
    mark("Whole activities per unit and weekday over the year."),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7),
    target=integer(mark("Plan"), mark("activities")),
)
plan_needs = table(
    "plan_needs",
    mark("Production plan, needs"),
    mark("Activities planned for each need at each unit over the year, before rounding."),
    unit=key(mark("Unit")),
    need=key(mark("Need")),
    activity=key(mark("Activity")),
    count=number(mark("Plan"), mark("activities")),
    bought=number(mark("Bought from others"), mark("activities")),
)
plan_change = table(
    "plan_change",
    mark("What changed the plan"),
    mark("This year's plan against the latest year's, split into steps that add up."),
    kind=column(mark("Kind"), "choice", key=True, choices=ACTIVITY_KINDS),
    factor=column(mark("Factor"), "choice", key=True, choices=PLAN_FACTORS),
    order=integer(mark("Order")),
    effect=number(mark("Effect"), mark("activities"), signed=True),
)
catalogue = table(
    "catalogue",
    mark("Service catalogue"),
    mark(
        "Who does what: need, unit, target, promised capacity, restrictions, and the expected wait "
        "of the unit's own list, or of the region's where it keeps none."
    ),
    **catalogue_columns(),
)
catalogue_decisions = table(
    "catalogue_decisions",
    mark("Decisions behind the catalogue"),
    mark("Measures chosen and settings decided for the capacities that the catalogue promises."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    measure=column(mark("Measure"), "code", key=True, empty=True),
    setting=column(mark("Setting"), "text", key=True, empty=True),
    status=column(mark("Status"), "choice", choices=MEASURE_STANDINGS),
    round=column(mark("Round"), "integer", low=1, empty=True),
    by=words(mark("By (role)")),
    on=column(mark("On"), "date", empty=True),
    why=words(mark("Why")),
)
acute_above = table(
    "acute_above",
    mark("Acute care above what there is"),
    mark("Where acute care alone takes more than all of a unit's capacity; it is planned in full."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    acute=number(mark("Acute care"), MEASURE),
    there=number(mark("There when measures are taken"), MEASURE),
    load=share(mark("Acute care of what is there")),
)
