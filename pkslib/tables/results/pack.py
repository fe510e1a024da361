"""Result tables: the summaries of a region."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import MEASURE, integer, key, number, share

# What takes the need of the latest year to that of the planning year.
FACTORS = (
    *("latest_year", "population", "rate", "patients", "target_level", "waiting_list"),
    *("utilisation", "margin", "together"),
)

# The plan as it is, and the assumptions that are changed one at a time.
CASES = (
    *("as_planned", "higher_need", "more_absence", "higher_wages", "dearer_agency"),
    "half_effect",
)

summary = table(
    "summary",
    mark("Summary per capacity"),
    mark("Need, available and gap over the planning year, and its worst period."),
    region=key(mark("Region")),
    capacity=key(mark("Capacity")),
    raw=number(mark("Before utilisation and margin"), MEASURE),
    need=number(mark("Capacity need"), MEASURE),
    available=number(mark("Available"), MEASURE),
    gap=number(mark("Missing (to spare below zero)"), MEASURE, signed=True),
    shortage=number(mark("Sum of shortages"), MEASURE),
    closed=number(mark("Closed by measures"), MEASURE, signed=True),
    strain=number(mark("Strain"), MEASURE),
    gives_way=number(mark("Care that gives way"), MEASURE),
    unsolved=number(mark("Unsolved"), MEASURE),
    occupancy=share(mark("Occupancy of what is available")),
    worst_period=column(mark("Worst period"), "period", empty=True),
    worst_gap=number(mark("Gap in the worst period"), MEASURE, signed=True, empty=True),
    worst_unit=column(mark("Unit with the largest shortage"), "code", empty=True),
)
region_summary = table(
    "region_summary",
    mark("Summary of the region"),
    mark("Care need, forecast accuracy and waiting in one row."),
    region=key(mark("Region")),
    patients=number(mark("Care need"), mark("patients"), empty=True),
    change=number(mark("Change from last year"), mark("share"), signed=True, empty=True),
    mase=number(mark("MASE"), "", empty=True),
    mase_naive=number(mark("MASE, last year's same period"), "", empty=True),
    coverage_80=share(mark("Coverage of the 80% interval"), high=1),
    systematic=integer(mark("Systematic deviations")),
    to_look_at=integer(mark("Deviations to look at")),
    waiting=number(mark("Waiting"), mark("patients"), empty=True),
    share_lower=share(mark("Within the care guarantee, at least"), high=1),
    share_upper=share(mark("Within the care guarantee, at most"), high=1),
    late_lower=number(mark("Waited too long by plan, at least"), mark("patients"), empty=True),
    late_upper=number(mark("Waited too long by plan, at most"), mark("patients"), empty=True),
    lists_unknown=integer(mark("Elective needs without a waiting list")),
)
change = table(
    "change",
    mark("What changed the need"),
    mark("Capacity need against the last twelve months, split into factors that add up."),
    capacity=key(mark("Capacity")),
    factor=column(mark("Factor"), "choice", key=True, choices=FACTORS),
    order=integer(mark("Order")),
    effect=number(mark("Effect"), MEASURE, signed=True),
)
sensitivity = table(
    "sensitivity",
    mark("If it turns out otherwise"),
    mark(
        "The balance when one assumption at a time is another: what is lacking, and what becomes "
        "of it."
    ),
    case=column(mark("If"), "choice", key=True, choices=CASES),
    capacity=key(mark("Capacity")),
    shortage=number(mark("Sum of shortages"), MEASURE),
    closed=number(mark("Closed by measures"), MEASURE, signed=True),
    strain=number(mark("Strain"), MEASURE),
    gives_way=number(mark("Care that gives way"), MEASURE),
    unsolved=number(mark("Unsolved"), MEASURE),
    cost=number(mark("Measures, steps 1 to 4"), mark("SEK")),
    staff=number(mark("Staff hours"), mark("SEK"), empty=True),
    why=column(mark("Why"), "choice", choices=("", "dearer_instead")),
)
