"""What leaves a region: the only tables that a published pack holds, declared once.

A cell without a value is hidden where the column ``hidden`` says so. Which sums bind the cells
stands in :mod:`pkslib.pack.published`.
"""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import Column, Table, column, table
from pkslib.tables.inputs.decided import RESTRICTIONS
from pkslib.tables.results.columns import key, number, period, share

# The parts of a capacity's year, in the order that they are read.
PARTS = ("need", "available", "shortage", "closed", "strain", "gives_way", "unsolved")
# Stands in a key for the sum over it: no code begins so.
ALL = ""
# Stands in a cell that is hidden, in every language.
HIDDEN = "x"


def _hidden() -> Column:
    return column(mark("Hidden"), "flag")


published_capacities = table(
    "published_capacities",
    mark("Capacities over the year"),
    mark("Need, what there is, and what becomes of the shortage, of the whole region."),
    capacity=key(mark("Capacity")),
    part=column(mark("Part"), "choice", key=True, choices=PARTS),
    amount=number(mark("Amount"), mark("capacity's measure"), empty=True),
    hidden=_hidden(),
)
published_need = table(
    "published_need",
    mark("Patients with each care need"),
    mark("Patients of the latest whole years, by year and quarter; empty need: all of them."),
    need=column(mark("Care need"), "text", key=True, empty=True, holds="need"),
    period=period(mark("Period")),
    patients=number(mark("Patients"), mark("patients"), empty=True),
    hidden=_hidden(),
)
published_forecast = table(
    "published_forecast",
    mark("Forecast of the planning year"),
    mark("New patients expected with each care need, with an 80 per cent interval."),
    need=key(mark("Care need")),
    period=period(mark("Period")),
    mean=number(mark("Forecast"), mark("patients"), empty=True),
    lower_80=number(mark("Lower, 80%"), mark("patients"), empty=True),
    upper_80=number(mark("Upper, 80%"), mark("patients"), empty=True),
    hidden=_hidden(),
)
published_waiting = table(
    "published_waiting",
    mark("Waiting lists"),
    mark("Patients of the latest lists by days waited; empty need or days: all of them."),
    need=column(mark("Care need"), "text", key=True, empty=True, holds="need"),
    days=column(mark("Days waited"), "text", key=True, empty=True),
    patients=number(mark("Patients"), mark("patients"), empty=True),
    hidden=_hidden(),
)
published_guarantee = table(
    "published_guarantee",
    mark("Within the care guarantee"),
    mark("Share of each list that has waited no longer than the limit; a range where a band of "
         "the list straddles it."),
    need=key(mark("Care need")),
    days=column(mark("Limit"), "integer", unit=mark("days"), low=0),
    share_lower=share(mark("Share within, least"), high=1),
    share_upper=share(mark("Share within, most"), high=1),
    hidden=_hidden(),
)  # fmt: skip
published_plan = table(
    "published_plan",
    mark("Production plan"),
    mark("Targets of units, hospitals and the region (empty unit) by year and quarter."),
    unit=column(mark("Unit"), "text", key=True, empty=True, holds="unit"),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    target=number(mark("Production target"), mark("activities"), empty=True),
    hidden=_hidden(),
)
published_production = table(
    "published_production",
    mark("Production"),
    mark("Outcome of the latest whole years of units, hospitals and the region (empty unit)."),
    unit=column(mark("Unit"), "text", key=True, empty=True, holds="unit"),
    activity=key(mark("Activity")),
    period=period(mark("Period")),
    count=number(mark("Outcome"), mark("activities"), empty=True),
    hidden=_hidden(),
)
published_catalogue = table(
    "published_catalogue",
    mark("Service catalogue"),
    mark("Who does what: targets by care need, and what restricts them."),
    need=key(mark("Care need")),
    unit=key(mark("Unit")),
    activity=key(mark("Activity")),
    target=number(mark("Target of the year"), mark("activities"), empty=True),
    restriction=column(mark("Restriction"), "choice", choices=RESTRICTIONS, empty=True),
    expected_wait=number(mark("Expected wait"), mark("days"), empty=True),
    hidden=_hidden(),
)

PUBLISHED: dict[str, Table] = {
    schema.name: schema for schema in tuple(vars().values()) if isinstance(schema, Table)
}
