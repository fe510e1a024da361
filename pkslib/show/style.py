"""One style for every picture: colours with a meaning each, and what makes a function a figure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib_inline.config import InlineBackend

from pkslib.show.renderers import ruler

INK = "#22313F"
MUTED = "#5B6770"
FAINT = "#B8C2C9"
# A field behind other marks: the plan in follow-up, what is treated apart in the history.
FIELD = "#DCE2E6"
PAPER = "#FFFFFF"

# Need is dark and available light, so that the pair stays apart in black and white.
NEED = "#1F4E79"
AVAILABLE = "#A9CBE0"
BAND = "#B9CFE3"
SHORTAGE = "#B5482F"
SHORTAGE_DARK = "#8E2F1B"
SPARE = "#DCEAF1"
ACCENT = "#D98032"

# Colours that the guidance's own examples use (Socialstyrelsen, Uppföljning på taktisk nivå,
# 2024): green above plan and red below, yellow for visits that did not happen, light green for
# bookings; booked green, to plan purple, waited too long brown, plan blue, schedule grey. The
# three that are stacked darken upwards, for black and white.
ABOVE = "#5FAE7C"
BELOW = "#B5482F"
OUTCOME = "#5FAE7C"
LOST = "#E9B949"
AHEAD = "#C4E3CF"
PLAN_LINE = "#1E6B3C"
BOOKED = "#74B98A"
TO_PLAN = "#8465AC"
OVERDUE = "#6B4226"
PLAN = "#2B6CB0"
SCHEDULE = "#7B858C"

_P = ParamSpec("_P")
# Not cut to the contents, which would draw it twice. A picture that is packed with the least zeal
# is a twentieth larger and takes half the time to pack.
_PRINTED: dict[str, Any] = {"bbox_inches": None, "pil_kwargs": {"compress_level": 1}}
# Air around a picture [pixels at 110 a inch].
_PAD = 10


@lru_cache
def _settings() -> mpl.RcParams:
    path = Path(__file__).parent / "pks.mplstyle"
    return mpl.rc_params_from_file(path, use_default_template=False)


def activate() -> None:
    """Use the style for every picture from here on, also those a reader draws.

    Jupyter's inline pictures are no longer drawn before they are printed, which would draw them
    twice.
    """
    mpl.rcParams.update(_settings())
    InlineBackend.instance().print_figure_kwargs = dict(_PRINTED)
    if "inline" in mpl.get_backend():
        plt.uninstall_repl_displayhook()


def applied() -> AbstractContextManager[None]:
    """Return a context in which the style is in use."""
    return mpl.rc_context(_settings())


def figure(draw: Callable[_P, Axes]) -> Callable[_P, Axes]:
    """Make a function that draws on Axes a figure: in the style, no text read as a formula.

    Parameters
    ----------
    draw : callable
        Returns the Axes that it drew on, its own or those given.

    Returns
    -------
    callable
        The same, whatever style is in use around it. Texts that come from data may hold ``$``.
    """

    @wraps(draw)
    def styled(*args: _P.args, **kwargs: _P.kwargs) -> Axes:
        with applied():
            axes = draw(*args, **kwargs)
            if kwargs.get("ax") is None:
                fit(axes)
            else:
                plain(axes)
        return axes

    return styled


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
