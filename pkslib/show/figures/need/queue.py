"""Figures of the waiting list ahead."""

from __future__ import annotations

import datetime

import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import CODES, Names
from pkslib.show.records import each


@style.figure
def queue_ahead(
    queue_ahead: pd.DataFrame,
    queue_goal: pd.DataFrame,
    need: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many have waited too long month by month, as now and as the goal asks.

    Parameters
    ----------
    queue_ahead : pandas.DataFrame
        Result table: need, course, period, overdue.
    queue_goal : pandas.DataFrame
        Result table: need, by, share, arrivals, needed.
    need : str
        The need to draw.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = queue_ahead[queue_ahead["need"] == need].dropna(subset=["overdue"])
    table = known.pivot_table(index="period", columns="course", values="overdue")
    ax = drawing.canvas(ax)
    name = names.of("need", need)
    if table.empty:
        return drawing.nothing(ax, text("{need}: the waiting list ahead", need=name))
    ends = []
    for course, line, colour in zip(
        table.columns, ("-", "--"), (style.SHORTAGE, style.NEED), strict=False
    ):
        ax.plot(range(len(table)), table[course], line, color=colour, linewidth=2)
        ends.append(Label(float(table[course].iloc[-1]), text(str(course)), colour))
    ax.set_ylim(0, 1.1 * max(float(table.max().max()), 1.0))
    drawing.label_ends(ax, ends)
    drawing.time_axis(ax, list(table.index))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("patients who have waited too long"))
    detail = text("Patients beyond the care guarantee at the end of each month, by today's list.")
    drawing.head(ax, _asked(queue_goal[queue_goal["need"] == need], name), detail)
    return ax


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
