"""Figures of the pack's summary: what changed the need since last year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import highest


@style.figure
def change(
    change: pd.DataFrame, capacity: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw what takes the capacity need from the latest twelve months to the planning year.

    Parameters
    ----------
    change : pandas.DataFrame
        Result table: capacity, factor, order, effect; the first factor is the starting level.
    capacity : str
        What to draw.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = change[change["capacity"] == capacity].sort_values("order")
    rows = mine.iloc[0:0] if mine["effect"].isna().any() else mine
    # A factor without effect would be an empty row.
    rows = rows[(rows["effect"].abs() >= 0.5) | (rows["order"] == rows["order"].min())]
    rows = rows.reset_index(drop=True)
    ax = drawing.canvas(ax, height=1.4 + 0.3 * max(len(rows) + 1, 5))
    name = names.of("capacity", capacity)
    if rows.empty:
        return drawing.nothing(ax, name)
    effect = rows["effect"].astype(float).to_numpy()
    reached = np.cumsum(effect)
    start, total = effect[0], reached[-1]
    at = np.arange(1, len(rows))
    colours = np.where(effect[1:] > 0, style.SHORTAGE, style.ABOVE)
    ax.barh([0, len(rows)], [start, total], 0.6, color=[style.FAINT, style.NEED])
    ax.barh(at, effect[1:], 0.6, left=reached[:-1], color=colours)
    for place, level in zip(at, reached[:-1], strict=True):
        ax.plot([level, level], [place - 0.7, place + 0.3], color=style.FAINT, linewidth=0.9)
    _amounts(ax, effect, reached)
    labels = [text(factor) for factor in rows["factor"]]
    ax.set_yticks(range(len(rows) + 1), [*labels, text("Planning year")])
    ax.set_ylim(len(rows) + 0.6, -0.6)
    _close_up(ax, np.append(reached, start))
    drawing.numbers(ax.xaxis)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlabel(names.in_all(capacity))
    drawing.head(ax, _changes(name, start, total, rows), text("The axis does not start at zero."))
    return ax


def _close_up(ax: Axes, levels: np.ndarray) -> None:
    """Show the part of the axis where something happens, with room for the numbers."""
    spread = float(levels.max() - levels.min()) or max(abs(float(levels[0])), 1.0) * 0.1
    ax.set_xlim(levels.min() - 0.6 * spread, levels.max() + 0.35 * spread)


def _amounts(ax: Axes, effect: np.ndarray, reached: np.ndarray) -> None:
    ends = np.append(np.maximum(reached, np.append(0, reached[:-1])), reached[-1])
    words = [number(effect[0]), *(_signed(value) for value in effect[1:]), number(reached[-1])]
    for at, (end, word) in enumerate(zip(ends, words, strict=True)):
        bold = at in (0, len(words) - 1)
        ax.annotate(word, (end, at), (5, 0), textcoords="offset points", va="center",
                    fontsize=9, fontweight="bold" if bold else "normal")  # fmt: skip


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _changes(name: str, start: float, total: float, rows: pd.DataFrame) -> str:
    share = total / start - 1 if start > 0 else 0.0
    factors = rows.iloc[1:]
    if factors.empty or abs(share) < 0.005:
        return text("{capacity}: the need is as large as last year", capacity=name)
    shown = f"+{percent(share, 1)}" if share > 0 else percent(share, 1)
    factor = highest(factors.assign(size=factors["effect"].abs()), "size")["factor"]
    return text("{capacity}: the need changes by {share}, most by {factor}",
                capacity=name, share=shown,
                factor=text(factor).lower())  # fmt: skip
