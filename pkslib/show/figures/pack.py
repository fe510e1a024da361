"""Figures of the pack's summary: what changed the need since last year."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import percent, text
from pkslib.show import drawing, style, waterfall
from pkslib.show.names import CODES, Names
from pkslib.show.records import highest


@style.figure
def change(
    change: pd.DataFrame, capacity: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw what takes the capacity need from the latest twelve months to the planning year.

    Parameters
    ----------
    change : pandas.DataFrame
        Result table: capacity, factor, order, effect; the first factor is the starting level.
    capacity : str
        What to draw.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = change[change["capacity"] == capacity].sort_values("order")
    rows = mine.iloc[0:0] if mine["effect"].isna().any() else mine
    rows = waterfall.told(rows)
    ax = drawing.canvas(ax, height=1.4 + 0.3 * max(len(rows) + 1, 5))
    name = names.of("capacity", capacity)
    if rows.empty:
        return drawing.nothing(ax, name)
    waterfall.draw(ax, rows, names.in_all(capacity))
    start, total = float(rows["effect"].iloc[0]), float(rows["effect"].sum())
    heading = _changes(name, start, total, rows)
    drawing.head(ax, heading, text("The axis does not start at zero."))
    return ax


def _changes(name: str, start: float, total: float, rows: pd.DataFrame) -> str:
    share = total / start - 1 if start > 0 else 0.0
    factors = rows.iloc[1:]
    if factors.empty or abs(share) < 0.005:
        return text("{capacity}: the need is as large as last year", capacity=name)
    factor = highest(factors.assign(size=factors["effect"].abs()), "size")["factor"]
    return text("{capacity}: the need changes by {share}, most by {factor}",
                capacity=name, share=percent(share, 1, signed=True),
                factor=text(factor).lower())  # fmt: skip
