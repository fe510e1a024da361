"""What a picture shows in words, for who can't see it: how its lines go, its rows and numbers.

The headings say what is to be seen and what is drawn; this says what they do not.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pkslib.language import number, text

# A line with fewer points is a mark, not a course.
_COURSE = 6
_LINES = 2
# What is read aloud should end.
_WORDS = 12
_LONGEST = 60


def shape(figure: Figure) -> str:
    """Return how the lines of a figure go, and what is written on it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As it stands when it is shown.
    """
    said = [words for axes in figure.axes for words in _courses(axes)][:_LINES]
    rows = [words for axes in figure.axes for words in _rows(axes)]
    notes = [words for axes in figure.axes for words in _notes(axes)]
    if rows and not said:
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


def _rows(axes: Axes) -> list[str]:
    """Return the names beside the rows, where there are names and not numbers."""
    names = [" ".join(tick.get_text().split()) for tick in axes.get_yticklabels()]
    return [name for name in names if any(sign.isalpha() for sign in name)]


def _notes(axes: Axes) -> list[str]:
    words = [" ".join(note.get_text().split()) for note in axes.texts if note.get_visible()]
    return [note for note in words if 0 < len(note) <= _LONGEST]
