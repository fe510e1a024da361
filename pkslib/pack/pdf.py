"""The pack as a PDF on A4, where WeasyPrint (the extra ``pdf``) is installed.

Made when asked for: it takes more than ten seconds of processor time a large region. An accessible
page does not excuse an inaccessible PDF, so it is tagged by PDF/UA-1: headings, lists, tables with
their headings, figures with what they show, language, bookmarks.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pkslib.language import text

NAME = "pack.pdf"


def absent() -> str:
    """Return why no PDF can be made here; nothing when one can."""
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        return text("the extra pdf is not installed (pip install pkslib[pdf])")
    except OSError as fault:  # its libraries, which pip does not bring
        return text("a library of WeasyPrint is missing: {fault}", fault=fault)
    return ""


def write(page: str, path: Path) -> None:
    """Write a page as a tagged PDF with bookmarks and page numbers; nothing is fetched for it.

    Parameters
    ----------
    page : str
        HTML with everything in it, as :func:`pkslib.pack.html.page` returns it. The same page
        gives the same bytes.
    path : pathlib.Path
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # Without this, addresses of the network and of this machine's files would be opened.
    only_inside = URLFetcher(allowed_protocols=("data",))
    with _nothing_collected():
        HTML(string=page, url_fetcher=only_inside).write_pdf(
            path, pdf_variant="pdf/ua-1", pdf_tags=True, finisher=_scoped
        )


def _scoped(_document: Any, made: Any) -> None:
    """Say of every heading in a table whether it heads a column or a row.

    WeasyPrint lists the headings of every cell instead, by names for which it makes no index.
    """
    tags = {each.reference: each for each in made.objects if _is_tag(each)}
    for tag in tags.values():
        if tag["S"] == "/TH":
            rows = tags[tags[tag["P"]]["P"]]
            tag["A"]["Scope"] = "/Column" if rows["S"] == "/THead" else "/Row"
            tag.pop("ID", None)
        elif tag["S"] == "/TD":
            tag["A"].pop("Headers", None)


def _is_tag(each: Any) -> bool:
    return isinstance(each, dict) and "S" in each


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Spare a fifth of the time: millions of small objects are made, and all stay to the end."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
