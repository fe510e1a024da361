"""Signs that look alike made one: digits, dashes and spaces of every script."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Minus and soft hyphen, which Unicode does not count among the dashes.
_DASHES = "\u2212\u00ad"


def plain(words: str) -> str:
    """Return a text with plain digits, hyphens and spaces, in Unicode's compatible form.

    Examples
    --------
    >>> plain("１９12\u00a0\u2011٣")
    '1912 -3'
    """
    return words if words.isascii() else "".join(map(_plain, words))


def places(words: str) -> list[int]:
    """Return, for each sign of the plain text, the place in the text of the sign it came from."""
    if words.isascii():
        return list(range(len(words)))
    return [place for place, sign in enumerate(words) for _ in _plain(sign)]


@lru_cache(4096)
def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    if kind == "Pd" or sign in _DASHES:
        return "-"
    if kind in ("Zs", "Zl", "Zp", "Cc", "Cf"):
        return " "
    return unicodedata.normalize("NFKC", sign)
