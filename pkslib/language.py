"""Words and numbers in the language of the reader: Swedish or English.

Source strings are English; the Swedish ones stand in ``locale/sv/``, one catalogue a room of the
house. The notebooks' prose is Swedish; its English stands in ``locale/en/``. The language in use
belongs to the running context, so two threads may differ.

The catalogues are read as text, so that nothing has to be compiled when the package is installed
from a clone.
"""

from __future__ import annotations

import csv
import datetime
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, partial
from pathlib import Path

from babel.dates import format_date, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern

LANGUAGES = ("sv", "en")
_in_use: ContextVar[str] = ContextVar("language", default="sv")
# What the figures count where it is not patients: the stem of a list of words.
_counted: ContextVar[str] = ContextVar("counted", default="")
# English in Sweden and Europe: day before month, which Babel's plain "en" turns round.
_LOCALES = {"sv": "sv_SE", "en": "en_GB"}
# Lists of words for what is counted, beside the catalogues.
_WORDS = ("bed_days",)


def activate(language: str) -> None:
    """Choose the language of everything shown from here on.

    Parameters
    ----------
    language : str
        ``"sv"`` or ``"en"``.

    Raises
    ------
    ValueError
        For any other language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: choose one of {', '.join(LANGUAGES)}")
    _in_use.set(language)


def active() -> str:
    """Return the language in use, ``"sv"`` or ``"en"``."""
    return _in_use.get()


@contextmanager
def using(language: str) -> Iterator[None]:
    """Use a language inside a ``with`` block.

    Examples
    --------
    >>> with using("en"):
    ...     number(1234.5, 1)
    '1,234.5'
    """
    before = active()
    activate(language)
    try:
        yield
    finally:
        activate(before)


def count_in(what: str) -> None:
    """Choose what the figures are said to count from here on.

    Parameters
    ----------
    what : str
        ``"bed_days"``: sentences about patients speak of bed days. Anything else: patients.
    """
    _counted.set(what if what in _WORDS else "")


@contextmanager
def counting(what: str) -> Iterator[None]:
    """Say inside a ``with`` block what the figures count, as by :func:`count_in`."""
    before = _counted.get()
    count_in(what)
    try:
        yield
    finally:
        _counted.set(before)


def in_words(said: str) -> str:
    """Return a sentence about patients in the words of what is counted.

    Examples
    --------
    >>> with counting("bed_days"):
    ...     in_words("Patienter per månad, 20 patienter")
    'Vårddygn per månad, 20 vårddygn'
    """
    what = _counted.get()
    return _reworded(said, what) if what else said


@lru_cache(maxsize=4096)
def _reworded(said: str, what: str) -> str:
    for pattern, words in _swaps(what):
        said = pattern.sub(partial(_as_begun, words), said)
    return said


@lru_cache
def _swaps(what: str) -> list[tuple[re.Pattern[str], str]]:
    """Return what stands for what, in the order it is looked for; braces hold names of values."""
    return [
        (re.compile(rf"(?<![\w{{]){word}(?![\w}}])", re.IGNORECASE), other)
        for word, other in _rows(what)
    ]


def _rows(name: str) -> list[list[str]]:
    """Return the rows of a list of words beside the catalogues: what stands for what."""
    with (Path(__file__).parent / "locale" / f"{name}.csv").open(encoding="utf-8") as file:
        return [*csv.reader(file, delimiter=";")][1:]


def _as_begun(words: str, found: re.Match[str]) -> str:
    """Return words with a capital where those that they stand for have one."""
    return words[:1].upper() + words[1:] if found[0][:1].isupper() else words


def mark(message: str) -> str:
    """Mark a constant for translation and return it unchanged; :func:`text` translates it later."""
    return message


def text(message: str, **values: object) -> str:
    """Return a message in the language in use, with its values filled in.

    Parameters
    ----------
    message : str
        English source string, with ``{name}`` where a value goes.
    **values
        What to fill in.

    Examples
    --------
    >>> with using("en"):
    ...     text("{count} rows", count=3)
    '3 rows'
    """
    found = in_words(catalogue("sv").get(message, message) if active() == "sv" else message)
    return one(found.format(**values)) if values else found


def one(said: str) -> str:
    """Return a sentence with a single thing told as one: ``1 timme``, not ``1 timmar``.

    Examples
    --------
    >>> with using("sv"):
    ...     one("1 timmar, 11 timmar, 0,1 timmar i 1 perioder")
    '1 timme, 11 timmar, 0,1 timmar i 1 period'
    """
    if "1 " not in said:
        return said
    pattern, words = _ones(active())
    return pattern.sub(lambda found: found[1] + words[found[2]], said)


@lru_cache
def _ones(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds things told in the plural after a 1, and each in the singular."""
    words = dict(_rows(f"one_{language}"))
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![\d\xa0\u202f.,–/-])(1 )({either})\b"), words


def prose(markdown: str) -> str:
    """Return prose of a notebook, whose source is Swedish, in the language in use.

    Parameters
    ----------
    markdown : str
        Paragraphs with empty lines between. One that has no English stays as it is written, as
        those of a user's own notebook do.

    Examples
    --------
    >>> with using("en"):
    ...     prose("## Gapet")
    '## The gap'
    """
    if active() == "sv":
        return markdown
    known = catalogue(active())
    return "\n\n".join(known.get(part, part) for part in paragraphs(markdown))


def paragraphs(markdown: str) -> list[str]:
    """Return the paragraphs of a notebook's prose, as the catalogue has them."""
    return re.split(r"\n{2,}", markdown.strip())


