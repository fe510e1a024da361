"""What looks like a person: Swedish identity numbers and the headers that announce them.

The number itself never leaves this module: others ask whether it is there, or for the text
without it.
"""

from __future__ import annotations

import re

from personnummer.personnummer import valid

# Ten or twelve digits, with or without sign before the last four.
_SHAPE = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+−–\s]?\d{4}(?!\d)")
_HEADERS = frozenset(
    "pnr personnr personnummer personid person_id personal_identity_number samordningsnummer "
    "reservnummer ssn namn patientnamn förnamn efternamn first_name last_name surname "
    "patient_name patient_id patientid adress gatuadress address telefon telefonnummer phone "
    "epost e-post email födelsedatum birth_date date_of_birth".split()
)
HIDDEN = "•••"


def is_personal_header(header: str) -> bool:
    """Tell whether a column's header announces data about single persons.

    Examples
    --------
    >>> is_personal_header("Person Nummer"), is_personal_header("patients")
    (True, False)
    """
    plain = header.strip().casefold()
    return plain in _HEADERS or re.sub(r"[\s_-]", "", plain) in _HEADERS


def holds_number(words: str) -> bool:
    """Tell whether a text holds a valid personal identity or coordination number.

    Examples
    --------
    >>> holds_number("called 19121212-1212 twice"), holds_number("SE2321000016-1003")
    (True, False)
    """
    return any(valid(_digits(found)) for found in _SHAPE.findall(words))


def has_twelve_digits(words: str) -> bool:
    """Tell whether a valid number in a text is written with its century."""
    return any(
        len(re.sub(r"\D", "", found)) == 12 and valid(_digits(found))
        for found in _SHAPE.findall(words)
    )


def masked(words: str) -> str:
    """Return a text with everything shaped like an identity number hidden, valid or not.

    Examples
    --------
    >>> masked("121212-1212 x")
    '••• x'
    """
    return _SHAPE.sub(HIDDEN, words)


def _digits(found: str) -> str:
    """Return a number with no other sign than the plus that tells a hundred years."""
    return re.sub(r"[^\d+]", "", found)
