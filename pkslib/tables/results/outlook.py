"""Result tables: the weeks ahead."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import integer, key, number, period, share

weeks_ahead = table(
    "weeks_ahead",
    mark("Weeks ahead"),
    mark("Plan, schedule and bookings per unit and week, in hours."),
    unit=key(mark("Unit")),
    week=period(mark("Week")),
    plan=number(mark("Production plan"), mark("hours")),
    schedule_target=number(mark("Schedule target"), mark("hours")),
    scheduled=number(mark("Schedule"), mark("hours"), empty=True),
    booked=number(mark("Booked"), mark("hours")),
    to_plan=number(mark("To plan"), mark("hours")),
    overdue=number(mark("Waited too long"), mark("hours")),
)
schedule_reach = table(
    "schedule_reach",
    mark("How far the schedule reaches"),
    mark("Per unit: weeks with a schedule at or above plan, first week below, evenness."),
    unit=key(mark("Unit")),
    reach=integer(mark("Schedule reaches"), mark("weeks")),
    goal=integer(mark("Goal"), mark("weeks")),
    first_below=column(mark("First week below plan"), "period", empty=True),
    variation=share(mark("Variation of bookings (coefficient)")),
    free_while_waiting=number(mark("Free hours while someone waited too long"), mark("hours")),
)
gap_list = table(
    "gap_list",
    mark("Gap list"),
    mark("Scheduled against needed persons per unit, shift and weekday; plus and minus apart."),
    unit=key(mark("Unit")),
    resource=key(mark("Resource")),
    week=period(mark("Week")),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7),
    shift=key(mark("Shift")),
    needed=number(mark("Needed"), mark("persons")),
    scheduled=number(mark("Scheduled"), mark("persons")),
    plus=number(mark("Plus"), mark("persons")),
    minus=number(mark("Minus"), mark("persons")),
)
beds_open = table(
    "beds_open",
    mark("Beds that can be kept open"),
    mark("Per unit and week: beds in the commission and the fewest that the staffing can carry."),
    unit=key(mark("Unit")),
    week=period(mark("Week")),
    commission=number(mark("Beds in the commission"), mark("beds")),
    open=number(mark("Beds that can be kept open"), mark("beds")),
)
shift_moves = table(
    "shift_moves",
    mark("Proposed moves in the gap list"),
    mark("Persons moved between units within shift and competence."),
    resource=key(mark("Resource")),
    week=period(mark("Week")),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7),
    shift=key(mark("Shift")),
    unit=key(mark("From unit")),
    to_unit=key(mark("To unit")),
    persons=number(mark("Persons"), mark("persons")),
)
guarantee = table(
    "guarantee",
    mark("Care guarantee"),
    mark("Waiting patients and share within the guarantee per need."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    days=integer(mark("Guarantee"), mark("days")),
    waiting=number(mark("Waiting"), mark("patients")),
    within=number(mark("Within the guarantee"), mark("patients")),
    share=share(mark("Share within"), high=1),
)
guarantee_ahead = table(
    "guarantee_ahead",
    mark("Care guarantee, weeks ahead"),
    mark("Patients on today's list who pass the limit in each week unless they are treated."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    week=period(mark("Week")),
    passing=number(mark("Pass the limit"), mark("patients")),
    booked=number(mark("Booked"), mark("patients"), empty=True),
)
