"""The input tables: what a region's data set may hold, declared once.

Names, columns and keys follow the planning guidance's chain from care need to outcome; no table
holds persons.
"""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import Table, column, table
from pkslib.tables.inputs import capacity, care, decided, follow_up, organisation, weeks
from pkslib.tables.inputs.columns import count, period

# Kept by `pks decide`; nobody fills them in.
KEPT = (
    decided.decided_rounds,
    decided.decided_forecast,
    decided.decided_plan,
    decided.decided_measures,
    decided.decided_catalogue,
)
INPUTS: dict[str, Table] = {
    schema.name: schema
    for schema in (
        organisation.regions,
        organisation.units,
        organisation.unit_changes,
        care.needs,
        care.demand,
        care.unit_demand,
        care.arrivals,
        organisation.population,
        care.rates,
        care.activities,
        care.pathways,
        care.activity_times,
        capacity.capacities,
        capacity.available,
        capacity.beds,
        capacity.resources,
        capacity.staff_changes,
        capacity.recipes,
        capacity.openings,
        care.production,
        capacity.capacity_outcome,
        capacity.resource_outcome,
        care.waiting,
        weeks.bookings,
        weeks.booking_history,
        weeks.schedule,
        weeks.staffing,
        weeks.minimum_lines,
        weeks.lending,
        capacity.measures,
        capacity.allowed_moves,
        organisation.budgets,
        organisation.agreements,
        organisation.maturity,
        organisation.maturity_steps,
        organisation.roles,
        organisation.principles,
        organisation.cadence,
        decided.decisions,
        decided.judgements,
        follow_up.indicators,
        follow_up.goals,
        follow_up.actions,
        follow_up.crowding,
        follow_up.unit_forecasts,
        follow_up.national,
        *KEPT,
    )
}
# What `pks forecast` reads: no table of a data set, but read by the same rules.
HISTORY = table(
    "history",
    mark("History"),
    mark("Many series in one table, as pks forecast takes them."),
    series=column(mark("Series"), "code", key=True, example="06-1-MED"),
    period=period(),
    value=count(mark("Value"), mark("as in the history")),
)
# What people fill in, in order.
FILLED = tuple(name for name, schema in INPUTS.items() if schema not in KEPT)
READ = INPUTS | {HISTORY.name: HISTORY}
# "Do not wait for perfect data" (Socialstyrelsen, Uppföljning på taktisk nivå,
# "Kvalitetssäkrade, transparenta och jämförbara data"): capacity may be known either way, one is
# enough.
ONE_OF = ("available", "resources")
# What each way of starting is filled in with: one table alone, or all that are needed.
STARTS: dict[str, tuple[str, ...]] = {
    "beds": ("beds",),
    "demand": ("demand",),
    "waiting": ("waiting",),
    "full": FILLED,
}
