"""The nearest known word."""

from pkslib.language import using
from pkslib.tables.spelling import suggestion


def test_the_nearest_word_is_asked_for_in_its_own_spelling():
    with using("sv"):
        assert suggestion("06-1-med", ["06-1-MED", "06-2-KIR"]) == " Menade du ”06-1-MED”?"


def test_nothing_near():
    assert suggestion("ward", ["06-1-MED"]) == ""
    assert suggestion("ward", []) == ""
