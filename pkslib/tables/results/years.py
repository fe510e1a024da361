"""Result tables: the planning year and three more."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.inputs.decided import ASSUMPTIONS
from pkslib.tables.results.columns import MEASURE, key, number, period, share, words
from pkslib.tables.results.need import SCOPES

# The planning year and three more: "1–4 år framåt" (Socialstyrelsen, strategisk nivå).
AHEAD = 4
_FTE = mark("FTE")


def _share(label: str) -> Column:
    return column(label, "number", unit=mark("share"))


four_years = table(
    "four_years",
    mark("Four years"),
    mark("Need, available and gap of the planning year and three more, by year and quarter."),
    scope=column(mark("Scope"), "choice", key=True, choices=SCOPES),
    place=key(mark("Region or hospital")),
    capacity=key(mark("Capacity")),
    period=period(mark("Year or quarter")),
    raw=number(mark("Before utilisation and margin"), MEASURE),
    need=number(mark("Capacity need"), MEASURE),
    lower_80=number(mark("Capacity need, lower 80%"), MEASURE, empty=True),
    upper_80=number(mark("Capacity need, upper 80%"), MEASURE, empty=True),
    available=number(mark("Available, with dated changes"), MEASURE),
    carried=share(mark("Of which carried forward"), high=1),
    gap=number(mark("Missing (to spare below zero)"), MEASURE, signed=True),
    gap_lower=number(mark("Missing, lower 80%"), MEASURE, signed=True, empty=True),
    gap_upper=number(mark("Missing, upper 80%"), MEASURE, signed=True, empty=True),
    shortage=number(mark("Sum of shortages"), MEASURE),
    realised=number(mark("Given by realised improvement work"), MEASURE),
    risk=share(mark("Risk of a gap"), high=1),
    combined_lower=number(mark("With the roles' judgements, lower 80%"), MEASURE, empty=True),
    combined_upper=number(mark("With the roles' judgements, upper 80%"), MEASURE, empty=True),
    combined_risk=share(mark("Risk of a gap, with the roles' judgements"), high=1),
)
years_asked = table(
    "years_asked",
    mark("What each year asks for"),
    mark("Capacity lacking in each place over the year and in its tightest quarter."),
    scope=column(mark("Scope"), "choice", key=True, choices=SCOPES),
    place=key(mark("Region or hospital")),
    capacity=key(mark("Capacity")),
    period=period(mark("Year")),
    need=number(mark("Capacity need"), MEASURE),
    lacking=number(mark("Lacking, quarters with a shortage added up"), MEASURE),
    more=number(mark("More than the year before"), MEASURE, signed=True, empty=True),
    tightest=column(mark("Tightest quarter"), "period", empty=True),
    peak=number(mark("Lacking in the tightest quarter"), MEASURE),
    places=column(
        mark("Beds lacking in the tightest quarter"),
        "integer",
        unit=mark("beds"),
        low=0,
        empty=True,
    ),
)
years_posts = table(
    "years_posts",
    mark("Posts that each year asks for"),
    mark("Full-time equivalents that are needed, employed and lacking, by hospital and year."),
    scope=column(mark("Scope"), "choice", key=True, choices=SCOPES),
    place=key(mark("Region or hospital")),
    resource=key(mark("Resource")),
    period=period(mark("Year")),
    needed=number(mark("Needed"), _FTE),
    employed=number(mark("Employed, with dated changes"), _FTE),
    lacking=number(mark("To employ, units with a shortage added up"), _FTE),
    more=number(mark("More than the year before"), _FTE, signed=True, empty=True),
)
years_decisions = table(
    "years_decisions",
    mark("Decisions for the years ahead"),
    mark("What closes each later year's shortage, by when it has to be decided, and what is left."),
    unit=key(mark("Hospital")),
    capacity=key(mark("Capacity")),
    period=period(mark("Year")),
    measure=column(mark("Measure (empty: none is known)"), "code", key=True, empty=True),
    step=column(mark("Step"), "integer", low=1, high=5, empty=True),
    lacking=number(mark("Lacking before it"), MEASURE),
    gives=number(mark("Gives"), MEASURE),
    promised=number(mark("Promised, counted when realised"), MEASURE),
    cost=number(mark("Cost"), mark("SEK")),
    renewed=column(mark("To be renewed"), "flag"),
    decide_by=column(mark("Decide by (empty: at once)"), "date", empty=True),
    this_year=column(mark("To decide in the planning year"), "flag"),
)
judged = table(
    "judged",
    mark("Judgements beside the forecast"),
    mark("What roles think of an assumption, what the plan counts with, and both combined."),
    assumption=column(mark("Assumption"), "choice", key=True, choices=ASSUMPTIONS),
    unit=column(mark("Unit, with all below it (empty: all)"), "code", key=True, empty=True),
    need=column(mark("Need (empty: all)"), "code", key=True, empty=True),
    period=period(mark("Year")),
    role=column(mark("Role"), "text", key=True),
    low=_share(mark("Low (one of ten is below)")),
    middle=_share(mark("Middle (as likely above as below)")),
    high=_share(mark("High (one of ten is above)")),
    own_low=_share(mark("The plan, low")),
    own=_share(mark("The plan")),
    own_high=_share(mark("The plan, high")),
    combined_low=_share(mark("Together, low")),
    combined=_share(mark("Together, middle")),
    combined_high=_share(mark("Together, high")),
    capacity=column(mark("Capacity that it moves most"), "code"),
    moves=share(mark("Moves the region's need by at most")),
    counts=column(mark("Moves the need somewhere by more than 1%"), "flag"),
    furthest=column(mark("Differs most: a question for the next round"), "flag"),
    reason=words(mark("Reason")),
)
