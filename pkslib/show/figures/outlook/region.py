"""All units that book, side by side: where to look first, and what their free time suffices for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, pick, style
from pkslib.show.names import Names
from pkslib.show.pick import each

_FILLED = (
    ("overdue_called", style.OVERDUE, "///", mark("Waited too long")),
    ("to_plan_called", style.TO_PLAN, "", mark("To plan")),
    ("others", style.AHEAD, "", mark("Other units' patients")),
    ("unused", style.PAPER, "", mark("Still free")),
)


@drawing.figure(mark("The weeks ahead"), phone=1)
def region(
    ax: Axes,
    weeks_ahead: pd.DataFrame,
    schedule_reach: pd.DataFrame,
    *,
    rows: int = 16,
    names: Names,
) -> None:
    """Draw what schedules lack against plan per unit and week, those who waited longest first."""
    order = pick.units_ahead(weeks_ahead, rows)
    goal = int(schedule_reach["goal"].max())
    near = weeks_ahead[weeks_ahead["week"].isin(sorted(weeks_ahead["week"].unique())[:goal])]
    lacking = (near["plan"] - near["scheduled"]) / near["plan"].where(near["plan"] > 0)
    near = near.assign(lacking=lacking)
    table, planned = (
        near.pivot_table(index="unit", columns="week", values=name, dropna=False).reindex(order)
        for name in ("lacking", "plan")
    )
    values = table.to_numpy(float)
    words = [
        [_lacks(value, plan > 0) for value, plan in zip(*line, strict=True)]
        for line in zip(values, planned.to_numpy(float), strict=True)
    ]
    columns = [str(int(label[-2:])) for label in table.columns]
    # A week without a schedule is as dark as one in which nobody is scheduled.
    depth = np.where(np.isnan(values) & (planned.to_numpy(float) > 0), 1.0, values)
    drawing.cells(ax, depth, words, [names.of("unit", unit) for unit in order], columns, rest=1.5)
    ax.set_xlabel(text("week"))
    if not drawing.slim(ax):
        _beside(ax, order, weeks_ahead, schedule_reach)
    below = int((schedule_reach["reach"] < goal).sum())
    statement = text(
        "{below} of {all} units have a schedule that covers the plan in fewer than {goal} weeks",
        below=below, all=len(schedule_reach), goal=goal,
    )  # fmt: skip
    detail = text(
        "Per cent of the plan that the schedule of the week lacks; – nothing is scheduled. Units "
        "with most hours of patients who waited too long come first."
    )
    drawing.head(ax, statement, detail + drawing.drawn_of(len(order), len(schedule_reach)))


def _lacks(value: float, planned: bool) -> str:
    if np.isnan(value):
        return "–" if planned else ""
    return number(100 * value) if value >= 0.005 else ""


def _beside(
    ax: Axes, order: list[str], weeks_ahead: pd.DataFrame, schedule_reach: pd.DataFrame
) -> None:
    """Write how far each schedule reaches and how many hours have waited too long."""
    overdue = weeks_ahead.groupby("unit")["overdue"].sum()
    reach = schedule_reach.set_index("unit")["reach"]
    for at, unit in enumerate(order):
        words = text("{reach} w., {hours} h", reach=number(reach[unit]),
                     hours=number(overdue[unit]))  # fmt: skip
        drawing.beside(ax, at, words, fontsize=8.5, color=style.MUTED)
    drawing.beside(ax, -1.0, text("reach, overdue"), fontsize=8.5, color=style.MUTED)


@drawing.figure(mark("Free time"))
def free(ax: Axes, free_time: pd.DataFrame, *, rows: int = 16, names: Names) -> None:
    """Draw each unit's free hours by whom they can be filled with, and who is left.

    Notes
    -----
    Own patients who are called to another unit stand there as other units' patients.
    """
    ranked = free_time.assign(size=free_time[["free", "left"]].max(axis=1))
    ranked = ranked.sort_values(["left", "size"], ascending=False, kind="stable")
    shown = ranked.head(rows).reset_index(drop=True)
    at = np.arange(len(shown))
    before = np.zeros(len(shown))
    for name, colour, hatch, words in _FILLED:
        amount = _parts(shown)[name].to_numpy(float)
        drawing.bars(ax, at, amount, 0.62, colour, start=before, across=True, hatch=hatch,
                     edgecolor=style.FAINT if name == "unused" else style.PAPER,
                     linewidth=0.8 if name == "unused" else 0, label=text(words))  # fmt: skip
        before += amount
    for place, row in zip(at, each(shown), strict=True):
        drawing.beside(ax, float(place), _left(row), fontsize=8.5,
                       color=style.SHORTAGE if row.left >= 0.5 else style.MUTED)  # fmt: skip
    drawing.name_rows(ax, [names.of("unit", unit) for unit in shown["unit"]], 0.29)
    drawing.rows_across(ax, text("free hours"))
    detail = text("May still be booked within the goal's weeks: margin and acute care set aside.")
    detail += drawing.drawn_of(len(shown), len(free_time))
    drawing.head(ax, _filled(free_time), detail, legend=True)


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how each unit's free hours are filled; what its own patients leave is others'."""
    own = rows["overdue_called"].clip(upper=rows["free"] - rows["unused"])
    planned = rows["to_plan_called"].clip(upper=rows["free"] - rows["unused"] - own)
    others = (rows["free"] - rows["unused"] - own - planned).clip(lower=0)
    return rows.assign(overdue_called=own, to_plan_called=planned, others=others)


def _left(row: Any) -> str:
    if row.left >= 0.5:
        return text("{hours} h do not fit", hours=number(row.left))
    if row.overdue < 0.5:
        return text("nobody overdue")
    week = language.period(row.gone, short=True) if isinstance(row.gone, str) else "–"
    return text("all overdue by {week}", week=week)


def _filled(free_time: pd.DataFrame) -> str:
    hours, left = float(free_time["free"].sum()), float(free_time["left"].sum())
    used = hours - float(free_time["unused"].sum())
    if left < 0.5:
        return text(
            "{hours} free hours; {share} can be filled, and everyone overdue gets a time",
            hours=number(hours), share=percent(used / hours if hours else None),
        )  # fmt: skip
    return text(
        "{hours} free hours; {share} can be filled, {left} overdue hours do not fit",
        hours=number(hours), share=percent(used / hours if hours else None), left=number(left),
    )  # fmt: skip
