"""Exercises with feedback at once: a question, an answer by hand, a word on where it went wrong."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from pkslib.language import number, text
from pkslib.show.explore.guard import on_press
from pkslib.tables import numbers


@dataclass(frozen=True)
class Feedback:
    """What an answer gets back: whether it is right, and a sentence."""

    correct: bool
    message: str


def feedback(
    answer: str | float,
    expected: float,
    *,
    tolerance: float = 0.5,
    mistakes: Mapping[float, str] | None = None,
    hints: Sequence[str] = (),
    attempt: int = 1,
) -> Feedback:
    """Judge an answer.

    Parameters
    ----------
    answer : str or float
        As a person writes it: ``2 353``, ``2353,0``; a per cent sign divides by hundred.
    expected : float
        The right answer.
    tolerance : float
        Greatest difference that still is right, in the answer's unit.
    mistakes : mapping of float to str, optional
        Known wrong answers and what was done wrong to get them.
    hints : sequence of str
        Given one by one at each wrong attempt, the last one again after that.
    attempt : int
        How many times this question has been answered, from 1.

    Returns
    -------
    Feedback

    Examples
    --------
    >>> from pkslib import language
    >>> with language.using("en"):
    ...     feedback("2 353", 2353).correct, feedback("85 %", 0.85, tolerance=0).correct
    (True, True)
    """
    given = _read(answer)
    if given is None:
        return Feedback(False, text("Write a number, for example 2 353 or 0,85."))
    if abs(given - expected) <= tolerance:
        return Feedback(True, text("Right! The answer is {number}.", number=_shown(expected)))
    for wrong, why in (mistakes or {}).items():
        if abs(given - wrong) <= tolerance:
            return Feedback(False, why)
    return Feedback(False, _direction(given, expected, hints, attempt))


def _read(answer: str | float) -> float | None:
    if isinstance(answer, (int, float)):
        return float(answer)
    written = answer.strip()
    bare = written.removesuffix("%").strip()
    if not bare:
        return None
    values, wrong = numbers.read(pd.Series([bare], dtype="str"))
    return None if wrong else float(values[0]) / (100 if written.endswith("%") else 1)


def _shown(value: float) -> str:
    return number(value, 0 if abs(value) >= 10 or value == int(value) else 2)


def _direction(given: float, expected: float, hints: Sequence[str], attempt: int) -> str:
    said = text("Too low.") if given < expected else text("Too high.")
    if not hints:
        return said
    return f"{said} {hints[min(attempt, len(hints)) - 1]}"


class Exercise:
    """The widget: question, answer field, button, feedback.

    Parameters
    ----------
    question : str
        In plain text.
    expected, tolerance, mistakes, hints
        As for :func:`feedback`.
    unit : str
        Written after the field.
    """

    def __init__(
        self,
        question: str,
        expected: float,
        *,
        unit: str = "",
        tolerance: float = 0.5,
        mistakes: Mapping[float, str] | None = None,
        hints: Sequence[str] = (),
    ) -> None:
        self._expected, self._tolerance = expected, tolerance
        self._mistakes, self._hints = mistakes, hints
        self._attempt = 0
        self.question = widgets.HTML(html.escape(question))
        self.answer = widgets.Text(placeholder=text("Your answer"), layout={"width": "12em"})
        self.unit = widgets.HTML(html.escape(unit))
        self.button = widgets.Button(description=text("Check"), button_style="primary")
        self.feedback, self.fault = widgets.HTML(), widgets.HTML()
        on_press(self.button, self.fault, self._check, [self.answer])

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        line = widgets.HBox([self.answer, self.unit, self.button])
        return widgets.VBox([self.question, line, self.feedback, self.fault])

    def _check(self) -> None:
        self._attempt += 1
        judged = feedback(
            self.answer.value, self._expected, tolerance=self._tolerance,
            mistakes=self._mistakes, hints=self._hints, attempt=self._attempt,
        )  # fmt: skip
        sign, colour = ("✓", "#1E6B3C") if judged.correct else ("✗", "#8E2F1B")
        words = html.escape(judged.message)
        self.feedback.value = f'<div role="status" style="color:{colour}">{sign} {words}</div>'
