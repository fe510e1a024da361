"""The gap list, and the beds that staffing can keep open."""

from __future__ import annotations

import numpy as np
import pandas as pd
from babel.dates import get_day_names
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, text
from pkslib.show import drawing, shading, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import each

_SHIFTS = ("day", "evening", "night")


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
    words = [[_plus_minus(value) for value in line] for line in table.to_numpy()]
    labels, firsts = _shift_names(list(table.index), names)
    sums = [text("plus"), text("minus")]
    shading.cells(ax, values, words, labels, [*_weekdays(), *sums])
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
            name = f"{drawing.shorten(names.of('unit', unit), 38)}   {name}"
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
    drawing.name_rows(ax, [names.of("unit", unit) for unit in rows["unit"]])
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
