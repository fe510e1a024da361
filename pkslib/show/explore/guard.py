"""One wrapper around every callback, so that an error is seen and not lost in the kernel's log."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets

from pkslib.errors import PksError


def guarded(area: widgets.HTML, act: Callable[[], None]) -> Callable[[object], None]:
    """Return a callback that shows what goes wrong in an area of the widget.

    Parameters
    ----------
    area : ipywidgets.HTML
        Emptied when the callback succeeds.
    act : callable
        What to do when something is moved or pressed.

    Returns
    -------
    callable
        Takes whatever ipywidgets passes.

    Examples
    --------
    >>> area = widgets.HTML()
    >>> guarded(area, lambda: 1 / 0)(None)
    >>> "division by zero" in area.value
    True
    """

    def callback(_: object = None) -> None:
        try:
            act()
        except Exception as fault:
            kind = "" if isinstance(fault, PksError) else f"{type(fault).__name__}: "
            words = html.escape(f"{kind}{fault}")
            area.value = f'<div role="alert" style="color:#8E2F1B">{words}</div>'
        else:
            area.value = ""

    return callback
