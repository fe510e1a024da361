"""What a deviation consists of, seen from both pans of the scale."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names

# Columns of the table deviation_parts in words, by the side of the scale they stand on.
NEED_SIDE = {
    "volume": mark("A: more or fewer patients"),
    "case_mix": mark("A: heavier or lighter needs"),
    "treatment_time": mark("A: longer or shorter times"),
    "queue": mark("Remainder: queue and other"),
}
CAPACITY_SIDE = {
    "available": mark("B: available capacity"),
    "improvement": mark("C: improvement work"),
    "used_fully": mark("Remainder: use of capacity and other"),
}


@style.figure
def parts(
    deviation_parts: pd.DataFrame,
    unit: str,
    capacity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the deviation of a unit's production and its parts, each side adding up to it.

    Parameters
    ----------
    deviation_parts : pandas.DataFrame
        Result table.
    unit, capacity : str
        What to draw; periods are added up, so the course over time leaves no part.
    names : Names
        Names of units and capacities, and the measure.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = (deviation_parts["unit"] == unit) & (deviation_parts["capacity"] == capacity)
    rows = deviation_parts[mine]
    title = f"{names.of('unit', unit)}, {names.of('capacity', capacity)}"
    ax = drawing.canvas(ax, height=4.2)
    if not rows["deviation"].notna().any():
        return drawing.nothing(ax, title)
    sums = rows.drop(columns=["unit", "capacity", "period"]).sum(min_count=1)
    shown = {text("Deviation from plan"): sums["deviation"]}
    shown |= {text(words): sums[name] for name, words in (NEED_SIDE | CAPACITY_SIDE).items()}
    values = np.array(list(shown.values()), dtype=float)
    colours = [style.INK, *[style.NEED] * len(NEED_SIDE), *[style.AVAILABLE] * len(CAPACITY_SIDE)]
    at = (
        np.array([0, *range(1, len(NEED_SIDE) + 1), *range(len(NEED_SIDE) + 2, len(shown) + 1)])
        * 1.0
    )
    ax.barh(at, np.nan_to_num(values), 0.62, color=colours)
    ax.axvline(0, color=style.INK, linewidth=0.9)
    for place, value in zip(at, values, strict=True):
        words = text("not known") if np.isnan(value) else _signed(float(value))
        drawing.beside(ax, float(place), words, fontsize=9)
    ax.set_yticks(at, list(shown), fontsize=9)
    ax.set_ylim(at[-1] + 0.6, -0.6)
    ax.grid(axis="x", visible=True)
    ax.grid(axis="y", visible=False)
    drawing.numbers(ax.xaxis, signed=True)
    ax.set_xlabel(names.in_all(capacity))
    detail = text(
        "Dark: the need's side. Light: the capacity's side. Each adds up to the deviation."
    )
    drawing.head(ax, _statement(sums, title), detail)
    return ax


def _statement(sums: pd.Series, title: str) -> str:
    """Say how large the deviation is and which part of it is largest."""
    named = {
        name: float(sums[name]) for name in (NEED_SIDE | CAPACITY_SIDE) if pd.notna(sums[name])
    }
    share = sums["deviation"] / sums["planned"] if sums["planned"] > 0 else float("nan")
    known = {name: value for name, value in named.items() if name not in ("queue", "used_fully")}
    if not known or not max(map(abs, known.values())) > 0:
        return text("{title}: {share} against plan", title=title, share=_percent(share))
    largest = max(known, key=lambda name: abs(known[name]))
    words = text((NEED_SIDE | CAPACITY_SIDE)[largest])[3:]
    return text("{title}: {share} against plan; largest part: {part}", title=title,
                share=_percent(share), part=words)  # fmt: skip


def _percent(share: float) -> str:
    return ("+" if share > 0 else "") + percent(share, 1)


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value)
