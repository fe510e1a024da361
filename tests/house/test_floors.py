"""Data goes one way through the house."""

from importlinter.cli import lint_imports


def test_a_floor_imports_only_floors_below_it():
    assert lint_imports() == 0
