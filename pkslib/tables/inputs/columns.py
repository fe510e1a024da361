"""Column makers that the input tables share."""

from __future__ import annotations

from pkslib.language import mark
from pkslib.tables.declaration import Column, column


def region(*, key: bool = True) -> Column:
    """Declare a region code."""
    return column(mark("Region"), "code", key=key, refers_to="regions.region", example="06")


def unit(
    label: str = mark("Unit"), *, key: bool = True, empty: bool = False, optional: bool = False
) -> Column:
    """Declare a unit code."""
    return column(
        label,
        "code",
        key=key,
        empty=empty,
        optional=optional,
        refers_to="units.unit",
        example="06-1-MED",
    )


def need(*, empty: bool = False) -> Column:
    """Declare a need code of the key."""
    return column(
        mark("Need"), "code", key=True, empty=empty, refers_to="needs.need", example="hip_fracture"
    )


def activity(*, empty: bool = False) -> Column:
    """Declare an activity code of the key."""
    return column(
        mark("Activity"),
        "code",
        key=True,
        empty=empty,
        refers_to="activities.activity",
        example="hip_stay",
    )


def capacity(*, key: bool = True, empty: bool = False) -> Column:
    """Declare a capacity code."""
    return column(
        mark("Capacity"),
        "code",
        key=key,
        empty=empty,
        refers_to="capacities.capacity",
        example="bed_day",
    )


def resource() -> Column:
    """Declare a resource code of the key."""
    return column(mark("Resource"), "code", key=True, example="nurse")


def shift() -> Column:
    """Declare a shift of the key."""
    return column(mark("Shift"), "code", key=True, example="day")


def period() -> Column:
    """Declare a period of the key."""
    return column(mark("Period"), "period", key=True, example="2027-03")


def name() -> Column:
    """Declare a name."""
    return column(mark("Name"), "text", example="Höftfraktur")


def amount(
    label: str, unit: str, *, optional: bool = False, default: float | None = None
) -> Column:
    """Declare an amount that is not negative; an optional one may have empty cells."""
    return column(
        label,
        "number",
        unit=unit,
        low=0,
        optional=optional,
        empty=optional,
        example="120",
        default=default,
    )


def count(label: str, unit: str) -> Column:
    """Declare a count that is not negative; an empty cell was not reported, which is not 0."""
    return column(label, "number", unit=unit, low=0, empty=True, example="120")


def half_width(unit: str) -> Column:
    """Declare how far from the truth a count told as a range may be."""
    return column(
        mark("Half-width of a range"),
        "number",
        unit=unit,
        low=0,
        optional=True,
        empty=True,
        example="0",
        default=0.0,
    )
