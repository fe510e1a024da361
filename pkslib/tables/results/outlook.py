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
    plan=number(mark("Production plan, all care"), mark("hours")),
    kept=number(mark("Of which kept for care that is not booked ahead"), mark("hours")),
    schedule_target=number(mark("Schedule target"), mark("hours")),
    scheduled=number(mark("Schedule"), mark("hours"), empty=True),
    booked=number(mark("Booked"), mark("hours")),
    to_plan=number(mark("To plan"), mark("hours")),
    overdue=number(mark("Waited too long"), mark("hours")),
    free=number(mark("May still be booked"), mark("hours")),
    lacks=column(mark("Lacks capacity in the balance"), "flag"),
    covered=share(mark("Probability that the schedule covers the plan"), high=1),
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
schedule_cover = table(
    "schedule_cover",
    mark("Schedule against absence"),
    mark("Per unit: schedule over plan, and what the unit's own absence asks for."),
    unit=key(mark("Unit")),
    resource=column(mark("Resource that limits"), "code"),
    absence=share(mark("Absence after the schedule is set"), high=1),
    needed=number(mark("Needed in a mean week"), mark("shifts")),
    factor=number(mark("Schedule over plan"), "", empty=True),
    covered=share(mark("Probability that the schedule covers the plan"), high=1),
    covered_target=share(mark("Probability at the schedule target"), high=1),
    factor_needed=number(mark("Schedule over plan that suffices"), ""),
)
overbooked = table(
    "overbooked",
    mark("Overbooked weeks"),
    mark("Weeks with more booked than the schedule has hours for: patients to rebook or shifts."),
    unit=key(mark("Unit")),
    week=period(mark("Week")),
    kind=column(mark("What"), "choice", choices=(mark("above_schedule"), mark("not_scheduled"))),
    scheduled=number(mark("Schedule"), mark("hours"), empty=True),
    booked=number(mark("Booked"), mark("hours")),
    kept=number(mark("Of which kept for care that is not booked ahead"), mark("hours")),
    over=number(mark("Booked beyond the schedule"), mark("hours")),
    patients=number(mark("Patients to rebook"), mark("patients"), empty=True),
    need=column(mark("First of"), "code", empty=True),
    priority=column(mark("Priority"), "integer", low=1, empty=True),
    to_week=column(mark("First week with room"), "period", empty=True),
    resource=column(mark("Resource"), "code", empty=True),
    shifts=number(mark("Or shifts to staff"), mark("shifts"), empty=True),
)
free_time = table(
    "free_time",
    mark("Free time and those who wait"),
    mark("Per unit, within the goal's weeks: free hours, and how far they suffice."),
    unit=key(mark("Unit")),
    overdue=number(mark("Waited too long"), mark("hours")),
    to_plan=number(mark("To plan"), mark("hours")),
    free=number(mark("Free time"), mark("hours")),
    overdue_called=number(mark("Of those who waited too long, called"), mark("hours")),
    to_plan_called=number(mark("Of those to plan, called"), mark("hours")),
    unused=number(mark("Free time left"), mark("hours")),
    left=number(mark("Waited too long, not called"), mark("hours")),
    gone=column(mark("Nobody has waited too long after"), "period", empty=True),
    extra=number(mark("More per week to reach them all"), mark("hours")),
)
calls = table(
    "calls",
    mark("Who should be called"),
    mark("Patients proposed for free hours, numbered by priority, guarantee date and wait."),
    unit=key(mark("Unit with free time")),
    number=column(mark("No."), "integer", low=1),
    week=period(mark("Week")),
    from_unit=key(mark("Waits at")),
    need=key(mark("Need")),
    activity=column(mark("Activity"), "code", empty=True),
    priority=column(mark("Priority"), "integer", key=True, low=1),
    state=column(mark("State"), "choice", key=True, choices=(mark("overdue"), mark("to_plan"))),
    target_week=column(mark("Target week"), "period", key=True, empty=True),
    guarantee_week=column(mark("Guarantee passed no later than"), "period", key=True, empty=True),
    waited=column(
        mark("Waited at least"), "number", unit=mark("days"), key=True, low=0, empty=True
    ),
    notice=column(mark("Notice"), "choice", choices=(mark("ordinary"), mark("short"))),
    patients=number(mark("Patients"), mark("patients")),
    hours=number(mark("Hours"), mark("hours")),
)
operations_ahead = table(
    "operations_ahead",
    mark("Operations ahead"),
    mark("Per unit and week: operations booked against the production plan."),
    unit=key(mark("Unit")),
    week=period(mark("Week")),
    plan=number(mark("Production plan"), mark("operations")),
    bookable=number(mark("of which elective"), mark("operations")),
    booked=number(mark("Booked"), mark("operations")),
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
gap_sums = table(
    "gap_sums",
    mark("Weekly sums of the gap list"),
    mark("Per unit, profession and week: plus, minus, moves, and what is missing after them."),
    unit=key(mark("Unit")),
    resource=key(mark("Resource")),
    week=period(mark("Week")),
    plus=number(mark("Plus"), mark("shifts")),
    minus=number(mark("Minus"), mark("shifts")),
    lent=number(mark("Lent"), mark("shifts")),
    borrowed=number(mark("Borrowed"), mark("shifts")),
    left=number(mark("Missing after moves"), mark("shifts")),
    hours=number(mark("Missing after moves"), mark("hours"), empty=True),
    full_time_equivalents=number(mark("Missing after moves"), mark("FTE"), empty=True),
)
beds_open = table(
    "beds_open",
    mark("Beds that can be kept open"),
    mark("Per unit and week: beds in the commission and the fewest that the staffing can carry."),
    unit=key(mark("Unit")),
    week=period(mark("Week")),
    commission=number(mark("Beds in the commission"), mark("beds")),
    open=number(mark("Beds that can be kept open"), mark("beds")),
    after=number(mark("After proposed moves"), mark("beds")),
    resource=column(mark("Resource that limits"), "code"),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", low=1, high=7),
    shift=column(mark("Shift"), "code"),
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
    within_lower=number(mark("Within the guarantee, at least"), mark("patients")),
    within_upper=number(mark("Within the guarantee, at most"), mark("patients")),
    share_lower=share(mark("Share within, at least"), high=1),
    share_upper=share(mark("Share within, at most"), high=1),
    excluded=number(
        mark("Of which wait at their own wish or on medical grounds"), mark("patients"), empty=True
    ),
    rest_lower=share(mark("Share within without these, at least"), high=1),
    rest_upper=share(mark("Share within without these, at most"), high=1),
    as_of=column(mark("Latest list"), "date"),
    oldest=column(mark("Oldest list that counts"), "date"),
)
guarantee_ahead = table(
    "guarantee_ahead",
    mark("Care guarantee, weeks ahead"),
    mark("Patients on today's list who pass the limit in each week unless they are treated."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    week=period(mark("Week")),
    passing=number(mark("Pass the limit"), mark("patients"), empty=True),
    passed_lower=number(mark("Have passed it by then, at least"), mark("patients")),
    passed_upper=number(mark("Have passed it by then, at most"), mark("patients")),
    booked=number(mark("Booked"), mark("patients"), empty=True),
    passing_booked=number(
        mark("Pass the limit although bookings are kept"), mark("patients"), empty=True
    ),
)
