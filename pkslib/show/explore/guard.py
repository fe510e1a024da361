"""What every callback goes through: errors are seen, words are right, a press overtakes nothing.

While the kernel draws, the browser holds back the latest value of each slider and field, but not
the press of a button. A press acted upon at once would save values other than those on the screen.
JupyterLab also lets a kernel handle a press while it draws, in another thread.
"""

from __future__ import annotations

import html
import threading
from collections.abc import Callable, Sequence

import ipywidgets as widgets
from traitlets import Int

from pkslib.errors import PksError
from pkslib.language import active, using

_ONE_AT_A_TIME = threading.RLock()  # again by the same thread: one control may move another


def guarded(
    area: widgets.HTML, act: Callable[[], None], failed: Callable[[], None] = lambda: None
) -> Callable[[object], None]:
    """Return a callback that shows what goes wrong in an area of the widget.

    The language is the one in use now: the kernel calls back outside the cell that chose it.

    Parameters
    ----------
    area : ipywidgets.HTML
        Emptied when the callback begins.
    act : callable
        What to do when something is moved or pressed.
    failed : callable
        What to do when that goes wrong: take away what no longer holds.

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
        area.value = ""
        try:
            with _ONE_AT_A_TIME, using(language):
                act()
        except Exception as fault:
            kind = "" if isinstance(fault, PksError) else f"{type(fault).__name__}: "
            words = html.escape(f"{kind}{fault}")
            # What is taken away may call others back, who empty the area.
            failed()
            area.value = f'<div role="alert" style="color:#8E2F1B">{words}</div>'

    return callback


def on_press(
    button: widgets.Button,
    area: widgets.HTML,
    act: Callable[[], None],
    controls: Sequence[widgets.ValueWidget],
    failed: Callable[[], None] = lambda: None,
) -> None:
    """Act on a press once the controls have told the values they show.

    The browser is asked to write the press's number on each control. What a control still has to
    tell it sends along with the number, or before it.

    Parameters
    ----------
    button : ipywidgets.Button
        What is pressed.
    area, act, failed
        As for :func:`guarded`.
    controls : sequence of ipywidgets.ValueWidget
        Whose values the act rests on; none, and it is acted upon at once.
    """
    asked, acted = widgets.IntText(), 0
    callback = guarded(area, act, failed)

    def ask(_: object) -> None:
        if not controls:
            callback(None)
        # Another button may have written its own numbers on the same controls.
        asked.value = 1 + max([asked.value, *(one.press for one in controls)])

    def answer(_: object) -> None:
        nonlocal acted
        with _ONE_AT_A_TIME:
            if acted < asked.value and all(one.press == asked.value for one in controls):
                acted = asked.value
                callback(None)

    for one in controls:
        one.add_traits(press=Int().tag(sync=True))
        widgets.jsdlink((asked, "value"), (one, "press"))
        one.observe(answer, "press")
    button.on_click(ask)
