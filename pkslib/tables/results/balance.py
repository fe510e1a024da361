"""Result tables: the gap and the ladder of measures."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.capacity import SOURCES
from pkslib.tables.inputs.decided import CHOICES, LINES
from pkslib.tables.inputs.organisation import ROUND_LEVELS
from pkslib.tables.results.columns import MEASURE, integer, key, number, period, share, words

# How care gives way, the mildest last.
DECISIONS = (mark("limit"), mark("cancel"), mark("postpone"))
# What may bind a step of the ladder.
LIMITS = (mark("offer"), mark("budget"))

# Why care gives way: what its own unit has is above the ceiling, or it goes with an operation or a
# bed that is, or with a first visit that is not given.
GIVES_WAY = ("own", "follows", "unseen")
# Why a measure is used: a reason for each step of the ladder.
LADDER_WHY = ("surplus", "realised", "own_first", "bought_last", "priority")
# Why a shortage is left, from that without measures to that whose measures do not reach it.
LEFT_WHY = ("none_stated", "budget", "used_up", "no_effect")
# Why a measure that adds capacity gives what it gives: nothing lacks, something else limits all or
# part of it, it is used in full, its money, least block or time holds it back, or less is enough.
REACH_WHY = ("no_gap", "no_effect", "limited", "used_up", "held_back", "enough")
# Why care neither fits nor gives way: too small to plan for, the scenario ends the ladder before, a
# stop is reached, or it is acute, of the highest medical priority or bought. And acute care that
# fits in the period, but has no shift: nobody is named for its own.
UNMANNED = "unmanned"
UNSOLVED_WHY = ("below_block", "last_step", "stop", "never", UNMANNED)
# What a region has to decide on: strain and what is unsolved.
TO_DECIDE = LINES[:2]
# What would close a gap: shorter stays [days], operations or visits [minutes], care elsewhere,
# a longer opening, posts, or what a stated measure costs.
OPTIONS = (
    *("shorter_stay", "shorter_time", "fewer", "not_by_work"),
    *("shift", "opening", "posts", "money"),
)
# What would undo an inversion: staff that crosses to it [hours], or a measure [its measure].
UNDOING = ("staff", "money", "places", "no_way")
# How a unit's level stands to a proposal since the round before.
CHANGES = ("", "now_agreed", "no_longer_agreed", "still_not_agreed")
# What is proposed for a surplus, in the order they are thought of.
PROPOSALS = ("check_data", "margin", "shorten_waits", "even_out", "offer", "develop")

gap = table(
    "gap",
    mark("Gap"),
    mark("Capacity need less available capacity; above zero something is missing."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    need=number(mark("Capacity need"), MEASURE),
    available=number(mark("Available"), MEASURE),
    gap=number(mark("Missing (to spare below zero)"), MEASURE, signed=True),
)
moves = table(
    "moves",
    mark("Moves"),
    mark("Capacity moved between units, and elective care moved over time."),
    capacity=key(mark("Capacity")),
    unit=key(mark("From unit")),
    to_unit=key(mark("To unit")),
    period=period(mark("From period")),
    to_period=period(mark("To period")),
    amount=number(mark("Moved"), MEASURE),
    cost=number(mark("Cost"), mark("SEK")),
)
delays = table(
    "delays",
    mark("Care that waits"),
    mark("Elective care moved to a later period, within its care guarantee if it has one."),
    need=key(mark("Need")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("From period")),
    to_period=period(mark("To period")),
    amount=number(mark("Moved"), MEASURE),
)
shifts = table(
    "shifts",
    mark("Care shifted"),
    mark("Care shifted to another unit that has room, where it becomes need."),
    measure=key(mark("Measure")),
    need=key(mark("Need")),
    unit=key(mark("From unit")),
    to_unit=key(mark("To unit")),
    capacity=key(mark("Capacity")),
    to_capacity=column(mark("Capacity taken at the receiving unit"), "code"),
    period=period(mark("Period")),
    amount=number(mark("Need that leaves"), MEASURE),
    to_amount=number(mark("Need that arrives"), mark("the receiving capacity's measure")),
)
prioritised = table(
    "prioritised",
    mark("Care that gives way"),
    mark("What the ladder's last step proposes to limit, cancel or postpone above the ceiling."),
    need=key(mark("Need")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    decision=column(mark("Decision"), "choice", key=True, choices=DECISIONS),
    reason=column(mark("Why"), "choice", key=True, choices=GIVES_WAY),
    to_period=column(mark("To period"), "period", key=True, empty=True),
    patients=number(mark("Patients"), mark("patients"), empty=True),
    amount=number(mark("Gives way, before utilisation and margin"), MEASURE),
    priority=integer(mark("Medical priority"), low=1),
    consequence=column(mark("Consequence of postponing (1 = least)"), "integer", low=1, empty=True),
    use=number(mark("Capacity per activity"), MEASURE, empty=True),
    limit_days=column(
        mark("Longest wait allowed"), "integer", unit=mark("days"), low=0, empty=True
    ),
    load=share(mark("Planned load that remains")),
)
ladder = table(
    "ladder",
    mark("Ladder of measures"),
    mark("Every measure used, with effect, cost and reason."),
    step=column(mark("Step"), "integer", key=True, low=1, high=5),
    measure=column(mark("Measure"), "code", key=True, empty=True),
    from_unit=column(mark("From unit"), "code", key=True, empty=True),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    to_period=column(mark("Care to period"), "period", key=True, empty=True),
    effect=number(mark("Effect"), MEASURE, signed=True),
    cost=number(mark("Cost"), mark("SEK")),
    why=column(mark("Why"), "choice", choices=LADDER_WHY),
)
ladder_steps = table(
    "ladder_steps",
    mark("Ladder, step by step"),
    mark("Shortage before and after each step of the ladder, and what it cost."),
    capacity=key(mark("Capacity")),
    step=column(mark("Step"), "integer", key=True, low=1, high=5),
    before=number(mark("Shortage before"), MEASURE),
    closed=number(mark("Closed"), MEASURE, signed=True),
    after=number(mark("Shortage after"), MEASURE),
    above=number(mark("Of which above the ceiling"), MEASURE),
    cost=number(mark("Cost"), mark("SEK")),
    unrealised=number(mark("Promised but not realised, counted as zero"), MEASURE),
)
ladder_limits = table(
    "ladder_limits",
    mark("What binds each step"),
    mark("Measures used in full and budgets used up, and the gap that one more would close."),
    step=column(mark("Step"), "integer", key=True, low=1, high=5),
    limit=column(mark("Limit"), "choice", key=True, choices=LIMITS),
    item=key(mark("Measure or unit")),
    capacity=column(mark("Capacity"), "code", key=True, empty=True),
    amount=number(mark("Offered, or budget in million SEK"), ""),
    price=number(mark("Closed by one more"), ""),
)
measure_reach = table(
    "measure_reach",
    mark("How far measures go"),
    mark("What each measure that adds or buys capacity gives, and what at the unit limits it."),
    measure=key(mark("Measure")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    resource=column(mark("Resource it adds"), "code", empty=True),
    offered=number(mark("Offered"), MEASURE),
    lacks=number(mark("Lacking before its step"), MEASURE),
    room=number(mark("Of that, what nothing else limits"), MEASURE),
    effect=number(mark("Effect"), MEASURE),
    unit_cost=number(mark("Cost per unit"), mark("SEK")),
    rank=integer(mark("Order at the unit, cheapest first"), low=1),
    why=column(mark("Why"), "choice", choices=REACH_WHY),
    limited_by=column(mark("Limited by"), "code", empty=True),
    dated=column(mark("Works from, as dated"), "date"),
    works_from=column(mark("Works from, decided now"), "date"),
)
balance = table(
    "balance",
    mark("Balance"),
    mark("Gap after each kind of measure: need less available less what the steps give."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    need=number(mark("Capacity need"), MEASURE),
    available=number(mark("Available"), MEASURE),
    moved=number(mark("Moved in (out below zero)"), MEASURE, signed=True),
    shifted=number(mark("Care shifted away (here below zero)"), MEASURE, signed=True),
    improved=number(mark("Improvement work, realised"), MEASURE, signed=True),
    extended=number(mark("Extended"), MEASURE),
    bought=number(mark("Bought"), MEASURE),
    prioritised=number(mark("Gives way (put off to here below zero)"), MEASURE, signed=True),
    remaining=number(mark("Remaining gap"), MEASURE, signed=True),
)
strain = table(
    "strain",
    mark("Strain"),
    mark("Need above the target level that fits below the ceiling, and what that means."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    amount=number(mark("Above the target level"), MEASURE),
    load=share(mark("Planned load")),
    target=share(mark("Target utilisation"), high=1),
    ceiling=share(mark("Ceiling")),
    places=column(mark("Staffed beds"), "integer", unit=mark("beds"), low=0, empty=True),
    refused=share(mark("Without a free place"), high=1),
    to_decide=column(mark("Has to be decided on"), "flag"),
)
unsolved = table(
    "unsolved",
    mark("Unsolved"),
    mark("What neither fits below the ceiling nor may give way, or has no shift, and why."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    period=period(mark("Period")),
    amount=number(mark("Unsolved"), MEASURE),
    load=share(mark("Planned load")),
    why=column(mark("Why"), "choice", key=True, choices=UNSOLVED_WHY),
    shift=column(mark("Shift"), "code", key=True, empty=True),
    value=number(mark("Least block, last step or share"), "", empty=True),
    measures=column(mark("Why the measures do not suffice"), "choice", choices=LEFT_WHY),
)
to_decide = table(
    "to_decide",
    mark("To be decided"),
    mark("Strain and what is unsolved, one row a unit and capacity, with what is decided."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    kind=column(mark("What"), "choice", key=True, choices=TO_DECIDE),
    amount=number(mark("Amount"), MEASURE),
    periods=integer(mark("Periods"), mark("periods")),
    worst_period=column(mark("Worst period"), "period"),
    load=share(mark("Planned load then")),
    refused=share(mark("Without a free place then"), high=1),
    choice=column(mark("Choice"), "choice", choices=CHOICES, empty=True),
    by=words(mark("By (role)")),
    on=words(mark("On")),
    round=column(mark("Round"), "integer", low=1, empty=True),
)
equal_care = table(
    "equal_care",
    mark("Equal care"),
    mark("The share of each elective need that gives way, and its wait, at each hospital."),
    need=key(mark("Need")),
    unit=key(mark("Hospital")),
    priority=integer(mark("Medical priority"), low=1),
    patients=number(mark("Patients"), mark("patients")),
    gives_way=number(mark("Give way"), mark("patients")),
    unseen=number(mark("Of which without a first visit at another hospital"), mark("patients")),
    share=share(mark("Share that gives way"), high=1),
    wait_days=number(mark("Wait as lately"), mark("days"), empty=True),
)
priority_shares = table(
    "priority_shares",
    mark("Priorities over the region"),
    mark("The share of each medical priority that gives way; inverted where a lower gives less."),
    priority=column(mark("Medical priority"), "integer", key=True, low=1),
    patients=number(mark("Patients"), mark("patients")),
    gives_way=number(mark("Give way"), mark("patients")),
    share=share(mark("Share that gives way"), high=1),
    lower_share=share(mark("Least share among lower priorities"), high=1),
    inverted=column(mark("Inverted"), "flag"),
)
inversion_options = table(
    "inversion_options",
    mark("What would undo an inversion"),
    mark("Staff, money or room at other hospitals where a priority gives way; else none."),
    priority=column(mark("Medical priority"), "integer", key=True, low=1),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    option=column(mark("Option"), "choice", key=True, choices=UNDOING),
    item=column(mark("Profession, measure or unit"), "code", key=True),
    amount=number(mark("What it takes"), ""),
    there=number(mark("Lower priorities take elsewhere"), mark("hours"), empty=True),
    cost=number(mark("Cost"), mark("SEK"), empty=True),
)
places_elsewhere = table(
    "places_elsewhere",
    mark("Places at other hospitals"),
    mark("Room below the ceiling for care that gives way; offered, not counted until decided."),
    number=column(mark("Number"), "integer", key=True, low=1),
    priority=integer(mark("Medical priority"), low=1),
    need=column(mark("Need"), "code"),
    unit=column(mark("From unit"), "code"),
    to_unit=column(mark("To unit"), "code"),
    capacity=column(mark("Capacity"), "code"),
    patients=integer(mark("Patients"), mark("patients"), low=1),
    amount=number(mark("Room offered, before utilisation and margin"), MEASURE),
)
catch_up = table(
    "catch_up",
    mark("Catching up with the plan"),
    mark("Where capacity is found for what production lacks of its plan, in five steps."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    step=column(mark("Step"), "integer", key=True, low=1, high=len(SOURCES)),
    before=number(mark("Backlog before"), MEASURE),
    closed=number(mark("Closed"), MEASURE),
    after=number(mark("Backlog after"), MEASURE),
    cost=number(mark("Cost"), mark("SEK")),
)
rounds = table(
    "rounds",
    mark("Decision rounds"),
    mark("What each round proposes, who has agreed, and what changed since the round before."),
    unit=key(mark("Unit")),
    activity=column(mark("Activity (empty: the whole unit)"), "code", key=True, empty=True),
    round=column(mark("Round"), "integer", key=True, low=1),
    level=column(mark("Planning level"), "choice", key=True, choices=ROUND_LEVELS),
    proposal=words(mark("Proposal")),
    former_proposal=words(mark("Proposal in the last round")),
    agreed=column(mark("Agreed"), "flag"),
    by=words(mark("By (role)")),
    on=words(mark("On")),
    change=column(mark("Since the last round"), "choice", choices=CHANGES),
    note=words(mark("Note")),
)
surplus = table(
    "surplus",
    mark("Surplus"),
    mark("Capacity above need over the year, and a proposal for its use."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    amount=number(mark("Surplus"), MEASURE),
    share=share(mark("Share of available")),
    proposal=column(mark("Proposal"), "choice", choices=PROPOSALS),
    claim=share(mark("Occupancy by the data, hardly so")),
    waiting=integer(mark("Waiting for it in the region"), mark("patients")),
)
gap_options = table(
    "gap_options",
    mark("What would close the gap"),
    mark("Options to decide on, each closing the whole gap by itself; none of them is counted."),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    option=column(mark("Option"), "choice", key=True, choices=OPTIONS),
    item=column(mark("Profession, level or measure"), "code", key=True, empty=True),
    gap=number(mark("Gap left"), MEASURE),
    amount=number(mark("What it takes"), ""),
    now=number(mark("Today, on average"), "", empty=True),
    room=number(mark("Room there"), mark("activities"), empty=True),
    cost=number(mark("Cost"), mark("SEK"), empty=True),
)
