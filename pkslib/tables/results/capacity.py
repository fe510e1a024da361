"""Result tables: available capacity and what limits it."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import MEASURE, codes, integer, key, number, period, share, words
from pkslib.tables.results.need import SCOPES

LIMITS = codes(mark("stated"), mark("carried forward"), mark("resource"), mark("opening"))

available_capacity = table(
    "available_capacity",
    mark("Available capacity"),
    mark("Least of what resources and openings allow, with what limits it."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    amount=number(mark("Available"), MEASURE),
    basis=column(mark("Basis"), "choice", choices=LIMITS),
    limiting=words(mark("Limiting resource"), holds="resource"),
    gain=number(mark("What one more of it gives"), MEASURE, empty=True),
)
capacity_limits = table(
    "capacity_limits",
    mark("What each resource allows"),
    mark("Capacity that each resource and the openings would allow by themselves."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    resource=key(mark("Resource")),
    period=period(mark("Period")),
    amount=number(mark("Allows"), MEASURE),
    room=number(mark("Left before it limits"), MEASURE),
)
shared_hours = table(
    "shared_hours",
    mark("Shared hours"),
    mark("How hours that several capacities of a unit take are divided between them."),
    unit=key(mark("Unit")),
    resource=key(mark("Resource")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    hours=number(mark("Hours for it"), mark("hours")),
    share=share(mark("Share of the hours there are")),
)
gap_risk = table(
    "gap_risk",
    mark("Risk of a gap"),
    mark("Probability that the need exceeds available capacity, by unit and in the region."),
    scope=column(mark("Scope"), "choice", key=True, choices=SCOPES),
    place=key(mark("Region or unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    p10=number(mark("Capacity need, 10 of 100"), MEASURE),
    p50=number(mark("Capacity need, 50 of 100"), MEASURE),
    p90=number(mark("Capacity need, 90 of 100"), MEASURE),
    available=number(mark("Available"), MEASURE),
    risk=share(mark("Risk of a gap"), high=1),
)
bottlenecks = table(
    "bottlenecks",
    mark("What one more gives"),
    mark("Limiting resources, and what one more person, room or opening gives over the year."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    resource=key(mark("Limiting resource")),
    periods=integer(mark("Periods in which it limits")),
    gain=number(mark("What one more gives"), MEASURE),
    closes=number(mark("Of which closes shortage"), MEASURE),
    per_hour=number(mark("What one more hour gives"), MEASURE, empty=True),
)
staff_supply = table(
    "staff_supply",
    mark("Paid and worked time"),
    mark("Hours paid, worked and needed per resource, and the same as full-time equivalents."),
    unit=key(mark("Unit")),
    resource=key(mark("Resource")),
    period=period(mark("Period")),
    change=number(mark("Come and go"), mark("persons"), signed=True),
    paid=number(mark("Paid time"), mark("hours")),
    worked=number(mark("Worked time"), mark("hours")),
    needed=number(mark("Needed, worked time"), mark("hours")),
    paid_equivalents=number(mark("Employed"), mark("FTE"), empty=True),
    worked_equivalents=number(mark("At work"), mark("FTE"), empty=True),
    lacking=number(mark("To employ (too many below zero)"), mark("FTE"), signed=True, empty=True),
)
