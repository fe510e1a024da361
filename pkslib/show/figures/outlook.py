"""Figures of the weeks ahead: bookings, schedule, the gap list, open beds, the care guarantee."""

from __future__ import annotations

import numpy as np
import pandas as pd
from babel.dates import get_day_names
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import each

_STACK = (
    ("booked", style.BOOKED, "", mark("Booked")),
    ("to_plan", style.TO_PLAN, "", mark("To plan")),
    ("overdue", style.OVERDUE, "///", mark("Waited too long")),
)
_SHIFTS = ("day", "evening", "night")


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
    statement = text("{unit}: the schedule covers the plan for {weeks} weeks",
                     unit=place, weeks=reach)  # fmt: skip
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


@style.figure
def shifts(
    gap_list: pd.DataFrame,
    *,
    week: str | None = None,
    resource: str | None = None,
    rows: int = 24,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the gap list of a week: persons too many and too few per unit, shift and weekday.

    Parameters
    ----------
    gap_list : pandas.DataFrame
        Result table: unit, resource, week, weekday, shift, plus, minus [persons].
    week, resource : str, optional
        What to draw; without them the first week, and the profession that lacks most in it.
    rows : int
        Rows (unit and shift) drawn at most, those that lack most first.
    names : Names
        Names of units and resources.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    if gap_list.empty:
        return drawing.nothing(drawing.canvas(ax), text("Gap list"))
    week = week or str(gap_list["week"].min())
    now = gap_list[gap_list["week"] == week]
    lacking = now.groupby("resource")["minus"].sum()
    resource = resource or (str(lacking.idxmax()) if len(lacking) else "")
    mine = now[now["resource"] == resource]
    table = _shift_table(mine, rows)
    ax = drawing.canvas(ax, height=1.35 + 0.27 * max(len(table), 4))
    if table.empty:
        return drawing.nothing(ax, text("Gap list, {week}", week=language.period(week)))
    values = -table.to_numpy()
    values[:, 7:] = 0.0
    colours, white = drawing.heat(values, style.SHORTAGE_DARK, style.SPARE)
    colours[np.nan_to_num(values) == 0] = (1, 1, 1, 1)
    words = [[_plus_minus(value) for value in line] for line in table.to_numpy()]
    inks = [[style.PAPER if on else style.INK for on in line] for line in white]
    labels, firsts = _shift_names(list(table.index), names)
    sums = [text("plus"), text("minus")]
    drawing.cells(ax, colours, words, inks, labels, [*_weekdays(), *sums])
    ax.axvline(6.5, color=style.INK, linewidth=1)
    ax.hlines(np.array(firsts) - 0.5, -0.5, 8.5, color=style.FAINT, linewidth=1)
    statement = text(
        "{resource}, {week}: {minus} too few and {plus} too many, shift by shift",
        resource=names.of("resource", resource).capitalize(), week=language.period(week),
        minus=number(float(mine["minus"].sum())), plus=number(float(mine["plus"].sum())),
    )  # fmt: skip
    drawing.head(ax, statement, text("Persons. Minus is missing, plus is more than needed."))
    return ax


def _shift_table(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return plus less minus by unit, shift and weekday, with the week's plus and minus apart."""
    lacking = rows.groupby("unit")["minus"].sum().sort_values(ascending=False, kind="stable")
    keys = ["unit", "shift"]
    days = rows.assign(net=rows["plus"] - rows["minus"]).pivot_table(
        index=keys, columns="weekday", values="net", aggfunc="sum"
    )
    days = days.reindex(columns=range(1, 8))
    sums = rows.groupby(keys)[["plus", "minus"]].sum()
    days["plus"], days["minus"] = sums["plus"], -sums["minus"]
    order = {unit: at for at, unit in enumerate(lacking.index)}
    when = {shift: at for at, shift in enumerate(_SHIFTS)}
    ranked = sorted(days.index, key=lambda key: (order[key[0]], when.get(key[1], 9), key[1]))
    return days.loc[ranked[:most]]


def _shift_names(rows: list[tuple[str, str]], names: Names) -> tuple[list[str], list[int]]:
    """Return the rows' names, the unit at its first shift only, and where units begin."""
    labels, firsts = [], []
    for at, (unit, shift) in enumerate(rows):
        name = names.of("shift", shift)
        if at == 0 or rows[at - 1][0] != unit:
            name = f"{drawing.shorten(names.of('unit', unit), 30)}   {name}"
            firsts.append(at)
        labels.append(name)
    return labels, firsts


def _plus_minus(value: float) -> str:
    if not abs(value) >= 0.05:
        return ""
    shown = number(value, int(value % 1 > 0.05))
    return f"+{shown}" if value > 0 else shown


def _weekdays() -> list[str]:
    names = get_day_names("abbreviated", locale=language.active())
    return [str(names[day]) for day in range(7)]


@style.figure
def beds(
    beds_open: pd.DataFrame,
    *,
    week: str | None = None,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the beds each unit can keep open by its staffing, against its commission.

    Parameters
    ----------
    beds_open : pandas.DataFrame
        Result table: unit, week, commission, open [beds].
    week : str, optional
        What to draw; without it the first week.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    week = week or str(beds_open["week"].min())
    rows = beds_open[beds_open["week"] == week]
    rows = rows.assign(missing=rows["commission"] - rows["open"]).sort_values(
        "missing", ascending=False, kind="stable", ignore_index=True
    )
    ax = drawing.canvas(ax, height=1.3 + 0.32 * max(len(rows), 4))
    if rows.empty:
        return drawing.nothing(ax, text("Beds that can be kept open"))
    at = np.arange(len(rows))
    ax.barh(at, rows["commission"], 0.62, color=style.FIELD, label=text("Commission"))
    ax.barh(at, rows["open"], 0.36, color=style.NEED, label=text("Can be kept open"))
    for place, row in zip(at, each(rows), strict=True):
        words = f"{number(row.open)} / {number(row.commission)}"
        ax.annotate(words, (max(row.commission, row.open), place), (6, 0), va="center",
                    textcoords="offset points", fontsize=9,
                    color=style.SHORTAGE if row.missing > 0 else style.MUTED)  # fmt: skip
    ax.set_yticks(at, [drawing.shorten(names.of("unit", unit)) for unit in rows["unit"]])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.margins(x=0.12)
    drawing.numbers(ax.xaxis)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlabel(text("beds"))
    statement = text(
        "{open} of {commission} beds can be kept open in {week}",
        week=language.period(week), open=number(float(rows["open"].sum())),
        commission=number(float(rows["commission"].sum())),
    )  # fmt: skip
    drawing.head(ax, statement, text("By the fewest staff of the week's shifts."), legend=True)
    return ax


@style.figure
def guarantee(guarantee: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw the share of waiting patients within the care guarantee, the lowest first.

    Parameters
    ----------
    guarantee : pandas.DataFrame
        Result table: need, days, waiting, within, share.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = guarantee.dropna(subset=["share"]).sort_values("share", ignore_index=True)
    ax = drawing.canvas(ax, height=1.3 + 0.32 * max(len(rows), 4))
    if rows.empty:
        return drawing.nothing(ax, text("Care guarantee"))
    at = np.arange(len(rows))
    ax.barh(at, np.ones(len(rows)), 0.56, color=style.FIELD)
    ax.barh(at, rows["share"], 0.56, color=style.NEED)
    for place, row in zip(at, each(rows), strict=True):
        late = text("{late} of {waiting} over {days} days", late=number(row.waiting - row.within),
                    waiting=number(row.waiting), days=number(row.days))  # fmt: skip
        drawing.beside(ax, float(place), late, fontsize=9, color=style.MUTED)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(at, [drawing.shorten(names.of("need", need)) for need in rows["need"]])
    ax.grid(visible=False)
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of those waiting"))
    waiting, within = float(rows["waiting"].sum()), float(rows["within"].sum())
    statement = text("{share} of {waiting} waiting patients are within the care guarantee",
                     share=percent(within / waiting if waiting else None),
                     waiting=number(waiting))  # fmt: skip
    drawing.head(ax, statement, text("Dark: share within the guarantee, per need."))
    return ax


@style.figure
def guarantee_ahead(
    guarantee_ahead: pd.DataFrame,
    need: str | None = None,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many of today's list pass the guarantee's limit each week, against bookings.

    Parameters
    ----------
    guarantee_ahead : pandas.DataFrame
        Result table: need, week, passing, booked [patients].
    need : str, optional
        What to draw; without it all needs together.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = guarantee_ahead[guarantee_ahead["need"] == need] if need else guarantee_ahead
    ax = drawing.canvas(ax)
    name = names.of("need", need) if need else text("All needs")
    if mine.empty:
        return drawing.nothing(ax, text("{need}: the care guarantee ahead", need=name))
    rows = mine.groupby("week")[["passing", "booked"]].sum(min_count=1)
    at = np.arange(len(rows))
    ax.bar(at, rows["passing"], 0.66, color=style.OVERDUE, label=text("Pass the limit untreated"))
    if rows["booked"].notna().any():
        ax.plot(at, rows["booked"], color=style.PLAN_LINE, marker="o", markersize=4,
                label=text("Booked"))  # fmt: skip
    drawing.time_axis(ax, list(rows.index))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("patients per week"))
    worst = rows["passing"].idxmax() if rows["passing"].notna().any() else rows.index[0]
    statement = text(
        "{need}: {total} pass the limit in {weeks} weeks unless treated, most in {week}",
        need=name, total=number(float(rows["passing"].sum())), weeks=len(rows),
        week=language.period(str(worst)),
    )  # fmt: skip
    drawing.head(ax, statement, text("Patients on today's waiting list."), legend=True)
    return ax
