"""Tables of great_tables, whose cells are all plain text."""

from __future__ import annotations

import html
from typing import Self

import pandas as pd
from great_tables import GT


class TextTable(GT):
    """A table without formatters, made ready for a page column by column.

    Great_tables looks up and sets each cell of its frame by itself, which takes two thirds of a
    table's time.
    """

    def _render_formats(self, context: str) -> Self:
        if context != "html":
            return super()._render_formats(context)
        shown: pd.DataFrame = self._tbl_data
        body = shown.apply(lambda cells: cells.map(html.escape, na_action="ignore"))
        return self._replace(_body=type(self._body)(body))
