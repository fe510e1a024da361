"""Staffing: the gap list shift by shift, the beds it can keep open, the margin for absence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from babel.dates import get_day_names
from matplotlib.axes import Axes
from numpy.typing import NDArray

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names
from pkslib.show.pick import each

_SHIFTS = ("day", "evening", "night")


@drawing.figure(mark("Gap list"))
def shifts(
    ax: Axes,
    gap_list: pd.DataFrame,
    *,
    week: str | None = None,
    resource: str | None = None,
    beds_open: pd.DataFrame | None = None,
    rows: int = 18,
    names: Names,
) -> None:
    """Draw the gap list of a week: persons too many and too few per unit, shift and weekday.

    Parameters
    ----------
    week, resource : str, optional
        What to draw; without them the first week, and the profession that lacks most in it.
    """
    week = week or str(gap_list["week"].min())
    now = gap_list[gap_list["week"] == week]
    lacking = now.groupby("resource")["minus"].sum()
    resource = resource or (str(lacking.idxmax()) if len(lacking) else "")
    mine = now[now["resource"] == resource]
    table, unlaid = _shift_table(mine, rows)
    if table.empty:
        raise drawing.Nothing
    values = -table.to_numpy()
    values[:, 7:] = 0.0
    words = [[_plus_minus(value) for value in line] for line in table.to_numpy()]
    labels, firsts = _shift_names(list(table.index), names)
    sums = [text("plus"), text("minus")]
    drawing.cells(ax, values, words, labels, [*_weekdays(), *sums])
    drawing.hatched(ax, unlaid)
    _beds_beside(ax, table, beds_open, week)
    ax.axvline(6.5, color=style.INK, linewidth=1)
    ax.hlines(np.array(firsts) - 0.5, -0.5, 8.5, color=style.FAINT, linewidth=1)
    statement = text(
        "{resource}, {week}: {minus} too few and {plus} too many, shift by shift",
        resource=names.of("resource", resource).capitalize(), week=language.period(week),
        minus=number(float(mine["minus"].sum())), plus=number(float(mine["plus"].sum())),
    )  # fmt: skip
    detail = text("Persons. Minus is missing, plus is more than needed.")
    if unlaid.any():
        detail += " " + text("Hatched: not scheduled.")
    if len(table) < len(mine[["unit", "shift"]].drop_duplicates()):
        detail += " " + text(
            "The {rows} shifts of the units that lack most people.", rows=len(table)
        )
    drawing.head(ax, statement, detail)


def _beds_beside(ax: Axes, table: pd.DataFrame, beds_open: pd.DataFrame | None, week: str) -> None:
    """Write the beds that each unit can keep open in a week, of its commission."""
    if beds_open is None:
        return
    units = [unit for unit, _ in table.index]
    here = (beds_open["week"] == week) & beds_open["unit"].isin(units)
    known = beds_open[here].set_index("unit")
    if len(known):
        drawing.beside(ax, -0.9, text("beds"), fontsize=9, color=style.MUTED)
    for unit in known.index:
        row = known.loc[unit]
        words = f"{number(row['open'])} / {number(row['commission'])}"
        colour = style.SHORTAGE if row["open"] < row["commission"] else style.MUTED
        drawing.beside(ax, units.index(unit), words, fontsize=9, color=colour)


def _shift_table(rows: pd.DataFrame, most: int) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Return plus less minus by unit, shift and weekday, with the week's plus and minus apart.

    And which of the weekdays have no schedule though somebody is needed.
    """
    lacking = rows.groupby("unit")["minus"].sum().sort_values(ascending=False, kind="stable")
    keys = ["unit", "shift"]
    given = rows.assign(
        net=rows["plus"] - rows["minus"], unlaid=rows["scheduled"].isna().astype(float)
    )
    days, unlaid = (
        given.pivot_table(index=keys, columns="weekday", values=name, aggfunc="sum").reindex(
            columns=range(1, 8)
        )
        for name in ("net", "unlaid")
    )
    sums = rows.groupby(keys)[["plus", "minus"]].sum()
    days["plus"], days["minus"] = sums["plus"], -sums["minus"]
    order = {unit: at for at, unit in enumerate(lacking.index)}
    when = {shift: at for at, shift in enumerate(_SHIFTS)}
    ranked = sorted(days.index, key=lambda key: (order[key[0]], when.get(key[1], 9), key[1]))
    shown = ranked[:most]
    return days.loc[shown], unlaid.loc[shown].to_numpy() > 0


