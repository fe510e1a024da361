"""Figures of the data set: what is there, and from when to when."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from pkslib import periods
from pkslib.language import mark, number, text
from pkslib.show import drawing, style
from pkslib.show.pick import each
from pkslib.tables.inputs import INPUTS


@drawing.figure(mark("The data set"))
def coverage(ax: Axes, data_tables: pd.DataFrame) -> None:
    """Draw which tables the data set holds, over which time, and which are missing."""
    count = len(data_tables)
    drawing.make_high(ax, count, 0.27, rest=1.1, least=6)
    present = data_tables["present"].astype(bool)
    dated = present & (data_tables["first_period"].fillna("") != "")
    order = data_tables.assign(rank=(~present) * 2 + (present & ~dated) * 1).sort_values(
        ["rank", "table"], ignore_index=True
    )
    first = (
        int(order["first_period"].fillna("")[order["rank"] == 0].str[:4].min()) if any(dated) else 0
    )
    last = (
        int(order["last_period"].fillna("")[order["rank"] == 0].str[:4].max()) + 1
        if any(dated)
        else 1
    )
    for at, row in enumerate(each(order)):
        _row(ax, at, row, first)
    ax.set_yticks(range(count), [_label(name) for name in order["table"]])
    for tick, rank in zip(ax.get_yticklabels(), order["rank"], strict=True):
        tick.set_color(style.MUTED if rank == 2 else style.INK)
    ax.set_ylim(count - 0.4, -0.6)
    _years(ax, first, last)
    drawing.head(
        ax,
        text("{there} of {all} tables are there", there=int(present.sum()), all=count),
        text("Bars: the time each table covers. At the right: number of rows."),
    )


def _label(name: str) -> str:
    return text(INPUTS[name].label) if name in INPUTS else name


def _when(label: str) -> float:
    """Return a period's first day as a decimal year."""
    day = periods.start(label)
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _row(ax: Axes, at: int, row: Any, first: int) -> None:
    if row.rank == 0:
        start, end = _when(row.first_period), _when(periods.shift(row.last_period, 1))
        ax.barh(at, max(end - start, 0.04), left=start, height=0.55, color=style.NEED)
    words = {0: "", 1: text("not bound to time"), 2: text("missing")}[row.rank]
    ax.text(
        first + 0.05, at, words, va="center", color=style.MUTED if row.rank == 1 else style.SHORTAGE
    )
    if row.rank < 2:
        drawing.beside(ax, at, number(row.rows), color=style.MUTED)


def _years(ax: Axes, first: int, last: int) -> None:
    every = max(1, -(-(last - first) // 10))
    ticks = range(first, last + 1, every) if last - first > 1 or first else []
    ax.set_xticks(list(ticks), [str(year) for year in ticks])
    ax.set_xlim(first, last)
    ax.grid(axis="x", visible=True)
    ax.grid(axis="y", visible=False)
