"""What a deviation consists of, seen from both pans of the scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.methods.change import main_part
from pkslib.show import drawing, style
from pkslib.show.names import Names

# Columns of the table deviation_parts in words, by the side of the scale they stand on.
NEED_SIDE = {
    "volume": mark("A: more or fewer patients"),
    "case_mix": mark("A: heavier or lighter needs"),
    "treatment_time": mark("A: longer or shorter times"),
    "queue": mark("Remainder: queue and other"),
}
CAPACITY_SIDE = {
    "available": mark("B: available capacity"),
    "improvement": mark("C: improvement work"),
    "used_fully": mark("Remainder: use of capacity and other"),
}


# The parts that tell a cause, told below and above zero; the others are what is left.
KNOWN = {
    "volume": (mark("fewer patients"), mark("more patients")),
    "case_mix": (mark("lighter needs"), mark("heavier needs")),
    "treatment_time": (mark("shorter times"), mark("longer times")),
    "available": (mark("less available capacity"), mark("more available capacity")),
    "improvement": (
        mark("improvement work that gave less"),
        mark("improvement work that gave more"),
    ),
}
# Half a unit of the measure is the least that shows.
_LEAST = 0.5
# Professions and rooms named at most; the others are told with opening hours.
_NAMED = 4


class Part(NamedTuple):
    """A part of a deviation: its words, its size, and whether it is a part of the one before."""

    words: str
    value: float
    inner: bool = False


def capacity_side(
    sums: Mapping[str, float], effects: Mapping[str, float], names: Names
) -> list[Part]:
    """Return the parts of the capacity's side, with the hours of what behind available capacity.

    Parameters
    ----------
    sums : mapping of str to float
        available, improvement, used_fully [capacity's measure].
    effects : mapping of str to float
        Resource to its part of available.
    names : Names
        Names of resources.
    """
    first, *rest = (Part(text(words), sums[name]) for name, words in CAPACITY_SIDE.items())
    shown = sorted(effects, key=lambda resource: -abs(effects[resource]))[:_NAMED]
    shown = [resource for resource in shown if abs(effects[resource]) >= _LEAST]
    inner = [
        Part(text("of which {resource}", resource=names.of("resource", resource)),
             effects[resource], inner=True)
        for resource in shown
    ]  # fmt: skip
    if effects:
        left = sums["available"] - sum(part.value for part in inner)
        inner.append(Part(text("of which opening hours and other"), left, inner=True))
    return [first, *inner, *rest]


@drawing.figure("{unit}, {capacity}", height=4.2, phone=1)
def parts(
    ax: Axes,
    deviation_parts: pd.DataFrame,
    available_parts: pd.DataFrame,
    unit: str,
    capacity: str,
    *,
    names: Names,
) -> None:
    """Draw the deviation of a unit's production and its parts, each side adding up to it."""
    if not deviation_parts["deviation"].notna().any():
        raise drawing.Nothing
    sums = deviation_parts.drop(columns=["unit", "capacity", "period"]).sum(min_count=1)
    hours = available_parts.groupby("resource")["effect"].sum()
    effects = {str(resource): float(effect) for resource, effect in hours.items()}
    need = [Part(text(words), sums[name]) for name, words in NEED_SIDE.items()]
    had = capacity_side({name: float(sums[name]) for name in CAPACITY_SIDE}, effects, names)
    drawing.make_high(ax, len(need) + len(had), 0.27, rest=2.2)
    _bars(ax, Part(text("Deviation from plan"), sums["deviation"]), need, had)
    drawing.rows_across(ax, names.in_all(capacity), signed=True)
    detail = text(
        "Dark: the need's side. Light: the capacity's side. Each adds up to the deviation."
    )
    title = f"{names.of('unit', unit)}, {names.within('capacity', capacity)}"
    drawing.head(ax, _statement(sums, title), detail)


def _bars(ax: Axes, whole: Part, need: list[Part], had: list[Part]) -> None:
    """Draw the deviation, the need's side, and after a gap the capacity's; inner parts thin."""
    every = [whole, *need, *had]
    at = np.arange(len(every)) + (np.arange(len(every)) > len(need))
    colours = [style.INK, *[style.NEED] * len(need), *[style.AVAILABLE] * len(had)]
    values = np.array([part.value for part in every], dtype=float)
    wide = [0.3 if part.inner else 0.62 for part in every]
    ax.barh(at, np.nan_to_num(values), wide, color=colours)
    ax.axvline(0, color=style.INK, linewidth=0.9)
    for place, value in zip(at, values, strict=True):
        words = text("not known") if np.isnan(value) else number(float(value), signed=True)
        drawing.beside(ax, float(place), words, fontsize=9)
    ax.set_yticks(at, [part.words for part in every], fontsize=9)
    ax.set_ylim(at[-1] + 0.6, -0.6)


def _statement(sums: pd.Series, title: str) -> str:
    """Say how large the deviation is and which part of it is largest."""
    known = {name: float(sums[name]) for name in KNOWN if pd.notna(sums[name])}
    share = sums["deviation"] / sums["planned"] if sums["planned"] > 0 else float("nan")
    largest = main_part(known, float(sums["deviation"]))
    if not largest:
        return text(
            "{title}: {share} against plan", title=title, share=percent(share, 1, signed=True)
        )
    return text("{title}: {share} against plan; largest known cause: {part}", title=title,
                share=percent(share, 1, signed=True),
                part=cause(largest, known[largest]))  # fmt: skip


def cause(part: str, effect: float) -> str:
    """Return a part of a deviation as a cause in words.

    Parameters
    ----------
    part : str
        One of KNOWN.
    effect : float
        What it adds to the deviation [capacity's measure].
    """
    below, above = KNOWN[part]
    return text(below if effect < 0 else above)