@lru_cache
def catalogue(language: str) -> dict[str, str]:
    """Return every message translated to a language: source string to translation."""
    messages: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "locale" / language).glob("*.po")):
        with path.open(encoding="utf-8") as file:
            messages |= {
                str(entry.id): str(entry.string)
                for entry in read_po(file, locale=language)
                if entry.id and entry.string
            }
    return messages


def number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """Return a number as text: ``1 234,5`` in Swedish; a missing one as a dash.

    Parameters
    ----------
    value : float, optional
        The number.
    decimals : int
        How many to show.
    signed : bool
        Tell what is above zero with a plus; what rounds to zero has no sign.

    Examples
    --------
    >>> with using("sv"):
    ...     number(-0.25, 1), number(None), number(0.5, 1, signed=True), number(0.4, signed=True)
    ('−0,2', '–', '+0,5', '0')
    """
    if value is None or math.isnan(value):
        return "–"
    return _dressed(_digits(value, decimals, active()), plus=signed and value > 0)


# The same numbers stand in table after table.
@lru_cache(maxsize=2**14)
def _digits(value: float, decimals: int, language: str) -> str:
    return str(format_decimal(value, format=_pattern(decimals), locale=_LOCALES[language]))


def percent(share: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    r"""Return a share (0.85) as per cent: ``85 %``; something that rounds to 0 is not told as none.

    Parameters
    ----------
    share, decimals, signed
        As for :func:`number`. A change that rounds to 0 is 0.

    Examples
    --------
    >>> with using("sv"):
    ...     percent(0.985, 1), percent(0.021, 1, signed=True)
    ('98,5\xa0%', '+2,1\xa0%')
    >>> with using("sv"):
    ...     percent(0.0004, 1), percent(0.004), percent(0.0)
    ('under 0,1\xa0%', 'under 1\xa0%', '0\xa0%')
    """
    if share is None or math.isnan(share):
        return "–"
    least = 10.0 ** (-2 - decimals)
    if not signed and 0 < share < least / 2:
        return text("under {share}", share=percent(least, decimals))
    pattern = _pattern(decimals, "\xa0%" if active() == "sv" else "%")
    shown = format_percent(share, format=pattern, locale=_LOCALES[active()])
    return _dressed(str(shown), plus=signed and share > 0)


@cache
def _pattern(decimals: int, unit: str = "") -> NumberPattern:
    """Return a pattern read once: reading it takes as long as writing a number by it."""
    return parse_pattern(("#,##0." + "0" * decimals if decimals else "#,##0") + unit)


def limits(
    *,
    least: float | None = None,
    above: float | None = None,
    most: float | None = None,
    below: float | None = None,
) -> str:
    """Return limits of a value in words; nothing when there is none.

    Examples
    --------
    >>> with using("en"):
    ...     limits(above=0, most=0.95)
    'above 0, at most 0.95'
    """
    words = {
        mark("at least {value}"): least,
        mark("above {value}"): above,
        mark("at most {value}"): most,
        mark("below {value}"): below,
    }
    return ", ".join(
        text(message, value=str(int(value)) if float(value).is_integer() else number(value, 2))
        for message, value in words.items()
        if value is not None
    )


def _dressed(shown: str, *, plus: bool) -> str:
    """Give a minus its own sign, a plus where one is wanted, and none to what rounds to zero."""
    if not re.search("[1-9]", shown):
        return shown.lstrip("-−")
    return ("+" if plus else "") + shown.replace("-", "−")


def period(label: str, *, short: bool = False) -> str:
    """Return a period label as people write it: ``mars 2027``, ``kvartal 1 2027``, ``v. 14 2027``.

    Parameters
    ----------
    label : str
        Period as in :mod:`pkslib.periods`.
    short : bool
        Leave the year out and shorten the month: ``mars`` for an axis within one year.

    Examples
    --------
    >>> with using("sv"):
    ...     period("2027-W14"), period("2027-Q1", short=True), period("2027-03")
    ('v. 14 2027', 'kv. 1', 'mars 2027')
    """
    year, _, part = label.partition("-")
    if not part:
        return year
    if len(part) == 5:
        return label
    name = _part_name(part, short=short)
    return name if short else f"{name} {year}"


def part(label: str) -> str:
    """Return a period within its year as a sentence tells it: ``mars``, ``kvartal 1``, ``v. 14``.

    Examples
    --------
    >>> with using("sv"):
    ...     part("2027-02"), part("2027-Q1"), part("2027")
    ('februari', 'kvartal 1', '2027')
    """
    _, _, within = label.partition("-")
    return _part_name(within, short=False) if 0 < len(within) < 5 else label


def _part_name(part: str, *, short: bool) -> str:
    if part[0] == "Q":
        words = {"sv": ("kvartal {}", "kv. {}"), "en": ("quarter {}", "Q{}")}[active()]
        return words[short].format(part[1:])
    if part[0] in "VW":
        return ("v. {}" if active() == "sv" else "week {}").format(int(part[1:]))
    names = get_month_names("abbreviated" if short else "wide", locale=_LOCALES[active()])
    return str(names[int(part)]).rstrip(".")


def day(date: datetime.date, *, short: bool = False) -> str:
    """Return a date in words: ``31 december 2027``; short ``31 dec. 2027``, never broken."""
    if not short:
        return str(format_date(date, "d MMMM y", locale=_LOCALES[active()]))
    words = str(format_date(date, "d MMM y", locale=_LOCALES[active()]))
    return words.replace(" ", "\N{NO-BREAK SPACE}")
