"""What a declared column allows, in words; for faults, template and data dictionary."""

from __future__ import annotations

from pkslib.language import limits, mark, text
from pkslib.tables.declaration import Column

KIND_LABELS = {
    "text": mark("text"),
    "code": mark("code"),
    "choice": mark("one of a list"),
    "period": mark("period"),
    "date": mark("date"),
    "integer": mark("whole number"),
    "number": mark("number"),
    "flag": mark("yes or no"),
}
_FORMS = {
    "text": mark("any text"),
    "code": mark("letters, digits, space and . + & - _, at most 60 signs"),
    "period": mark("2027, 2027-Q1, 2027-03, 2027-W14 (or 2027-V14), 2027-03-31"),
    "date": mark("2027-03-31"),
    "flag": mark("ja, nej, true, false, 1, 0"),
}


def allowed(column: Column) -> str:
    """Return what may stand in a column, in the language in use.

    Examples
    --------
    >>> from pkslib.language import using
    >>> from pkslib.tables.inputs import INPUTS
    >>> with using("en"):
    ...     allowed(INPUTS["capacities"].columns["utilisation"])
    'a number above 0, at most 1'
    """
    kind = column.kind
    if kind == "choice":
        return ", ".join(column.choices)
    if kind in _FORMS:
        return text(_FORMS[kind])
    head = text("a whole number") if kind == "integer" else text("a number")
    words = limits(least=column.low, above=column.above, most=column.high)
    return f"{head} {words}".strip()
