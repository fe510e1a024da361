"""A canvas that sets each line of text once.

Matplotlib shapes a line of text anew whenever it measures or draws it, and draws letter by letter,
which took a third of a picture's time. Here a line's letters are set and drawn together and kept,
also for the figures that say the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

# FreeType counts in 64ths of a pixel.
_PARTS = 64
# A blank's box begins at its line's very start. Before a letter that begins a fraction of a pixel
# later, FreeType's picture of a line moves the others by up to a pixel towards it.
_BLANK = " "
# Lines that are kept; the chain's longest notebook writes some 300.
_KEPT = 2048
Heights = tuple[float, float, float] | tuple[None, None, None]


class Line(NamedTuple):
    """A line of text as it is set.

    Attributes
    ----------
    width, height, descent : float
        Its extent [pixels].
    letters : numpy.ndarray
        Its picture, ink from 0 to 255.
    left, below : float
        From the picture's left edge to the line's start, and from the baseline down to the
        picture's lower edge [pixels].
    """

    width: float
    height: float
    descent: float
    letters: np.ndarray
    left: float
    below: int


@lru_cache(_KEPT)
def line(words: str, looks: FontProperties, dpi: float, hinting: LoadFlags) -> Line:
    """Set a line of text.

    Parameters
    ----------
    words : str
        Without a line break.
    looks : matplotlib.font_manager.FontProperties
        Font and size.
    dpi : float
        Pixels an inch.
    hinting : matplotlib.ft2font.LoadFlags
        Matplotlib's for the style in use.
    """
    font = get_font(findfont(looks))
    font.clear()
    font.set_size(looks.get_size_in_points(), dpi)
    font.set_text(_BLANK, 0.0, flags=hinting)
    blank, _ = font.get_width_height()
    font.set_text(_BLANK + words, 0.0, flags=hinting)
    font.draw_glyphs_to_bitmap()
    width, height = font.get_width_height()
    descent, letters = font.get_descent(), font.get_image().copy()
    # The picture has a row of air above the highest letter's first row.
    above = (height - descent) // _PARTS + 1
    extent = ((width - blank) / _PARTS, height / _PARTS, descent / _PARTS)
    return Line(*extent, letters, blank / _PARTS, len(letters) - above)


@lru_cache
def heights(looks: FontProperties, dpi: float) -> Heights:
    """Return how far a font reaches up and down, and its gap between lines [pixels].

    Parameters
    ----------
    looks, dpi
        As for :func:`line`.

    Returns
    -------
    tuple
        Nothing known of a font without Windows metrics: matplotlib then measures it.
    """
    font = get_font(findfont(looks))
    table = font.get_sfnt_table("OS/2")
    if table is None:
        return None, None, None
    scale = looks.get_size_in_points() * dpi / 72 / font.units_per_EM
    up, down = table["sTypoAscender"] * scale, -table["sTypoDescender"] * scale
    return up, down, table["sTypoLineGap"] * scale


class Writer(RendererAgg):
    """Draws as matplotlib does, but for level text, which it draws a line at a time."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        """Return width, height and descent of a line of text [pixels]."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
        return self._line(s, prop)[:3]

    def _get_font_height_metrics(self, looks: FontProperties) -> Heights:
        """Return what matplotlib otherwise looks up for each text anew."""
        return heights(looks.copy(), self.dpi)

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        """Draw a line of text, its baseline starting at a pixel."""
        if ismath or angle % 360:
            super().draw_text(  # type: ignore[no-untyped-call]
                gc, x, y, s, prop, angle, ismath, mtext
            )
            return
        written = self._line(s, prop)
        place = round(x - written.left), round(y) + written.below
        self._renderer.draw_text_image(written.letters, *place, 0, gc)

    def _line(self, words: str, looks: FontProperties) -> Line:
        # The properties of a font can be changed, so what is kept is kept under a copy.
        hinting = get_hinting_flag()  # type: ignore[no-untyped-call]
        return line(words, looks.copy(), self.dpi, hinting)


class Canvas(FigureCanvasAgg):
    """What a figure is drawn on."""

    def get_renderer(self) -> Writer:
        """Return what draws, the same as long as the figure keeps its size."""
        size = (*self.get_width_height(physical=True), self.figure.dpi)
        if self._lastKey != size:
            self._writer, self._lastKey = Writer(*size), size  # type: ignore[no-untyped-call]
        return self._writer
