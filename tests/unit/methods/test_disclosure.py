"""Small counts are hidden so that an attacker who knows all that is shown is left a range."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array

from pkslib.methods.disclosure import hide, ranges


def _table(inner):
    """Return the cells of a table with its sums over rows and columns, and what binds them."""
    inner = np.asarray(inner, dtype=float)
    whole = np.vstack([np.hstack([inner, inner.sum(1, keepdims=True)]),
                       np.append(inner.sum(0), inner.sum())])  # fmt: skip
    rows, columns = whole.shape
    at = np.arange(whole.size).reshape(whole.shape)
    bound = np.zeros((rows + columns, whole.size))
    for row in range(rows):
        bound[row, at[row, :-1]], bound[row, at[row, -1]] = -1, 1
    for column in range(columns):
        bound[rows + column, at[:-1, column]], bound[rows + column, at[-1, column]] = -1, 1
    return whole.ravel(), csr_array(bound)


def _every_range(values, sums, hidden, most):
    """Return the ranges of hidden cells by trying every whole count up to the most."""
    cells = np.flatnonzero(hidden)
    shown = np.where(hidden, 0.0, values)
    found = [
        tried for tried in product(range(most + 1), repeat=len(cells))
        if not np.any(sums @ (shown + np.bincount(cells, tried, len(values))))
    ]  # fmt: skip
    return np.min(found, axis=0), np.max(found, axis=0)


def test_a_table_whose_rows_and_columns_are_added_up_by_hand():
    # 2 is small. Alone in its row and its column it is what is left of their sums, so the least of
    # its row (9) and of its column (6) go, and then what those two would give back: 11, where they
    # cross. Going round that square nobody can tell more than that 2 lies between 0 and 8.
    values, sums = _table([[2, 9, 20], [6, 11, 30], [40, 50, 60]])
    hidden = hide(values, sums, 5).reshape(4, 4)
    assert hidden.tolist() == [
        [True, True, False, False],
        [True, True, False, False],
        [False] * 4,
        [False] * 4,
    ]
    lower, upper = ranges(values, sums, hidden.ravel())
    assert (lower[0], upper[0]) == (0, 8)
    assert (lower[1], upper[1]) == (3, 11)


def test_the_ranges_are_those_found_by_trying_every_count():
    values, sums = _table([[1, 2, 1], [2, 0, 2], [3, 1, 1]])
    hidden = np.zeros(16, dtype=bool)
    hidden[[0, 1, 2, 4, 6, 8, 9]] = True
    lower, upper = ranges(values, sums, hidden)
    # No row holds more than 5.
    least, most = _every_range(values, sums, hidden, 5)
    assert lower[hidden] == pytest.approx(least)
    assert upper[hidden] == pytest.approx(most)


def test_two_small_counts_are_not_cover_enough_for_each_other():
    # 1 + 2 = 3 is what is left of the sum: each is known to within 3, less than the limit of 4.
    one_sum = csr_array([[1, -1, -1, -1, -1]])
    assert hide([33, 1, 2, 10, 20], one_sum, 4).tolist() == [False, True, True, True, False]


def test_what_stands_in_no_sum_needs_no_cover():
    nothing = csr_array((0, 3))
    hidden = hide([3, 8, 0], nothing, 5)
    assert hidden.tolist() == [True, False, False]
    lower, upper = ranges([3, 8, 0], nothing, hidden)
    assert (lower[0], upper[0]) == (0, np.inf)


def test_zeros_and_counts_at_the_limit_are_shown():
    assert not hide([12, 0, 6, 6], csr_array([[1, -1, -1, -1]]), 6).any()


def test_where_all_parts_are_small_the_sum_goes_too():
    # 1 + 1 = 2: the sum is small itself, and so is the sum above it, with nothing beside.
    above = csr_array([[0, 1, -1, -1], [1, -1, 0, 0]])
    assert hide([2, 2, 1, 1], above, 3).all()


def test_a_sum_is_hidden_where_nothing_else_covers():
    # 3 stands alone beside zeros; its sum of 3 is small too; the sum above shows 3 + 30.
    above = csr_array([[0, 1, -1, -1, 0], [1, -1, 0, 0, -1]])
    assert hide([33, 3, 3, 0, 30], above, 5).tolist() == [False, True, True, False, True]


def test_halves_are_taken_as_they_are():
    # "<5" stands as 2.5: were counts taken to be whole, no count would fit.
    lower, upper = ranges([22.5, 2.5, 20], csr_array([[1, -1, -1]]), np.array([False, True, True]))
    assert (lower[1], upper[1]) == (0, 22.5)


def test_a_sum_over_a_hierarchy_and_over_time_protects_through_both():
    # Two quarters of two units, with the year and the whole: 4 in one quarter of one unit.
    values, sums = _table([[4, 20], [15, 30]])
    hidden = hide(values, sums, 5)
    lower, upper = ranges(values, sums, hidden)
    assert hidden[0]
    assert ((upper - lower)[hidden] >= 5).all()
