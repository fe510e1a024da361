"""Input tables: what is followed up beside the plan, and what is done about it."""

from __future__ import annotations

from typing import NamedTuple

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.inputs.columns import activity, count, need, period, unit
from pkslib.tables.inputs.organisation import ROUND_LEVELS

# Parts of the guidance's list of outcomes, and what a region may have goals for beside them:
# Socialstyrelsen, Uppföljning på taktisk nivå, "Exempel på absoluta utfall att följa upp".
AREAS = (
    QUALITY, TIME, ENVIRONMENT, COSTS, ACCESS, PRODUCTION, ECONOMY, PLANNING,
) = (
    mark("quality"), mark("time"), mark("work_environment"), mark("cost_of_poor_quality"),
    mark("access"), mark("production"), mark("economy"), mark("planning_work"),
)  # fmt: skip
BETTER = (MORE, LESS) = (mark("more"), mark("less"))
ACTION_STATUSES = (OPEN, ONGOING, DONE, DROPPED) = (
    mark("open"), mark("ongoing"), mark("done"), mark("dropped"),
)  # fmt: skip
# Published for the whole country beside the regions' own codes.
COUNTRY = "00"


class Indicator(NamedTuple):
    """What is known of an indicator by its code: its area, unit, and whether more is better."""

    area: str
    unit: str
    better: str
    label: str


# The guidance's own examples; a region may add others, and tell their area in its goals.
INDICATORS = {
    "cancelled": Indicator(QUALITY, mark("share"), LESS, mark("Cancelled")),
    "no_shows": Indicator(QUALITY, mark("share"), LESS, mark("No-shows")),
    "reoperations": Indicator(QUALITY, mark("share"), LESS, mark("Reoperations")),
    "wrong_level": Indicator(QUALITY, mark("share"), LESS, mark("Care at the wrong level")),
    "over_capacity": Indicator(QUALITY, mark("per 100 staffed beds"), LESS, mark("Overcrowding")),
    "placed_elsewhere": Indicator(
        QUALITY, mark("per 100 staffed beds"), LESS, mark("Placed elsewhere")
    ),
    "goal_met": Indicator(
        QUALITY, mark("share"), MORE, mark("Patients who reach the goal of their treatment")
    ),
    "within_90_days_visit": Indicator(
        ACCESS, mark("share"), MORE, mark("First visit within 90 days")
    ),
    "within_90_days_treatment": Indicator(
        ACCESS, mark("share"), MORE, mark("Treatment within 90 days")
    ),
    "operation_time": Indicator(TIME, mark("minutes"), LESS, mark("Time per operation")),
    "throughput_time": Indicator(TIME, mark("days"), LESS, mark("From need to need met")),
    "lead_time": Indicator(
        TIME, mark("days"), LESS, mark("From well-founded suspicion to decision")
    ),
    "turnover_time": Indicator(TIME, mark("minutes"), LESS, mark("Turnover time")),
    "short_sick_leave": Indicator(ENVIRONMENT, mark("share"), LESS, mark("Short sick leave")),
    "overtime": Indicator(ENVIRONMENT, mark("hours"), LESS, mark("Overtime")),
    "work_environment": Indicator(
        ENVIRONMENT, mark("index"), MORE, mark("Work environment as staff see it")
    ),
    "poor_quality_cost": Indicator(COSTS, mark("SEK"), LESS, mark("Cost of poor quality")),
    "value_adding_time": Indicator(
        COSTS, mark("share"), MORE, mark("Share of time that adds value")
    ),
    # Of the planning work itself, which the pack tells; a region may state what it aims at.
    "schedules_laid": Indicator(
        PLANNING, mark("share"), MORE, mark("Units whose schedule reaches far enough")
    ),
    "targets_agreed": Indicator(
        PLANNING, mark("share"), MORE, mark("Production targets agreed or decided")
    ),
    "lines_undecided": Indicator(
        PLANNING, "", LESS, mark("Lines of the plan that await a decision")
    ),
}
# Amounts that add up over units to the region's; a mean of shares would be nobody's.
ADDED = tuple(code for code, known in INDICATORS.items() if known.unit in ("hours", "SEK"))


def _indicator() -> Column:
    """Declare what is followed up, by one of the codes known or a region's own."""
    return column(mark("Indicator"), "code", key=True, example="reoperations")


