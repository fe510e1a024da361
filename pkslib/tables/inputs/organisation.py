"""Input tables: the organisation, its people and its agreements."""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import column, table
from pkslib.tables.inputs.columns import amount, name, region, unit

LEVELS = ("administration", "hospital", "clinic", "ward", "primary")
ROUND_LEVELS = (mark("strategic"), mark("tactical"), mark("operative"))
SEXES = ("women", "men")
# Five steps on the maturity ladder: Socialstyrelsen, Självskattningsstöd – utvecklingstrappan.
MATURITY_STEPS = 5

regions = table(
    "regions",
    mark("Regions"),
    mark("The regions that plan; the 21 Swedish regions ship as reference."),
    without=mark("Sweden's regions go by their own names"),
    region=column(mark("Region"), "code", key=True, example="06"),
    name=name(),
    invented=column(
        mark("Invented, and said to be on everything made from it"),
        "flag",
        optional=True,
        empty=True,
        default=False,
        example="nej",
    ),
)
units = table(
    "units",
    mark("Units"),
    mark("The organisation from administration down to ward."),
    required=True,
    unit=column(mark("Unit"), "code", key=True, example="06-1-MED"),
    name=name(),
    region=region(key=False),
    parent=unit(mark("Superior unit"), key=False, empty=True),
    level=column(mark("Level"), "choice", choices=LEVELS, example="ward"),
    specialty=column(
        mark("Specialty (empty = as the nearest unit above)"),
        "code",
        optional=True,
        empty=True,
        example="ortopedi",
    ),
)
# A word of Python's own, so it can't be written as the others.
_FROM: dict[str, Any] = {"from": column(mark("From period"), "period", key=True, example="2026-01")}
unit_changes = table(
    "unit_changes",
    mark("Changes of units"),
    mark("Units that were renamed, merged or split, so that they keep one history."),
    required=False,
    without=mark("a unit with a new code begins without a history"),
    unit=column(mark("Former unit"), "code", key=True, example="06-1-KIR"),
    to_unit=unit(mark("Goes on as")),
    **_FROM,
    share=column(
        mark("Share that goes there"),
        "number",
        unit=mark("share"),
        above=0,
        high=1,
        optional=True,
        empty=True,
        example="1",
        default=1.0,
    ),
)
population = table(
    "population",
    mark("Population"),
    mark("Inhabitants by sex and age, history and projection."),
    without=mark("population growth is not taken into account"),
    region=region(),
    sex=column(mark("Sex"), "choice", key=True, choices=SEXES, example="women"),
    age_group=column(mark("Age group"), "text", key=True, example="65-79"),
    year=column(mark("Year"), "integer", key=True, low=1900, high=2200, example="2027"),
    persons=amount(mark("Inhabitants"), mark("persons")),
)
budgets = table(
    "budgets",
    mark("Budgets"),
    mark("Budget frame per unit and year."),
    without=mark("measures are not held against a budget"),
    unit=unit(),
    year=column(mark("Year"), "integer", key=True, low=1900, high=2200, example="2027"),
    amount=amount(mark("Budget"), mark("SEK")),
    for_measures=amount(mark("Of which for measures"), mark("SEK"), optional=True),
)
agreements = table(
    "agreements",
    mark("Agreements"),
    mark("Rounds of agreement between the planning levels; roles, never persons."),
    without=mark("agreements between the levels are not shown"),
    unit=unit(),
    activity=column(
        mark("Activity (empty: the whole unit)"),
        "code",
        key=True,
        optional=True,
        empty=True,
        refers_to="activities.activity",
        example="hip_stay",
    ),
    round=column(mark("Round"), "integer", key=True, low=1, example="1"),
    level=column(
        mark("Planning level"), "choice", key=True, choices=ROUND_LEVELS, example="tactical"
    ),
    proposal=column(
        mark("Proposal"),
        "text",
        empty=True,
        optional=True,
        example="Tre vårdplatser färre i juli, 2 300 vårddygn",
        default="",
    ),
    agreed=column(mark("Agreed"), "flag", example="ja"),
    by=column(mark("By (role)"), "text", example="verksamhetschef"),
    on=column(mark("On"), "date", example="2026-10-15"),
    note=column(mark("Note"), "text", empty=True, optional=True),
)
maturity = table(
    "maturity",
    mark("Maturity"),
    mark("Self-assessed step on the maturity ladder."),
    without=mark("the maturity ladder is not shown"),
    unit=unit(),
    area=column(mark("Area"), "text", key=True, example="Uppföljning"),
    step=column(mark("Step"), "integer", low=1, high=MATURITY_STEPS, example="2"),
    note=column(mark("Note"), "text", empty=True, optional=True),
    on=column(mark("On"), "date", key=True, example="2026-09-01"),
)
# Socialstyrelsen tells the five steps in a picture only; a region writes them as it uses them.
maturity_steps = table(
    "maturity_steps",
    mark("Steps of the maturity ladder"),
    mark("What each of the five steps means, in the words that the region's network uses."),
    without=mark("steps of the maturity ladder are told by their numbers alone"),
    area=column(
        mark("Area (empty = all)"), "text", key=True, empty=True, optional=True,
        example="Uppföljning",
    ),
    step=column(mark("Step"), "integer", key=True, low=1, high=MATURITY_STEPS, example="3"),
    text=column(mark("What it means"), "text", example="Uppföljningen görs varje månad."),
)  # fmt: skip
_LEVEL = column(
    mark("Planning level"), "choice", key=True, choices=ROUND_LEVELS, example="strategic"
)
roles = table(
    "roles",
    mark("Roles"),
    mark("Which function does what in the planning work, on which level; never persons."),
    without=mark("roles stand as the guidance has them"),
    level=_LEVEL,
    function=column(mark("Function"), "text", key=True, example="hälso- och sjukvårdsledning"),
    tasks=column(mark("Does"), "text", example="beslutar om produktionsmål och budget"),
)
principles = table(
    "principles",
    mark("Guiding principles"),
    mark("What the region has agreed on for how planning is done, in order."),
    without=mark("guiding principles stand as the guidance has them"),
    order=column(mark("Order"), "integer", key=True, low=1, example="1"),
    text=column(mark("Principle"), "text", example="Vi utgår från patienternas behov."),
)
cadence = table(
    "cadence",
    mark("The planning year"),
    mark("What each level does in which months of the year."),
    without=mark("the planning year stands as an example after the guidance"),
    level=_LEVEL,
    activity=column(mark("What is done"), "text", key=True, example="produktionsplan"),
    months=column(mark("Months (1 to 12)"), "text", example="9, 10, 11"),
)
