"""Tables of shaded cells, readable in black and white too, and grids of little pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from pkslib.show import style
from pkslib.show.drawing.axes import make_high, name_rows
from pkslib.show.drawing.layout import shorten
from pkslib.show.drawing.narrow import slim

_LIGHTEST = "#FBEFE9"
# Deeper than this, a word on the cell has to be white.
_DEEP = 0.62
# Of the numbers in cells on a phone [points].
_SMALL = 6.5
# The part of a panel that its picture takes, below its two lines of text.
_ACROSS = 0.92
_UP = 0.52
_ROW_HEIGHT = 1.05


def cells(
    ax: Axes,
    values: ArrayLike,
    words: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    top: float | None = None,
    each: float = 0.27,
    rest: float = 1.35,
) -> None:
    """Draw a table of cells, darker where more is missing, with a word in each.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : array, shape (rows, columns)
        Above zero runs from light to dark, below zero has one light tint of another colour; zero
        and missing stay white.
    words : sequence of sequence of str
        What stands in each cell; a sign tells the two colours apart in black and white.
    rows, columns : sequence of str
        Names beside and below.
    top : float, optional
        Value of the darkest cell; without it the largest value is darkest and small ones are
        lifted out of the white.
    each, rest : float
        As for :func:`make_high`.
    """
    depth = _depth(values, top)
    ax.imshow(_colours(values, depth), aspect="auto", interpolation="nearest")
    ax.vlines(np.arange(1, len(columns)) - 0.5, -0.5, len(rows) - 0.5, color="white", linewidth=1.5)
    ax.hlines(np.arange(1, len(rows)) - 0.5, -0.5, len(columns) - 0.5, color="white", linewidth=1.5)
    for at, word in np.ndenumerate(np.array(words, dtype=object)):
        if word:
            ax.text(
                at[1], at[0], word, ha="center", va="center", in_layout=False,
                fontsize=_SMALL if slim(ax) else 8.5,
                color=style.PAPER if depth[at] > _DEEP else style.INK,
            )  # fmt: skip
    ax.set_xticks(range(len(columns)), columns)
    name_rows(ax, rows, each, rest=rest)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(bottom=False)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)


def hatched(ax: Axes, places: ArrayLike) -> None:
    """Hatch cells of a table drawn by :func:`cells`: what is not known there is not nothing.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Holds the table.
    places : array of bool, shape (rows, columns)
        Which cells.
    """
    for row, column in np.argwhere(np.asarray(places, dtype=bool)):
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, hatch="////", facecolor="none",
                               edgecolor=style.FAINT, linewidth=0))  # fmt: skip


def _depth(values: ArrayLike, most: float | None) -> NDArray[np.float64]:
    """Return how dark each cell is, 0 to 1; the root lifts small amounts out of the white."""
    amount = np.clip(np.nan_to_num(np.asarray(values, dtype=float)), 0, None)
    if most is not None:
        return np.asarray(np.clip(amount / most, 0, 1))
    top = amount.max(initial=0.0)
    return np.asarray(np.sqrt(amount / top) if top > 0 else amount)


def _colours(values: ArrayLike, depth: NDArray[np.float64]) -> NDArray[np.float64]:
    light, dark = np.array(to_rgba(_LIGHTEST)), np.array(to_rgba(style.SHORTAGE_DARK))
    found = (1 - depth[..., None]) * light + depth[..., None] * dark
    found[depth == 0] = to_rgba(style.PAPER)
    found[np.nan_to_num(np.asarray(values, dtype=float)) < 0] = to_rgba(style.SPARE)
    return np.asarray(found)


class Panel(NamedTuple):
    """A little picture's lower left corner, in the Axes' data coordinates."""

    left: float
    bottom: float

    def across(self, count: int) -> NDArray[np.float64]:
        """Return where that many periods stand."""
        return self.left + np.linspace(0, _ACROSS, max(count, 2))[:count]

    def up(self, values: ArrayLike, top: float, low: float = 0.0) -> NDArray[np.float64]:
        """Return the height of values, ``low`` at the bottom and ``top`` at the upper edge."""
        shares = (np.asarray(values, dtype=float) - low) / (top - low if top > low else 1.0)
        return self.bottom + np.asarray(shares * _UP)


def panels(ax: Axes, headings: Sequence[tuple[str, str]], columns: int = 3) -> list[Panel]:
    """Lay a grid of panels out on the Axes, each with a bold name and a line below it.

    Small multiples on one Axes are drawn in a fraction of the time of many Axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Become a bare canvas, as high as the rows need.
    headings : sequence of (str, str)
        Name and line of each panel, in reading order.
    columns : int
        Panels side by side.

    Returns
    -------
    list of Panel
        Where each little picture is drawn.
    """
    rows = -(-len(headings) // columns)
    make_high(ax, rows, _ROW_HEIGHT, rest=0.75, least=1)
    ax.set_axis_off()
    ax.set_xlim(0, columns - (1 - _ACROSS))
    ax.set_ylim(-rows + 0.02, 0)
    laid = []
    for at, (name, line) in enumerate(headings):
        row, column = divmod(at, columns)
        left, top = float(column), -float(row)
        ax.text(left, top - 0.09, shorten(name, 30), va="top", fontweight="bold", fontsize=9)
        ax.text(left, top - 0.25, line, va="top", color=style.MUTED, fontsize=8.5)
        laid.append(Panel(left, top - 0.95))
    return laid
