"""What a picture shows in words, for who can't see it: how lines go, what stands at which row.

The headings say what is to be seen and what is drawn; this says what they do not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from pkslib.language import number, text

# A line with fewer points is a mark, not a course.
_COURSE = 6
_LINES, _BARS = 2, 3
# What is read aloud should end.
_WORDS = 12
_LONGEST = 60
_EACH = 3
_CUT = "…"


class Ticks(NamedTuple):
    """The names along an axis that has names and not numbers."""

    axis: int
    places: np.ndarray
    names: list[str]

    def at(self, place: float) -> str:
        """Return the name at a place; nothing where none is near."""
        near = int(np.abs(self.places - place).argmin())
        return self.names[near] if abs(self.places[near] - place) < 0.5 else ""


def shape(figure: Figure) -> str:
    """Return how the lines of a figure go, and what is written on it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As it stands when it is shown.
    """
    said = [words for axes in figure.axes for words in _courses(axes)][:_LINES]
    rows: list[str] = []
    notes: list[str] = []
    for axes in figure.axes:
        mine, others = _noted(axes, _ticks(axes))
        rows += mine
        notes += others
    if not (rows or said):
        said += [words for axes in figure.axes for words in _bars(axes)][:1]
        rows = [name for axes in figure.axes for name in _names(axes, 1)]
    if rows:
        said.append(text("Rows: {rows}.", rows=_some(rows)))
    if notes:
        said.append(text("Written on it: {notes}.", notes=_some(notes)))
    return " ".join(said)


def _some(words: list[str]) -> str:
    kept = "; ".join(words[:_WORDS])
    return kept if len(words) <= _WORDS else kept + " …"


def _courses(axes: Axes) -> list[str]:
    """Return from where to where each long line goes, with its highest and lowest point."""
    found = []
    for line in axes.lines:
        heights = np.asarray(line.get_ydata(), dtype=float)
        heights = heights[np.isfinite(heights)]
        if heights.size < _COURSE or heights.max() == heights.min():
            continue
        places = int(abs(heights).max() < 10)
        name = str(line.get_label())
        values = {
            "line": text("A line") if name.startswith("_") else name,
            "first": number(heights[0], places), "last": number(heights[-1], places),
            "high": number(heights.max(), places), "low": number(heights.min(), places),
            "at": number(int(heights.argmax()) + 1), "count": number(heights.size),
        }  # fmt: skip
        found.append(
            text("{line} goes from {first} to {last}; highest {high} at point {at} of {count}, "
                 "lowest {low}.", **values)
        )  # fmt: skip
    return found


def _names(axes: Axes, axis: int) -> list[str]:
    """Return the names along an axis, where there are names and not numbers."""
    labels = axes.get_yticklabels() if axis else axes.get_xticklabels()
    names = [" ".join(tick.get_text().split()) for tick in labels]
    return names if any(sign.isalpha() for name in names for sign in name) else []


def _ticks(axes: Axes) -> Ticks | None:
    """Return the names beside the rows, or else those below the columns."""
    for axis in (1, 0):
        names = _names(axes, axis)
        places = np.asarray(axes.get_yticks() if axis else axes.get_xticks(), dtype=float)
        if len(names) > 1 and len(names) == len(places):
            return Ticks(axis, places, names)
    return None


def _noted(axes: Axes, ticks: Ticks | None) -> tuple[list[str], list[str]]:
    """Return what is written at each named row or column, and what is written elsewhere."""
    beside: dict[str, list[str]] = {}
    elsewhere = []
    for note in axes.texts:
        words = " ".join(note.get_text().split())
        if not note.get_visible() or not 0 < len(words) <= _LONGEST or words.endswith(_CUT):
            continue
        place = _place(note, axes, ticks.axis) if ticks else None
        name = ticks.at(place) if ticks and place is not None else ""
        if name:
            beside.setdefault(name, []).append(words)
        else:
            elsewhere.append(words)
    order = [name for name in ticks.names if name in beside] if ticks else []
    return [f"{name}: {_few(beside[name])}" for name in order], elsewhere


def _few(words: list[str]) -> str:
    # A comma may be a number's own.
    return " / ".join(words[:_EACH]) + (f" {_CUT}" if len(words) > _EACH else "")


def _place(note: Text, axes: Axes, axis: int) -> float | None:
    """Return where along an axis a text stands [data coordinates]; none where it is not tied."""
    if isinstance(note, Annotation):
        tied_to: object = note.xycoords
        along = tied_to[axis] if isinstance(tied_to, tuple) else tied_to
        return float(note.xy[axis]) if along == "data" else None
    tied = note.get_transform().contains_branch_seperately(axes.transData)[axis]
    return float(note.get_position()[axis]) if tied else None


def _bars(axes: Axes) -> list[str]:
    """Return the highest and the lowest of upright bars, of the narrowest where some are wider."""
    found: dict[float, list[tuple[float, float]]] = {}
    for drawn in axes.collections:
        if not isinstance(drawn, PolyCollection):
            continue
        for path in drawn.get_paths():
            corners = np.asarray(path.vertices, dtype=float)
            if not np.isfinite(corners).all():
                continue
            low, high = corners.min(axis=0), corners.max(axis=0)
            width = round(float(high[0] - low[0]), 2)
            found.setdefault(width, []).append((float(high[0] + low[0]) / 2, float(high[1])))
    if not found or len(mine := sorted(found[min(found)])) < _BARS:
        return []
    names = [" ".join(tick.get_text().split()) for tick in axes.get_xticklabels()]
    ticks = Ticks(0, np.asarray(axes.get_xticks(), dtype=float), names) if names else None
    tops = [top for _, top in mine]
    places = int(max(tops) < 10)
    ends = {}
    for word, top in (("high", max(tops)), ("low", min(tops))):
        at = tops.index(top)
        ends[word] = number(top, places)
        ends[f"{word}_at"] = (ticks.at(mine[at][0]) if ticks else "") or text(
            "bar {at} of {count}", at=at + 1, count=len(mine)
        )
    if ends["high"] == ends["low"]:
        return []
    return [text("Bars: highest {high} ({high_at}), lowest {low} ({low_at}).", **ends)]
