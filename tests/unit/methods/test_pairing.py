import pytest

from pkslib.errors import InputError
from pkslib.methods.pairing import largest_first


def _moves(surplus, gap, group):
    found = largest_first(surplus, gap, group)
    return list(zip(found.giver.tolist(), found.taker.tolist(), found.amount.tolist(), strict=True))


def test_the_largest_surplus_fills_the_largest_gap_first():
    # Surplus 9 (place 1) and 4 (place 0), gap 7 (place 3) and 5 (place 2): 9 fills 7 and 2 of
    # the 5; 4 fills the last 3 and has 1 left.
    assert _moves([4, 9, 0, 0], [0, 0, 5, 7], [0, 0, 0, 0]) == [(1, 3, 7), (1, 2, 2), (0, 2, 3)]


def test_nothing_passes_between_groups():
    assert _moves([5, 0], [0, 5], [0, 1]) == []


def test_equal_amounts_go_by_place():
    assert _moves([3, 3, 0], [0, 0, 4], ["a", "a", "a"]) == [(0, 2, 3), (1, 2, 1)]


def test_a_surplus_that_just_suffices_leaves_no_dust():
    assert _moves([0.3, 0], [0, 0.1 + 0.2], [0, 0]) == [(0, 1, 0.3)]


def test_no_place_at_all():
    assert _moves([], [], []) == []


def test_a_negative_gap_is_refused():
    with pytest.raises(InputError, match="gap"):
        largest_first([1], [-1], [0])
