"""Bookings against plan and schedule."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names

_STACK = (
    ("booked", style.BOOKED, "", mark("Booked")),
    ("to_plan", style.TO_PLAN, "", mark("To plan")),
)
# Who has waited too long may be months of work in one week; a bar taller than this many times
# the others is cut, and says how tall it is.
_TALLEST = 1.6
_LINES = (
    ("plan", style.PLAN, 2.2, "-", mark("Production plan")),
    ("schedule_target", style.MUTED, 1.0, ":", mark("Schedule target")),
    ("scheduled", style.SCHEDULE, 2.2, "-", mark("Schedule")),
)


@style.figure
def weeks(
    weeks_ahead: pd.DataFrame,
    unit: str,
    *,
    goal: int = 0,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw a unit's weeks ahead as Jönköping does: bookings against plan and schedule, in hours.

    Parameters
    ----------
    weeks_ahead : pandas.DataFrame
        Result table: unit, week, plan, schedule_target, scheduled, booked, to_plan, overdue
        [hours].
    unit : str
        What to draw.
    goal : int
        Weeks that the schedule is to reach, marked when above 0.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Region Jönköping.
    """
    rows = weeks_ahead[weeks_ahead["unit"] == unit].sort_values("week", ignore_index=True)
    ax = drawing.canvas(ax, height=4.4)
    place = names.of("unit", unit)
    if rows.empty:
        return drawing.nothing(ax, text("{unit}: the weeks ahead", unit=place))
    top = _bars(ax, rows)
    edges = np.arange(len(rows) + 1) - 0.5
    for name, colour, width, dash, words in _LINES:
        heights = rows[name].to_numpy(dtype=float)
        ax.stairs(heights, edges, baseline=None, color=colour, linewidth=width, linestyle=dash,
                  label=text(words))  # fmt: skip
        top = max(top, float(np.nanmax(heights, initial=0.0)))
    ax.set_ylim(0, 1.08 * top or 1)
    if 0 < goal < len(rows):
        _goal(ax, goal)
    drawing.time_axis(ax, list(rows["week"]))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("hours per week"))
    detail = text("Patients in the week of their medical target date; brown: waited too long.")
    drawing.head(ax, _ahead(rows, place), detail, legend=True)
    return ax


def _goal(ax: Axes, goal: int) -> None:
    ax.axvline(goal - 0.5, color=style.INK, linewidth=0.9, linestyle=(0, (1, 3)))
    ax.annotate(text("goal {weeks} weeks", weeks=goal), (goal - 0.5, 1), (4, -2), va="top",
                xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=9,
                color=style.MUTED)  # fmt: skip


def _bars(ax: Axes, rows: pd.DataFrame) -> float:
    """Stack what is booked, to plan and overdue; return how high the stack is drawn."""
    at, below = np.arange(len(rows)), np.zeros(len(rows))
    for name, colour, hatch, words in _STACK:
        amount = rows[name].fillna(0).to_numpy(dtype=float)
        ax.bar(at, amount, 0.7, bottom=below, color=colour, hatch=hatch, edgecolor="white",
               label=text(words))  # fmt: skip
        below += amount
    overdue = rows["overdue"].fillna(0).to_numpy(dtype=float)
    others = np.nanmax([below.max(initial=0.0), rows["plan"].max(), rows["scheduled"].max()])
    drawn = np.minimum(overdue, np.maximum(_TALLEST * others - below, 0.0))
    ax.bar(at, drawn, 0.7, bottom=below, color=style.OVERDUE, hatch="///", edgecolor="white")
    for week in np.flatnonzero(overdue >= 0.5).tolist():
        _overdue(
            ax, week, below[week] + drawn[week], overdue[week], cut=drawn[week] < overdue[week]
        )
    return float((below + drawn).max(initial=0.0))


def _overdue(ax: Axes, week: int, height: float, hours: float, *, cut: bool) -> None:
    """Say how many hours have waited too long, and break a bar that is drawn too short."""
    if cut:
        ax.plot([week - 0.5, week + 0.5], [0.9 * height, 0.94 * height], color="white", linewidth=4)
    ax.annotate(
        text("{hours} h", hours=number(hours)), (week + 0.45, height), (3, -2),
        textcoords="offset points", va="top", fontsize=9, fontweight="bold", color=style.OVERDUE,
    )  # fmt: skip


def _ahead(rows: pd.DataFrame, place: str) -> str:
    """Say how far the schedule reaches and how many hours have waited too long."""
    below = ~(rows["scheduled"] >= rows["plan"]).to_numpy()
    reach = int(np.argmax(below)) if below.any() else len(rows)
    overdue = float(rows["overdue"].sum())
    statement = text("{unit}: the schedule covers the plan in the first {weeks} of {all} weeks",
                     unit=place, weeks=reach, all=len(rows))  # fmt: skip
    if overdue < 0.5:
        return statement + text(", nobody has waited too long")
    return statement + text(", {hours} hours have waited too long", hours=number(overdue))


@style.figure
def operations(
    operations_ahead: pd.DataFrame, unit: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw booked operations against the plan as Karolinska does: blue booked, grey plan.

    Parameters
    ----------
    operations_ahead : pandas.DataFrame
        Result table: unit, week, plan, bookable, booked [operations].
    unit : str
        What to draw.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Karolinska
       Universitetssjukhuset.
    """
    mine = operations_ahead[operations_ahead["unit"] == unit]
    rows = mine.sort_values("week", ignore_index=True)
    ax = drawing.canvas(ax)
    place = names.of("unit", unit)
    if rows.empty:
        return drawing.nothing(ax, text("{unit}: operations ahead", unit=place))
    at, acute = np.arange(len(rows)), rows["plan"] - rows["bookable"]
    ax.bar(at - 0.2, rows["bookable"], 0.4, color=style.FAINT, label=text("Plan"))
    if (acute >= 0.5).any():
        ax.bar(at - 0.2, acute, 0.4, bottom=rows["bookable"], color=style.FIELD, hatch="...",
               edgecolor=style.FAINT, label=text("Plan, acute: not booked ahead"))  # fmt: skip
    ax.bar(at + 0.2, rows["booked"], 0.4, color=style.PLAN, label=text("Booked"))
    drawing.time_axis(ax, list(rows["week"]))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("operations per week"))
    drawing.head(ax, _planned(rows, place), text("Per week ahead."), legend=True)
    return ax


def _planned(rows: pd.DataFrame, place: str) -> str:
    """Say what share of the plan is booked, and from when half of it is not."""
    plan, booked = float(rows["bookable"].sum()), float(rows["booked"].sum())
    if not plan:
        return text("{title}: {booked} booked, no plan yet", title=place, booked=number(booked))
    statement = text("{title}: {share} of the plan is booked", title=place,
                     share=percent(booked / plan))  # fmt: skip
    half = rows[rows["booked"] < rows["bookable"] / 2]["week"]
    if half.empty:
        return statement
    week = language.period(str(half.iloc[0]))
    return statement + text(", less than half of it in {week}", week=week)
