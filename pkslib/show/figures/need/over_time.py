"""Figures of the need over the year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import amounts, drawing, style
from pkslib.show.names import Names
from pkslib.show.pick import highest

_WEEK = 7


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


@drawing.figure(mark("{unit}, {capacity}: week by week"), known=["need"], height=3.2)
def week_by_week(
    ax: Axes, capacity_need_weeks: pd.DataFrame, unit: str, capacity: str, *, names: Names
) -> None:
    """Draw a unit's capacity need of each whole week; for beds also that of its fullest day."""
    whole = capacity_need_weeks[capacity_need_weeks["days"] == _WEEK]
    if whole.empty:
        raise drawing.Nothing
    beds = names.measures.get(capacity) == "bed_day"
    amount = whole["need"] / (_WEEK if beds else 1)
    drawing.bars(ax, range(len(whole)), amount, 0.85, style.NEED)
    if beds:
        ax.step(range(len(whole)), whole["highest"], where="mid", color=style.INK, linewidth=1.2)
    unit_word = names.per_period(capacity)
    drawing.over_time(ax, list(whole["week"]), unit_word)
    low, high = (whole.loc[amount.map(float).agg(which)] for which in ("idxmin", "idxmax"))
    statement = text(
        "{place}: most in {high} ({more} {unit}), least in {low} ({less})",
        place=names.of("unit", unit), unit=unit_word,
        high=language.period(high["week"]), more=number(amount.max()),
        low=language.period(low["week"]), less=number(amount.min()),
    )  # fmt: skip
    line = text("Line: the day that takes most.") if beds else ""
    detail = text("{capacity}, whole weeks. {line}", capacity=names.of("capacity", capacity),
                  line=line).strip()  # fmt: skip
    drawing.head(ax, statement, detail)
