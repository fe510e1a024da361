"""A total drawn from what it was to what it is, a bar a factor."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import number, text
from pkslib.show import drawing, style


def told(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are worth drawing: the first, and every factor with an effect."""
    wanted = (rows["effect"].abs() >= 0.5) | (np.arange(len(rows)) == 0)
    found: pd.DataFrame = rows[wanted].reset_index(drop=True)
    return found


def draw(ax: Axes, rows: pd.DataFrame, unit: str) -> None:
    """Draw a waterfall.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    rows : pandas.DataFrame
        factor and effect in their order, as :func:`told` returns them; the first is the starting
        level.
    unit : str
        What the axis tells.
    """
    effect = rows["effect"].astype(float).to_numpy()
    reached = np.cumsum(effect)
    at = np.arange(1, len(rows))
    # Neither green nor red: whether more or less is good depends on the factor.
    colours = np.where(effect[1:] > 0, style.ACCENT, style.AVAILABLE)
    ax.barh([0, len(rows)], [effect[0], reached[-1]], 0.6, color=[style.FAINT, style.NEED])
    ax.barh(at, effect[1:], 0.6, left=reached[:-1], color=colours)
    for place, level in zip(at, reached[:-1], strict=True):
        ax.plot([level, level], [place - 0.7, place + 0.3], color=style.FAINT, linewidth=0.9)
    _amounts(ax, effect, reached)
    labels = [text(factor) for factor in rows["factor"]]
    ax.set_yticks(range(len(rows) + 1), [*labels, text("Planning year")])
    ax.set_ylim(len(rows) + 0.6, -0.6)
    _close_up(ax, np.append(reached, effect[0]))
    drawing.numbers(ax.xaxis)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlabel(unit)


def _close_up(ax: Axes, levels: np.ndarray) -> None:
    """Show the part of the axis where something happens, with room for the numbers."""
    spread = float(levels.max() - levels.min()) or max(abs(float(levels[0])), 1.0) * 0.1
    ax.set_xlim(levels.min() - 0.6 * spread, levels.max() + 0.35 * spread)


def _amounts(ax: Axes, effect: np.ndarray, reached: np.ndarray) -> None:
    ends = np.append(np.maximum(reached, np.append(0, reached[:-1])), reached[-1])
    words = [
        number(effect[0]),
        *(number(value, signed=True) for value in effect[1:]),
        number(reached[-1]),
    ]
    for at, (end, word) in enumerate(zip(ends, words, strict=True)):
        bold = at in (0, len(words) - 1)
        ax.annotate(word, (end, at), (5, 0), textcoords="offset points", va="center",
                    fontsize=9, fontweight="bold" if bold else "normal")  # fmt: skip
