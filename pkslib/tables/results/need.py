"""Result tables: care need, production need, capacity need, resource need."""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.care import FOLLOWS
from pkslib.tables.results.columns import MEASURE, codes, integer, key, number, period, share

SCOPES = (mark("unit"), mark("region"))
_SPREAD: dict[str, Any] = {
    "p05": number(mark("5 of 100"), MEASURE),
    "p10": number(mark("10 of 100"), MEASURE),
    "p20": number(mark("20 of 100"), MEASURE),
    "p30": number(mark("30 of 100"), MEASURE),
    "p40": number(mark("40 of 100"), MEASURE),
    "p50": number(mark("50 of 100"), MEASURE),
    "p60": number(mark("60 of 100"), MEASURE),
    "p70": number(mark("70 of 100"), MEASURE),
    "p80": number(mark("80 of 100"), MEASURE),
    "p90": number(mark("90 of 100"), MEASURE),
    "p95": number(mark("95 of 100"), MEASURE),
}
# Columns of need_spread, and the probability that the need stays below each.
QUANTILES = {name: int(name[1:]) / 100 for name in _SPREAD}

care_need = table(
    "care_need",
    mark("Care need"),
    mark("Patients per need and period: forecast or chosen target level, and waiting-list relief."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    period=period(mark("Period")),
    forecast=number(mark("Forecast"), mark("patients")),
    target_level=number(mark("Target level"), mark("patients")),
    relief=number(mark("From the waiting list"), mark("patients"), signed=True),
    patients=number(mark("Patients"), mark("patients")),
)
queue = table(
    "queue",
    mark("Waiting list against its target"),
    mark("Queue, target queue and the extra patients per period that reach it."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    queue=number(mark("Waiting"), mark("patients")),
    target_queue=number(mark("Target queue"), mark("patients")),
    relief=number(mark("Extra per period to reach the target"), mark("patients"), signed=True),
    share_lower=share(mark("Within the care guarantee, at least"), high=1),
    share_upper=share(mark("Within the care guarantee, at most"), high=1),
    as_of=column(mark("Latest list"), "date"),
    oldest=column(mark("Oldest list that counts"), "date"),
)
production_need = table(
    "production_need",
    mark("Production need"),
    mark("Activities per unit, need and period."),
    unit=key(mark("Unit")),
    need=key(mark("Need")),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    count=number(mark("Production need"), mark("activities")),
)
capacity_use = table(
    "capacity_use",
    mark("Capacity use"),
    mark("Capacity that each need takes per unit and period, before utilisation and margin."),
    need=key(mark("Need")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    raw=number(mark("Capacity use"), MEASURE),
)
capacity_need = table(
    "capacity_need",
    mark("Capacity need"),
    mark("Capacity need per unit and period after target utilisation and margin."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    raw=number(mark("Before utilisation and margin"), MEASURE),
    utilisation=share(mark("Target utilisation"), high=1),
    margin=share(mark("Margin")),
    need=number(mark("Capacity need"), MEASURE),
    need_lower=number(mark("Capacity need, lower 80%"), MEASURE),
    need_upper=number(mark("Capacity need, upper 80%"), MEASURE),
    places=column(mark("Beds needed"), "integer", unit=mark("beds"), low=0, empty=True),
)
capacity_need_weeks = table(
    "capacity_need_weeks",
    mark("Capacity need, week by week"),
    mark("Capacity need of each week; weeks add up to the periods."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    week=period(mark("Week")),
    days=integer(mark("Days of the week in the plan"), mark("days"), low=1),
    need=number(mark("Capacity need"), MEASURE),
    highest=number(mark("On the day that takes most"), MEASURE),
)
capacity_need_days = table(
    "capacity_need_days",
    mark("Capacity need, day by day"),
    mark("Capacity need of a day of each kind: the mean, and the day that takes most."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    day=column(mark("Weekday (1 = Monday, 0 = holiday)"), "integer", key=True, low=0, high=7),
    days=integer(mark("Such days in the plan"), mark("days"), low=1),
    need=number(mark("Capacity need of a day"), MEASURE),
    highest=number(mark("On the day that takes most"), MEASURE),
    period=column(mark("In period"), "period"),
)
target_level = table(
    "target_level",
    mark("Target level"),
    mark("What available capacity is to reach, and what of it is variation and preparedness."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    expected=number(mark("Expected, at target utilisation"), MEASURE),
    variation=number(mark("For variation"), MEASURE),
    preparedness=number(mark("For preparedness"), MEASURE),
    target=number(mark("Target level"), MEASURE),
    risk=share(mark("Risk that the need exceeds it"), high=1),
)
need_spread = table(
    "need_spread",
    mark("Spread of the need"),
    mark("Capacity need that is not exceeded in so many of a hundred possible futures."),
    scope=column(mark("Scope"), "choice", key=True, choices=SCOPES),
    place=key(mark("Region or unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    **_SPREAD,
)
resource_need = table(
    "resource_need",
    mark("Resource need"),
    mark("Hours and full-time equivalents per unit, resource and period."),
    unit=key(mark("Unit")),
    resource=key(mark("Resource")),
    period=period(mark("Period")),
    hours=number(mark("Hours"), mark("hours")),
    full_time_equivalents=number(mark("Full-time equivalents"), mark("FTE"), empty=True),
    readiness=number(mark("Readiness beyond that"), mark("hours")),
)
# Acute work of a shift for which nobody is named: it waits for the next shift, may not wait so long
# and has no shift, or it is not known how long it may wait.
UNMANNED_WHY = ("next_shift", "no_shift", "not_known")
readiness = table(
    "readiness",
    mark("Readiness"),
    mark("What minimum lines ask for per shift beyond what acute care takes; a floor, no margin."),
    unit=key(mark("Unit")),
    resource=key(mark("Resource")),
    shift=key(mark("Shift")),
    period=period(mark("Period")),
    line=number(mark("Minimum line"), mark("hours")),
    acute=number(mark("Taken by acute care"), mark("hours")),
    excess=number(mark("Readiness beyond that"), mark("hours")),
)
unmanned = table(
    "unmanned",
    mark("Acute work without staff"),
    mark("Acute work of shifts for which neither staffing nor minimum lines name anyone."),
    unit=key(mark("Unit")),
    need=key(mark("Need")),
    activity=key(mark("Activity")),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7),
    shift=key(mark("Shift")),
    count=number(mark("In the year"), mark("activities")),
    wait_hours=number(mark("Until somebody is named"), mark("hours")),
    limit_hours=number(mark("Medical limit in hours"), mark("hours"), empty=True),
    whole_day=column(mark("Nobody is named all day"), "flag"),
    why=column(mark("What the plan does"), "choice", choices=UNMANNED_WHY),
)
supply_dips = table(
    "supply_dips",
    mark("Dips that follow supply"),
    mark("Needs of the highest priority that fall every July, as care closes."),
    region=key(mark("Region")),
    need=key(mark("Need")),
    index_july=number(mark("July against a mean month"), mark("share")),
    years=integer(mark("Years counted"), mark("years")),
    said=column(mark("What the region says of it"), "choice", choices=("", *FOLLOWS)),
)
ward_risk = table(
    "ward_risk",
    mark("What the occupancy target means"),
    mark("Share who find a ward full if all come at random; the smallest ward within the limit."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    mean_occupied=number(mark("Mean occupied beds"), mark("beds")),
    places=integer(mark("Beds needed"), mark("beds")),
    refused=share(mark("Find the ward full, if all come at random"), high=1),
    limit=share(mark("Limit for the share who find it full"), high=1),
    places_within_limit=integer(mark("Beds for the limit"), mark("beds")),
)
wait_risk = table(
    "wait_risk",
    mark("What the utilisation target means for waits"),
    mark("Share made to wait for a free theatre or team when patients come at random."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    load=number(mark("Busy on average"), mark("theatres or teams")),
    servers=integer(mark("Needed for the target"), mark("theatres or teams")),
    waits=share(mark("Share made to wait"), high=1),
    minutes=number(mark("Mean wait"), mark("minutes"), empty=True),
    limit=share(mark("Limit for share made to wait"), high=1),
    servers_within_limit=integer(mark("Needed for the limit"), mark("theatres or teams")),
)
BASES = codes(mark("own weekdays"), mark("default profile"))
bed_census = table(
    "bed_census",
    mark("Beds taken by weekday and hour"),
    mark("Beds taken in each hour of a week of the ward's busiest period."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7),
    hour=column(mark("Hour"), "integer", key=True, low=0, high=23),
    period=column(mark("Busiest period"), "period"),
    mean=number(mark("Beds taken"), mark("beds")),
    enough=integer(mark("Enough at 95 of 100 moments"), mark("beds")),
    basis=column(mark("Basis of the weekdays"), "choice", choices=BASES),
)
