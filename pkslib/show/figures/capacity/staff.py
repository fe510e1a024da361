"""Figure of staff in paid and worked time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names


@style.figure
def staff(
    staff_supply: pd.DataFrame, *, rows: int = 12, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw each resource's paid and worked time over the year against what the need asks for.

    Parameters
    ----------
    staff_supply : pandas.DataFrame
        Result table: resource, paid, worked, needed, lacking.
    rows : int
        Resources drawn at most, those that lack most first.
    names : Names
        Names of resources.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    used = staff_supply[staff_supply["needed"] > 0]
    sums = used.groupby("resource")[["paid", "worked", "needed"]].sum()
    short = (sums["needed"] / sums["worked"].where(sums["worked"] > 0)).fillna(np.inf)
    shown = sums.loc[short.sort_values(ascending=False, kind="stable").index[:rows]] / 1000
    ax = drawing.canvas(ax, height=1.5 + 0.4 * max(len(shown), 4))
    if shown.empty:
        return drawing.nothing(ax, text("Paid and worked time"))
    at = np.arange(len(shown))
    for column, colour, words in (
        ("paid", style.FIELD, text("Paid time")),
        ("worked", style.AVAILABLE, text("Worked time")),
    ):
        drawing.bars(ax, at, shown[column], 0.7, colour, across=True, label=words)
    ax.vlines(shown["needed"], at - 0.42, at + 0.42, color=style.NEED, linewidth=3,
              label=text("Needed, worked time"))  # fmt: skip
    ax.set_xlim(0, 1.04 * float(shown.max().max()))
    for place, spare in enumerate((shown["worked"] - shown["needed"]).to_numpy()):
        drawing.beside(ax, place, number(spare, 1, signed=True), fontsize=8.5)
    drawing.name_rows(ax, [names.of("resource", str(code)) for code in shown.index])
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("thousand hours over the year, all units"))
    away = 1 - float(sums["worked"].sum() / sums["paid"].sum()) if sums["paid"].sum() else 0.0
    lacking = int((shown["needed"] > shown["worked"]).sum())
    statement = text("{lacking} of {all} resources work fewer hours than the need asks for",
                     lacking=lacking, all=len(shown))  # fmt: skip
    detail = text("{away} of paid time is absence. At the right: worked time against the need.",
                  away=percent(away))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)
    return ax
