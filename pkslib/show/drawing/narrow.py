"""A figure drawn anew for a phone: as wide as its screen, letters as large as beside it.

Scaled down to a phone, a figure eight inches wide has letters of five pixels. Drawn narrow, names
of rows are broken, periods thinned, and numbers stand where there is room.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator
from matplotlib.transforms import Bbox, ScaledTranslation, blended_transform_factory

from pkslib.show import style
from pkslib.show.drawing.layout import fit, paper, shorten
from pkslib.show.drawing.svg import SvgFigure, image, ruler

# Of the canvas [inches]: at 110 pixels an inch, a phone's 360 with its margins.
WIDTH = 3.1
_SIZE = 8.0
_NAME, _BROKEN = 34, 20
# Signs of a line below an axis, which begins beside the names.
_BELOW = 26
_TICKS = 2
# Between two words beside each other [dots].
_AIR = 4.0


def slim(ax: Axes) -> bool:
    """Tell whether a canvas is as narrow as a phone's screen."""
    return paper(ax).get_figwidth() <= WIDTH


def drawn_narrow(draw: Callable[[Axes], None], height: float) -> str:
    """Return a figure drawn for a phone, as an image element; its headings stand beside it.

    Parameters
    ----------
    draw : callable
        Draws on the Axes it is given.
    height : float
        Of the canvas, unless what is drawn sets its own [inches].
    """
    with style.applied():
        figure, ax = plt.subplots(figsize=(WIDTH, height), layout="none", FigureClass=SvgFigure)
        draw(ax)
        for place in ("center", "left"):
            ax.set_title("", loc=place)
        _legend(ax)
        _rows(ax)
        ax.set_xlabel(textwrap.fill(ax.get_xlabel(), _BELOW), fontsize=_SIZE)
        fit(ax)
        _periods(ax)
        fit(ax)
        _apart(ax)
        picture = image(figure)
        plt.close(figure)
    return picture


def _legend(ax: Axes) -> None:
    """Begin the legend at the picture's left edge, in two columns."""
    legend = ax.get_legend()
    if legend is None:
        return
    figure = paper(ax)
    above = ScaledTranslation(0, 2.5 / 72, figure.dpi_scale_trans)
    words = [each.get_text() for each in legend.get_texts()]
    handles = [each for each in legend.legend_handles if each is not None]
    ax.legend(
        handles, words, ncols=2, fontsize=_SIZE, columnspacing=1.0,
        loc="lower left", bbox_to_anchor=(0.02, 1.0),
        bbox_transform=blended_transform_factory(figure.transFigure, ax.transAxes) + above,
    )  # fmt: skip


def _rows(ax: Axes) -> None:
    """Break long names of rows in two."""
    if not isinstance(ax.yaxis.get_major_locator(), FixedLocator):
        return
    names = [
        "\n".join(
            textwrap.fill(shorten(line, _NAME), _BROKEN, break_long_words=False)
            for line in label.get_text().split("\n")
        )
        for label in ax.get_yticklabels()
    ]
    limits = ax.get_ylim()
    ax.set_yticks(ax.get_yticks(), names, fontsize=_SIZE)
    ax.set_ylim(limits)


def _periods(ax: Axes) -> None:
    """Keep as many names below as there is room for; a year that is left out goes to the next."""
    locator = ax.xaxis.get_major_locator()
    if isinstance(locator, MaxNLocator):
        locator.set_params(nbins=_TICKS)
        ax.tick_params(axis="x", labelsize=_SIZE - 1)
    if not isinstance(locator, FixedLocator):
        return
    labels, places, limits = ax.get_xticklabels(), ax.get_xticks(), ax.get_xlim()
    words = [label.get_text() for label in labels]
    if len(places) < 2 or not any(words):
        return
    measure = ruler(paper(ax).dpi)
    widest = max(label.get_window_extent(measure).width for label in labels)
    step = ax.transData.transform([(places[1], 0)])[0, 0]
    step -= ax.transData.transform([(places[0], 0)])[0, 0]
    every = max(int(-(-(widest + _AIR) // max(step, 1.0))), 1)
    kept = [
        _with_year(words[max(at - every + 1, 0) : at + 1]) for at in range(0, len(words), every)
    ]
    ax.set_xticks(places[::every], kept)
    ax.set_xlim(limits)


def _with_year(words: list[str]) -> str:
    """Return the last of some names, with the year that any of them begins."""
    years = [word.partition("\n")[2] for word in words if "\n" in word]
    name = words[-1].partition("\n")[0]
    return f"{name}\n{years[-1]}" if years else name


def _apart(ax: Axes) -> None:
    """Leave out what is written over something written before it."""
    measure = ruler(paper(ax).dpi)
    kept: list[Bbox] = []
    for words in ax.texts:
        box = words.get_window_extent(measure)
        if any(box.overlaps(other) for other in kept):
            words.set_visible(False)
        else:
            kept.append(box)
