"""What axes tell: numbers, periods, and the names of rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import Formatter, MaxNLocator

from pkslib import language
from pkslib.show.drawing.layout import paper, shorten
from pkslib.show.drawing.svg import SvgFigure

# Characters of tick labels that fit below a picture of eight inches.
_TICK_CHARACTERS = 92


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


def over_time(
    ax: Axes, labels: Sequence[str], words: str, *, share: bool = False, signed: bool = False
) -> None:
    """Write periods below positions 0, 1, 2 …, and beside them numbers and what they count.

    Parameters
    ----------
    ax, labels
        As for :func:`time_axis`.
    words : str
        What is counted.
    share, signed : bool
        As for :func:`numbers`.
    """
    time_axis(ax, labels)
    numbers(ax.yaxis, share=share, signed=signed)
    ax.set_ylabel(words)


def rows_across(ax: Axes, words: str, *, share: bool = False, signed: bool = False) -> None:
    """Write numbers and what they count below rows that lie, with a grid to read them by.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With bars or points in rows.
    words, share, signed
        As for :func:`over_time`.
    """
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    numbers(ax.xaxis, share=share, signed=signed)
    ax.set_xlabel(words)


def name_rows(
    ax: Axes, labels: Sequence[str], each: float = 0.0, *, rest: float = 1.5, least: int = 4
) -> None:
    """Write names beside rows 0, 1, 2 … from the top, smaller when they are long.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With something drawn at each row.
    labels : sequence of str
        The names.
    each, rest, least
        As for :func:`make_high`; without them the canvas stays as high as it is.
    """
    if each:
        make_high(ax, len(labels), each, rest=rest, least=least)
    shown = [shorten(label, 46) for label in labels]
    size = 8.5 if max(map(len, shown), default=0) > 26 else 9.5
    ax.set_yticks(range(len(shown)), shown, fontsize=size)
    ax.set_ylim(len(shown) - 0.4, -0.6)


def make_high(ax: Axes, rows: int, each: float, *, rest: float = 1.5, least: int = 4) -> None:
    """Make a canvas of our own as high as its rows need; Axes of others keep their height.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Of a figure.
    rows, least : int
        How many there are, and how many there is room for at least.
    each, rest : float
        Height of a row, and of heading and axis together [inches].
    """
    canvas = paper(ax)
    if isinstance(canvas, SvgFigure):
        canvas.set_figheight(rest + each * max(rows, least))
