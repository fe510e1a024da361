"""The panels' controls: their look, and what each of them sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import ipywidgets as widgets

from pkslib.language import text
from pkslib.show.explore.desk import Desk, Place

_LABEL = {"description_width": "13.5em"}
_WIDE = {"width": "27em"}


class Knob(NamedTuple):
    """A control that sets something.

    Attributes
    ----------
    widget : ipywidgets.ValueWidget
        The control.
    places : callable
        Returns the settings that it writes now.
    read : callable
        Returns what the control is to show now.
    write : callable
        Takes the control's value and returns what is set; None takes the setting away.
    instead : callable
        Returns settings that are taken away when this one is set.
    """

    widget: widgets.ValueWidget
    places: Callable[[], Sequence[Place]]
    read: Callable[[], Any]
    write: Callable[[Any], Any] = lambda value: value
    instead: Callable[[], Sequence[Place]] = tuple


def control(kind: type[widgets.ValueWidget], description: str, **facts: Any) -> Any:
    """Return a control of the panels' own width, its label before it."""
    return kind(description=description, style=_LABEL, layout=dict(_WIDE), **facts)


def share_slider(description: str, low: float, high: float, step: float = 0.01) -> Any:
    """Return a slider for a share, read in per cent."""
    return control(widgets.FloatSlider, description, min=low, max=high, step=step,
                   readout_format=".0%")  # fmt: skip


def choices(words: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Return codes as the options of a list, each by its words in the language in use."""
    return [(text(word), code) for code, word in words.items()]


def offer(choice: widgets.Dropdown, options: list[tuple[str, Any]]) -> None:
    """Give a list other options; it stays at its choice where that is one of them, else the first.

    Parameters
    ----------
    choice : ipywidgets.Dropdown
        The list.
    options : list of tuple
        Words and codes, at least one.
    """
    before, codes = choice.value, [code for _, code in options]
    choice.options = options
    choice.value = before if before in codes else codes[0]


def setting(desk: Callable[[], Desk], widget: widgets.ValueWidget, *place: str) -> Knob:
    """Return a control as that of one setting, as it is.

    Parameters
    ----------
    desk : callable
        Returns the desk that is worked on now.
    widget : ipywidgets.ValueWidget
        The control.
    *place : str
        Where the setting stands.
    """
    return Knob(widget, lambda: [place], lambda: desk().value(*place))
