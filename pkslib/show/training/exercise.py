"""An exercise on the screen: question, fields, feedback at once, the solution after two tries."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import ipywidgets as widgets

from pkslib.language import text
from pkslib.show.explore.guard import on_press
from pkslib.show.training.kept import Answers, Kept
from pkslib.show.training.question import Choice, Matching, Number, Ordering, Question

TRIES = 2  # wrong answers before the solution may be seen
_Field: TypeAlias = widgets.Text | widgets.RadioButtons | widgets.Dropdown


class Exercise:
    """The widget: question, fields, a button to check, feedback, and a button for the solution.

    Parameters
    ----------
    question : Question
        What is asked.
    kept : Answers, optional
        The group's earlier answers, to go on from.
    """

    def __init__(self, question: Question, kept: Answers | None = None) -> None:
        self._question, self._wrong, self._attempt = question, 0, 0
        self._kept = kept or Answers("", "")
        self.asked = widgets.HTML(f"<b>{html.escape(question.asked)}</b>")
        self.fields = fields_of(question)
        self.button = widgets.Button(description=text("Check"), button_style="primary")
        self.reveal = widgets.Button(
            description=text("Show the solution"), disabled=True, layout={"width": "12em"},
            tooltip=text("After {count} tries.", count=TRIES),
        )  # fmt: skip
        self.feedback, self.fault = widgets.HTML(), widgets.HTML()
        on_press(self.button, self.fault, self._check, self.fields)
        on_press(self.reveal, self.fault, self._tell, self.fields)
        for one in self.fields:
            if isinstance(one, widgets.Text):
                one.on_msg(self._entered)
        if earlier := self._kept.of(question.asked):
            self._go_on(earlier)

    def show(self) -> widgets.VBox:
        """Return the widget to display."""
        unit = self._question.unit if isinstance(self._question, Number) else ""
        fields = widgets.VBox(self.fields)
        line = widgets.HBox([fields, widgets.HTML(html.escape(unit)), self.button, self.reveal])
        stacked = widgets.VBox([fields, widgets.HBox([self.button, self.reveal])])
        body = line if isinstance(self._question, Number) else stacked
        return widgets.VBox([self.asked, body, self.feedback, self.fault])

    def answer(self) -> list[str]:
        """Return what is filled in, a text a field; a field not filled in is empty."""
        return [str(one.value or "") for one in self.fields]

    def _entered(self, _: object, content: Mapping[str, str], __: object) -> None:
        if content.get("event") == "submit":  # the Enter key
            self.button.click()

    def _check(self) -> None:
        self._attempt += 1
        judged = self._question.judge(self.answer(), self._attempt)
        # A field left empty is no try.
        self._wrong += all(self.answer()) and not judged.correct
        self.reveal.disabled = self._wrong < TRIES
        self._say(judged.message, judged.correct)
        now = Kept(self.answer(), self._attempt, self._wrong, judged.message, judged.correct)
        self._kept.keep(self._question.asked, now)

    def _go_on(self, earlier: Kept) -> None:
        """Show what was answered last, and what was said to it."""
        for one, value in zip(self.fields, earlier.answer, strict=True):
            one.value = value or (None if isinstance(one, widgets.RadioButtons) else "")
        self._attempt, self._wrong = earlier.attempt, earlier.wrong
        self.reveal.disabled = self._wrong < TRIES
        self._say(earlier.message, earlier.correct)

    def _tell(self) -> None:
        solution = text("The answer: {answer}", answer=self._question.solution())
        self._say(f"{solution}. {self._question.because}", None)

    def _say(self, message: str, correct: bool | None) -> None:
        sign, colour = {True: ("✓", "#1E6B3C"), False: ("✗", "#8E2F1B"), None: ("→", "#1B4B72")}[
            correct
        ]
        words = html.escape(message)
        self.feedback.value = f'<div role="status" style="color:{colour}">{sign} {words}</div>'


def fields_of(question: Question) -> list[_Field]:
    """Return the fields that a question is answered in."""
    if isinstance(question, Choice):
        options = mixed(list(question.options))
        return [widgets.RadioButtons(options=options, value=None, layout={"width": "auto"})]
    if isinstance(question, Ordering):
        labels = [f"{at}." for at in range(1, len(question.items) + 1)]
        return [_dropdown(label, mixed(question.items), "3em") for label in labels]
    if isinstance(question, Matching):
        options = mixed(list(dict.fromkeys(question.pairs.values())))
        return [_dropdown(one, options, "26em") for one in question.pairs]
    return [widgets.Text(placeholder=text("Your answer"), layout={"width": "14em"})]


def _dropdown(label: str, options: Sequence[str], wide: str) -> widgets.Dropdown:
    return widgets.Dropdown(
        options=[("–", ""), *((one, one) for one in options)], value="", description=label,
        style={"description_width": wide},
        layout={"width": f"calc({wide} + 30em)", "max_width": "100%"},
    )  # fmt: skip


def mixed(items: Sequence[str]) -> list[str]:
    """Return things in an order that tells nothing: by the alphabet."""
    return sorted(items, key=str.casefold)
