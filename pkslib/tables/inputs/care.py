"""Input tables: care needs, what is done for them, who waits."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.columns import (
    activity,
    amount,
    capacity,
    count,
    half_width,
    name,
    need,
    period,
    region,
    unit,
)
from pkslib.tables.inputs.organisation import SEXES

FLOWS = ("acute", "elective")
# Contact, assessment, first specialist visit, treatment; days in data/reference/guarantee.csv.
GUARANTEES = ("contact", "assessment", "visit", "treatment")
ACTIVITY_KINDS = (
    mark("admission"),
    mark("visit"),
    mark("operation"),
    mark("examination"),
    mark("digital"),
    mark("day_case"),
)

# What the figures of a need count: a region that knows only its bed days plans those.
COUNTED = (PATIENTS, BED_DAYS) = (mark("patients"), mark("bed_days"))
# How a visit is counted: the first for a need, a return, or one that could not wait.
CONTACTS = (mark("first"), mark("return"), mark("acute"))

# Whether patients are fewer when care is closed because referrals and decisions wait for it.
FOLLOWS = (mark("yes"), mark("no"))

needs = table(
    "needs",
    mark("Needs"),
    mark("The care needs that are forecast: diagnosis or symptom groups."),
    required=True,
    need=column(mark("Need"), "code", key=True, example="hip_fracture"),
    name=name(),
    flow=column(mark("Flow"), "choice", choices=FLOWS, example="acute"),
    priority=column(mark("Medical priority (1 = highest)"), "integer", low=1, example="1"),
    guarantee_days=column(
        mark("Care guarantee"),
        "integer",
        unit=mark("days"),
        low=0,
        empty=True,
        optional=True,
        example="90",
    ),
    longest_wait_days=column(
        mark("Longest wait on medical grounds (empty = the care guarantee)"),
        "integer",
        unit=mark("days"),
        low=0,
        empty=True,
        optional=True,
        example="60",
    ),
    guarantee=column(
        mark("Part of the care guarantee"),
        "choice",
        choices=GUARANTEES,
        empty=True,
        optional=True,
        example="treatment",
    ),
    consequence=column(
        mark("Consequence of postponing (1 = least)"),
        "integer",
        low=1,
        optional=True,
        empty=True,
        example="2",
    ),
    counted=column(
        mark("What is counted"),
        "choice",
        choices=COUNTED,
        optional=True,
        empty=True,
        example="patients",
        default=PATIENTS,
    ),
    limit_hours=column(
        mark("Medical limit in hours"),
        "number",
        unit=mark("hours"),
        low=0,
        optional=True,
        empty=True,
        example="24",
    ),
    follows_supply=column(
        mark("Its dips follow supply, not need (empty = as the history tells)"),
        "choice",
        choices=FOLLOWS,
        optional=True,
        empty=True,
        example="yes",
    ),
)
demand = table(
    "demand",
    mark("Demand"),
    mark("New patients with the need: referrals and arrivals, not what was produced."),
    required=True,
    registering=mark(
        "Count each patient once, in the period the referral came or the patient arrived, as "
        "decided by the one who receives; returns, reminders and planned visits do not count."
    ),
    region=region(),
    need=need(),
    period=period(),
    patients=count(mark("Patients"), mark("patients")),
    width=half_width(mark("patients")),
)
unit_demand = table(
    "unit_demand",
    mark("Demand per unit"),
    mark("The same patients by the unit they come to; those not here come elsewhere."),
    without=mark("demand is forecast need by need, not unit by unit"),
    registering=mark(
        "Count as in demand, at the unit that takes the patient on; one referred further counts "
        "where care is given, so that nobody counts at two units."
    ),
    unit=unit(),
    need=need(),
    period=period(),
    patients=count(mark("Patients"), mark("patients")),
    width=half_width(mark("patients")),
)
rates = table(
    "rates",
    mark("Rates"),
    mark("New patients per 1 000 inhabitants and year, by sex and age."),
    without=mark("all inhabitants count alike in the population's growth"),
    need=need(),
    sex=column(mark("Sex"), "choice", key=True, choices=SEXES, example="women"),
    age_group=column(mark("Age group"), "text", key=True, example="65-79"),
    per_thousand=amount(mark("Rate"), mark("patients per 1 000 inhabitants and year")),
)
arrivals = table(
    "arrivals",
    mark("Arrivals by weekday and hour"),
    mark("Patients by weekday and hour, counted over whole weeks."),
    without=mark("weekdays are taken from the calendar, and hours are not shown"),
    registering=mark(
        "Count by the time of registration on arrival, set by the one who receives the patient, "
        "not by the time of the call or the discharge."
    ),
    whole=("region", "need"),
    region=region(),
    need=need(),
    weekday=column(mark("Weekday (1 = Monday)"), "integer", key=True, low=1, high=7, example="1"),
    hour=column(mark("Hour"), "integer", key=True, low=0, high=23, example="14"),
    patients=count(mark("Patients"), mark("patients")),
)
activities = table(
    "activities",
    mark("Activities"),
    mark("What is done for patients: admissions, visits, operations, examinations."),
    required=True,
    activity=column(mark("Activity"), "code", key=True, example="hip_stay"),
    name=name(),
    kind=column(mark("Kind"), "choice", choices=ACTIVITY_KINDS, example="admission"),
    drg_weight=amount(mark("DRG weight"), mark("DRG points"), optional=True),
    contact=column(
        mark("Kind of visit"),
        "choice",
        choices=CONTACTS,
        optional=True,
        empty=True,
        example="first",
    ),
)
pathways = table(
    "pathways",
    mark("Pathways"),
    mark("Who does what: mean number of an activity per patient with a need at a unit."),
    required=True,
    need=need(),
    unit=unit(),
    activity=activity(),
    per_patient=amount(mark("Per patient"), mark("activities per patient")),
)
activity_times = table(
    "activity_times",
    mark("Activity times"),
    mark("Capacity an activity takes: mean stay, theatre hours, visit time."),
    required=True,
    activity=activity(),
    unit=unit(empty=True),
    capacity=capacity(),
    amount=amount(mark("Amount per activity"), mark("capacity's measure")),
)
production = table(
    "production",
    mark("Production"),
    mark("What was produced, and planned, per unit and activity."),
    without=mark("the follow-up is passed over"),
    registering=mark(
        "Count what was done, when it ended, at the unit that did it: an admission by its "
        "discharge, a visit by its day; a contact by telephone or letter counts only where it "
        "stands for a visit, and a cancelled one does not."
    ),
    unit=unit(),
    activity=activity(),
    period=period(),
    count=column(mark("Outcome"), "number", unit=mark("activities"), low=0, empty=True),
    planned=amount(mark("Plan"), mark("activities"), optional=True),
    drg=amount(mark("DRG points"), mark("DRG points"), optional=True),
    cost=amount(mark("Cost"), mark("SEK"), optional=True),
    cancelled_late=amount(mark("Cancelled within 24 hours"), mark("activities"), optional=True),
    no_show=amount(mark("No-shows"), mark("activities"), optional=True),
)
waiting = table(
    "waiting",
    mark("Waiting list"),
    mark("Patients waiting by how long they have waited."),
    without=mark("waiting lists and the care guarantee are passed over"),
    registering=mark(
        "Count those not yet cared for on the day, each once, waiting since the decision on care "
        "or the referral; those who chose to wait and those who wait for medical reasons count "
        "in the list, and are told apart where they are known."
    ),
    whole=("region", "unit", "need", "as_of"),
    region=region(),
    unit=unit(empty=True, optional=True),
    need=need(),
    as_of=column(mark("As of"), "date", key=True, example="2026-10-31"),
    days_from=column(mark("From day"), "integer", unit=mark("days"), key=True, low=0, example="0"),
    days_to=column(mark("To day"), "integer", unit=mark("days"), low=0, empty=True, example="30"),
    patients=count(mark("Patients"), mark("patients")),
    width=half_width(mark("patients")),
    patient_chosen=amount(mark("Of which wait at their own wish"), mark("patients"), optional=True),
    medically_caused=amount(
        mark("Of which wait on medical grounds"), mark("patients"), optional=True
    ),
    struck_off=amount(
        mark("Struck off since the list before, when the list was looked through"),
        mark("patients"),
        optional=True,
    ),
)
