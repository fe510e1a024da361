"""Bookings against plan and schedule."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names

_STACK = (
    ("booked", style.BOOKED, "", mark("Booked")),
    ("to_plan", style.TO_PLAN, "", mark("To plan")),
    ("overdue", style.OVERDUE, "///", mark("Waited too long")),
)


@style.figure
def weeks(
    weeks_ahead: pd.DataFrame, unit: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw a unit's weeks ahead as Jönköping does: bookings against plan and schedule, in hours.

    Parameters
    ----------
    weeks_ahead : pandas.DataFrame
        Result table: unit, week, plan, schedule_target, scheduled, booked, to_plan, overdue
        [hours].
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
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Region Jönköping.
    """
    rows = weeks_ahead[weeks_ahead["unit"] == unit].sort_values("week", ignore_index=True)
    ax = drawing.canvas(ax, height=4.4)
    place = names.of("unit", unit)
    if rows.empty:
        return drawing.nothing(ax, text("{unit}: the weeks ahead", unit=place))
    at = np.arange(len(rows))
    below = np.zeros(len(rows))
    for name, colour, hatch, words in _STACK:
        amount = rows[name].fillna(0).to_numpy(dtype=float)
        ax.bar(at, amount, 0.7, bottom=below, color=colour, hatch=hatch, edgecolor="white",
               label=text(words))  # fmt: skip
        below += amount
    edges = np.append(at, len(at)) - 0.5
    ax.stairs(rows["plan"], edges, baseline=None, color=style.PLAN, linewidth=2.2,
              label=text("Production plan"))  # fmt: skip
    ax.stairs(rows["schedule_target"], edges, baseline=None, color=style.MUTED, linewidth=1,
              linestyle=":", label=text("Schedule target"))  # fmt: skip
    ax.stairs(rows["scheduled"].to_numpy(dtype=float), edges, baseline=None, color=style.SCHEDULE,
              linewidth=2.2, label=text("Schedule"))  # fmt: skip
    ax.set_ylim(0, None)
    drawing.time_axis(ax, list(rows["week"]))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("hours per week"))
    detail = text("Patients in the week of their medical target date.")
    drawing.head(ax, _ahead(rows, place), detail, legend=True)
    return ax


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
    bookings: pd.DataFrame,
    plan_weeks: pd.DataFrame,
    unit: str,
    activity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw booked operations against the plan as Karolinska does: blue booked, grey plan.

    Parameters
    ----------
    bookings : pandas.DataFrame
        Input table: unit, week, booked [patients].
    plan_weeks : pandas.DataFrame
        Result table: unit, activity, week, target.
    unit, activity : str
        What to draw; all bookings of the unit are set against the activity's plan.
    names : Names
        Names of units and activities.
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
    booked = bookings[bookings["unit"] == unit].groupby("week")["booked"].sum()
    mine = (plan_weeks["unit"] == unit) & (plan_weeks["activity"] == activity)
    plan = plan_weeks[mine].groupby("week")["target"].sum().astype(float)
    plan = plan[plan.index >= booked.index.min()] if len(booked) else plan
    plan = plan[plan.index <= booked.index.max()] if len(booked) else plan
    ax = drawing.canvas(ax)
    title = f"{names.of('unit', unit)}, {names.of('activity', activity)}"
    both = pd.DataFrame({"booked": booked, "plan": plan}).sort_index()
    if booked.empty:
        return drawing.nothing(ax, title)
    at = np.arange(len(both))
    ax.bar(at - 0.2, both["plan"].fillna(0), 0.4, color=style.FAINT, label=text("Plan"))
    ax.bar(at + 0.2, both["booked"].fillna(0), 0.4, color=style.PLAN, label=text("Booked"))
    drawing.time_axis(ax, list(both.index))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("patients per week"))
    known = both.dropna()
    share = float(known["booked"].sum()) / max(float(known["plan"].sum()), 1e-9)
    statement = (
        text("{title}: {share} of the plan is booked", title=title, share=percent(share))
        if len(known) else text("{title}: {booked} booked, no plan yet", title=title,
                                booked=number(float(booked.sum())))
    )  # fmt: skip
    drawing.head(ax, statement, text("Per week ahead."), legend=True)
    return ax
