"""Small multiples on one Axes: a grid of little pictures drawn in a fraction of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from pkslib.show import drawing, style

# The part of a panel that its picture takes, below its two lines of text.
_ACROSS = 0.92
_UP = 0.52
_ROW_HEIGHT = 1.05


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


def lay_out(ax: Axes | None, headings: Sequence[tuple[str, str]], columns: int = 3) -> tuple[
    Axes, list[Panel]
]:  # fmt: skip
    """Return Axes with a grid of panels, each with a bold name and a line below it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure as high as the rows need.
    headings : sequence of (str, str)
        Name and line of each panel, in reading order.
    columns : int
        Panels side by side.
    """
    rows = -(-max(len(headings), 1) // columns)
    ax = drawing.canvas(ax, height=0.75 + _ROW_HEIGHT * rows)
    ax.set_axis_off()
    ax.set_xlim(0, columns - (1 - _ACROSS))
    ax.set_ylim(-rows + 0.02, 0)
    panels = []
    for at, (name, line) in enumerate(headings):
        row, column = divmod(at, columns)
        left, top = float(column), -float(row)
        ax.text(
            left, top - 0.09, drawing.shorten(name, 30), va="top", fontweight="bold", fontsize=9
        )
        ax.text(left, top - 0.25, line, va="top", color=style.MUTED, fontsize=8.5)
        panels.append(Panel(left, top - 0.95))
    return ax, panels
