"""The page of all regions as what vouches for the packs: the hashes of their receipts, and its own.

Whoever edits a pack may write its receipt anew. The page names the sha256 of every receipt and
holds one of itself, and a run prints the page's, to be kept where nobody edits it.
"""

from __future__ import annotations

import hashlib
import re
from html import escape, unescape
from pathlib import Path

PAGE = "index.html"
_OWN = re.compile(r'(<meta name="pks-page" content=")[0-9a-f]*(">)')
_RECEIPT = re.compile(r'data-region="([^"]*)" data-receipt="([0-9a-f]{64})"')


def row(region: str, receipt: str) -> str:
    """Return how a page names a receipt, as attributes of an element."""
    return f'data-region="{escape(region)}" data-receipt="{receipt}"'


def receipts(page: Path) -> dict[str, str]:
    """Return the hashes of receipts that a page names, by region; none when there is no page."""
    if not page.is_file():
        return {}
    found = _RECEIPT.findall(page.read_text(encoding="utf-8", errors="replace"))
    return {unescape(region): receipt for region, receipt in found}


def sealed(page: str) -> str:
    """Return a page with its own hash in it.

    Examples
    --------
    >>> once = sealed('<meta name="pks-page" content=""><p>')
    >>> once == sealed(once), once == sealed(once.replace("<p>", "<b>"))
    (True, False)
    """
    return _OWN.sub(rf"\g<1>{_hash(page)}\g<2>", page)


def holds(page: Path) -> bool:
    """Tell whether a page is as it was sealed."""
    words = page.read_text(encoding="utf-8", errors="replace")
    has_one = _OWN.search(words) is not None and not page.is_symlink()
    return has_one and words == sealed(words)


def _hash(page: str) -> str:
    return hashlib.sha256(_OWN.sub(r"\g<1>\g<2>", page).encode()).hexdigest()
