"""One wrapper around every callback: errors are seen, and words are in the notebook's language."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets

from pkslib.errors import PksError
from pkslib.language import active, using


def guarded(area: widgets.HTML, act: Callable[[], None]) -> Callable[[object], None]:
    """Return a callback that shows what goes wrong in an area of the widget.

    The language is the one in use now: the kernel calls back outside the cell that chose it.

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
    language = active()

    def callback(_: object = None) -> None:
        try:
            with using(language):
                act()
        except Exception as fault:
            kind = "" if isinstance(fault, PksError) else f"{type(fault).__name__}: "
            words = html.escape(f"{kind}{fault}")
            area.value = f'<div role="alert" style="color:#8E2F1B">{words}</div>'
        else:
            area.value = ""

    return callback
