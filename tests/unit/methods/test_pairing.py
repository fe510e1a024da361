import numpy as np
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


def test_of_many_equal_amounts_the_earliest_give():
    found = largest_first([1] * 40 + [0], [0] * 40 + [20], [0] * 41)
    assert found.giver.tolist() == list(range(20))


def test_three_groups_are_apart():
    assert _moves([1, 0, 2, 0, 3, 0], [0, 5, 0, 5, 0, 5], [7, 7, 8, 8, 9, 9]) == [
        (0, 1, 1), (2, 3, 2), (4, 5, 3),
    ]  # fmt: skip


def test_a_surplus_that_just_suffices_leaves_no_dust():
    assert _moves([0.3, 0], [0, 0.1 + 0.2], [0, 0]) == [(0, 1, 0.3)]


def test_no_place_at_all():
    assert _moves([], [], []) == []


def test_no_pair_is_still_a_place_to_look_up():
    found = largest_first([1], [0], [0])
    assert np.array([5.0])[found.giver].size == np.array([5.0])[found.taker].size == 0


def test_a_negative_gap_is_refused():
    with pytest.raises(InputError, match="gap"):
        largest_first([1], [-1], [0])
