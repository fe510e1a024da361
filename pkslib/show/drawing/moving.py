"""One picture that is redrawn as sliders move: the ground once, the moving parts at each move."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imsave

from pkslib.language import text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label


class Picture:
    """Need against available capacity over the year, as png.

    Notes
    -----
    Axes, grid and the field of available capacity are drawn once per unit and kept; a move only
    draws the need and what is missing on top (blitting), which takes a tenth of the time.
    """

    def __init__(self) -> None:
        with style.applied():
            self._figure = Figure(figsize=(8, 3.6), layout=None)
            self._canvas = FigureCanvasAgg(self._figure)
            self._axes = self._figure.add_subplot()
        self._shown: tuple[object, ...] = ()
        self._top = 0.0

    def png(self, rows: pd.DataFrame, heading: str, unit: str) -> bytes:
        """Return the picture of a state.

        Parameters
        ----------
        rows : pandas.DataFrame
            period, need, available, in the unit shown.
        heading, unit : str
            What is drawn, and the word on the axis.
        """
        top = float(rows[["need", "available"]].max().max())
        shown = (heading, unit, tuple(rows["period"]), tuple(rows["available"]))
        if shown != self._shown or top > self._top:
            self._shown, self._top = shown, 1.3 * top
            self._lay_ground(rows, heading, unit)
        self._canvas.restore_region(self._ground)  # type: ignore[no-untyped-call]
        places = np.arange(len(rows))
        need, have = rows["need"].to_numpy(), rows["available"].to_numpy()
        self._lack.set_data(places, have, need, where=list(need > have))
        self._need.set_ydata(need)
        for moving in (self._lack, self._need):
            self._axes.draw_artist(moving)
        return _packed(self._canvas)

    def _lay_ground(self, rows: pd.DataFrame, heading: str, unit: str) -> None:
        """Draw what stays as it is while sliders move, and keep it."""
        ax = self._axes
        places = np.arange(len(rows))
        with style.applied():
            ax.clear()
            ax.fill_between(places, rows["available"], color=style.AVAILABLE)
            self._lack = ax.fill_between(
                places, rows["available"], rows["available"], interpolate=True,
                color=style.SHORTAGE, animated=True,
            )  # fmt: skip
            (self._need,) = ax.plot(
                places, rows["need"], color=style.NEED, marker="o", linewidth=2.4, animated=True
            )
            ax.set_ylim(0, self._top if self._top > 0 else 1)
            drawing.over_time(ax, list(rows["period"]), unit)
            drawing.label_ends(
                ax, [Label(float(rows["available"].iloc[-1]), text("Available"), style.MUTED)]
            )
            drawing.head(ax, heading, text("Line: need. Field: available. Red: what is missing."))
            drawing.plain(ax)
        drawing.fit(ax)
        self._canvas.draw()  # type: ignore[no-untyped-call]
        self._ground = self._canvas.copy_from_bbox(  # type: ignore[no-untyped-call]
            self._figure.bbox
        )


def png(draw: Callable[[Axes], object], height: float = 3.6, width: float = 8.0) -> bytes:
    """Return what a figure draws, as png, without a window of its own.

    Parameters
    ----------
    draw : callable
        Takes the Axes.
    height, width : float
        Of the picture [inches].
    """
    with style.applied():
        figure = Figure(figsize=(width, height), layout=None)
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        draw(axes)
        drawing.fit(axes)
    canvas.draw()  # type: ignore[no-untyped-call]
    return _packed(canvas)


def _packed(canvas: FigureCanvasAgg) -> bytes:
    kept = io.BytesIO()
    # The lightest compression: time to the eye matters, not the size of one picture.
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    imsave(kept, pixels, format="png", pil_kwargs={"compress_level": 1})
    return kept.getvalue()
