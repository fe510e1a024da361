"""The schedule's margin over plan, against what the units' own absence asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names


@style.figure
def cover(
    schedule_cover: pd.DataFrame,
    *,
    target: float = 1.1,
    certainty: float = 0.9,
    rows: int = 16,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw each unit's schedule over plan against what its own absence asks for.

    Parameters
    ----------
    schedule_cover : pandas.DataFrame
        Result table: unit, factor, covered, covered_target, factor_needed.
    target : float
        Schedule over plan that is aimed for.
    certainty : float
        Probability with which the plan is to be covered [share].
    rows : int
        Units drawn at most, those furthest below what they need first.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ranked = schedule_cover.assign(room=schedule_cover["factor"] - schedule_cover["factor_needed"])
    shown = ranked.sort_values("room", kind="stable").head(rows).reset_index(drop=True)
    ax = drawing.canvas(ax, height=1.6 + 0.27 * max(len(shown), 4))
    if shown.empty:
        return drawing.nothing(ax, text("Schedule against absence"))
    at = np.arange(len(shown))
    ax.hlines(at, shown["factor"], shown["factor_needed"], color=style.FAINT, linewidth=2)
    ax.plot(shown["factor_needed"], at, "|", color=style.INK, markersize=11, markeredgewidth=2.4,
            label=text("what its absence asks for"))  # fmt: skip
    ax.plot(shown["factor"], at, "o", color=style.NEED, markersize=6, label=text("schedule now"))
    ax.axvline(target, color=style.ACCENT, linestyle="--", linewidth=1.4,
               label=text("target {target}", target=number(target, 2)))  # fmt: skip
    for place, covered in zip(at, shown["covered"], strict=True):
        drawing.beside(ax, float(place), percent(covered), fontsize=8.5, color=style.MUTED)
    drawing.name_rows(ax, [names.of("unit", unit) for unit in shown["unit"]])
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
    if len(shown) < len(schedule_cover):
        detail += " " + text("{shown} of {all} are drawn.", shown=len(shown),
                             all=len(schedule_cover))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)
    return ax
