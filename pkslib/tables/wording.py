"""Words about declarations, for faults, template and dictionary: what is allowed, what is near."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

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


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a question with the nearest known word, or nothing when none is near.

    The question starts with a space, to follow a sentence.

    Examples
    --------
    >>> from pkslib.language import using
    >>> with using("en"):
    ...     suggestion("demnad", ["needs", "demand"]), suggestion("x", ["demand"])
    (' Did you mean “demand”?', '')
    """
    by_lower = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(word.casefold(), list(by_lower), n=1, cutoff=0.7)
    return " " + text("Did you mean “{word}”?", word=by_lower[near[0]]) if near else ""
