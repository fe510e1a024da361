"""The beds that staffing can keep open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from babel.dates import get_day_names
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import each


@style.figure
def beds(
    beds_open: pd.DataFrame,
    *,
    week: str | None = None,
    rows: int = 16,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the beds each unit can keep open by its staffing, against its commission.

    Parameters
    ----------
    beds_open : pandas.DataFrame
        Result table: unit, week, commission, open, after [beds], resource, weekday, shift.
    week : str, optional
        What to draw; without it the first week.
    rows : int
        Units drawn at most, those that lack most first; the sum is of all.
    names : Names
        Names of units and resources.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    week = week or str(beds_open["week"].min())
    every = beds_open[beds_open["week"] == week]
    ranked = every.assign(missing=every["commission"] - every["open"])
    shown = ranked.sort_values("missing", ascending=False, kind="stable").head(rows)
    ax = drawing.canvas(ax, height=1.4 + 0.32 * max(len(shown), 4))
    if shown.empty:
        return drawing.nothing(ax, text("Beds that can be kept open"))
    at = np.arange(len(shown))
    for column, width, colour, words in (
        ("commission", 0.62, style.FIELD, text("Commission")),
        ("open", 0.36, style.NEED, text("Can be kept open")),
    ):
        drawing.bars(ax, at, shown[column], width, colour, across=True, label=words)
    helped = (shown["after"] > shown["open"]).to_numpy()
    if helped.any():
        ax.plot(shown["after"][helped], at[helped], "|", color=style.ACCENT, markersize=13,
                markeredgewidth=3, label=text("after proposed moves"))  # fmt: skip
    for place, row in zip(at, each(shown), strict=True):
        drawing.beside(ax, float(place), _why(row, names), fontsize=8.5,
                       color=style.SHORTAGE if row.missing > 0 else style.MUTED)  # fmt: skip
    drawing.name_rows(ax, [names.of("unit", unit) for unit in shown["unit"]])
    drawing.numbers(ax.xaxis)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlabel(text("beds"))
    detail = text("By the week's leanest shift, named at the right.")
    if len(shown) < len(every):
        detail += " " + text("{shown} of {all} are drawn.", shown=len(shown), all=len(every))
    drawing.head(ax, _total(every, week), detail, legend=True)
    return ax


def _why(row: Any, names: Names) -> str:
    """Say how many beds of how many, and which shift decides."""
    words = f"{number(row.open)} / {number(row.commission)}"
    if row.missing <= 0:
        return words
    day = get_day_names("abbreviated", locale=language.active())[row.weekday - 1]
    return f"{words}   {day} {names.of('shift', row.shift)}, {names.of('resource', row.resource)}"


def _total(every: pd.DataFrame, week: str) -> str:
    # Beds beyond a unit's commission do not make up for another's.
    opened, after = (
        float(every[beds].clip(upper=every["commission"]).sum()) for beds in ("open", "after")
    )
    statement = text(
        "{open} of {commission} beds can be kept open in {week}", week=language.period(week),
        open=number(opened), commission=number(float(every["commission"].sum())),
    )  # fmt: skip
    if after <= opened:
        return statement
    return statement + text(", {after} with the moves proposed", after=number(after))
