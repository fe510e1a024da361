"""What all figures share: a canvas, a heading, axes of numbers and periods, labels at the line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import PolyCollection
from matplotlib.ticker import Formatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation, blended_transform_factory
from numpy.typing import ArrayLike

from pkslib import language
from pkslib.language import text
from pkslib.show import style
from pkslib.show.svg import SvgFigure

# Characters of the bold heading that fit on an inch; DejaVu Sans at 11.5 points.
_PER_INCH = 10
# Characters of tick labels that fit below a picture of eight inches.
_TICK_CHARACTERS = 92
_LINE = 14.5
_LEGEND = 19.0
_LEGEND_AIR = 2.5


class Label(NamedTuple):
    """A word to stand where a line ends."""

    height: float
    words: str
    colour: str


def canvas(ax: Axes | None, height: float = 4.0, width: float = 8.0) -> Axes:
    """Return the Axes given, or new ones on a figure of their own [inches].

    A figure of its own has no layout engine, which would draw it twice; see :func:`style.fit`.
    """
    if ax is not None:
        return ax
    return plt.subplots(figsize=(width, height), layout="none", FigureClass=SvgFigure)[1]


def bars(
    ax: Axes,
    places: ArrayLike,
    lengths: ArrayLike,
    width: float,
    color: str | ArrayLike,
    *,
    start: ArrayLike = 0.0,
    across: bool = False,
    **looks: Any,
) -> PolyCollection:
    """Draw bars as one artist, which takes a tenth of the time of an artist each.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    places : array, shape (bars,)
        Where each stands [data coordinates].
    lengths : array, shape (bars,)
        How long each is; a missing one is not drawn.
    width : float
        Of every bar [data coordinates].
    color : str or array of str, shape (bars,)
        Of all bars, or of each.
    start : array, shape (bars,), or float
        Where each begins.
    across : bool
        Lay them down, from left to right.
    **looks
        As of a collection: edgecolor, hatch, label …
    """
    long = np.nan_to_num(np.asarray(lengths, dtype=float))
    first = np.broadcast_to(np.asarray(start, dtype=float), long.shape)
    left = np.asarray(places, dtype=float) - width / 2
    over = np.array([left, left, left + width, left + width])
    up = np.array([first, first + long, first + long, first])
    corners = np.array([up, over] if across else [over, up])
    drawn = PolyCollection(list(corners.transpose(2, 1, 0)), facecolor=color, **looks)
    # No air between the bars and the axis that they stand on.
    (drawn.sticky_edges.x if across else drawn.sticky_edges.y).append(first.min(initial=0.0))
    ax.add_collection(drawn)
    return drawn


def head(ax: Axes, statement: str, detail: str = "", *, legend: bool = False) -> None:
    """Write what is seen in bold, what is drawn below it, and the legend if one is needed.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Alone on its figure, the heading starts at the figure's left edge.
    statement : str
        What a reader should see.
    detail : str
        What is drawn, in which unit.
    legend : bool
        Put a row of the labelled artists between heading and picture.
    """
    figure = style.paper(ax)
    alone = len(figure.axes) == 1
    across = figure.transFigure if alone else ax.transAxes
    left = 0.012 if alone else 0.0
    width = figure.get_figwidth() if alone else figure.get_figwidth() * ax.get_position().width
    lines = textwrap.wrap(statement, max(int(width * _PER_INCH), 20))
    above = 5.0 + (_LEGEND if legend else 0.0)
    # With y given, matplotlib does not search for room above the tick labels at each drawing.
    title = ax.set_title("\n".join(lines), ha="left", x=left, y=1.0)
    second = ax.set_title(
        "\n".join(textwrap.wrap(detail, max(int(width * 12), 24))),
        loc="left", x=left, y=1.0, fontweight="normal", fontsize=9.5, color=style.MUTED,
    )  # fmt: skip
    rows = second.get_text().count("\n") + 1 if detail else 0
    for words, points in ((title, above + rows * _LINE + 2.0), (second, above)):
        words.set_linespacing(1.25)
        lift = ScaledTranslation(0, points / 72, figure.dpi_scale_trans)
        words.set_transform(blended_transform_factory(across, ax.transAxes) + lift)
    if legend:
        # A share of the Axes' height would lift it into the heading of a tall picture.
        air = ScaledTranslation(0, _LEGEND_AIR / 72, figure.dpi_scale_trans)
        ax.legend(
            loc="lower left", bbox_to_anchor=(0, 1), bbox_transform=ax.transAxes + air, ncols=6
        )


def nothing(ax: Axes, subject: str, reason: str = "") -> Axes:
    """Say on the Axes why there is nothing to draw, and return them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Alone on its figure, the figure is made low.
    subject : str
        What would have been drawn.
    reason : str
        Why not; without it there are no data.
    """
    ax.set_axis_off()
    figure = style.paper(ax)
    if len(figure.axes) == 1:
        figure.set_figheight(1.3)
    head(ax, subject)
    ax.text(
        0.5, 0.4, reason or text("No data"),
        ha="center", va="center", transform=ax.transAxes, color=style.MUTED, fontsize=11,
        bbox={"boxstyle": "round,pad=0.6", "facecolor": "#F4F6F7"},
    )  # fmt: skip
    return ax


class _Numbers(Formatter):
    """Tick labels in the language that was in use when the picture was drawn."""

    def __init__(self, *, share: bool, signed: bool) -> None:
        self._language = language.active()
        self._share = share
        self._signed = signed

    def __call__(self, value: float, pos: int | None = None) -> str:
        """Return one tick's label."""
        return self.format_ticks([value])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the labels of all ticks, with as many decimals as their distance asks for."""
        scale = 100 if self._share else 1
        step = scale * float(np.min(np.diff(values))) if len(values) > 1 else 1.0
        decimals = max(0, int(np.ceil(-np.log10(step) - 1e-9))) if step > 0 else 0
        write = language.percent if self._share else language.number
        with language.using(self._language):
            return [write(float(value), decimals, signed=self._signed) for value in values]


def numbers(axis: Axis, *, share: bool = False, signed: bool = False, ticks: int = 6) -> None:
    """Write an axis in the language's numbers, as per cent or with plus signs if asked."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(_Numbers(share=share, signed=signed))


