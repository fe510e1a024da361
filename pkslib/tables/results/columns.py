"""Column makers that the result tables share."""

from __future__ import annotations

from typing import Any

from pkslib.language import mark
from pkslib.tables.declaration import Column, column

MEASURE = mark("capacity's measure")


def codes(*words: str) -> tuple[str, ...]:
    """Return the codes of words marked for translation: each with ``_`` for its spaces."""
    return tuple(word.replace(" ", "_") for word in words)


def key(label: str) -> Column:
    """Declare a code that belongs to the key."""
    return column(label, "code", key=True)


def period(label: str) -> Column:
    """Declare a period that belongs to the key."""
    return column(label, "period", key=True)


def number(label: str, unit: str, *, signed: bool = False, empty: bool = False) -> Column:
    """Declare a number, not negative unless signed."""
    return column(label, "number", unit=unit, low=None if signed else 0, empty=empty)


def share(label: str, *, empty: bool = True, high: float | None = None) -> Column:
    """Declare a share inside 0 and its highest value."""
    return column(label, "number", unit=mark("share"), low=0, high=high, empty=empty)


def integer(label: str, unit: str = "", *, low: float | None = 0) -> Column:
    """Declare a whole number."""
    return column(label, "integer", unit=unit, low=low)


def words(label: str, *, holds: str = "") -> Column:
    """Declare free text that may be empty, or a code of a kind or nothing."""
    return column(label, "text", empty=True, holds=holds)


def interval(unit: str) -> dict[str, Any]:
    """Declare the mean of a forecast and its prediction intervals."""
    return {
        "mean": number(mark("Forecast"), unit),
        "lower_80": number(mark("Lower, 80%"), unit),
        "upper_80": number(mark("Upper, 80%"), unit),
        "lower_95": number(mark("Lower, 95%"), unit),
        "upper_95": number(mark("Upper, 95%"), unit),
    }
