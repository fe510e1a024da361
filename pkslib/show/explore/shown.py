"""What a panel shows of a state: on the page, to copy, and as a still picture in a saved page."""

from __future__ import annotations

import base64
import html
from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

import ipywidgets as widgets
import pandas as pd
from IPython.display import publish_display_data

from pkslib.language import number, text
from pkslib.show.explore.desk import Desk
from pkslib.show.tables import cells, headings
from pkslib.tables.declaration import Table

# Once the widgets stand on the page the still picture is needless.
_HIDDEN = "<style>.jp-OutputArea:has(.widget-vbox) .pks-still {display: none}</style>"


class Shown(NamedTuple):
    """A state of a panel: its picture (png), what is said of it, and its figures."""

    png: bytes
    told: Sequence[str]
    table: pd.DataFrame = pd.DataFrame()


def in_words(
    rows: pd.DataFrame, schema: Table, desk: Desk, *, without: Collection[str] = ()
) -> pd.DataFrame:
    """Return a declared table as people read it, to copy: headings, names and numbers in words.

    Parameters
    ----------
    rows : pandas.DataFrame
        The table.
    schema : Table
        Its declaration.
    desk : Desk
        Its names stand for codes.
    without : collection of str
        Columns left out, as all rows have the same there.
    """
    columns = [name for name in schema.seen if name in rows and name not in without]
    named = headings(rows, schema, names=desk.names)
    return cells(rows, schema, names=desk.names, columns=columns).rename(columns=named)


def as_line(said: str) -> str:
    """Return a sentence as a page's part that a screen reader tells."""
    return f'<span role="status">{html.escape(said)}</span>'


def as_lines(lines: Sequence[str]) -> str:
    """Return sentences as a page's part that a screen reader tells when they change."""
    said = "<br>".join(html.escape(line) for line in lines)
    return f'<div role="status" style="line-height:1.5">{said}</div>'


def as_page(table: pd.DataFrame) -> str:
    """Return a table that can be unfolded, marked and copied to a sheet."""
    if table.empty:
        return ""
    shown = partial(number, decimals=1)
    rows = table.to_html(index=False, border=0, escape=True, na_rep="–", float_format=shown)
    head = html.escape(text("The figures as a table"))
    return f"<details><summary>{head}</summary>{rows}</details>"


def still(state: Shown, title: str) -> str:
    """Return a state as a page's part for those who have no controls: its picture comes first."""
    picture = base64.b64encode(state.png).decode("ascii")
    note = text("A still picture: the controls move where the notebook is open and run.")
    return (
        f'<img src="data:image/png;base64,{picture}" alt="{html.escape(title, quote=True)}" '
        f'style="max-width: 800px">{as_lines(state.told)}<p><em>{html.escape(note)}</em></p>'
        f"{as_page(state.table)}"
    )


class Still(widgets.VBox):  # type: ignore[misc]
    """Widgets that leave a still picture below them, seen where nothing moves them."""

    def __init__(self, children: list[widgets.Widget], page: str) -> None:
        super().__init__(children)
        self._page = page

    def _ipython_display_(self) -> None:
        # An output of its own: a saved page prefers the widget, which shows nothing off the net.
        still = f'{_HIDDEN}<div class="pks-still">{self._page}</div>'
        for each in (self._repr_mimebundle_(), {"text/html": still}):
            publish_display_data(each)  # type: ignore[no-untyped-call]