def time_axis(ax: Axes, labels: Sequence[str]) -> None:
    """Write periods below positions 0, 1, 2 …: names within a year, years over several.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Drawn with period ``labels[i]`` at position i.
    labels : sequence of str
        Periods of one resolution in time order.
    """
    years = sorted({label[:4] for label in labels})
    if len(labels) <= 13:
        shown = list(range(len(labels)))
        words = [_within(label, labels, at) for at, label in enumerate(labels)]
    elif len(labels) > 24 and len(years) > 2:
        shown = [
            at for at, label in enumerate(labels) if at == 0 or label[:4] != labels[at - 1][:4]
        ]
        shown = shown[1:] if len(shown) > 1 and shown[1] - shown[0] < 3 else shown
        words = [labels[at][:4] for at in shown]
    else:
        longest = max(len(language.period(label, short=True)) for label in labels[-20:])
        every = -(-len(labels) * (longest + 3) // _TICK_CHARACTERS)
        shown = list(range(0, len(labels), every))
        some = [labels[at] for at in shown]
        words = [_within(label, some, at) for at, label in enumerate(some)]
    ax.set_xticks(shown, words)


def _within(label: str, labels: Sequence[str], at: int) -> str:
    """Return a period's short name, with the year at the first and where the year changes."""
    name = language.period(label, short=True)
    several = labels[0][:4] != labels[-1][:4] and "-" in label
    changes = several and (at == 0 or label[:4] != labels[at - 1][:4])
    return f"{name}\n{label[:4]}" if changes else name


def label_ends(ax: Axes, labels: Sequence[Label]) -> None:
    """Write words to the right of where lines end, pushed apart so that none covers another.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With its limits set as they will stay.
    labels : sequence of Label
        Heights in data coordinates; missing ones are left out.
    """
    low, high = ax.get_ylim()
    known = sorted((label for label in labels if np.isfinite(label.height)), key=lambda x: x.height)
    heights = _apart([label.height for label in known], 0.06 * (high - low), high)
    for label, height in zip(known, heights, strict=True):
        beside(ax, height, label.words, color=label.colour)


def beside(ax: Axes, height: float, words: str, **looks: Any) -> None:
    """Write words to the right of the Axes at a height [data coordinates]."""
    ax.annotate(
        words, (1, height), (6, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", annotation_clip=False, **looks,
    )  # fmt: skip


def label_points(
    ax: Axes, places: Sequence[float], heights: Sequence[float], labels: Sequence[str]
) -> None:
    """Name points in a column to the right of the Axes, each tied to its point by a thin line.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With its limits set as they will stay.
    places, heights : sequence of float
        The points [data coordinates].
    labels : sequence of str
        One word or more each.
    """
    low, high = ax.get_ylim()
    order = np.argsort(heights, kind="stable")
    beside = _apart([heights[at] for at in order], 0.07 * (high - low), high)
    for at, height in zip(order, beside, strict=True):
        ax.annotate(
            shorten(labels[at], 46), (places[at], heights[at]), (1.01, height),
            textcoords=ax.get_yaxis_transform(), va="center", fontsize=8.5, color=style.INK,
            arrowprops={"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.8, "shrinkB": 4},
            annotation_clip=False,
        )  # fmt: skip


def _apart(heights: Sequence[float], gap: float, high: float) -> list[float]:
    """Push rising heights at least a gap apart, none above the top."""
    up: list[float] = []
    for height in heights:
        up.append(max(height, up[-1] + gap) if up else height)
    for at in reversed(range(len(up))):
        ceiling = high if at == len(up) - 1 else up[at + 1] - gap
        up[at] = min(up[at], ceiling)
    return up


def shorten(words: str, length: int = 34) -> str:
    """Return a name that fits beside a row, cut with an ellipsis.

    What stands after the last comma is kept: it tells two hospitals' wards apart.

    Examples
    --------
    >>> shorten("Ward", 10), shorten("Internal medicine ward 12", 10)
    ('Ward', 'Internal…')
    >>> shorten("Internal medicine ward, Aspen", 20)
    'Internal med…, Aspen'
    """
    if len(words) <= length:
        return words
    _, comma, last = words.rpartition(", ")
    tail = comma + last if comma and len(last) <= 0.6 * length else ""
    return words[: length - len(tail) - 1].rstrip(", ") + "…" + tail


def name_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Write names beside rows 0, 1, 2 … from the top, smaller when they are long."""
    shown = [shorten(label, 46) for label in labels]
    size = 8.5 if max(map(len, shown), default=0) > 26 else 9.5
    ax.set_yticks(range(len(shown)), shown, fontsize=size)
    ax.set_ylim(len(shown) - 0.4, -0.6)
