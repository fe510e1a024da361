"""Words about declarations, for faults, template and dictionary: what is allowed, what is near."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pkslib.language import catalogue, limits, mark, text
from pkslib.tables.declaration import Column
from pkslib.tables.inputs import INPUTS, READ

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
RESOLUTIONS = {
    "year": mark("year"),
    "quarter": mark("quarter"),
    "month": mark("month"),
    "week": mark("week"),
    "day": mark("day"),
}
# Words of lists that are no code's own label.
_WORDS = Path(__file__).with_name("words.csv")
# Headers that are no column's own label.
_HEADINGS = Path(__file__).with_name("headings.csv")
# Excel cuts a sheet's name there.
_SHEET_NAME = 31


def allowed(column: Column) -> str:
    """Return what may stand in a column, in the language in use.

    Examples
    --------
    >>> from pkslib.language import using
    >>> from pkslib.tables.inputs import INPUTS, READ
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


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest, or nothing when none is near.

    Examples
    --------
    >>> nearest("demnad", ["needs", "demand"]), nearest("x", ["demand"])
    ('demand', '')
    """
    by_lower = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(word.casefold(), list(by_lower), n=1, cutoff=0.7)
    return by_lower[near[0]] if near else ""


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
    near = nearest(word, known)
    return " " + text("Did you mean “{word}”?", word=near) if near else ""


def bare(words: str) -> str:
    """Return words without case, outer spaces, split letters, and a bracket at the end.

    Examples
    --------
    >>> bare(" Per_Patient "), bare("Vårdgaranti [dagar]")
    ('per_patient', 'vårdgaranti')
    """
    plain = unicodedata.normalize("NFC", words).strip().casefold()
    return re.sub(r"\s*(\([^)]*\)|\[[^]]*\])$", "", plain) or plain


def table_named(word: str) -> str:
    """Return the input table that a file or sheet is named after, in code, English or Swedish.

    A word that names none comes back bare.

    Examples
    --------
    >>> table_named("Inflöde"), table_named("Demand"), table_named("lön")
    ('demand', 'demand', 'lön')
    """
    return _tables().get(bare(word)[:_SHEET_NAME].rstrip(), bare(word))


@cache
def _tables() -> dict[str, str]:
    return _unlike(
        (bare(word)[:_SHEET_NAME].rstrip(), name)
        for name, declared in INPUTS.items()
        for word in _both(declared.label, name)
    )


def column_named(word: str, table: str) -> str:
    """Return the column of a table that a header names, in code, English or Swedish.

    A word that names none comes back bare.

    Examples
    --------
    >>> column_named("Vårdbehov", "demand"), column_named("Överordnad enhet", "units")
    ('need', 'parent')
    """
    return _columns(table).get(bare(word), bare(word))


@cache
def _columns(table: str) -> dict[str, str]:
    columns = READ[table].columns
    own = _unlike(
        (bare(word), name) for name, each in columns.items() for word in _both(each.label, name)
    )
    return _unlike((word, name) for name, word in headings() if name in columns) | own


def is_label(word: str, column: str, table: str) -> bool:
    """Tell whether a header is the column's code or its own label, in English or Swedish."""
    labels = _both(READ[table].columns[column].label, column)
    return bare(word) in [bare(label) for label in labels]


@cache
def headings() -> tuple[tuple[str, str], ...]:
    """Return headers that people use, each with a column that it may stand for: column, word."""
    with _HEADINGS.open(encoding="utf-8", newline="") as file:
        return tuple((row["column"], row["word"]) for row in csv.DictReader(file, delimiter=";"))


def chosen(word: str, column: Column) -> str:
    """Return the choice that a word stands for, in code, English or Swedish; else the word.

    Examples
    --------
    >>> chosen("Klinik", INPUTS["units"].columns["level"])
    'clinic'
    """
    plain = bare(word)
    return plain if plain in column.choices else _choices(column).get(plain, plain)


@cache
def _choices(column: Column) -> dict[str, str]:
    with _WORDS.open(encoding="utf-8", newline="") as file:
        own = [row for row in csv.DictReader(file, delimiter=";") if row["column"] == column.name]
    return _unlike(
        [
            *((bare(word), code) for code in column.choices for word in _both(code, code)),
            *((row["word"], row["code"]) for row in own if row["code"] in column.choices),
        ]
    )


def _both(label: str, code: str) -> tuple[str, str, str]:
    return code, label, catalogue("sv").get(label, label)


def _unlike(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what each word means, without the words that mean more than one thing."""
    meant: dict[str, set[str]] = {}
    for word, name in pairs:
        meant.setdefault(word, set()).add(name)
    return {word: next(iter(names)) for word, names in meant.items() if len(names) == 1}
