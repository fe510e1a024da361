"""Charts of a workbook, drawn by the reader's own program from the cells of the table beside."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import periods
from pkslib.language import text
from pkslib.pack.sheet import Page, Sheet
from pkslib.pack.sheets import Chart
from pkslib.show import tables
from pkslib.show.names import Names
from pkslib.tables.declaration import Table

# Neighbours differ in darkness too; lines by their dashes.
_COLOURS = ("#1F4E79", "#C8702A", "#5B6770")
_DASHES = ("solid", "dash", "round_dot")
# More bars than this are no picture; the first are shown.
_MOST = 30
# An axis has one form for all its dates, where cells have their own.
_AXIS = {"year": "yyyy", "quarter": "yyyy-mm", "month": "yyyy-mm", "week": "yyyy-mm-dd"}
_SIZE = {"width": 900, "height": 420}


def add(
    workbook: Any, sheet: Sheet, page: Page, chart: Chart, frame: pd.DataFrame, schema: Table,
    named: Names,
) -> None:  # fmt: skip
    """Draw a chart to the right of its table; none where a chosen row is not there.

    Parameters
    ----------
    workbook : xlsxwriter.Workbook
    sheet : Sheet
        Where the page is laid.
    page : Page
        The table as it is laid.
    chart : Chart
        What is drawn.
    frame : pandas.DataFrame
        The table, rows in the page's order.
    schema : Table
        Its declaration.
    named : Names
        Names of codes in the title.
    """
    rows = _drawn(chart, frame)
    first, last = page.head + 1 + rows.start, page.head + rows.stop
    at = {name: place for place, name in enumerate(frame.columns)}
    over = [sheet.get_name(), first, at[chart.over], last, at[chart.over]]
    # A line through one point is not to be seen.
    as_line = chart.kind == "line" and len(rows) > 1
    drawn = workbook.add_chart({"type": "line" if as_line else "column"})
    for colour, dash, name in zip(_COLOURS, _DASHES, chart.of, strict=False):
        line = {"dash_type": dash, "width": 2.25} if as_line else {}
        look = {"color": colour} | line
        head = [sheet.get_name(), page.head, at[name]]
        drawn.add_series({
            "name": head, "categories": over,
            "values": [sheet.get_name(), first, at[name], last, at[name]],
            ("line" if as_line else "fill"): look,
        })  # fmt: skip
    title = _title(chart, frame.iloc[rows.start : rows.start + 1], page.title, schema, named)
    _dress(drawn, title, page, at, chart, _kind(chart, frame, rows))
    said = text("{title}. The table beside holds every figure.", title=title)
    sheet.insert_chart(page.head, len(page.columns) + 1, drawn, {"description": said})


def _drawn(chart: Chart, frame: pd.DataFrame) -> range:
    """Return which rows are drawn: those beside the picked one that share what it is about."""
    if chart.pick is None:
        return range(min(len(frame), _MOST))
    chosen = chart.pick(frame)
    about = frame[[*chart.about]]
    alike = (about == about.iloc[chosen]).all(axis=1)
    kinds = frame[chart.over].map(periods.resolution)
    places = [at for at, same in enumerate(alike & (kinds == kinds.iloc[chosen])) if same]
    return range(places[0], places[-1] + 1)


def _title(chart: Chart, row: pd.DataFrame, title: str, schema: Table, named: Names) -> str:
    words = [tables.words(row, name, schema, named)[0] for name in chart.about]
    return ": ".join([title, ", ".join(words)]) if words else title


def _kind(chart: Chart, frame: pd.DataFrame, rows: range) -> str:
    """Return the kind of period that a chart goes over, empty where it compares rows."""
    return "" if chart.pick is None else periods.resolution(frame[chart.over].iloc[rows.start])


def _dress(drawn: Any, title: str, page: Page, at: dict[str, int], chart: Chart, kind: str) -> None:
    drawn.set_size(_SIZE)
    drawn.set_title(
        {"name": title, "name_font": {"size": 12, "color": "#1F4E79"}, "overlay": False}
    )
    drawn.set_legend({"position": "top"} if len(chart.of) > 1 else {"none": True})
    unit = page.columns[at[chart.of[0]]]
    form = unit.form if not isinstance(unit.form, list) else unit.form[0]
    drawn.set_y_axis({
        "min": 0, "num_format": form.num_format, "major_gridlines": {"visible": True,
        "line": {"color": "#D9DEE2"}}, "name": unit.heading if len(chart.of) == 1 else "",
    })  # fmt: skip
    # Dates of different length would be spread unevenly; each period is a place of its own.
    drawn.set_x_axis({"text_axis": True, "num_format": _AXIS.get(kind, "General")})
    drawn.show_blanks_as("gap")