def _shift_names(rows: list[tuple[str, str]], names: Names) -> tuple[list[str], list[int]]:
    """Return the rows' names, the unit at its first shift only, and where units begin."""
    labels, firsts = [], []
    for at, (unit, shift) in enumerate(rows):
        name = names.of("shift", shift)
        if at == 0 or rows[at - 1][0] != unit:
            name = f"{drawing.shorten(names.of('unit', unit), 38)}   {name}"
            firsts.append(at)
        labels.append(name)
    return labels, firsts


def _plus_minus(value: float) -> str:
    if not abs(value) >= 0.05:
        return ""
    return number(value, int(value % 1 > 0.05), signed=True)


def _weekdays() -> list[str]:
    names = get_day_names("abbreviated", locale=language.active())
    return [str(names[day]) for day in range(7)]


@drawing.figure(mark("Missing shifts, week by week"))
def strip(ax: Axes, gap_sums: pd.DataFrame, *, rows: int = 18, names: Names) -> None:
    """Draw the shifts that each unit lacks in the weeks ahead, and where no schedule is laid."""
    weeks = gap_sums.groupby(["unit", "week"])[["minus", "unscheduled", "needed"]].sum()
    lacking = weeks.groupby("unit")["minus"].sum().sort_values(ascending=False, kind="stable")
    order = list(lacking.index[:rows])
    missing, unlaid, needed = (
        weeks.pivot_table(index="unit", columns="week", values=name).reindex(order)
        for name in ("minus", "unscheduled", "needed")
    )
    none = (unlaid.to_numpy() >= needed.to_numpy()) & (needed.to_numpy() > 0)
    values = missing.to_numpy(float)
    words = [
        ["" if bare else _missing(value) for value, bare in zip(line, bares, strict=True)]
        for line, bares in zip(values, none, strict=True)
    ]
    labels = [names.of("unit", unit) for unit in order]
    columns = [str(int(label[-2:])) for label in missing.columns]
    drawing.cells(ax, values, words, labels, columns, rest=1.5)
    drawing.hatched(ax, unlaid.to_numpy() > 0)
    ax.set_xlabel(text("week"))
    detail = text("Shifts that lack somebody, all professions. Hatched: not scheduled.")
    detail += drawing.drawn_of(len(order), len(lacking))
    drawing.head(ax, _worst_week(weeks), detail)


def _missing(value: float) -> str:
    return number(value) if value >= 0.5 else ""


def _worst_week(weeks: pd.DataFrame) -> str:
    """Say which of the weeks lacks most, and where the schedules end."""
    sums = weeks.groupby("week").sum()
    laid = sums[sums["unscheduled"] < sums["needed"]]
    bare = sums[sums["unscheduled"] > 0]
    said = text("No shift is missing in the weeks that are scheduled")
    if laid["minus"].max() > 0:
        worst = str(laid["minus"].idxmax())
        said = text("Most is missing in {week}: {minus} shifts", week=language.period(worst),
                    minus=number(float(laid["minus"].max())))  # fmt: skip
    if bare.empty:
        return said
    first = language.period(str(bare.index[0]), short=True)
    return said + text("; from {week} shifts are not scheduled yet", week=first)


