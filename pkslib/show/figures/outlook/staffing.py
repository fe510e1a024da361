"""The gap list: persons too many and too few, shift by shift."""

from __future__ import annotations

import numpy as np
import pandas as pd
from babel.dates import get_day_names
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, text
from pkslib.show import drawing, shading, style
from pkslib.show.names import CODES, Names

_SHIFTS = ("day", "evening", "night")


@style.figure
def shifts(
    gap_list: pd.DataFrame,
    *,
    week: str | None = None,
    resource: str | None = None,
    beds_open: pd.DataFrame | None = None,
    rows: int = 18,
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
    beds_open : pandas.DataFrame, optional
        Result table: unit, week, commission, open [beds]; written beside the units.
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
    _beds_beside(ax, table, beds_open, week)
    ax.axvline(6.5, color=style.INK, linewidth=1)
    ax.hlines(np.array(firsts) - 0.5, -0.5, 8.5, color=style.FAINT, linewidth=1)
    statement = text(
        "{resource}, {week}: {minus} too few and {plus} too many, shift by shift",
        resource=names.of("resource", resource).capitalize(), week=language.period(week),
        minus=number(float(mine["minus"].sum())), plus=number(float(mine["plus"].sum())),
    )  # fmt: skip
    detail = text("Persons. Minus is missing, plus is more than needed.")
    if len(table) < len(mine[["unit", "shift"]].drop_duplicates()):
        detail += " " + text("The {rows} shifts of the units that lack most.", rows=len(table))
    drawing.head(ax, statement, detail)
    return ax


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
    return number(value, int(value % 1 > 0.05), signed=True)


def _weekdays() -> list[str]:
    names = get_day_names("abbreviated", locale=language.active())
    return [str(names[day]) for day in range(7)]
