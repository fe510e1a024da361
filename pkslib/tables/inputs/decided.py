"""Input tables: what was decided, kept beside the data set by ``pks decide``, and choices made.

Codes here are not looked up in other tables: a decision stands when a unit or a need is no more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.inputs.capacity import STATUSES
from pkslib.tables.inputs.care import ACTIVITY_KINDS
from pkslib.tables.inputs.columns import amount

# Where decisions lie inside a folder of data, and what the folder beside a workbook ends with.
FOLDER = "decided"
# What keeps a unit from giving all of a need itself, the gravest last.
RESTRICTIONS = ("none", "bought", "strain", "gives_way", "unsolved")
# How far a figure has come: nobody has decided, every level agrees, decided and not superseded.
PROPOSAL, AGREED, IN_FORCE = STANDINGS = (mark("proposal"), mark("agreed"), mark("in_force"))
# A measure that has begun is no proposal, whether a round has decided it or not.
BEGUN = STATUSES[1:]
MEASURE_STANDINGS = (*STANDINGS, *BEGUN)
# What awaits a decision, and what a region may choose.
LINES = (mark("strain"), mark("unsolved"), mark("budget"))
CHOICES = (mark("accept"), mark("close"), mark("escalate"), mark("postpone"))
# What roles may judge, each as a share: patients against the planning year's forecast (0.04 = 4 %
# more), time per activity against the plan's (-0.05 = 5 % shorter), the part of the care that is
# done elsewhere, and the occupancy that is aimed at.
GROWTH, STAY, SHIFTED, OCCUPANCY = ASSUMPTIONS = (
    *(mark("growth"), mark("stay"), mark("share_shifted"), mark("occupancy")),
)
_MEASURE = mark("capacity's measure")


def catalogue_columns() -> dict[str, Any]:
    """Declare the service catalogue's columns, as proposed and as decided."""
    return {
        "need": _code(mark("Need"), "hip_fracture"),
        "unit": _code(mark("Unit"), "06-1-MED"),
        "activity": _code(mark("Activity"), "hip_stay"),
        "kind": column(mark("Kind"), "choice", choices=ACTIVITY_KINDS),
        "target": column(
            mark("Production target"), "integer", unit=mark("activities"), low=0, example="120"
        ),
        "capacity": column(mark("Capacity"), "code", empty=True, example="bed_day"),
        "promised": column(mark("Promised capacity"), "number", unit=_MEASURE, low=0, empty=True),
        "restriction": column(mark("Restriction"), "choice", choices=RESTRICTIONS),
        "share": column(mark("Share of the need"), "number", unit=mark("share"), low=0, empty=True),
        "worst_period": column(mark("Worst period"), "period", empty=True, example="2027-07"),
        "bought": _part(mark("Bought from others")),
        "gives_way": _part(mark("Gives way")),
        "expected_wait": column(
            mark("Expected wait"), "number", unit=mark("days"), low=0, empty=True
        ),
        "status": column(mark("Status"), "choice", choices=STANDINGS),
    }


def _code(label: str, example: str) -> Column:
    return column(label, "code", key=True, example=example)


def _part(label: str) -> Column:
    return column(label, "number", unit=mark("share"), low=0, empty=True)


def _round() -> Column:
    return column(mark("Round"), "integer", key=True, low=1, example="1")


def _year() -> Column:
    return column(mark("Year"), "integer", key=True, low=1900, high=2200, example="2027")


def _period() -> Column:
    return column(mark("Period"), "period", key=True, example="2027-03")


def _signed() -> dict[str, Any]:
    """Declare who decided, as a role, and when."""
    return {
        "by": column(mark("By (role)"), "text", example="hälso- och sjukvårdsdirektör"),
        "on": column(mark("On"), "date", example="2026-11-15"),
    }


def _judged(label: str) -> Column:
    return column(label, "number", unit=mark("share"), low=-1, high=1, example="0,04")


def _as_once_kept() -> dict[str, Any]:
    """Declare the catalogue's columns so that one kept by another version can be read."""
    return {
        name: each if each.key else replace(each, optional=True, empty=True)
        for name, each in catalogue_columns().items()
    }