@drawing.figure(mark("Beds that can be kept open"))
def beds(
    ax: Axes, beds_open: pd.DataFrame, *, week: str | None = None, rows: int = 16, names: Names
) -> None:
    """Draw the beds each unit can usually keep open by its staffing, norm and commission beside.

    Parameters
    ----------
    week : str, optional
        What to draw; without it the first week.
    """
    week = week or str(beds_open["week"].min())
    every = beds_open[beds_open["week"] == week]
    ranked = every.assign(missing=every["commission"] - every["open"])
    shown = ranked.sort_values(["missing", "short"], ascending=False, kind="stable").head(rows)
    at = np.arange(len(shown))
    for column, width, colour, words in (
        ("commission", 0.62, style.FIELD, text("Commission")),
        ("open", 0.36, style.NEED, text("Usually kept open")),
    ):
        drawing.bars(ax, at, shown[column], width, colour, across=True, label=words)
    ax.plot(shown["norm"], at, "|", color=style.INK, markersize=13, markeredgewidth=2,
            label=text("by the norm"))  # fmt: skip
    ax.plot(shown["lowest"], at, "o", color=style.SHORTAGE, markersize=5,
            label=text("weakest shift"))  # fmt: skip
    for place, row in zip(at, each(shown), strict=True):
        drawing.beside(ax, float(place), _why(row, names), fontsize=8.5,
                       color=style.SHORTAGE if row.missing > 0 else style.MUTED)  # fmt: skip
    drawing.name_rows(ax, [names.of("unit", unit) for unit in shown["unit"]], 0.32, rest=1.4)
    drawing.rows_across(ax, text("beds"))
    detail = text("The level that at least half of the week's shifts carry. Right: shifts below.")
    detail += drawing.drawn_of(len(shown), len(every))
    drawing.head(ax, _total(every, week), detail, legend=True)


def _why(row: Any, names: Names) -> str:
    """Say how many beds of how many, how many shifts fall short, and which is the weakest."""
    words = f"{number(row.open)} / {number(row.commission)}"
    if not row.short:
        return words
    day = get_day_names("abbreviated", locale=language.active())[row.weekday - 1]
    weakest = f"{day} {names.of('shift', row.shift)}"
    below = text("{short} shifts below, {weakest} {lowest}", short=number(row.short),
                 weakest=weakest, lowest=number(row.lowest))  # fmt: skip
    return f"{words}; {below}"


def _total(every: pd.DataFrame, week: str) -> str:
    # Beds beyond a unit's commission do not make up for another's.
    within = every.assign(norm=every["norm"].clip(upper=every["commission"]))
    commission, norm, opened = within[["commission", "norm", "open"]].sum()
    return text(
        "{commission} beds in the commission, {norm} by the norm; in {week} {open} can usually be "
        "kept open",
        commission=number(commission), norm=number(norm), week=language.period(week),
        open=number(opened),
    )  # fmt: skip


@drawing.figure(mark("Schedule against absence"))
def cover(
    ax: Axes,
    schedule_cover: pd.DataFrame,
    *,
    target: float = 1.1,
    certainty: float = 0.9,
    rows: int = 16,
    names: Names,
) -> None:
    """Draw each unit's schedule over plan against what its own absence asks for.

    Parameters
    ----------
    target : float
        Schedule over plan that is aimed for.
    certainty : float
        Probability with which the plan is to be covered [share].
    """
    ranked = schedule_cover.assign(room=schedule_cover["factor"] - schedule_cover["factor_needed"])
    shown = ranked.sort_values("room", kind="stable").head(rows).reset_index(drop=True)
    at = np.arange(len(shown))
    ax.hlines(at, shown["factor"], shown["factor_needed"], color=style.FAINT, linewidth=2)
    ax.plot(shown["factor_needed"], at, "|", color=style.INK, markersize=11, markeredgewidth=2.4,
            label=text("what its absence asks for"))  # fmt: skip
    ax.plot(shown["factor"], at, "o", color=style.NEED, markersize=6, label=text("schedule now"))
    ax.axvline(target, color=style.ACCENT, linestyle="--", linewidth=1.4,
               label=text("target {target}", target=number(target, 2)))  # fmt: skip
    for place, covered in zip(at, shown["covered"], strict=True):
        drawing.beside(ax, float(place), percent(covered), fontsize=8.5, color=style.MUTED)
    drawing.name_rows(ax, [names.of("unit", unit) for unit in shown["unit"]], 0.27, rest=1.6)
    ax.grid(axis="x", visible=True)
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("schedule / plan"))
    enough = int((schedule_cover["covered_target"] >= certainty).sum())
    statement = text(
        "With {target} × plan {enough} of {all} units cover the plan with {certainty} certainty",
        target=number(target, 2), enough=enough, all=len(schedule_cover),
        certainty=percent(certainty),
    )  # fmt: skip
    detail = text("At the right: probability that the schedule as it is covers the plan of a week.")
    detail += drawing.drawn_of(len(shown), len(schedule_cover))
    drawing.head(ax, statement, detail, legend=True)
