"""Input tables: capacities, the resources behind them, measures."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.columns import amount, capacity, count, name, period, resource, unit

MEASURES = ("bed_day", "hour", "slot")
SIDES = ("need", "capacity")
# What a change of staff adds; a retirement takes away.
CHANGES = ("recruitment", "agency", "retirement")
STATUSES = ("planned", "ongoing", "realised")
# A fixed cost is paid every month that a measure is in force, or once.
RUNNING, INVESTMENT = COST_KINDS = ("running", "investment")
# Five kinds of measure, in the order of Socialstyrelsen, Balansering av behov och tillgänglig
# kapacitet på strategisk nivå, "Vilka åtgärder kan vidtas …".
LADDER_STEPS = 5
MOVE, IMPROVE, EXTEND, BUY, PRIORITISE = range(1, LADDER_STEPS + 1)
# The ways of working on either side of the scale: Socialstyrelsen, Stöd för produktions- och
# kapacitetsstyrning, "Arbeta med vänstra och högra sidan av vågskålen".
KINDS = (
    mark("fewer_activities"),
    mark("shorter_time"),
    mark("longer_opening"),
    mark("task_shift"),
    mark("less_administration"),
    mark("list_review"),
    # Ways to more staff.
    mark("recruitment"),
    mark("agency"),
    mark("overtime"),
)
RECRUITMENT, AGENCY = KINDS[6:8]
# Patients already treated, listed twice or no longer wanting care are struck off a waiting list.
# The shorter list is the effect, so that the measure itself is never counted.
LIST_REVIEW = "list_review"
# Where more capacity is found when production falls below plan, in Västra Götaland's order: the
# same guidance on balancing, "Vilken information kommuniceras ut …".
SOURCES = (
    mark("own"),
    mark("agreement"),
    mark("other_agreement"),
    mark("other_region"),
    mark("procurement"),
)
PROCUREMENT = SOURCES[-1]
# No bed holds two patients; of hours and slots some are free again, as not all come.
_MOST_BOOKED = 1.2


def highest_ceiling(measure: str) -> float:
    """Return the highest planned load that a capacity of a measure may have [share].

    Examples
    --------
    >>> highest_ceiling("bed_day"), highest_ceiling("slot")
    (1.0, 1.2)
    """
    return 1.0 if measure == "bed_day" else _MOST_BOOKED


capacities = table(
    "capacities",
    mark("Capacities"),
    mark("How resources are put together: staffed beds, care teams, staffed theatres."),
    required=True,
    capacity=column(mark("Capacity"), "code", key=True, example="bed_day"),
    name=name(),
    measure=column(mark("Unit of measure"), "choice", choices=MEASURES, example="bed_day"),
    utilisation=column(
        mark("Target utilisation"), "number", unit=mark("share"), above=0, high=1, example="0,85"
    ),
    margin=column(mark("Margin"), "number", unit=mark("share"), low=0, high=2, example="0"),
    ceiling=column(
        mark("Ceiling: planned load that care may not pass"),
        "number",
        unit=mark("share"),
        above=0,
        high=_MOST_BOOKED,
        optional=True,
        empty=True,
        default=1.0,
        example="1",
    ),
)
available = table(
    "available",
    mark("Available capacity"),
    mark("Available capacity where a region knows it directly."),
    without=mark("capacity is worked out from resources and recipes"),
    registering=mark(
        "Count what was staffed and open for care, not what is in the commission: a bed open all "
        "month is 30 or 31 bed days; decided by the unit's management, closed beds and cancelled "
        "sessions taken off."
    ),
    whole=("unit", "capacity", "period"),
    unit=unit(),
    capacity=capacity(),
    period=period(),
    amount=count(mark("Available"), mark("capacity's measure")),
)
beds = table(
    "beds",
    mark("Staffed beds"),
    mark("Bed days that were staffed and occupied; a bed plan can be made from this table alone."),
    without=mark("occupancy is known only as the other tables tell it"),
    unit=unit(),
    period=period(),
    staffed=count(mark("Staffed"), mark("bed days")),
    occupied=count(mark("Occupied"), mark("bed days")),
)
resources = table(
    "resources",
    mark("Resources"),
    mark("Staff, rooms and equipment by unit and period."),
    without=mark("capacity is taken as stated, and staff is passed over"),
    registering=mark(
        "Count those employed for care at the unit in the period, part-timers by their share; "
        "hours are worked hours before absence, by the staff system."
    ),
    whole=("unit", "resource", "period"),
    unit=unit(),
    resource=resource(),
    period=period(),
    count=count(mark("Count"), mark("persons, rooms or machines")),
    hours=count(mark("Hours per counted unit"), mark("hours")),
    absence=column(
        mark("Absence"),
        "number",
        unit=mark("share of paid time"),
        low=0,
        high=0.99,
        empty=True,
        example="0,2",
    ),
    price=amount(mark("Price of one more hour worked"), mark("SEK per hour"), optional=True),
)
staff_changes = table(
    "staff_changes",
    mark("Changes of staff"),
    mark("Recruitment, retirement and agency staff by date, beyond what resources tells."),
    without=mark("recruitment, retirement and agency staff are passed over"),
    unit=unit(),
    resource=resource(),
    kind=column(mark("Kind"), "choice", key=True, choices=CHANGES, example="recruitment"),
    start=column(mark("From day"), "date", key=True, example="2027-03-01"),
    end=column(mark("To day"), "date", empty=True, example="2027-08-31"),
    count=amount(mark("Count"), mark("persons")),
    note=column(mark("Note"), "text", empty=True, optional=True),
)
recipes = table(
    "recipes",
    mark("Recipes"),
    mark("Resource hours that one unit of a capacity takes."),
    without=mark("hours and full-time equivalents are passed over"),
    capacity=capacity(),
    resource=resource(),
    amount=column(
        mark("Amount"), "number", unit=mark("resource hours per unit"), above=0, example="4,8"
    ),
)
openings = table(
    "openings",
    mark("Openings"),
    mark("The most that rooms, equipment and opening hours allow."),
    without=mark("opening hours do not limit the capacity"),
    whole=("unit", "capacity", "period"),
    unit=unit(),
    capacity=capacity(),
    period=period(),
    amount=count(mark("Opening"), mark("capacity's measure")),
)
capacity_outcome = table(
    "capacity_outcome",
    mark("Capacity outcome"),
    mark("The capacity there was, what was forecast, and what production used of it."),
    without=mark("the capacity there was is not followed up"),
    registering=mark("Count as in available, after the period, when all changes are known."),
    whole=("unit", "capacity", "period"),
    unit=unit(),
    capacity=capacity(),
    period=period(),
    planned=amount(mark("Available, as forecast"), mark("capacity's measure"), optional=True),
    available=count(mark("Available, as it was"), mark("capacity's measure")),
    used=amount(mark("Used"), mark("capacity's measure"), optional=True),
)
resource_outcome = table(
    "resource_outcome",
    mark("Resource outcome"),
    mark("The hours of staff, rooms and equipment there were, and what was forecast."),
    without=mark("the hours of staff there were are not followed up"),
    registering=mark("Count worked hours as in resources, after the period."),
    whole=("unit", "resource", "period"),
    unit=unit(),
    resource=resource(),
    period=period(),
    planned=amount(mark("Available, as forecast"), mark("hours"), optional=True),
    available=count(mark("Available, as it was"), mark("hours")),
)
measures = table(
    "measures",
    mark("Measures"),
    mark("What can be done about a gap, in the order of the ladder."),
    without=mark("the ladder only moves what there is"),
    measure=column(mark("Measure"), "code", key=True, example="M01"),
    name=name(),
    step=column(mark("Step"), "integer", low=1, high=LADDER_STEPS, example="3"),
    unit=unit(key=False),
    to_unit=unit(mark("To unit"), key=False, empty=True, optional=True),
    capacity=capacity(key=False),
    side=column(mark("Side"), "choice", choices=SIDES, example="capacity"),
    max_amount=amount(mark("At most, in the year"), mark("capacity's measure")),
    cost=amount(mark("Cost per unit, all told (not read where its parts are)"), mark("SEK")),
    start=column(mark("From"), "period", example="2027-01"),
    end=column(mark("To"), "period", example="2027-12"),
    status=column(mark("Status"), "choice", choices=STATUSES, example="planned"),
    realised=column(mark("Realised"), "number", unit=mark("share"), low=0, high=1, example="0,4"),
    kind=column(
        mark("Kind of measure"),
        "choice",
        choices=KINDS,
        optional=True,
        empty=True,
        example="shorter_time",
    ),
    source=column(
        mark("Where the capacity is found"),
        "choice",
        choices=SOURCES,
        optional=True,
        empty=True,
        example="agreement",
    ),
    fixed_cost=amount(
        mark("Fixed cost, whatever is used: a month in force, or once"), mark("SEK"), optional=True
    ),
    unit_cost=amount(mark("Cost per unit beside the fixed one"), mark("SEK"), optional=True),
    cost_kind=column(
        mark("Kind of fixed cost"),
        "choice",
        choices=COST_KINDS,
        optional=True,
        empty=True,
        default=RUNNING,
        example=RUNNING,
    ),
    min_months=amount(
        mark("Least time that is paid for"), mark("months"), optional=True, default=0.0
    ),
    min_block=amount(mark("Least block"), mark("capacity's measure"), optional=True, default=0.0),
    lead_weeks=amount(mark("Lead time"), mark("weeks"), optional=True, default=0.0),
    ramp_months=amount(mark("Time to full effect"), mark("months"), optional=True, default=0.0),
    dip=column(
        mark("Initial dip"),
        "number",
        unit=mark("share of full effect"),
        low=0,
        high=1,
        optional=True,
        empty=True,
        example="0,1",
        default=0.0,
    ),
    to_capacity=column(
        mark("Capacity taken at the receiving unit"),
        "code",
        optional=True,
        empty=True,
        refers_to="capacities.capacity",
        example="primary_care_hour",
    ),
    to_amount=amount(
        mark("Taken there per unit shifted"),
        mark("capacity's measure"),
        optional=True,
        default=1.0,
    ),
    resource=column(
        mark("Resource it adds (empty = all that the capacity takes)"),
        "code",
        optional=True,
        empty=True,
        example="sjuksköterska",
    ),
    extends_opening=column(
        mark("Extends the opening as well"),
        "flag",
        optional=True,
        empty=True,
        default=False,
        example="nej",
    ),
    contract=column(
        mark("Contract that it rests on"), "text", optional=True, empty=True, example="VÅ-2024-17"
    ),
)
allowed_moves = table(
    "allowed_moves",
    mark("Allowed moves"),
    mark("Between which units a capacity may be moved; one without rows: within its specialty."),
    without=mark("capacity moves between units of the same known specialty only"),
    unit=unit(mark("From unit")),
    to_unit=unit(mark("To unit")),
    capacity=capacity(),
    cost=amount(mark("Travel and other cost per unit moved"), mark("SEK"), optional=True),
    min_block=amount(
        mark("Least block per period"), mark("capacity's measure"), optional=True, default=0.0
    ),
)
