"""Result tables: the waiting lists, how patients leave them, and their futures.

What joins a list to its need and unit: a list that the region keeps as one has an empty unit.
"""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import codes, integer, key, number, period, share

# From the list to the start; then as many treated as lately, as planned, what the care guarantee
# takes.
FUTURES = ("carried", "as_lately", "plan", "guarantee")
CARRIED, AS_LATELY, PLAN, GUARANTEE = FUTURES
# Whose rules: those in force, or stricter ones that the scenario dates.
RULES = ("today", "stricter")
MEASURES = codes(
    mark("measured"),
    mark("measured on all lists together"),
    mark("setting"),
    mark("cannot be measured"),
)
MEASURED, TOGETHER, SET, UNKNOWN = MEASURES
# How far the looking through of a list has come; unplanned: patients struck off by no measure.
REVIEWED = ("not_begun", "under_way", "done", "unplanned")
NOT_BEGUN, UNDER_WAY, DONE, UNPLANNED = REVIEWED


def _list() -> dict[str, Any]:
    return {
        "need": key(mark("Need")),
        "unit": column(mark("Unit"), "code", key=True, empty=True),
    }


def _ahead() -> dict[str, Any]:
    return _list() | {
        "future": column(mark("Future"), "choice", key=True, choices=FUTURES),
        "period": period(mark("Period")),
        "inflow": number(mark("New"), mark("patients")),
        "treated": number(mark("Treated"), mark("patients")),
        "left": number(mark("Left untreated"), mark("patients")),
        "waiting": number(mark("Waiting at the end"), mark("patients")),
        "overdue_lower": number(mark("Waited too long, at least"), mark("patients"), empty=True),
        "overdue": number(mark("Waited too long"), mark("patients"), empty=True),
        "overdue_upper": number(mark("Waited too long, at most"), mark("patients"), empty=True),
        "wait_days": number(mark("Wait of those treated"), mark("days"), empty=True),
        "waiting_lower": number(
            mark("Waiting at the year's end, at least (80%)"), mark("patients"), empty=True
        ),
        "waiting_upper": number(
            mark("Waiting at the year's end, at most (80%)"), mark("patients"), empty=True
        ),
    }


