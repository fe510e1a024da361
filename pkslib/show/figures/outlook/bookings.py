"""Bookings against plan and schedule."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names
from pkslib.show.pick import each

_STACK = (
    # The detail line tells of it: a legend of seven would take two lines.
    ("kept", style.FIELD, "...", "_"),
    ("booked", style.BOOKED, "", mark("Booked")),
    ("to_plan", style.TO_PLAN, "", mark("To plan")),
)
# Hours that are worth a mark of their own.
_SEEN = 0.5
# Who has waited too long may be months of work in one week; a bar taller than this many times
# the others is cut, and says how tall it is.
_TALLEST = 1.6
_LINES = (
    ("plan", style.PLAN, 2.2, "-", mark("Plan")),
    ("schedule_target", style.MUTED, 1.0, ":", mark("Target {factor} × plan")),
    ("scheduled", style.SCHEDULE, 2.2, "-", mark("Schedule")),
)


@drawing.figure(mark("{unit}: the weeks ahead"), height=4.4)
def weeks(
    ax: Axes, weeks_ahead: pd.DataFrame, schedule_reach: pd.DataFrame, unit: str, *, names: Names
) -> None:
    """Draw a unit's weeks ahead as Jönköping does: bookings against plan and schedule, in hours.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Region Jönköping.
    """
    ax.set_ylim(0, 1.08 * max(_bars(ax, weeks_ahead), _lines(ax, weeks_ahead)) or 1)
    reach = each(schedule_reach)[0]
    _marks(ax, weeks_ahead, reach.goal)
    drawing.over_time(ax, list(weeks_ahead["week"]), text("hours per week"))
    detail = text("Patients in the week of their medical target date.")
    if (weeks_ahead["kept"] >= _SEEN).any():
        detail += " " + text("Dotted: kept for acute care.")
    if pd.notna(reach.variation):
        detail += " " + text("Bookings vary by {share} of their mean in the goal's weeks.",
                             share=percent(reach.variation))  # fmt: skip
    drawing.head(ax, _ahead(weeks_ahead, names.of("unit", unit), reach.goal), detail, legend=True)


def _lines(ax: Axes, rows: pd.DataFrame) -> float:
    """Draw plan, schedule and its target as steps; return how high they go."""
    edges = np.arange(len(rows) + 1) - 0.5
    factor = float((rows["schedule_target"] / rows["plan"].where(rows["plan"] > 0)).max())
    for name, colour, width, dash, words in _LINES:
        ax.stairs(rows[name].to_numpy(dtype=float), edges, baseline=None, color=colour,
                  linewidth=width, linestyle=dash,
                  label=text(words, factor=number(factor, 2)))  # fmt: skip
    heights = rows[[name for name, *_ in _LINES]].to_numpy(dtype=float)
    return float(np.nanmax(heights, initial=0.0))


def _marks(ax: Axes, rows: pd.DataFrame, goal: int) -> None:
    """Mark the week that the schedule is to reach, and where it ends."""
    if goal < len(rows):
        ax.axvline(goal - 0.5, color=style.INK, linewidth=0.9, linestyle=(0, (1, 3)))
        ax.annotate(text("goal {weeks} weeks", weeks=goal), (goal - 0.5, 1), (4, -2), va="top",
                    xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=9,
                    color=style.MUTED)  # fmt: skip
    reached = laid(rows)
    if 0 < reached < len(rows):
        end = float(rows["scheduled"].iloc[reached - 1])
        ax.plot(reached - 0.5, end, "o", color=style.SCHEDULE, markersize=6)
        # The plan goes on below the words, and is seen to.
        ax.annotate(text("schedule ends"), (reached - 0.5, end), (7, 0), va="center", fontsize=9,
                    textcoords="offset points", color=style.INK,
                    bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 1,
                          "alpha": 0.6})  # fmt: skip


def laid(rows: pd.DataFrame) -> int:
    """Return the weeks from the first on up to the last that has a schedule.

    Parameters
    ----------
    rows : pandas.DataFrame
        A unit's rows of the table weeks_ahead in time order, numbered from 0.
    """
    return int(
        (rows.index[rows["scheduled"] > 0].max() + 1) if (rows["scheduled"] > 0).any() else 0
    )


def _bars(ax: Axes, rows: pd.DataFrame) -> float:
    """Stack what is booked, to plan and overdue; return how high the stack is drawn."""
    at, below = np.arange(len(rows)), np.zeros(len(rows))
    for name, colour, hatch, words in _STACK:
        amount = rows[name].fillna(0).to_numpy(dtype=float)
        if name == "kept" and not (amount >= _SEEN).any():
            continue
        drawing.bars(ax, at, amount, 0.7, colour, start=below, hatch=hatch, edgecolor="white",
                     label=words if words == "_" else text(words))  # fmt: skip
        below += amount
    overdue = rows["overdue"].fillna(0).to_numpy(dtype=float)
    others = np.nanmax([below.max(initial=0.0), rows["plan"].max(), rows["scheduled"].max()])
    drawn = np.minimum(overdue, np.maximum(_TALLEST * others - below, 0.0))
    drawing.bars(ax, at, drawn, 0.7, style.OVERDUE, start=below, hatch="///", edgecolor="white",
                 label=text("Waited too long"))  # fmt: skip
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


def _ahead(rows: pd.DataFrame, place: str, goal: int) -> str:
    """Say how far the schedule is laid, where it meets the plan, and who has waited too long."""
    reached = laid(rows)
    if not reached:
        statement = text("{unit}: no schedule is laid", unit=place)
    else:
        met = int((rows["scheduled"] >= rows["plan"]).head(reached).sum())
        statement = text(
            "{unit}: the schedule is laid {laid} weeks ahead (goal {goal}) and meets the plan in "
            "{met} of them", unit=place, laid=reached, goal=goal, met=met,
        )  # fmt: skip
    overdue = float(rows["overdue"].sum())
    if overdue < 0.5:
        return statement + text("; nobody has waited too long")
    return statement + text("; {hours} hours have waited too long", hours=number(overdue))


@drawing.figure(mark("{unit}: operations ahead"))
def operations(ax: Axes, operations_ahead: pd.DataFrame, unit: str, *, names: Names) -> None:
    """Draw booked operations against the plan as Karolinska does: blue booked, grey plan.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Karolinska
       Universitetssjukhuset.
    """
    rows = operations_ahead
    at, acute = np.arange(len(rows)), rows["plan"] - rows["bookable"]
    drawing.bars(ax, at - 0.2, rows["bookable"], 0.4, style.FAINT, label=text("Plan"))
    if (acute >= 0.5).any():
        drawing.bars(ax, at - 0.2, acute, 0.4, style.FIELD, start=rows["bookable"],
                     hatch="...", edgecolor=style.FAINT,
                     label=text("Plan, acute: not booked ahead"))  # fmt: skip
    drawing.bars(ax, at + 0.2, rows["booked"], 0.4, style.PLAN, label=text("Booked"))
    drawing.over_time(ax, list(rows["week"]), text("operations per week"))
    drawing.head(ax, _planned(rows, names.of("unit", unit)), text("Per week ahead."), legend=True)


def _planned(rows: pd.DataFrame, place: str) -> str:
    """Say until when at least half of the plan is booked, and what share of it is in all."""
    plan, booked = float(rows["bookable"].sum()), float(rows["booked"].sum())
    if not plan:
        return text("{title}: {booked} booked, no plan yet", title=place, booked=number(booked))
    share = percent(booked / plan)
    short = rows["booked"] < rows["bookable"] / 2
    if not short.any():
        return text("{title}: at least half of the plan is booked in every week, {share} in all",
                    title=place, share=share)  # fmt: skip
    week = language.period(str(rows["week"][short].iloc[0]))
    return text("{title}: from {week} less than half of the plan is booked; {share} in all",
                title=place, week=week, share=share)  # fmt: skip
