"""A chain of stations from left to right, with what is done between them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from pkslib.language import text
from pkslib.show import drawing, style

_MOST = 6


class Station(NamedTuple):
    """One step of a chain.

    Attributes
    ----------
    heading : str
        What the numbers are.
    amounts : list of (str, str)
        Number and what it counts, one box each; the largest first.
    before : str
        What is done on the way here.
    """

    heading: str
    amounts: list[tuple[str, str]]
    before: str


def draw_chain(ax: Axes, stations: Sequence[Station]) -> None:
    """Draw stations as columns of boxes, with arrows between them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Becomes a bare canvas.
    stations : sequence of Station
        From left to right; more than six boxes in one are counted, not drawn.
    """
    rows = max(min(len(station.amounts), _MOST) for station in stations)
    ax.set_axis_off()
    ax.set_xlim(0, len(stations) - 0.3)
    ax.set_ylim(-rows - 0.15, 0.45)
    for at, station in enumerate(stations):
        last = at == len(stations) - 1
        ax.text(at + 0.35, 0.12, station.heading, ha="center", fontweight="bold", color=style.MUTED)
        _boxes(ax, at, station, rows, style.NEED if last else style.FIELD)
        if at:
            _arrow(ax, at, -rows / 2, station.before)


def _boxes(ax: Axes, at: int, station: Station, rows: int, colour: str) -> None:
    ink = style.PAPER if colour == style.NEED else style.INK
    shown = station.amounts[:_MOST]
    top = -(rows - len(shown)) / 2
    for row, (amount, unit) in enumerate(shown):
        middle = top - row - 0.5
        ax.add_patch(
            FancyBboxPatch(
                (at + 0.02, middle - 0.34), 0.66, 0.68, facecolor=colour,
                boxstyle="round,pad=0,rounding_size=0.05", mutation_aspect=2,
            )
        )  # fmt: skip
        ax.text(at + 0.35, middle + 0.12, amount, ha="center", va="center", color=ink,
                fontweight="bold", fontsize=12 if len(amount) < 9 else 10)  # fmt: skip
        ax.text(at + 0.35, middle - 0.17, drawing.shorten(unit, 21), ha="center", va="center",
                color=ink, fontsize=8)  # fmt: skip
    if len(station.amounts) > _MOST:
        more = text("and {count} more", count=len(station.amounts) - _MOST)
        ax.text(at + 0.35, -rows - 0.1, more, ha="center", color=style.MUTED, fontsize=8)


def _arrow(ax: Axes, at: int, height: float, words: str) -> None:
    ax.annotate(
        "", (at - 0.02, height), (at - 0.28, height),
        arrowprops={"arrowstyle": "-|>", "color": style.MUTED, "linewidth": 1.4},
    )  # fmt: skip
    ax.text(at - 0.15, height + 0.14, textwrap.fill(words, 13), ha="center", fontsize=7.5,
            color=style.MUTED)  # fmt: skip
