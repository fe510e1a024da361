"""The kinds of question of the course: a number, a choice, an order, pairs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pkslib.language import text
from pkslib.show.training.answers import Feedback, feedback, other_unit, shown


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """What is asked, and how an answer to it is judged.

    Attributes
    ----------
    asked : str
        The question, in plain text.
    because : str
        Why the answer is what it is; told with the solution.
    hints : sequence of str
        Given one by one at each wrong attempt, the last one again after that.
    """

    asked: str
    because: str
    hints: Sequence[str] = ()

    @abstractmethod
    def judge(self, answer: Sequence[str], attempt: int = 1) -> Feedback:
        """Judge what was filled in, one text a field; attempt counts the answers from 1."""

    @abstractmethod
    def solution(self) -> str:
        """Return the right answer as it is told."""

    @abstractmethod
    def misconceptions(self) -> list[tuple[str, str]]:
        """Return the wrong answers that are recognised, and what each is told."""

    def hint(self, attempt: int) -> str:
        """Return the hint of an attempt; empty where there is none."""
        return self.hints[min(attempt, len(self.hints)) - 1] if self.hints else ""


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number is asked for.

    Attributes
    ----------
    expected : float
        The right answer.
    unit : str
        Written after the field. Where it is ``%`` the answer is in per cent.
    tolerance : float
        Greatest difference that still is right.
    mistakes : mapping of float to str
        Known wrong answers and what was done wrong to get them.
    """

    expected: float
    unit: str = ""
    tolerance: float = 0.5
    mistakes: Mapping[float, str] = field(default_factory=dict)

    def judge(self, answer: Sequence[str], attempt: int = 1) -> Feedback:
        """Judge a number; in per cent a sign or not says the same."""
        given = answer[0].replace("%", "") if self.unit == "%" else answer[0]
        judged = feedback(
            given, self.expected, tolerance=self.tolerance, mistakes=self.mistakes,
            hints=self.hints, attempt=attempt,
        )  # fmt: skip
        other = other_unit(given, self.unit)
        if judged.correct and other:
            said = text(
                "The number is right, but it is not {other}: what is asked for?", other=other
            )
            return Feedback(False, said)
        return judged

    def solution(self) -> str:
        """Return the number and its unit."""
        return f"{shown(self.expected)} {self.unit}".strip()

    def misconceptions(self) -> list[tuple[str, str]]:
        """Return the known wrong numbers and what was done wrong to get them."""
        return [
            (f"{shown(wrong)} {self.unit}".strip(), why) for wrong, why in self.mistakes.items()
        ]


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of several is to be chosen.

    Attributes
    ----------
    options : mapping of str to str
        What may be chosen, as shown; what a wrong one is told, and nothing for the right one.
    """

    options: Mapping[str, str]

    @property
    def right(self) -> str:
        """What should be chosen."""
        return next(option for option, why in self.options.items() if not why)

    def judge(self, answer: Sequence[str], attempt: int = 1) -> Feedback:
        """Judge a choice; each wrong one is told why."""
        if answer[0] not in self.options:
            return Feedback(False, text("Choose one of the answers."))
        why = self.options[answer[0]]
        return Feedback(False, why) if why else Feedback(True, _right(self.right))

    def solution(self) -> str:
        """Return what should be chosen."""
        return self.right

    def misconceptions(self) -> list[tuple[str, str]]:
        """Return the wrong choices and what each is told."""
        return [(option, why) for option, why in self.options.items() if why]


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """Things are to be put in order.

    Attributes
    ----------
    items : sequence of str
        In the right order.
    mistakes : mapping of (str, str) to str
        What is told where the first of a pair was put before the second.
    """

    items: Sequence[str]
    mistakes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def judge(self, answer: Sequence[str], attempt: int = 1) -> Feedback:
        """Judge an order; the first mistake that is known is told."""
        if sorted(answer) != sorted(self.items):
            return Feedback(False, text("Use each of them once."))
        if list(answer) == list(self.items):
            return Feedback(True, text("Right! That is the order."))
        placed = {item: at for at, item in enumerate(answer)}
        for (early, late), why in self.mistakes.items():
            if placed[early] < placed[late]:
                return Feedback(False, why)
        held = sum(one == other for one, other in zip(answer, self.items, strict=True))
        said = text("{count} of {all} stand right.", count=held, all=len(self.items))
        return Feedback(False, f"{said} {self.hint(attempt)}".strip())

    def solution(self) -> str:
        """Return the items in order, numbered."""
        return "; ".join(f"{at}. {item}" for at, item in enumerate(self.items, 1))

    def misconceptions(self) -> list[tuple[str, str]]:
        """Return the pairs that are often turned round and what is told."""
        return [
            (text("{one} before {other}", one=early, other=late), why)
            for (early, late), why in self.mistakes.items()
        ]


@dataclass(frozen=True, kw_only=True)
class Matching(Question):
    """Each thing is to be given what belongs to it.

    Attributes
    ----------
    pairs : mapping of str to str
        What belongs to each.
    mistakes : mapping of (str, str) to str
        What is told where a thing was given something else.
    """

    pairs: Mapping[str, str]
    mistakes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def judge(self, answer: Sequence[str], attempt: int = 1) -> Feedback:
        """Judge what each was given; the first mistake that is known is told."""
        given = dict(zip(self.pairs, answer, strict=True))
        if not all(given.values()):
            return Feedback(False, text("Something is left to choose."))
        if given == dict(self.pairs):
            return Feedback(True, text("Right! All of them."))
        for pair, why in self.mistakes.items():
            if given.get(pair[0]) == pair[1]:
                return Feedback(False, why)
        held = sum(given[one] == self.pairs[one] for one in given)
        said = text("{count} of {all} are right.", count=held, all=len(self.pairs))
        return Feedback(False, f"{said} {self.hint(attempt)}".strip())

    def solution(self) -> str:
        """Return each with what belongs to it."""
        return "; ".join(f"{one}: {other}" for one, other in self.pairs.items())

    def misconceptions(self) -> list[tuple[str, str]]:
        """Return the known wrong pairs and what each is told."""
        return [(f"{one}: {other}", why) for (one, other), why in self.mistakes.items()]


def _right(answer: str) -> str:
    return text("Right! {answer}", answer=answer)
