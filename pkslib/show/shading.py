"""Tables of shaded cells that can be read in black and white too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from numpy.typing import ArrayLike, NDArray

from pkslib.show import drawing, style

_LIGHTEST = "#FBEFE9"
# Deeper than this, a word on the cell has to be white.
_DEEP = 0.62


def cells(
    ax: Axes,
    values: ArrayLike,
    words: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    top: float | None = None,
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
    """
    depth = _depth(values, top)
    ax.imshow(_colours(values, depth), aspect="auto", interpolation="nearest")
    ax.vlines(np.arange(1, len(columns)) - 0.5, -0.5, len(rows) - 0.5, color="white", linewidth=1.5)
    ax.hlines(np.arange(1, len(rows)) - 0.5, -0.5, len(columns) - 0.5, color="white", linewidth=1.5)
    for at, word in np.ndenumerate(np.array(words, dtype=object)):
        if word:
            ax.text(
                at[1], at[0], word, ha="center", va="center", fontsize=8.5, in_layout=False,
                color=style.PAPER if depth[at] > _DEEP else style.INK,
            )  # fmt: skip
    ax.set_xticks(range(len(columns)), columns)
    drawing.name_rows(ax, rows)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(bottom=False)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)


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
