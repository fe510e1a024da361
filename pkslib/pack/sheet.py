"""A sheet of a workbook: title, what the table says, and one marked table below; nothing else.

By the UK Government Analysis Function's guidance on accessible spreadsheets: words above the table
stand in column A, no cell is merged, no row or column is blank within it. Columns are written
whole: cell by cell, as xlsxwriter takes them, the workbook of a region costs as much time as three
planning steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from textwrap import wrap
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# Characters that Excel allows in a cell and in a page's foot.
_LONGEST_TEXT, _LONGEST_FOOT = 32_767, 255
# A longer text breaks over lines: a table is to be read on paper too. One of few columns has room.
_NARROWEST, _WIDEST, _ROOMY = 5, 28, 200
# Rows that a column's width is judged by.
_SAMPLE = 200
# Signs across a sheet of paper in readable letters, and in a column left as it is.
_PAPER, _USUAL = 110, 9
# What a chart covers of columns, with the one between, and of rows.
_CHART, _CHART_ROWS = 16, 24
_BUTTON = 2
# Height of a line [points].
_LINE = 15
# Paper, as Excel numbers it; on the smaller one a very broad table's letters are too small.
_A4, _A3 = 9, 8


class Formula(NamedTuple):
    """A cell that the reader's program computes: what, and what comes out with what stands now."""

    formula: str
    value: float | str


class Shown(NamedTuple):
    """A column as the sheet shows it.

    Attributes
    ----------
    heading : str
        Unlike every other of its table, whatever the case of its letters.
    values : sequence
        Text, numbers that are finite, truths, formulas; None leaves a cell empty.
    form : xlsxwriter.format.Format or sequence of them
        How they are shown: all alike, or each in its own way.
    """

    heading: str
    values: Sequence[Any]
    form: Any


@dataclass(frozen=True)
class Page:
    """What a sheet holds.

    Attributes
    ----------
    name : str
        The table's, as formulas and screen readers call it.
    title : str
    said : sequence of str
        Lines between title and table: source, notes, why cells are empty.
    columns : sequence of Shown
        As many values in each; at least one.
    foot : str
        What every printed page says of the document.
    chart : bool
        One will stand beside it.
    """

    name: str
    title: str
    said: Sequence[str]
    columns: Sequence[Shown]
    foot: str
    chart: bool = False

    @property
    def head(self) -> int:
        """The row of the headings, from 0."""
        return 1 + len(self.said)

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(self.columns[0].values)


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet with columns of values below the cells that are written one by one."""

    def __init__(self) -> None:
        super().__init__()
        self._below: list[Iterator[str]] = []
        self._first = 0
        self._lines: Iterator[int] = repeat(1)

    def write_columns(
        self,
        first: int,
        columns: Sequence[tuple[Sequence[Any], Any]],
        lines: Sequence[int] | None = None,
    ) -> None:
        """Write columns of values from the sheet's left edge; nothing else may stand below.

        Parameters
        ----------
        first : int
            Row of the first values, from 0.
        columns : sequence of (sequence, xlsxwriter.format.Format or sequence of them)
            Values and form of each column, as in :class:`Shown`.
        lines : sequence of int, optional
            How many lines each row takes, one when left out.
        """
        self._lines = repeat(1) if lines is None else iter(lines)
        self._first = first + 1
        self._below = [self._cells(at, *column) for at, column in enumerate(columns)]
        if columns and len(columns[0][0]):
            self._check_dimensions(first + len(columns[0][0]) - 1, len(columns) - 1)

    def _cells(self, at: int, values: Sequence[Any], form: Any) -> Iterator[str]:
        """Return the xml of a column's cells; a text stands in the workbook's table of texts."""
        place_of = self.str_table._get_shared_string_index
        texts = dict.fromkeys(value for value in values if isinstance(value, str))
        places = {words: place_of(words[:_LONGEST_TEXT]) for words in texts}
        forms = form if isinstance(form, Sequence) else repeat(form)
        looks = (f's="{each._get_xf_index()}"' for each in forms)
        return self._xml(xl_col_to_name(at), values, looks, places)

    def _xml(
        self, letters: str, values: Sequence[Any], looks: Iterator[str], places: dict[str, int]
    ) -> Iterator[str]:
        for row, (value, look) in enumerate(zip(values, looks, strict=False), start=self._first):
            cell = f'<c r="{letters}{row}" {look}'
            if value is None:
                yield ""
            elif isinstance(value, str):
                yield f'{cell} t="s"><v>{places[value]}</v></c>'
            elif isinstance(value, bool):
                yield f'{cell} t="b"><v>{value:d}</v></c>'
            elif isinstance(value, Formula):
                yield f"{cell}{_computed(value)}</c>"
            else:
                yield f"{cell}><v>{value:.16G}</v></c>"

    def _write_rows(self) -> None:
        """Write the rows of the sheet's xml: xlsxwriter's own, then the columns'."""
        super()._write_rows()
        self.fh.writelines(
            f'<row r="{row}"{_high(lines)}>{"".join(cells)}</row>'
            for row, (cells, lines) in enumerate(
                zip(zip(*self._below, strict=True), self._lines, strict=False), start=self._first
            )
        )


