"""What looks like a person: Swedish identity numbers and the headers that announce them.

The number itself never leaves this module: others ask whether it is there, or for the text
without it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from stdnum import luhn

from pkslib.tables.signs import places, plain

# Digits of a date, with or without century, and four more: close together, and with signs between.
_CLOSE = re.compile(r"(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)")
_BETWEEN = r"[-+./\s]{0,3}"
_TEN = re.compile(rf"(\d{{2}}){_BETWEEN}(\d{{2}}){_BETWEEN}(\d{{2}}){_BETWEEN}(\d{{4}})(?!\d)")
_TWELVE = re.compile(rf"\d{{2}}{_TEN.pattern}")
# Few texts have so many digits so close, and those that have not need no closer look.
_ENOUGH = re.compile(r"(?:\d\D{0,3}){9}\d")
_BEGINS = re.compile(r"(?<!\d)(?=\d)")
# A day of late and a time of it, as programs write moments.
_MOMENT = re.compile(r"20[1-9]\d-?[01]\d-?[0-3]\d[- T]?([01]\d|2[0-3])[0-5]\d")
_SPACED_MOMENT = re.compile(r"20[1-9]\d-[01]\d-[0-3]\d\s([01]\d|2[0-3])[0-5]\d")
_HEADERS = frozenset(
    "pnr personnr personnummer personid person_id personal_identity_number samordningsnummer "
    "reservnummer ssn namn patientnamn förnamn efternamn first_name last_name surname "
    "patient_name patient_id patientid adress gatuadress address telefon telefonnummer phone "
    "epost e-post email födelsedatum birth_date date_of_birth".split()
)
HIDDEN = "•••"
_CENTURIES = frozenset({"18", "19", "20"})


# Words that announce a person wherever they stand in a header.
_TELLING = frozenset(
    "pnr personnr personnummer personnumret personid samordningsnummer samordningsnr reservnummer "
    "ssn patientnamn förnamn efternamn födelsedatum födelsedag födelsetid patientid".split()
)


def is_personal_header(header: str) -> bool:
    """Tell whether a column's header announces data about single persons.

    Examples
    --------
    >>> is_personal_header("Person Nummer"), is_personal_header("patients")
    (True, False)
    >>> is_personal_header("Personnummer (12 siffror)"), is_personal_header("pnr_patient")
    (True, True)
    """
    known = plain(header).strip().casefold()
    words = re.split(r"[\W\d_]+", known)
    return known in _HEADERS or "".join(words) in _HEADERS or not _TELLING.isdisjoint(words)


def holds_number(words: str) -> bool:
    """Tell whether a text holds a valid personal identity or coordination number.

    Examples
    --------
    >>> holds_number("called 19121212-1212 twice"), holds_number("SE2321000016-1003")
    (True, False)
    >>> holds_number("född 1912-12-12, 1212"), holds_number("１９１２‑12‑12 1212")
    (False, True)
    """
    return _ENOUGH.search(words) is not None and any(True for _ in _numbers(plain(words)))


def names_person(name: str) -> bool:
    """Tell whether a name of a file or folder holds a number that is not the time it was made."""
    return any(not _MOMENT.fullmatch(found.group()) for found in _numbers(plain(name)))


def has_twelve_digits(words: str) -> bool:
    """Tell whether a valid number in a text is written with its century."""
    return any(len(re.sub(r"\D", "", found.group())) == 12 for found in _numbers(plain(words)))


def masked(words: str) -> str:
    """Return a text without identity numbers, and what is close enough to look like one.

    Examples
    --------
    >>> masked("121212-1212 x"), masked("12.12.12 1212")
    ('••• x', '•••')
    """
    simple = plain(words)
    return _without(words, (*_begun(simple, _CLOSE), *_numbers(simple)))


def masked_names(words: str) -> str:
    """Return a text without identity numbers; the time that a folder was made may stand.

    Examples
    --------
    >>> masked_names("/out/19121212-1212/pack"), masked_names("/out/20261129-2230")
    ('/out/•••/pack', '/out/20261129-2230')
    """
    found = _numbers(plain(words))
    return _without(words, [one for one in found if not _MOMENT.fullmatch(one.group())])


def _without(words: str, found: Iterable[re.Match[str]]) -> str:
    place = places(words)
    hidden = sorted(one.span() for one in found)
    shown, end = "", 0
    for first, last in hidden:
        if first >= end:
            shown += words[_at(place, end, words) : place[first]] + HIDDEN
        end = max(end, last)
    return shown + words[_at(place, end, words) :]


def _at(place: Sequence[int], sign: int, words: str) -> int:
    return place[sign] if sign < len(place) else len(words)


def _begun(simple: str, *shapes: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what has one of the shapes, from each place where digits begin."""
    for begin in _BEGINS.finditer(simple):
        for shape in shapes:
            if found := shape.match(simple, begin.start()):
                yield found


def _numbers(simple: str) -> Iterator[re.Match[str]]:
    """Yield the valid numbers of a plain text."""
    for found in _begun(simple, _TWELVE, _TEN):
        digits = re.sub(r"[^\d+]", "", found.group())
        if valid(digits) and not _SPACED_MOMENT.fullmatch(found.group()):
            yield found


def valid(number: str) -> bool:
    """Tell whether digits are a personal identity number, or a coordination number (day + 60).

    Parameters
    ----------
    number : str
        Ten or twelve digits, with or without a sign before the last four.

    Notes
    -----
    The check digit is Luhn's over the last ten digits. Ten digits tell no century: the day is
    looked for in any of three.
    """
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) not in (10, 12) or not luhn.is_valid(digits[-10:]):
        return False
    centuries = {digits[:2]} & _CENTURIES if len(digits) == 12 else _CENTURIES
    return any(_is_day(century + digits[-10:-4]) for century in centuries)


def _is_day(date: str) -> bool:
    """Tell whether eight digits are a day that has been, or such a day and 60."""
    day = int(date[6:])
    try:
        datetime.date(int(date[:4]), int(date[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True
