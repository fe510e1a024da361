"""A figure that a notebook shows as lines and words (svg), not as dots.

Sharp on every screen and in print, a third of the size, drawn in half the time. It is shown within
an image: there it can run nothing, can't disturb the page, and JupyterLab shows it also in a
notebook that somebody else ran.

Laying out a picture and drawing it ask several times for the size of every word, and the same
words stand in one picture after the other. Matplotlib remembers sizes for one picture at a time,
and not from its layout to its drawing; the renderers here measure a word once.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Literal

from IPython.display import publish_display_data
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from pkslib.show import style
from pkslib.show.drawing.shape import shape

# In an inch; svg is measured in points.
_POINTS = 72

# Width of an inch on the page [pixels].
_INCH = 110
# Matplotlib would tell the time and itself in every picture.
_UNTOLD = dict.fromkeys(("Creator", "Date", "Format", "Type"))

# How many of each name have been drawn for a phone: a notebook runs in a kernel of its own.
_SHOWN: Counter[str] = Counter()

# Marks a figure that has nothing to show.
NOTHING = "pks-nothing"
# Under this, an output in a notebook tells what figure it is.
MARKED = "pks"

_Size = tuple[float, float, float]
_Formula = bool | Literal["TeX"]


@lru_cache(maxsize=2**14)
def _size(words: str, font: FontProperties, formula: _Formula) -> _Size:
    """Return width, height, and depth below the line [points]."""
    return text_to_path.get_text_width_height_descent(words, font, formula)


class _Svg(RendererSVG):
    """Draws svg."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: _Formula
    ) -> _Size:
        """Return width, height, and depth below the line [points]."""
        return _size(s, prop, ismath)


class Ruler(RendererBase):
    """Measures and draws nothing.

    Parameters
    ----------
    dots : float
        In an inch of the figure.
    """

    def __init__(self, dots: float) -> None:
        super().__init__()
        self._scale = dots / _POINTS

    def points_to_pixels(self, points: float) -> float:  # type: ignore[override]
        """Return a length in dots."""
        return points * self._scale

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: _Formula
    ) -> _Size:
        """Return width, height, and depth below the line [dots]."""
        width, height, depth = _size(s, prop, ismath)
        return width * self._scale, height * self._scale, depth * self._scale


@lru_cache
def ruler(dots: float) -> Ruler:
    """Return the renderer that measures figures of so many dots an inch."""
    return Ruler(dots)


class SvgFigure(Figure):
    """A figure that shows itself as svg in Jupyter.

    Attributes
    ----------
    named : str
        What a document takes it by: room and function (``"balance.staircase"``); empty for none.
    of : tuple of str
        The codes that it is about.
    narrow : callable, optional
        Draws it for a phone, as an image element.
    most : int
        How many of its name are drawn for a phone too, the first in a notebook.
    """

    named: str = ""
    of: tuple[str, ...] = ()
    narrow: Callable[[], str] | None = None
    most: int = 0

    def _ipython_display_(self) -> None:
        """Show the figure, in words where nothing can be drawn, and tell what it is called."""
        forms = {"text/html": image(self), "text/plain": described(self)}
        publish_display_data(forms, metadata={MARKED: self.told() | self._phone()})  # type: ignore[no-untyped-call]

    def _phone(self) -> dict[str, object]:
        """Return the picture for a phone, of the first figures of its name that are shown."""
        if self.narrow is None or _SHOWN[self.named] >= self.most:
            return {}
        _SHOWN[self.named] += 1
        return {"phone": self.narrow()}

    def told(self) -> dict[str, object]:
        """Return its name, its two headings as text, and where the picture below them begins."""
        alone = self.axes[0] if len(self.axes) == 1 else None
        heads = _heads(alone) if alone is not None else ("", "")
        below = _below(self, alone) if alone is not None and any(heads) else 0.0
        told: dict[str, object] = {"figure": self.named, "of": list(self.of), "below": below}
        said = {"statement": heads[0] or described(self), "detail": heads[1]}
        return told | said | {"shape": shape(self) or described(self)}


def _heads(axes: Axes) -> tuple[str, str]:
    """Return what is seen and what is drawn, each in one line."""
    # A line that goes on below is one; a space within a number stays as it is.
    statement, detail = (axes.get_title(loc).replace("\n", " ") for loc in ("center", "left"))
    return statement, detail


def _below(figure: Figure, axes: Axes) -> float:
    """Return how far down the headings of a figure reach [points]."""
    measure = ruler(figure.dpi)
    low = [
        words.get_window_extent(measure).y0
        for words in (axes.title, axes._left_title)  # type: ignore[attr-defined]
        if words.get_text()
    ]
    return round(float(figure.bbox.height - min(low)) * _POINTS / figure.dpi, 1)


def described(figure: Figure) -> str:
    """Return what is written over a figure in one line: what is seen, and what is drawn."""
    return " ".join(part for axes in figure.axes for part in _heads(axes) if part)


def image(figure: Figure) -> str:
    """Return a figure as an image element with everything in it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn in the style in use here, whatever style is in use around.

    Returns
    -------
    str
        An img element that describes itself to who can't see it.
    """
    stream, dots = io.StringIO(), figure.dpi
    figure.dpi = _POINTS
    with style.applied():
        renderer = _Svg(*figure.bbox.size, stream, metadata=_UNTOLD)  # type: ignore[no-untyped-call]
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
    figure.dpi = dots
    empty = f' class="{NOTHING}"' if figure.get_gid() == NOTHING else ""
    source = b64encode(stream.getvalue().encode()).decode()
    return (
        f'<img{empty} src="data:image/svg+xml;base64,{source}" '
        f'width="{figure.get_figwidth() * _INCH:.0f}" alt="{escape(described(figure))}">'
    )
