"""Input tables: bookings and staffing of the weeks ahead."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.columns import amount, count, need, resource, shift, unit

bookings = table(
    "bookings",
    mark("Bookings"),
    mark("Booked and not yet booked patients per week ahead."),
    without=mark("the weeks ahead are passed over"),
    registering=mark(
        "Count patients with a booked time in its week, those without one in the week by which "
        "they should be seen; the booking system decides, on the day the list is taken."
    ),
    whole=("unit", "need"),
    unit=unit(),
    need=need(),
    week=column(mark("Week"), "period", key=True, example="2027-W14"),
    booked=count(mark("Booked"), mark("patients")),
    to_plan=count(mark("To plan"), mark("patients")),
    overdue=count(mark("Waited too long"), mark("patients")),
    hours_per_patient=amount(mark("Hours per patient"), mark("hours")),
    priority=column(
        mark("Medical priority of the booking (the need's where empty)"),
        "integer",
        optional=True,
        empty=True,
        low=1,
        example="3",
    ),
)
booking_history = table(
    "booking_history",
    mark("Earlier bookings"),
    mark("How full each week was on each day that the bookings were looked at, also afterwards."),
    without=mark("it is not told which time is likely to go unused"),
    registering=mark(
        "Keep the sums of the booking system every week: hours booked and hours scheduled of each "
        "week ahead, and of the weeks just past."
    ),
    unit=unit(),
    week=column(mark("Week"), "period", key=True, example="2026-W14"),
    as_of=column(mark("Looked at on"), "date", key=True, example="2026-03-02"),
    booked=amount(mark("Booked"), mark("hours")),
    hours=amount(mark("Schedule"), mark("hours")),
)
schedule = table(
    "schedule",
    mark("Schedule"),
    mark("Persons scheduled per shift."),
    without=mark("the gap list is passed over"),
    registering=mark(
        "Count persons with their own shift at the unit; students, those on leave and those lent "
        "out do not count."
    ),
    whole=("unit", "resource", "date"),
    unit=unit(),
    resource=resource(),
    date=column(mark("Date"), "date", key=True, example="2026-11-02"),
    shift=shift(),
    scheduled=count(mark("Scheduled"), mark("persons")),
)
staffing = table(
    "staffing",
    mark("Staffing"),
    mark("Persons needed per shift, beds in the commission and staffing ratio."),
    without=mark("the gap list is passed over"),
    unit=unit(),
    resource=resource(),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7, example="1"),
    shift=shift(),
    needed=amount(mark("Needed"), mark("persons")),
    beds=amount(mark("Beds in the commission"), mark("beds"), optional=True),
    patients_per_person=column(
        mark("Staffing ratio"),
        "number",
        unit=mark("patients per person"),
        above=0,
        empty=True,
        optional=True,
        example="4",
    ),
)
minimum_lines = table(
    "minimum_lines",
    mark("Minimum lines"),
    mark("Persons who stand ready per shift, whatever the volume."),
    without=mark("readiness is not told apart from what care takes"),
    unit=unit(),
    resource=resource(),
    shift=shift(),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7, example="1"),
    persons=amount(mark("Persons"), mark("persons")),
)
lending = table(
    "lending",
    mark("Lending"),
    mark("Which units may take staff of which competence from which; pools are units of staff."),
    without=mark("units of one specialty and hospital are taken to lend to each other"),
    unit=unit(mark("From unit")),
    to_unit=unit(mark("To unit")),
    resource=resource(),
    kind=column(
        mark("How"), "choice", choices=(mark("lend"), mark("pool")), optional=True, empty=True,
        default="lend", example="pool",
    ),
)  # fmt: skip
