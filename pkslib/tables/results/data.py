"""Result tables: what the data set holds and what the plan assumes."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.results.columns import codes, integer, key, number, words

# What is held beside the other regions: the capacity used, the time that care takes, absence.
PEERS = codes(mark("occupancy"), mark("time"), mark("absence"))

data_tables = table(
    "data_tables",
    mark("Tables in the data set"),
    mark("What the data set holds for the region, and what is missing."),
    table=key(mark("Table")),
    rows=integer(mark("Rows")),
    first_period=column(mark("First period"), "period", empty=True),
    last_period=column(mark("Last period"), "period", empty=True),
    present=column(mark("Present"), "flag"),
)
data_notes = table(
    "data_notes",
    mark("Notes on the data"),
    mark("What was found in the data that a reader should know."),
    told={"place": words(mark("Place")), "note": words(mark("Note"))},
    shown=("code", "place", "note"),
    code=key(mark("Code")),
    file=column(mark("File or sheet"), "text", key=True, empty=True),
    row=column(mark("Row"), "integer", key=True, empty=True),
    column=column(mark("Column"), "text", key=True, empty=True),
    values=column(mark("Values"), "text", key=True),
)
assumptions = table(
    "assumptions",
    mark("Assumptions"),
    mark("Every setting of the plan with range, source and who decided it."),
    told={
        "label": words(mark("Assumption")),
        "unit": words(mark("Unit of measure")),
        "source": words(mark("Source")),
    },
    shown=(
        "setting",
        "label",
        "value",
        "base",
        "unit",
        "low",
        "high",
        "source",
        "by",
        "on",
        "why",
    ),
    setting=column(mark("Setting"), "text", key=True),
    value=words(mark("Value")),
    base=words(mark("Default")),
    low=words(mark("Least")),
    high=words(mark("Greatest")),
    by=words(mark("Decided by")),
    on=words(mark("Decided on")),
    why=words(mark("Why")),
)
assumption_places = table(
    "assumption_places",
    mark("Assumptions among the regions"),
    mark("What the region has of what plans assume, beside what most regions of the data have."),
    region=key(mark("Region")),
    assumption=column(mark("Assumption"), "choice", key=True, choices=PEERS),
    item=key(mark("Capacity or resource")),
    value=number(mark("Here"), ""),
    low=number(mark("Most regions from"), ""),
    high=number(mark("Most regions to"), ""),
    within=integer(mark("Regions within"), low=0),
    regions=integer(mark("Regions that tell"), low=1),
    aim=number(mark("Aimed at"), mark("share"), empty=True),
    outside=column(mark("Outside what most have"), "flag"),
)