waiting_model = table(
    "waiting_model",
    mark("How the waiting lists move"),
    mark("Per list: its day, how many are treated lately, the part in queue order, who leaves."),
    required=False,
    without="",
    **_list(),
    as_of=column(mark("Latest list"), "date"),
    start=column(mark("Carried to"), "date"),
    limit=column(mark("Care guarantee"), "integer", unit=mark("days"), low=0, empty=True),
    bands_tell=column(mark("The bands tell who is within"), "flag"),
    today=number(mark("Waiting on the list"), mark("patients")),
    waiting=number(mark("Waiting at the start"), mark("patients")),
    part=share(mark("Part of the need's inflow"), high=1),
    pace=number(mark("Treated lately"), mark("patients per week")),
    pace_known=column(mark("The pace is measured"), "flag"),
    in_order=share(mark("Part in queue order"), high=1),
    in_order_lower=share(mark("Part in queue order, at least"), high=1),
    in_order_upper=share(mark("Part in queue order, at most"), high=1),
    in_order_source=column(mark("Basis of the queue order"), "choice", choices=MEASURES),
    leaving=share(mark("Leaves untreated each week"), high=1),
    leaving_source=column(mark("Basis of those leaving"), "choice", choices=MEASURES),
    inflow_lower=number(
        mark("New in the year, at least (80%)"), mark("of the expected"), empty=True
    ),
    inflow_upper=number(
        mark("New in the year, at most (80%)"), mark("of the expected"), empty=True
    ),
)
waiting_start = table(
    "waiting_start",
    mark("Waiting at the start, by weeks waited"),
    mark("The latest lists carried to the start of the planning year."),
    required=False,
    without="",
    **_list(),
    weeks=column(mark("Weeks waited"), "integer", unit=mark("weeks"), key=True, low=0),
    patients=number(mark("Spread evenly in their bands"), mark("patients")),
    youngest=number(mark("As short as the bands allow"), mark("patients")),
    oldest=number(mark("As long as the bands allow"), mark("patients")),
)
waiting_weeks = table(
    "waiting_weeks",
    mark("New and treated each week"),
    mark("Per list and week from the start: who comes, and who is treated as lately."),
    required=False,
    without="",
    **_list(),
    day=column(mark("First day of the week"), "date", key=True),
    arrivals=number(mark("New"), mark("patients")),
    lately=number(mark("Treated as lately"), mark("patients")),
)
waiting_ahead = table(
    "waiting_ahead",
    mark("The waiting lists ahead"),
    mark("Per list and month: carried to the start, then as lately and for the care guarantee."),
    required=False,
    without="",
    **_ahead(),
)
waiting_by_plan = table(
    "waiting_by_plan",
    mark("The waiting lists by plan"),
    mark("Per list and month of the planning year, with as many treated as planned."),
    required=False,
    without="",
    **_ahead(),
)
list_reviews = table(
    "list_reviews",
    mark("Lists that are looked through"),
    mark("Patients struck off each list and the capacity found; never counted before it is done."),
    required=False,
    without="",
    measure=column(mark("Measure"), "code", key=True, empty=True),
    **_list(),
    state=column(mark("How far it has come"), "choice", choices=REVIEWED),
    as_of=column(mark("Latest list"), "date"),
    before=number(mark("Waiting before"), mark("patients"), empty=True),
    struck_off=number(mark("Struck off"), mark("patients")),
    waiting=number(mark("Waiting on the list"), mark("patients")),
    capacity=column(mark("Capacity"), "code", empty=True),
    hoped=number(mark("Hoped for, of all its lists"), mark("capacity's measure"), empty=True),
    found=number(mark("Capacity found"), mark("capacity's measure"), empty=True),
)
displacement = table(
    "displacement",
    mark("Displacement"),
    mark("What the plan changes in each wait: in the last month, against as many as lately."),
    required=False,
    without="",
    **_list(),
    priority=integer(mark("Medical priority"), low=1),
    period=column(mark("Period"), "period"),
    lately=number(mark("Wait as lately"), mark("days")),
    planned=number(mark("Wait by plan"), mark("days")),
    change=number(mark("The wait changes"), mark("days"), signed=True),
    waiting=number(mark("More waiting (fewer below zero)"), mark("patients"), signed=True),
)
expected_waits = table(
    "expected_waits",
    mark("Expected waits, as lately"),
    mark("Days that those offered care in a period have waited by then, treated as lately."),
    required=False,
    without="",
    **_list(),
    period=period(mark("Period")),
    wait_days=number(mark("Wait"), mark("days")),
)
waiting_goal = table(
    "waiting_goal",
    mark("What the care guarantee takes"),
    mark("Per list: to treat each week so that a share is within by a date, and from then on."),
    required=False,
    without="",
    **_list(),
    rule=column(mark("Rules"), "choice", key=True, choices=RULES),
    limit=integer(mark("Care guarantee"), mark("days")),
    by=column(mark("By"), "date"),
    share=share(mark("Share to be within"), high=1),
    waiting=number(mark("Waiting at the start"), mark("patients")),
    within_lower=share(mark("Share within at the start, at least"), high=1),
    within=share(mark("Share within at the start"), high=1),
    within_upper=share(mark("Share within at the start, at most"), high=1),
    arrivals=number(mark("New each week"), mark("patients")),
    lately=number(mark("Treated lately each week"), mark("patients")),
    needed_lower=number(mark("To treat each week, at least"), mark("patients")),
    needed=number(mark("To treat each week"), mark("patients"), empty=True),
    needed_upper=number(mark("To treat each week, at most"), mark("patients")),
    extra=number(mark("Of which more than lately"), mark("patients"), empty=True),
    steady_list=number(mark("Longest list that lasts"), mark("patients")),
    steady=number(mark("To treat each week after that"), mark("patients")),
    monthly_change=number(
        mark("Change of the list each month to get there"), mark("patients"), signed=True
    ),
)
waiting_backtest = table(
    "waiting_backtest",
    mark("The waiting lists, back-tested"),
    mark("The list of a year ago carried to the latest with what was known then, against it."),
    required=False,
    without="",
    **_list(),
    from_day=column(mark("From the list of"), "date"),
    to_day=column(mark("To the list of"), "date"),
    inflow=number(mark("New in between"), mark("patients")),
    inflow_before=number(mark("New in the year before"), mark("patients"), empty=True),
    treated=number(mark("Treated in between"), mark("patients")),
    treated_lately=number(mark("Treated in between, at the pace then"), mark("patients")),
    before=number(mark("Waiting a year ago"), mark("patients")),
    expected=number(mark("Expected"), mark("patients")),
    seen=number(mark("Waiting on the list"), mark("patients")),
    late_before=share(mark("Waited too long a year ago"), high=1),
    late_expected=share(mark("Waited too long, expected"), high=1),
    late_with_flows=share(mark("Waited too long, expected with the year's own flows"), high=1),
    late_seen=share(mark("Waited too long on the list"), high=1),
)
