"""Renderers that measure a word once, however many pictures it stands in.

Laying out a picture and drawing it ask several times for the size of every word, and the same
words stand in one picture after the other. Matplotlib remembers sizes for one picture at a time,
and not from its layout to its drawing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

# In an inch; svg is measured in points.
POINTS = 72

_Size = tuple[float, float, float]
_Formula = bool | Literal["TeX"]


@lru_cache(maxsize=2**14)
def _size(words: str, font: FontProperties, formula: _Formula) -> _Size:
    """Return width, height, and depth below the line [points]."""
    return text_to_path.get_text_width_height_descent(words, font, formula)


class Svg(RendererSVG):
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
        self._scale = dots / POINTS

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
