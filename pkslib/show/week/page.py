"""The weekly sheets as one page: a sheet of A4 for each unit, ready to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from matplotlib.axes import Axes

from pkslib import language
from pkslib.errors import InputError
from pkslib.language import text
from pkslib.show import drawing, style
from pkslib.show.drawing.svg import image
from pkslib.show.names import read as read_names
from pkslib.show.report import Report
from pkslib.show.week.own import TABLES
from pkslib.show.week.sheet import Sheet, sheets
from pkslib.tables import store

_LOOKS = re.compile(r"<style>.*?</style>\n?", re.DOTALL)
# Nothing is fetched or run.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
)
_STYLE = """
@page { size: A4 landscape; margin: 8mm; }
body { font: 13px/1.25 "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #22313f;
  margin: 16px; }
section { break-after: page; max-width: 1050px; margin: 0 auto 40px; }
h2 { margin: 0; font-size: 20px; color: #1f4e79; }
h2 + p { margin: 2px 0 6px; font-weight: bold; }
.blocks { columns: 2; column-gap: 22px; }
.blocks .pks-report { font-size: 10.5px; break-inside: avoid; padding: 4px 0; }
.blocks .pks-report caption { font-size: 12.5px; font-weight: bold; }
.pks-report td, .pks-report th { text-align: left; border-bottom: 1px solid #c9d1d7; }
.pks-report .number { text-align: right; } .pks-report p { margin: 2px 4px; }
.pks-report table { border-collapse: collapse; } .pks-report caption { text-align: left; }
.blocks .pks-report th, .blocks .pks-report td { padding: 1px 3px; vertical-align: top; }
.blocks .pks-report p { font-size: 10.5px; }
.blocks img { max-width: 100%; max-height: 200px; height: auto; break-inside: avoid; }
.todo .pks-report { padding: 0; } .todo caption { font-weight: bold; }
.todo td:first-child { min-width: 680px; } .todo td { min-width: 90px; padding: 1px 4px; }
.made { margin: 6px 0 0; font-size: 9px; color: #4d5963; }
nav a { margin-right: 12px; }
@media screen { .pks-report { overflow-x: auto; } }
@media screen and (max-width: 70rem) { .blocks { columns: 1; } }
@media screen and (max-width: 70rem) { .todo .pks-report td { min-width: 0; } }
@media print { nav { display: none; } body { margin: 0; font-size: 10.5px; line-height: 1.13; }
  header h1 { margin: 0; font-size: 8px; font-weight: normal; } section { margin: 0 auto; }
  .blocks .pks-report { padding: 2px 0; } .made { margin: 2px 0 0; font-size: 8px; }
  .blocks .pks-report th, .blocks .pks-report td { padding: 0 3px; } }
"""


def write(pack: Path, to: Path | None = None, *, title: str = "", foot: str = "") -> Path:
    """Write the weekly sheets of a pack to a file of their own; the pack stays as it is.

    Parameters
    ----------
    pack : pathlib.Path
        A region's folder.
    to : pathlib.Path, optional
        The file; else ``week-<region>.html`` where one stands.
    title, foot : str
        As for :func:`page`; without a title the region's name.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    InputError
        When the folder holds no outlook.
    """
    missing = [name for name in TABLES if not (pack / "tables" / f"{name}.parquet").exists()]
    if missing:
        raise InputError(
            text("{folder} holds no outlook: run the region first. Missing: {tables}.",
                 folder=pack, tables=", ".join(missing))
        )  # fmt: skip
    tables = store.Tables(pack)
    names = read_names(tables)
    style.activate()
    code = pack.resolve().name
    written = to or Path(f"week-{code}.html")
    found = sheets(tables, names=names)
    made = page(found, title=title or names.of("region", code), foot=foot)
    written.write_text(made, encoding="utf-8")
    return written


def page(sheets: Sequence[Sheet], *, title: str, foot: str = "") -> str:
    """Return the sheets as an offline html page, a page of A4 each.

    Parameters
    ----------
    sheets : sequence of Sheet
        In order.
    title : str
        Of the page, as the region's name.
    foot : str
        What stands below every sheet: what it is made from, how it is to be handled.

    Returns
    -------
    str
        Html without scripts; every text from data is escaped.
    """
    name = escape(text("Weekly sheet: {title}", title=title))
    links = "".join(f'<a href="#{_anchor(n)}">{escape(s.title)}</a>' for n, s in enumerate(sheets))
    body = "".join(_section(n, sheet, foot) for n, sheet in enumerate(sheets))
    bare = text("Nothing is known about the weeks ahead.")
    nothing = "" if sheets else f"<p>{escape(bare)}</p>"
    return (
        f'<!doctype html><html lang="{language.active()}"><head><meta charset="utf-8">'
        f'{_POLICY}<meta name="viewport" content="width=device-width"><title>{name}</title>'
        f"<style>{_STYLE}</style></head><body><header><h1>{name}</h1></header>"
        f"<nav>{links}</nav><main>{nothing}{body}</main></body></html>"
    )


def _anchor(place: int) -> str:
    return f"sheet-{place + 1}"


def _table(report: Report) -> str:
    """Return a table; the page has its looks once, not once a table."""
    return _LOOKS.sub("", report._repr_html_())


def _section(place: int, sheet: Sheet, foot: str) -> str:
    blocks = "".join(
        image(drawing.paper(block)) if isinstance(block, Axes) else _table(block)
        for block in sheet.blocks
    )
    made = f'<p class="made">{escape(foot)}</p>' if foot else ""
    return (
        f'<section id="{_anchor(place)}"><h2>{escape(sheet.title)}</h2>'
        f"<p>{escape(sheet.status)}</p>"
        f'<div class="todo">{_table(sheet.actions)}</div>'
        f'<div class="blocks">{blocks}</div>{made}</section>'
    )