decided_rounds = table(
    "decided_rounds",
    mark("Rounds decided"),
    mark("Each round that was decided: from which pack and scenario, by which role, when."),
    without=mark("all figures are proposals, and outcomes are held against forecasts made afresh"),
    region=_code(mark("Region"), "06"),
    year=_year(),
    round=_round(),
    scenario=column(mark("Scenario"), "text", example="base"),
    receipt=column(mark("Receipt of the pack (sha256)"), "text", example="9f86d08…"),
    note=column(mark("Note"), "text", empty=True, optional=True, default=""),
    **_signed(),
)
decided_forecast = table(
    "decided_forecast",
    mark("Forecast decided"),
    mark("The need forecast that each round decided to plan from."),
    round=_round(),
    region=_code(mark("Region"), "06"),
    need=_code(mark("Need"), "hip_fracture"),
    period=_period(),
    mean=amount(mark("Forecast"), mark("patients")),
    lower_80=amount(mark("Lower, 80%"), mark("patients")),
    upper_80=amount(mark("Upper, 80%"), mark("patients")),
    **_signed(),
)
decided_plan = table(
    "decided_plan",
    mark("Plan decided"),
    mark("The production plan that each round decided."),
    round=_round(),
    unit=_code(mark("Unit"), "06-1-MED"),
    activity=_code(mark("Activity"), "hip_stay"),
    period=_period(),
    target=amount(mark("Plan"), mark("activities")),
    **_signed(),
)
decided_measures = table(
    "decided_measures",
    mark("Measures decided"),
    mark("The measures that each round decided to use, and how much of them."),
    round=_round(),
    year=_year(),
    measure=_code(mark("Measure"), "M01"),
    unit=column(mark("Unit"), "code", optional=True, empty=True, example="06-1-MED"),
    amount=column(mark("Amount"), "number", unit=_MEASURE, example="120"),
    status=column(mark("Status"), "choice", choices=STATUSES, example="planned"),
    **_signed(),
)
decided_catalogue = table(
    "decided_catalogue",
    mark("Service catalogue decided"),
    mark("The service catalogue that each round decided."),
    round=_round(),
    year=_year(),
    **_as_once_kept(),
    **_signed(),
)
decisions = table(
    "decisions",
    mark("Decisions on strain, on what is unsolved, and on budgets"),
    mark("The region's own choice for each line of the plan that is not in balance."),
    without=mark("every line that is not in balance stands without a decision"),
    round=_round(),
    unit=column(
        mark("Unit"), "code", key=True, refers_to="units.unit", example="06-1-MED"
    ),
    capacity=column(
        mark("Capacity"), "code", key=True, empty=True, refers_to="capacities.capacity",
        example="bed_day",
    ),
    period=column(
        mark("Period (empty: the whole year)"), "period", key=True, empty=True, example="2027-07"
    ),
    kind=column(mark("What awaits a decision"), "choice", key=True, choices=LINES,
                example="unsolved"),
    choice=column(mark("Choice"), "choice", choices=CHOICES, example="accept"),
    **_signed(),
    note=column(mark("Note"), "text", empty=True, optional=True, default=""),
)  # fmt: skip
judgements = table(
    "judgements",
    mark("Judgements"),
    mark("What roles think an assumption comes to in a year: of ten outcomes one below low, one "
         "above high."),
    without=mark("only the forecast says how far a year's need may lie from what is expected"),
    assumption=column(
        mark("Assumption"), "choice", key=True, choices=ASSUMPTIONS, example="growth"
    ),
    unit=column(
        mark("Unit, with all below it (empty: all)"), "code", key=True, empty=True,
        refers_to="units.unit", example="06-1-MED",
    ),
    need=column(
        mark("Need (empty: all)"), "code", key=True, empty=True, refers_to="needs.need",
        example="hip_fracture",
    ),
    year=_year(),
    role=column(mark("Role"), "text", key=True, example="verksamhetschef"),
    low=_judged(mark("Low (one of ten is below)")),
    middle=_judged(mark("Middle (as likely above as below)")),
    high=_judged(mark("High (one of ten is above)")),
    reason=column(mark("Reason"), "text", example="Dagkirurgi införs under 2028"),
)  # fmt: skip
