"""Where texts stand around a picture: heading, words at line ends and points, and the fit."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from pkslib.language import text
from pkslib.show import style
from pkslib.show.drawing.svg import ruler

# Characters of the bold heading that fit on an inch; DejaVu Sans at 11.5 points.
_PER_INCH = 10
_LINE = 14.5
_LEGEND = 19.0
_LEGEND_AIR = 2.5
# Inches that a letter of a legend or a row's name takes, and the key and air of each entry.
_LETTER = 0.073
_KEY = 0.4
# Air around a picture [pixels at 110 a inch].
_PAD = 10


class Label(NamedTuple):
    """A word to stand where a line ends."""

    height: float
    words: str
    colour: str


def paper(ax: Axes) -> Figure:
    """Return the figure that Axes stand on."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("Axes that were removed from their figure can't be drawn on")
    return figure


def plain(ax: Axes) -> None:
    """Let no text be read as a formula on Axes that were made where the style was not in use."""
    for written in ax.findobj(Text):
        written.set_parse_math(False)


def fit(ax: Axes) -> None:
    """Give Axes that stand alone all the room their texts leave on the figure.

    Constrained layout does the same in three passes at every printing; texts of fixed size need
    one, which halves the time a figure takes.
    """
    for axis, place in ((ax.xaxis, (0.5, -0.1)), (ax.yaxis, (-0.1, 0.5))):
        if not axis.get_label_text():
            # Matplotlib would look for the place of a label that isn't there four times.
            axis.set_label_coords(*place)
    size = paper(ax).bbox
    inner = ax.get_window_extent()
    outer = ax.get_tightbbox(ruler(paper(ax).dpi), for_layout_only=True)
    if outer is None:
        return
    left, low = inner.x0 - outer.x0 + _PAD, inner.y0 - outer.y0 + _PAD
    right, top = outer.x1 - inner.x1 + _PAD, outer.y1 - inner.y1 + _PAD
    ax.set_position(
        (left / size.width, low / size.height, 1 - (left + right) / size.width,
         1 - (low + top) / size.height)
    )  # fmt: skip


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
    figure = paper(ax)
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
        # Beside long names of rows a long legend begins where the heading does.
        begins, at = (left, across) if alone and _too_long(ax) else (0.0, ax.transAxes)
        place = blended_transform_factory(at, ax.transAxes) + air
        ax.legend(loc="lower left", bbox_to_anchor=(begins, 1), bbox_transform=place, ncols=6)


def _too_long(ax: Axes) -> bool:
    """Tell whether a legend in one row would go beyond the figure's right edge."""
    _, words = ax.get_legend_handles_labels()
    # Where the Axes begin is not known before the picture is laid out; the rows' names tell.
    names = max((len(tick.get_text()) for tick in ax.get_yticklabels()), default=0)
    taken = names * _LETTER + sum(len(word) * _LETTER + _KEY for word in words)
    return taken > paper(ax).get_figwidth()


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


def drawn_of(shown: int, every: int) -> str:
    """Say how many of all are drawn, after a space; nothing when all are."""
    return (
        " " + text("{shown} of {all} are drawn.", shown=shown, all=every) if shown < every else ""
    )


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