def _high(lines: int) -> str:
    return "" if lines == 1 else f' ht="{lines * _LINE}" customHeight="1"'


def _computed(cell: Formula) -> str:
    formula = cell.formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if isinstance(cell.value, str):
        return f' t="str"><f>{formula}</f><v>{cell.value}</v>'
    return f"><f>{formula}</f><v>{cell.value:.16G}</v>"


def lay(sheet: Sheet, page: Page, title: Any, heading: Any) -> None:
    """Write a page on an empty sheet.

    Parameters
    ----------
    sheet : Sheet
    page : Page
    title, heading : xlsxwriter.format.Format
        How the title and the headings of columns are shown.
    """
    sheet.write_string(0, 0, page.title, title)
    for row, line in enumerate(page.said, start=1):
        sheet.write_string(row, 0, line)
    widths = _widths(page.columns)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    last = page.head + page.rows, len(page.columns) - 1
    heads = [{"header": each.heading, "header_format": heading} for each in page.columns]
    plain = {"name": page.name, "columns": heads, "style": "Table Style Light 1"}
    sheet.add_table(page.head, 0, *last, plain)
    # Beside a heading stands the button that filters.
    beside_button = (width - _BUTTON for width in widths)
    high = max(map(_lines, (each.heading for each in page.columns), beside_button))
    sheet.set_row(page.head, _LINE * high)
    below = [(each.values, each.form) for each in page.columns]
    sheet.write_columns(page.head + 1, below, _heights(page.columns, widths))
    # A chart beside a broad table would make the letters small; lines above a narrow one stand out.
    beside = 0 if sum(widths) >= _PAPER else _CHART if page.chart else (
        (_PAPER - sum(widths)) // _USUAL + 1)  # fmt: skip
    low = max(last[0], page.head + _CHART_ROWS) if page.chart and beside else last[0]
    sheet.print_area(0, 0, low, last[1] + beside)
    fit(sheet, page.foot, page.head, _A3 if sum(widths) > 2 * _PAPER else _A4)


def fit(sheet: Worksheet, foot: str, head: int, paper: int = _A4) -> None:
    """Make a sheet print as wide as the paper, with its headings and its foot on every page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    # In a foot "&" begins an order.
    said = foot.replace("&", "&&")[: _LONGEST_FOOT - len("&L&8&R&8&P / &N")]
    # A foot that grows and shrinks with the table meets its page number, or can't be read.
    sheet.set_footer(f"&L&8{said}&R&8&P / &N", {"scale_with_doc": False})


def _widths(columns: Sequence[Shown]) -> list[int]:
    """Return how wide each column is [signs]; of a table with few a longer text fits on a line."""
    widest = max(_WIDEST, _ROOMY // len(columns))
    return [min(widest, max(_NARROWEST, *_needed(column)) + 2) for column in columns]


def _needed(column: Shown) -> Iterator[int]:
    """Yield what a heading and the first cells ask for; a heading breaks, but not in a word."""
    words = (_bold(len(word)) for word in column.heading.split())
    yield max(len(column.heading) // 3, *words)
    forms = column.form if isinstance(column.form, Sequence) else repeat(column.form)
    for cell, form in zip(column.values[:_SAMPLE], forms, strict=False):
        value = cell.value if isinstance(cell, Formula) else cell
        if isinstance(value, str):
            yield len(value)
        elif isinstance(column.form, Sequence):  # a date, as wide as its form
            yield len(form.num_format)
        elif value is not None:
            yield len(f"{value:,.1f}")


def _bold(signs: int) -> int:
    """Return the room that bold letters take, in signs of the ordinary ones."""
    return -(-signs * 6 // 5)


def _heights(columns: Sequence[Shown], widths: Sequence[int]) -> list[int]:
    """Return how many lines each row takes."""
    texts = [
        [_lines(value, width) if isinstance(value, str) else 1 for value in column.values]
        for column, width in zip(columns, widths, strict=True)
    ]
    return [max(row) for row in zip(*texts, strict=True)]


def height(words: str, width: int) -> int:
    """Return how high a row has to be for a text in a column of a width in signs [points]."""
    return _LINE * _lines(words, width)


@lru_cache(maxsize=65536)
def _lines(words: str, width: int) -> int:
    """Return how many lines a text takes in a column."""
    return max(len(wrap(words, max(width - 1, 1))), 1)
