"""Words in another language than their page's, marked with it: a region's own, and titles of books.

Names, notes, roles and proposals stand as they were written. Marked, a screen reader says them as
they are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

import pandas as pd

from pkslib import language
from pkslib.tables.inputs import INPUTS

# Codes without a table of names, which data sets write as words.
_WORDS_TOO = ("resource", "specialty", "shift")
# Text that is a code of ours, or an age.
_NOT_WORDS = {("actions", "deviation"), ("population", "age_group"), ("rates", "age_group")}
# Titles that sources are told by.
TITLES = ("Stöd för produktions- och kapacitetsstyrning", "Uppföljning på taktisk nivå")
_TOKEN = re.compile(r"\w+(?:[-’']\w+)*")
_SWEDISH = re.compile("[åäö]", re.IGNORECASE)
# What stands between tags; style and title hold no other elements, so nothing is marked in them.
_TEXT = re.compile(r"(<(style|title)\b.*?</\2>)|(?<=>)[^<>]+(?=<)", re.DOTALL)


@dataclass(frozen=True)
class Own:
    """Words that stand as they were written.

    Attributes
    ----------
    words : mapping of str to str
        Each word or phrase, and the language it is in.

    Examples
    --------
    >>> own = Own({"Akut buk": "sv", "Ward 4": "en"})
    >>> with language.using("en"):
    ...     own.marked("<p>More need of akut buk on Ward 4.</p>")
    '<p>More need of <span lang="sv">akut buk</span> on Ward 4.</p>'
    """

    words: Mapping[str, str]

    @cached_property
    def _begun(self) -> dict[str, list[tuple[str, str]]]:
        """Return phrases and languages, in small letters, by the first word; longest first."""
        found: dict[str, list[tuple[str, str]]] = {}
        for phrase in sorted(self.words, key=len, reverse=True):
            if first := _TOKEN.search(small := phrase.lower()):
                pair = small[first.start() :], self.words[phrase]
                found.setdefault(first[0], []).append(pair)
        return found

    def marked(self, page: str) -> str:
        """Return a page of html with the words that are not in its language marked."""
        if set(self.words.values()) <= {language.active()}:
            return page
        return _TEXT.sub(lambda text: text[0] if text[1] else self._spanned(text[0]), page)

    def _spanned(self, shown: str) -> str:
        plain, done = unescape(shown), 0
        parts: list[str] = []
        for start, end, spoken in self.found(plain):
            if spoken != language.active():
                own = f'<span lang="{spoken}">{escape(plain[start:end], quote=False)}</span>'
                parts += [escape(plain[done:start], quote=False), own]
                done = end
        return "".join([*parts, escape(plain[done:], quote=False)]) if parts else shown

    def found(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each of the words begins and ends in a text, the longest that fits."""
        small, done = plain.lower(), 0
        for token in _TOKEN.finditer(small):
            start = token.start()
            if start < done:
                continue
            for phrase, spoken in self._begun.get(token[0], ()):
                end = start + len(phrase)
                if small.startswith(phrase, start) and not small[end : end + 1].isalnum():
                    yield start, (done := end), spoken
                    break


def of(tables: Mapping[str, pd.DataFrame]) -> Own:
    """Return the own words of a data set, and the titles that its documents name.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Input tables by name; others are passed over.

    Examples
    --------
    No Swedish data set does without å, ä and ö:

    >>> set(of({"needs": pd.DataFrame({"name": ["Höft", "Akut buk"]})}).words.values())
    {'sv'}
    """
    words = frozenset(_all(tables))
    spoken = "sv" if any(map(_SWEDISH.search, words)) else "en"
    return Own(dict.fromkeys(sorted(words), spoken) | dict.fromkeys(TITLES, "sv"))


def _all(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for table in (name for name in tables if name in INPUTS):
        wanted = _columns(table)
        held = tables[table] if wanted else pd.DataFrame()
        for column in wanted:
            if column in held:
                yield from filter(_told, held[column].dropna().unique())


def _columns(table: str) -> list[str]:
    return [
        name
        for name, declared in INPUTS[table].known.items()
        if (declared.kind == "text" or name in _WORDS_TOO) and (table, name) not in _NOT_WORDS
    ]


def _told(value: object) -> bool:
    """Tell whether a value is text with a letter, and no word of the library's."""
    if not isinstance(value, str) or not re.search(r"[^\W\d]", value):
        return False
    return value.replace("_", " ") not in language.catalogue("sv")
