"""Steps, methods and forecast give codes and numbers: they speak to a reader in errors alone."""

import ast
from pathlib import Path

import pytest

from pkslib.tables.results import RESULTS

PKSLIB = Path(__file__).parents[2] / "pkslib"
ROOMS = ("steps", "methods", "forecast")
# Modules whose only work is to say what is wrong with what a user gave.
SPEAKING = {"faults", "inputs"}


def _modules():
    for room in ROOMS:
        yield from sorted((PKSLIB / room).rglob("*.py"))


def words_outside_raise(source):
    """Return the lines where words are asked for elsewhere than in a raise statement."""
    tree = ast.parse(source)
    raised = {
        id(node)
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Raise)
        for node in ast.walk(statement)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "text"
        and id(node) not in raised
    ]


def test_words_are_found_wherever_they_hide():
    source = """
def f(x):
    if x < 0:
        raise InputError(text("Too low: {x}.", x=text("minus")))
    return [text("a"), language.text("b")]
"""
    assert words_outside_raise(source) == [5, 5]


@pytest.mark.parametrize("path", list(_modules()), ids=lambda path: str(path.relative_to(PKSLIB)))
def test_sums_hold_codes_and_no_words(path):
    if path.stem not in SPEAKING:
        assert words_outside_raise(path.read_text(encoding="utf-8")) == []


# Words that scripts and scenarios know: a verdict of pkslib.methods.control, what a scenario says
# of a period, a method in the answer of `pks forecast`.
SPOKEN = {"too few", "level shift", "pooled and models"}


def test_choices_in_results_are_codes():
    choices = {
        choice
        for table in RESULTS.values()
        for column in table.columns.values()
        for choice in column.choices
    }
    assert {choice for choice in choices if not choice.replace("_", "").isalnum()} - {""} <= SPOKEN
