"""What a column allows, in words."""

import pytest

from pkslib.language import using
from pkslib.tables.inputs import INPUTS
from pkslib.tables.wording import allowed, suggestion


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("needs", "flow", "acute, elective"),
        ("needs", "priority", "ett heltal minst 1"),
        ("measures", "step", "ett heltal minst 1, högst 5"),
        ("capacities", "utilisation", "ett tal över 0, högst 1"),
        ("resources", "absence", "ett tal minst 0, högst 0,99"),
        ("waiting", "as_of", "2027-03-31"),
    ],
)
def test_allowed(table, column, words):
    with using("sv"):
        assert allowed(INPUTS[table].columns[column]) == words


def test_the_nearest_word_is_asked_for_in_its_own_spelling():
    with using("sv"):
        assert suggestion("06-1-med", ["06-1-MED", "06-2-KIR"]) == " Menade du ”06-1-MED”?"


def test_nothing_near():
    assert suggestion("ward", ["06-1-MED"]) == ""
    assert suggestion("ward", []) == ""
