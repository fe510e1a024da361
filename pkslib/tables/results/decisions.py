"""Result tables: what is decided, what changed since, and what awaits a decision."""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import Column, column, table
from pkslib.tables.inputs.decided import (
    CHOICES,
    LINES,
    MEASURE_STANDINGS,
    RESTRICTIONS,
    STANDINGS,
)
from pkslib.tables.inputs.organisation import ROUND_LEVELS
from pkslib.tables.results.balance import LEFT_WHY
from pkslib.tables.results.columns import MEASURE, integer, key, number, share, words

# What may be decided.
WHATS = (mark("target"), mark("measure"), mark("catalogue"))
# What would close a line, the cheapest; nothing where none is known.
WAYS = ("", mark("posts"), mark("money"))
# A plan with lines that nobody has decided on is not one to pass on.
NOT_IN_BALANCE = mark("not_in_balance")


def _decided() -> dict[str, Any]:
    """Declare which round decided, by which role and when; empty for a proposal."""
    return {
        "round": column(mark("Round"), "integer", low=1, empty=True),
        "by": words(mark("By (role)")),
        "on": column(mark("On"), "date", empty=True),
    }


def _restriction(label: str) -> Column:
    """Declare a restriction of the catalogue; empty for what has none, or was not there."""
    return column(label, "choice", choices=("", *RESTRICTIONS))


status = table(
    "status",
    mark("Status"),
    mark("How far each target and measure has come: proposal, agreed or in force, a measure also "
         "under way or realised."),
    what=column(mark("What"), "choice", key=True, choices=WHATS),
    unit=key(mark("Unit")),
    item=key(mark("Activity or measure")),
    proposed=number(mark("Proposed"), "", signed=True),
    decided=number(mark("In force"), "", signed=True, empty=True),
    status=column(mark("Status"), "choice", choices=MEASURE_STANDINGS),
    **_decided(),
)  # fmt: skip
decided_change = table(
    "decided_change",
    mark("What changed since the last decision"),
    mark("Targets, measures and catalogue that are proposed otherwise than they were decided."),
    what=column(mark("What"), "choice", key=True, choices=WHATS),
    unit=key(mark("Unit")),
    need=column(mark("Need"), "code", key=True, empty=True),
    item=key(mark("Activity or measure")),
    before=number(mark("Decided"), "", signed=True, empty=True),
    after=number(mark("Proposed"), "", signed=True, empty=True),
    change=number(mark("Change"), "", signed=True, empty=True),
    restriction_then=_restriction(mark("Restriction decided")),
    restriction_now=_restriction(mark("Restriction proposed")),
    round=column(mark("Round"), "integer", low=1, empty=True),
)
awaiting = table(
    "awaiting",
    mark("What awaits a decision"),
    mark(
        "What the plan does not reach: how much, why, who must decide, what a decision still "
        "reaches and by when, and the choice."
    ),
    kind=column(mark("What"), "choice", key=True, choices=LINES),
    unit=key(mark("Unit")),
    capacity=column(mark("Capacity"), "code", key=True, empty=True),
    amount=number(mark("Missing"), MEASURE, empty=True),
    share=share(mark("Share of the need")),
    money=number(mark("Budget for measures, used up"), mark("SEK"), empty=True),
    periods=integer(mark("Periods"), mark("periods")),
    first_period=column(mark("From"), "period"),
    worst_period=column(mark("Worst period"), "period"),
    why=column(mark("Why"), "choice", choices=("", *LEFT_WHY)),
    level=column(mark("Level that decides"), "choice", choices=ROUND_LEVELS),
    decides=column(mark("Decides"), "code"),
    way=column(mark("Closed at the lowest cost by"), "choice", choices=WAYS),
    cost=number(mark("Its cost"), mark("SEK"), empty=True),
    lead_weeks=number(mark("From decision to effect"), mark("weeks")),
    decide_by=column(mark("Decide by (empty: too late)"), "date", empty=True),
    reaches=column(mark("With effect from"), "period", empty=True),
    reached=share(mark("Share of what is missing that it reaches"), empty=False, high=1),
    quick_cost=number(mark("Cost of a quicker way"), mark("SEK"), empty=True),
    quick_reached=share(mark("Share that the quicker way reaches"), high=1),
    late=column(mark("Its first periods are out of reach"), "flag"),
    should_have=column(mark("Was to be decided for those by"), "date", empty=True),
    choice=column(mark("Choice"), "choice", choices=CHOICES, empty=True),
    **_decided(),
)
plan_status = table(
    "plan_status",
    mark("Status of the plan"),
    mark("Whether the plan may be passed on, and how much of it is decided."),
    region=key(mark("Region")),
    status=column(mark("Status"), "choice", choices=(NOT_IN_BALANCE, *STANDINGS)),
    to_decide=integer(mark("Lines to decide on")),
    undecided=integer(mark("Of which without a decision")),
    targets=integer(mark("Production targets")),
    agreed=integer(mark("Of which agreed")),
    in_force=integer(mark("Of which in force")),
    **_decided(),
)

# What stops a plan from being signed as it stands, the gravest first.
STOPS = (
    *("inversion", "no_target", "first_waits", "no_shift", "not_known", "unmanned", "crowded"),
    "doubted",
)
stops = table(
    "stops",
    mark("Stops"),
    mark("What nobody should sign the plan before having looked at."),
    kind=column(mark("What"), "choice", key=True, choices=STOPS),
    unit=column(mark("Unit"), "code", key=True, empty=True),
    item=column(mark("Priority, activity, need, profession or capacity"), "code", key=True),
    shift=column(mark("Shift"), "code", key=True, empty=True),
    amount=number(mark("How much"), ""),
    value=number(mark("Share, load or hours"), "", empty=True),
)
