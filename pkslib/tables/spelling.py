"""The nearest known word to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pkslib.language import text


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
