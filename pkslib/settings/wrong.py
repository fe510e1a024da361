"""Settings that can't be used, in words: which one, what was found, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from pkslib.language import limits, mark, text

# What is allowed, by the start of pydantic's name for the fault; numbers say so themselves.
_ALLOWED = {
    "bool": mark("true, false"),
    "date": mark("a date such as 2027-03-31"),
    "margin_or_risk": mark("either a margin or a risk, not both"),
    "model_instead": mark('model = "pooled" instead of models = false, nothing instead of true'),
    "value_error": mark("2027, 2027-Q1, 2027-03, 2027-W14 (or 2027-V14), 2027-03-31"),
    "string_pattern": mark("a month such as 2027-03, or an empty text"),
    "string_too_short": mark("a text that is not empty"),
    "string": mark("a text in quotation marks"),
    "too_": mark("7 weights, one a weekday, or 24, one an hour"),
    "model": mark("a section with settings of its own"),
    "dict": mark("a section with settings of its own"),
    "tuple": mark("a list of sections"),
}


def lines(fault: ValidationError, model: type[BaseModel]) -> list[str]:
    r"""Return what is wrong with settings, a line each.

    Parameters
    ----------
    fault : pydantic.ValidationError
        With every fault found.
    model : type of pydantic.BaseModel
        What the settings were read as.

    Examples
    --------
    >>> from pkslib.language import using
    >>> from pkslib.settings import Settings
    >>> try:
    ...     Settings.model_validate({"plan": {"level": 2, "levl": 1}})
    ... except ValidationError as fault:
    ...     with using("en"):
    ...         print(*lines(fault, Settings), sep="\n")
    plan.level: found 2; allowed: a number at least 0, at most 1.
    plan.levl: there is no such setting. Did you mean “level”?
    """
    return [_line(found, model) for found in fault.errors()]


def _line(found: ErrorDetails, model: type[BaseModel]) -> str:
    place = found["loc"]
    name = ".".join(map(str, place))
    if found["type"] == "extra_forbidden":
        section, _ = _declared(model, place[:-1])
        return text("{name}: there is no such setting.", name=name) + _nearest(
            place[-1], list(section.model_fields)
        )
    if found["type"] == "missing":
        return text("{name}: missing; it must be given here.", name=name)
    return text(
        "{name}: found {found}; allowed: {allowed}.",
        name=name,
        found=repr(found["input"]),
        allowed=_allowed(found, _declared(model, place)[1]),
    )


def _nearest(word: int | str, known: Sequence[str]) -> str:
    near = get_close_matches(str(word), known, n=1)
    return " " + text("Did you mean “{word}”?", word=near[0]) if near else ""


def _allowed(found: ErrorDetails, field: FieldInfo | None) -> str:
    kind = found["type"]
    if kind == "literal_error":
        return ", ".join(re.findall("'([^']+)'", found["ctx"]["expected"]))
    for start, words in _ALLOWED.items():
        if kind.startswith(start):
            return text(words)
    whole = field is not None and int in (field.annotation, *get_args(field.annotation))
    head = text("a whole number") if whole else text("a number")
    return f"{head} {limits(**_limits(field))}".strip()


def _limits(field: FieldInfo | None) -> dict[str, Any]:
    """Return the limits that a setting declares, by the words of :func:`limits`."""
    words = {"ge": "least", "gt": "above", "le": "most", "lt": "below"}
    return {
        words[sign]: getattr(limit, sign)
        for limit in (field.metadata if field else ())
        for sign in words
        if hasattr(limit, sign)
    }


def _declared(model: type[BaseModel], place: Sequence[int | str]) -> tuple[Any, FieldInfo | None]:
    """Return the type at a place and the setting it belongs to."""
    kind: Any = model
    field = None
    for part in place:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields[str(part)]
            kind = field.annotation
        else:
            # A table of free names or a list: the type of what it holds.
            kind = next(inner for inner in reversed(get_args(kind)) if inner is not ...)
    return kind, field
