"""A worksheet that takes whole columns of values.

Cell by cell, as xlsxwriter takes them, the workbook of a region costs as much time as three
planning steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# Characters that Excel allows in a cell.
_LONGEST_TEXT = 32_767


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet with columns of values below the cells that are written one by one."""

    def __init__(self) -> None:
        super().__init__()
        self._below: list[Iterator[str]] = []
        self._first = 0

    def write_columns(self, first: int, columns: Sequence[tuple[Sequence[Any], Any]]) -> None:
        """Write columns of values from the sheet's left edge; nothing else may stand below.

        Parameters
        ----------
        first : int
            Row of the first values, from 0.
        columns : sequence of (sequence, xlsxwriter.format.Format)
            Values of each column, all as many, and how they are shown: text, numbers that are
            finite, truths; None leaves a cell empty.
        """
        self._first = first + 1
        self._below = [self._cells(at, *column) for at, column in enumerate(columns)]
        if columns and len(columns[0][0]):
            self._check_dimensions(first + len(columns[0][0]) - 1, len(columns) - 1)

    def _cells(self, at: int, values: Sequence[Any], form: Any) -> Iterator[str]:
        """Return the xml of a column's cells; a text stands in the workbook's table of texts."""
        place_of = self.str_table._get_shared_string_index
        texts = dict.fromkeys(value for value in values if isinstance(value, str))
        places = {words: place_of(words[:_LONGEST_TEXT]) for words in texts}
        return self._xml(xl_col_to_name(at), values, form, places)

    def _xml(
        self, letters: str, values: Sequence[Any], form: Any, places: dict[str, int]
    ) -> Iterator[str]:
        looks = f's="{form._get_xf_index()}"'
        for row, value in enumerate(values, start=self._first):
            if value is None:
                yield ""
            elif isinstance(value, str):
                yield f'<c r="{letters}{row}" {looks} t="s"><v>{places[value]}</v></c>'
            elif isinstance(value, bool):
                yield f'<c r="{letters}{row}" {looks} t="b"><v>{value:d}</v></c>'
            else:
                yield f'<c r="{letters}{row}" {looks}><v>{value:.16G}</v></c>'

    def _write_rows(self) -> None:
        """Write the rows of the sheet's xml: xlsxwriter's own, then the columns'."""
        super()._write_rows()
        self.fh.writelines(
            f'<row r="{row}">{"".join(cells)}</row>'
            for row, cells in enumerate(zip(*self._below, strict=True), start=self._first)
        )