def _value(label: str) -> Column:
    """Declare the value of an indicator, in its own unit."""
    return column(label, "number", unit=mark("the indicator's unit"), example="0,03")


def _role(label: str) -> Column:
    """Declare who, as a role."""
    return column(label, "text", example="verksamhetschef")


indicators = table(
    "indicators",
    mark("Indicators"),
    mark("Quality, times, work environment, cost of poor quality and what else has a goal."),
    without=mark(
        "quality, times, work environment and cost of poor quality are followed up only as "
        "production tells them"
    ),
    unit=unit(),
    indicator=_indicator(),
    period=period(),
    value=column(
        mark("Value"), "number", unit=mark("the indicator's unit"), empty=True, example="0,03"
    ),
)
goals = table(
    "goals",
    mark("Goals"),
    mark("The region's own goals for its indicators, and who answers for each."),
    without=mark("the region's own goals are not followed up beside the plan"),
    indicator=_indicator(),
    unit=unit(mark("Unit (empty: the whole region)"), empty=True),
    region=column(
        mark("Region (empty: as the unit, or all)"), "code", key=True, empty=True,
        refers_to="regions.region", example="06",
    ),
    level=column(
        mark("Planning level"), "choice", key=True, choices=ROUND_LEVELS, example="tactical"
    ),
    year=column(mark("Year"), "integer", key=True, low=1900, high=2200, example="2027"),
    target=_value(mark("Target")),
    owner=_role(mark("Answers for it (role)")),
    area=column(
        mark("Area (empty: as the indicator's)"), "choice", choices=AREAS, optional=True,
        empty=True, example="quality",
    ),
    better=column(
        mark("Which is better (empty: as the indicator's)"), "choice", choices=BETTER,
        optional=True, empty=True, example="less",
    ),
)  # fmt: skip
actions = table(
    "actions",
    mark("Actions"),
    mark("Who does what about a deviation, and by when; the next pack follows it up."),
    without=mark("no actions are followed up"),
    unit=unit(),
    deviation=column(
        mark("Deviation (what was followed up and its code, or own words)"), "text", key=True,
        example="hours bed_day",
    ),
    cause=column(mark("Cause"), "text", empty=True, example="Utskrivningsklara väntar"),
    measure=column(mark("Measure"), "text", example="Vårdplanering dag 1"),
    role=_role(mark("Answers for it (role)")),
    due=column(mark("Due"), "date", example="2027-03-31"),
    status=column(mark("Status"), "choice", choices=ACTION_STATUSES, example="open"),
)  # fmt: skip
crowding = table(
    "crowding",
    mark("Overcrowding"),
    mark("Patients beyond the staffed beds, and patients placed elsewhere for want of one."),
    without=mark("overcrowding and patients placed elsewhere are not followed up"),
    registering=mark(
        "Count per 100 staffed beds, as in the national measure: patients in a bed that is not "
        "staffed, and patients cared for at another unit than the one that answers for them."
    ),
    unit=unit(),
    period=period(),
    over_capacity=count(mark("Overcrowding"), mark("per 100 staffed beds")),
    placed_elsewhere=count(mark("Placed elsewhere"), mark("per 100 staffed beds")),
)
national = table(
    "national",
    mark("Published figures"),
    mark("National figures for all regions, as published; region 00 is the whole country."),
    without=mark("the region's figures are not held against published ones"),
    indicator=_indicator(),
    # As published: a data set need not hold the other regions.
    region=column(mark("Region"), "code", key=True, example="06"),
    period=period(),
    value=_value(mark("Value")),
    source=column(mark("Source"), "text", example="Väntetider i vården"),
    fetched_on=column(mark("Fetched on"), "date", example="2026-11-15"),
)
unit_forecasts = table(
    "unit_forecasts",
    mark("The units' own forecasts"),
    mark("What a unit itself expects, by role, of a need or an activity."),
    without=mark("the units' own forecasts are not shown beside the calculated ones"),
    registering=mark(
        "Leave what was said earlier as it stands: it is scored when its period is over, unless it "
        "is dated later than that."
    ),
    unit=unit(),
    need=need(empty=True),
    activity=activity(empty=True),
    period=period(),
    mean=column(
        mark("Forecast"), "number", unit=mark("patients or activities"), low=0, example="120"
    ),
    by=_role(mark("By (role)")),
    on=column(
        mark("On"), "date", optional=True, empty=True, example="2026-11-15"
    ),
)  # fmt: skip
