"""Result tables: what is learnt from outcomes, of measures, goals, actions and other forecasts."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.capacity import KINDS
from pkslib.tables.results.columns import MEASURE, codes, integer, key, number
from pkslib.tables.results.follow_up import DECIDED, STATED, STATUSES

# What improvement work is looked for in: time per activity, capacity used, capacity there was.
JUDGED_BY = codes(mark("time per activity"), mark("use"), mark("available capacity"))
SEEN = codes(mark("seen"), mark("not seen"), mark("opposite"), mark("not judged"))
UNJUDGED = ("not_begun", "no_series", "few_periods", "few_others", "at_once")


improvement_follow_up = table(
    "improvement_follow_up",
    mark("Follow-up of improvement work"),
    mark(
        "Expected and realised effect of each improvement in the ladder's second step, and what is "
        "seen against units that did nothing."
    ),
    measure=key(mark("Measure")),
    unit=key(mark("Unit")),
    capacity=key(mark("Capacity")),
    kind=column(mark("Kind of measure"), "choice", choices=KINDS, empty=True),
    expected=number(mark("Expected effect"), MEASURE),
    basis=column(mark("Measured against"), "choice", choices=(DECIDED, STATED)),
    realised=number(mark("Realised effect"), MEASURE),
    status=column(mark("Status"), "choice", choices=STATUSES),
    judged_by=column(mark("Looked for in"), "choice", choices=JUDGED_BY),
    before=integer(mark("Periods before")),
    after=integer(mark("Periods after")),
    others=integer(mark("Units that did nothing")),
    effect=number(mark("Effect seen, a year"), MEASURE, signed=True, empty=True),
    lower=number(mark("Lower, 95 %"), MEASURE, signed=True, empty=True),
    upper=number(mark("Upper, 95 %"), MEASURE, signed=True, empty=True),
    seen=column(mark("Effect"), "choice", choices=SEEN),
    unjudged=column(mark("Why it is not judged"), "choice", choices=("", *UNJUDGED)),
)
