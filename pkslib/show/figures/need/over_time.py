"""Figures of the need over the year, and of the waiting list ahead."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names
from pkslib.show.pick import each, highest


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


@drawing.figure(mark("{need}: the waiting list ahead"), known=["overdue"])
def queue_ahead(
    ax: Axes, queue_ahead: pd.DataFrame, queue_goal: pd.DataFrame, need: str, *, names: Names
) -> None:
    """Draw how many have waited too long month by month, as now and as the goal asks."""
    table = queue_ahead.pivot_table(index="period", columns="course", values="overdue")
    ends = []
    for course, line, colour in zip(
        table.columns, ("-", "--"), (style.SHORTAGE, style.NEED), strict=False
    ):
        ax.plot(range(len(table)), table[course], line, color=colour, linewidth=2)
        ends.append(Label(float(table[course].iloc[-1]), text(str(course)), colour))
    ax.set_ylim(0, 1.1 * max(float(table.max().max()), 1.0))
    drawing.label_ends(ax, ends)
    drawing.over_time(ax, list(table.index), text("patients who have waited too long"))
    detail = text("Patients beyond the care guarantee at the end of each month, by today's list.")
    drawing.head(ax, _asked(queue_goal, names.of("need", need)), detail)


def _asked(goal: pd.DataFrame, name: str) -> str:
    """Say what it takes each week."""
    for row in each(goal.dropna(subset=["needed", "arrivals", "share"])):
        values = {
            "need": name, "share": percent(row.share), "new": number(row.arrivals, 1),
            "day": language.day(datetime.date.fromisoformat(row.by)),
            "needed": number(row.needed, 1),
        }  # fmt: skip
        if row.needed <= row.arrivals:
            return text("{need}: {share} are within the guarantee on {day} if as many are treated "
                        "as come, {new} a week", **values)  # fmt: skip
        return text("{need}: {needed} treated a week, where {new} come, bring {share} within the "
                    "guarantee by {day}", **values)  # fmt: skip
    return text("{need}: the waiting list ahead", need=name)
