import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.allocation import transport

INF = float("inf")


def test_the_cheapest_way_by_hand():
    # 5 and 5 to spare, 4 and 3 wanted. All 7 can be moved; column 1 is cheapest from row 2 and
    # column 2 from row 1: 4 · 1 + 3 · 1.
    moves, cost = transport([5, 5], [4, 3], [[2, 1], [1, INF]])
    assert moves.tolist() == [[0, 3], [4, 0]]
    assert cost == 7


def test_more_moved_goes_before_cheaper():
    # The cheap pair (row 1, column 1) must be given up: row 2 can only help column 1.
    moves, cost = transport([1, 1], [1, 1], [[1, 50], [60, float("nan")]])
    assert moves.tolist() == [[0, 1], [1, 0]]
    assert cost == 110


def test_a_forbidden_pair_gets_nothing():
    moves, _ = transport([3], [2, 2], [[INF, 1]])
    assert moves.tolist() == [[0, 2]]


def test_nothing_to_move():
    for surplus, gap, cost in (([0, 0], [1, 2], 1), ([1], [0], 1), ([1], [1], INF), ([], [1], 1)):
        moves, total = transport(surplus, gap, cost)
        assert moves.shape == (len(surplus), len(gap))
        assert not moves.any()
        assert total == 0


def test_ties_go_to_earlier_rows_and_columns():
    assert transport([1, 1], [1, 1], 1).moves.tolist() == [[1, 0], [0, 1]]
    assert transport([2, 2], [1, 1], 1).moves.tolist() == [[1, 1], [0, 0]]
    assert transport([1], [1, 1], 1).moves.tolist() == [[1, 0]]
    assert transport([1, 1], [1], 0).moves.tolist() == [[1], [0]]


def test_whole_numbers_stay_whole():
    random = np.random.default_rng(7)
    surplus, gap = random.integers(0, 50, (2, 20))
    moves, _ = transport(surplus, gap, random.integers(1, 4, (20, 20)))
    assert (moves == np.round(moves)).all()
    assert moves.sum() == min(surplus.sum(), gap.sum())


def test_decimals_fill_the_gap():
    moves, _ = transport([0.1, 0.2], [0.25], [[1], [2]])
    np.testing.assert_allclose(moves, [[0.1], [0.15]], atol=1e-12)


@pytest.mark.parametrize("unit", [1e-9, 1e12])
def test_the_unit_of_cost_decides_nothing(unit):
    moves, cost = transport([1, 1], [1, 1], np.array([[1, 3], [2, 1.5]]) * unit)
    assert moves.tolist() == [[1, 0], [0, 1]]
    assert cost == pytest.approx(2.5 * unit)


def test_scalars_are_one_unit_each():
    assert transport(3, 2, 5).moves.tolist() == [[2]]
    assert transport(3, 2, 5).cost == 10


@pytest.mark.parametrize(
    ("surplus", "gap", "cost", "name"),
    [
        ([-1], [1], 1, "surplus"),
        ([1], [float("nan")], 1, "gap"),
        ([INF], [1], 1, "surplus"),
        ([1], [1], [[-1]], "cost"),
        ([1, 2], [1], [[1, 2]], "cost"),
    ],
)
def test_what_is_not_allowed_is_named(surplus, gap, cost, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        transport(surplus, gap, cost)
