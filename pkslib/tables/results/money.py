"""Result tables: what the plan costs, productivity, and what to hire."""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.results.columns import integer, key, number, period

# From the outcome to what a year costs, which the frame is to pay; what is left of it last.
BRIDGE = (
    *("opening", "index", "volume", "measures", "lasting"),
    *("closing", "frame", "left"),
)
_SEK, _ACTIVITIES, _HOURS = mark("SEK"), mark("activities"), mark("hours")


def _sek(label: str, *, signed: bool = False) -> Column:
    return number(label, _SEK, signed=signed, empty=True)


def _both(name: str, then: str, now: str, unit: str) -> dict[str, Any]:
    """Declare a figure in the latest year and as planned."""
    return {
        f"{name}_then": number(then, unit, empty=True),
        f"{name}_now": number(now, unit, empty=True),
    }


money = table(
    "money",
    mark("The plan against the budget"),
    mark("Cost of the plan and of its measures against the planning year's budget, rolled up."),
    unit=key(mark("Unit")),
    own=column(mark("Has a budget of its own"), "flag"),
    budget=_sek(mark("Budget")),
    plan_cost=_sek(mark("Plan, at last year's cost of each activity")),
    measures=_sek(mark("Measures, steps 1 to 4")),
    held=_sek(mark("Of which in the plan's cost already")),
    difference=_sek(mark("Left of the budget (over it below zero)"), signed=True),
    for_measures=_sek(mark("Set aside for measures")),
    unused=_sek(mark("Of which unused")),
    consequence=_sek(mark("Consequence of care that gives way, paid by no budget")),
)
money_bridge = table(
    "money_bridge",
    mark("From the outcome to the frame"),
    mark("Year by year: outcome, prices, volume, measures, what they cost later, and the frame."),
    year=period(mark("Year")),
    part=column(mark("Part"), "choice", key=True, choices=BRIDGE),
    order=integer(mark("Order")),
    amount=_sek(mark("Amount"), signed=True),
)
budget_moves = table(
    "budget_moves",
    mark("Money for measures to move"),
    mark("Unused money that would close a gap elsewhere: proposals to decide on."),
    unit=key(mark("From unit")),
    to_unit=key(mark("To unit")),
    capacity=key(mark("Capacity")),
    amount=number(mark("To move"), _SEK),
    closes=number(mark("Closes"), mark("capacity's measure")),
)
productivity = table(
    "productivity",
    mark("Productivity"),
    mark("Activities, DRG points and cost for hours worked: latest year's outcome and plan."),
    unit=key(mark("Unit")),
    **_both("count", mark("Activities, outcome"), mark("Activities, plan"), _ACTIVITIES),
    **_both("hours", mark("Worked hours, outcome"), mark("Worked hours, plan"), _HOURS),
    **_both("per_1000_hours", mark("Activities per 1 000 hours, outcome"),
            mark("Activities per 1 000 hours, plan"), ""),
    **_both("drg_per_fte", mark("DRG points per full-time equivalent, outcome"),
            mark("DRG points per full-time equivalent, plan"), ""),
    **_both("cost_per_drg", mark("Cost per DRG point, outcome"),
            mark("Cost per DRG point, plan"), _SEK),
    change=number(mark("Change per hour"), mark("share"), signed=True, empty=True),
    flagged=column(mark("More than 5% from the outcome"), "flag"),
)  # fmt: skip
hires = table(
    "hires",
    mark("What to hire"),
    mark("Full-time equivalents lacking and to spare, by profession, hospital and period."),
    resource=key(mark("Resource")),
    unit=key(mark("Hospital")),
    period=period(mark("Period")),
    lacking=number(mark("To employ"), mark("FTE")),
    over=number(mark("Over"), mark("FTE")),
)
