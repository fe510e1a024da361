"""Answers by hand: read as people write them, and judged with a word on what went wrong."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pkslib.language import mark, number, text

_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "×": "*", "·": "*", "÷": "/", ":": "/"})
_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
# "2.353" and "2,353" are 2 353 to some, and two and a third to others.
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_WORDS = re.compile(r"[^\W\d_][\w .]*$")
_SUMS: Mapping[type, Callable[..., float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.UAdd: operator.pos, ast.USub: operator.neg,
}  # fmt: skip
# What an answer is off by, and what that tells; the nearest cause first.
_FACTORS = {
    100: mark("You are off by a hundred: a share is 0.85 where per cent is 85."),
    12: mark("You are off by twelve: per month, or per year?"),
    365: mark("You are off by 365: per day, or per year?"),
    1000: mark("You are off by a thousand."),
    10: mark("You are off by ten: look at the decimal sign."),
}
_UNITS = (
    mark("bed days"), mark("beds"), mark("patients"), mark("hours"), mark("months"),
    mark("theatre hours"),
)  # fmt: skip
_ALIKE = 0.005  # share by which two answers may differ and rest on one thought


@dataclass(frozen=True)
class Feedback:
    """What an answer gets back: whether it is right, and a sentence."""

    correct: bool
    message: str


def read(answer: str | float) -> tuple[float, ...]:
    """Return the numbers that an answer may stand for, none where it stands for no number.

    Parameters
    ----------
    answer : str or float
        As a person writes it: ``2 353``, ``2 353 vårddygn``, ``2 000/0,85``, ``85 %``. With a
        thousands sign that could be a decimal sign, both readings.

    Examples
    --------
    >>> read("2 000/0,8"), read("85 %"), read("2.353"), read("många")
    ((2500.0,), (0.85,), (2.353, 2353.0), ())
    """
    if isinstance(answer, (int, float)):
        return (float(answer),)
    written = answer.strip().translate(_SIGNS)
    share = "%" in written
    bare = _WORDS.sub("", written.split("%")[0]).strip()
    ways = [bare]
    if _TWO_WAYS.fullmatch(bare):
        ways.append(re.sub("[.,]", "", bare))
    found = [value for way in ways if (value := _worked_out(way)) is not None]
    return tuple(value / 100 if share else value for value in found)


def _worked_out(written: str) -> float | None:
    plain = _NUMBER.sub(lambda one: re.sub(_SPACE, "", one[0]).replace(",", "."), written)
    try:
        found = _value(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError):
        return None  # no sum that can be worked out: the caller asks for a number
    return found if math.isfinite(found) else None


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SUMS:
        return _SUMS[type(node.op)](_value(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        return _SUMS[type(node.op)](_value(node.left), _value(node.right))
    raise ValueError(ast.dump(node))


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
        As for :func:`read`.
    expected : float
        The right answer.
    tolerance : float
        Greatest difference that still is right, in the answer's unit.
    mistakes : mapping of float to str, optional
        Known wrong answers and what was done wrong to get them; looked for before the mistakes
        that can be made in any exercise (sign, inverse, rounding, off by 10, 12, 100, 365, 1 000).
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
    ...     feedback("2 353 bed days", 2353).correct, feedback("12/10", 1.2, tolerance=0).correct
    (True, True)
    """
    given = read(answer)
    if not given:
        return Feedback(False, text("Write a number, for example 2 353 or 0,85."))
    if any(abs(one - expected) <= tolerance for one in given):
        return Feedback(True, text("Right! The answer is {number}.", number=shown(expected)))
    for wrong, why in (mistakes or {}).items():
        if any(abs(one - wrong) <= _within(wrong, tolerance) for one in given):
            return Feedback(False, why)
    said = _general(given[-1], expected) or _direction(given[-1], expected)
    return Feedback(False, " ".join([said, *hints[min(attempt, len(hints)) - 1 :][:1]]))


def other_unit(answer: str, unit: str) -> str:
    """Return the unit that an answer is written in, where it is another of the course's.

    Examples
    --------
    >>> from pkslib import language
    >>> with language.using("en"):
    ...     other_unit("7 beds", "bed days"), other_unit("7 bed days", "bed days")
    ('beds', '')
    """
    written = _WORDS.search(answer.strip())
    word = written[0].strip().rstrip(".").casefold() if written else ""
    return word if word != unit.casefold() and word in map(text, _UNITS) else ""


def _within(wrong: float, tolerance: float) -> float:
    """Return how near an answer must be to a known mistake: a strict answer is written in full."""
    return max(tolerance, _ALIKE * abs(wrong) / 10)


def _general(given: float, expected: float) -> str:
    """Return what an answer tells whatever the exercise, else nothing."""
    if not given or not expected:
        return ""
    if math.isclose(given, -expected, rel_tol=_ALIKE):
        return text("The size is right, the sign is not: what is lacking, what is left over?")
    if math.isclose(given, expected, rel_tol=0.01):
        return text("Very near. Look at how it is rounded.")
    for factor, said in _FACTORS.items():
        if any(math.isclose(given, expected * by, rel_tol=_ALIKE) for by in (factor, 1 / factor)):
            return text(said)
    if math.isclose(given, 1 / expected, rel_tol=_ALIKE):
        return text("The division is turned round.")
    return ""


def _direction(given: float, expected: float) -> str:
    return text("Too low.") if given < expected else text("Too high.")


def shown(value: float) -> str:
    r"""Return an answer as it is told: whole where it is large or whole, else with decimals.

    Examples
    --------
    >>> from pkslib import language
    >>> with language.using("sv"):
    ...     shown(2352.94), shown(6.4), shown(0.145)
    ('2\xa0353', '6,4', '0,145')
    """
    most = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    whole = math.isclose(value, round(value), rel_tol=1e-9)
    return number(value, 0 if whole else most)
