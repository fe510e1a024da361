from unittest import mock

import numpy as np
import pytest
from scipy import sparse

from pkslib.methods import programme
from pkslib.methods.programme import best, best_in_blocks


def test_a_later_aim_decides_only_what_the_first_leaves_free():
    # Two measures of 3 each for a gap of 4. Whatever the cost, 4 is closed; then the cheap one
    # is used in full.
    rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    assert best([[-1, -1], [5, 9]], rows, [3, 3, 4]).amounts.tolist() == pytest.approx([3, 1])


def test_without_room_nothing_is_done():
    assert best([[-1.0]], sparse.csr_array([[1.0]]), [0.0]).amounts.tolist() == [0]


def test_an_aim_without_bottom_is_told():
    with pytest.raises(RuntimeError, match="not solved"):
        best([[-1.0, -1.0]], sparse.csr_array([[1.0, 0.0]]), [1.0])


def test_prices_say_what_one_more_of_a_limit_does():
    # Worth 40 and 20, six in all, of the first at most four: 4 and 2. One more in all is one more
    # of the second; one more of the first takes the place of one of the second.
    rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    found = best([[-40.0, -20.0]], rows, [4.0, 9.0, 6.0])
    assert found.amounts.tolist() == pytest.approx([4, 2])
    assert found.prices.tolist() == pytest.approx([20, 0, 20])


def test_prices_are_those_of_the_first_aim():
    rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    found = best([[-1.0, -1.0], [700.0, 300.0]], rows, [2e6, 3e6, 4e6])
    assert found.amounts.tolist() == pytest.approx([1e6, 3e6])
    assert found.prices.tolist() == pytest.approx([0, 0, 1])


# A gap of 6; measures of at most 3, 5 and 9 at 10, 20 and 30 each: 3 and 3 without blocks.
THREE = sparse.csr_array(np.vstack([np.eye(3), np.ones(3)]))
AIMS, MOST = [[-1.0] * 3, [10.0, 20.0, 30.0]], [3.0, 5.0, 9.0, 6.0]


@pytest.mark.parametrize(
    ("groups", "blocks", "amounts"),
    [
        # Each fills three quarters of 4: the first is struck, then 5 of the second fill it.
        ([0, 1, 2], [4, 4, 0], [0, 5, 1]),
        # 3 of 5 is the lesser share, so the second is struck; the first still falls short of 4.
        ([0, 1, 2], [4, 5, 0], [0, 0, 6]),
        # Just filled, alone or together, is filled.
        ([0, 1, 2], [3, 3, 0], [3, 3, 0]),
        ([0, 0, 1], [6, 0], [3, 3, 0]),
        # What is not used at all falls short of nothing.
        ([0, 1, 2], [0, 0, 9], [3, 3, 0]),
    ],
)
def test_a_group_is_nothing_or_at_least_its_block(groups, blocks, amounts):
    found = best_in_blocks(AIMS, THREE, MOST, np.array(groups), blocks)
    assert found.amounts.tolist() == pytest.approx(amounts)
    assert found.prices.tolist() == pytest.approx([0, 0, 0, 1])


def test_parts_that_nothing_ties_together_are_solved_as_if_alone():
    # Twice the same three groups for a gap of 6, with 5, 4 and 3 at hand in that order of price
    # and blocks of 0, 2 and 2: 5 of the first, 1 of the second is too little, and so is 1 of the
    # third, each struck after the other in both parts at once.
    own = sparse.vstack([sparse.eye_array(3), np.ones((1, 3))])
    aims = [-np.ones(3), np.array([1.0, 2.0, 3.0])]
    alone = best_in_blocks(aims, own.tocsr(), [5, 4, 3, 6], np.arange(3), [0, 2, 2])
    assert alone.amounts.tolist() == pytest.approx([5, 0, 0])
    twice = sparse.block_diag([own, own], format="csr")
    with mock.patch.object(programme, "linprog", wraps=programme.linprog) as solved:
        found = best_in_blocks(
            [np.tile(aim, 2) for aim in aims], twice, [5, 4, 3, 6] * 2, np.arange(6), [0, 2, 2] * 2
        )
    assert found.amounts.tolist() == pytest.approx([5, 0, 0] * 2)
    # Three times, for two aims each.
    assert solved.call_count == 6


def test_a_limit_on_nothing_has_no_price():
    rows = sparse.csr_array([[0.0], [1.0]])
    assert best([[-1.0]], rows, [1.0, 2.0]).prices.tolist() == pytest.approx([0, 1])
