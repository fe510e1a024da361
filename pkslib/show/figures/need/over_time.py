"""Figures of the need over the year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, text
from pkslib.show import amounts, drawing, style
from pkslib.show.names import Names
from pkslib.show.pick import highest


@drawing.figure("{unit}, {capacity}")
def over_year(
    ax: Axes, capacity_need: pd.DataFrame, unit: str, capacity: str, *, names: Names
) -> None:
    """Draw a unit's capacity need over the year: what is used, room for occupancy, the interval."""
    columns = ["raw", "need", "need_lower", "need_upper"]
    rows = amounts.per_period(capacity_need, capacity, columns, names)
    places = np.arange(len(rows))
    drawing.bars(ax, places, rows["raw"], 0.66, style.NEED, label=text("Used on average"))
    drawing.bars(
        ax, places, rows["need"] - rows["raw"], 0.66, style.BAND, start=rows["raw"],
        label=text("Room for occupancy target and margin"),
    )  # fmt: skip
    ax.vlines(places, rows["need_lower"], rows["need_upper"], color=style.INK, linewidth=1.4)
    unit_word = names.per_period(capacity)
    drawing.over_time(ax, list(rows["period"]), unit_word)
    top = highest(rows, "need")
    statement = text(
        "{place} needs {low}–{high} {unit}, most in {period}",
        place=names.of("unit", unit), low=number(rows["need"].min()),
        high=number(rows["need"].max()), unit=unit_word, period=language.period(top["period"]),
    )  # fmt: skip
    detail = text("{capacity}. The line through the top holds 80 of 100 outcomes.",
                  capacity=names.of("capacity", capacity))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)
