import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.apportion import apportion, whole


def test_the_largest_remainder_gets_what_is_left():
    # 10 over 2 : 3 : 2 of 7 is 2.857, 4.286, 2.857: rounded down 2, 4, 2; the two left over go to
    # the two remainders of 0.857.
    assert apportion([10], [[2, 3, 2]]).tolist() == [[3, 4, 3]]


def test_equal_remainders_go_to_the_earlier_part():
    assert apportion([2], [[1, 1, 1, 1]]).tolist() == [[1, 1, 0, 0]]


def test_the_remainder_decides_however_the_part_itself_rounds():
    # 1.67 each would round to 2, 2, 2. Of 3.6, 3.7 and 2.7 the last two have the most left over.
    assert apportion([5], [[1, 1, 1]]).tolist() == [[2, 2, 1]]
    assert apportion([10], [[3.6, 3.7, 2.7]]).tolist() == [[3, 4, 3]]


def test_of_many_equal_remainders_the_earliest_get_one():
    assert apportion([20], [[1] * 40]).tolist() == [[1] * 20 + [0] * 20]


def test_each_row_is_divided_by_its_own_sum():
    # The sums are 0.5 and 8.
    assert apportion([5, 4], [[0.1, 0.4], [6, 2]]).tolist() == [[1, 4], [3, 1]]


def test_parts_that_are_whole_already_are_kept():
    assert apportion([12], [[7.0, 0.0, 5.0]]).tolist() == [[7, 0, 5]]


def test_a_total_without_parts_is_divided_evenly():
    assert apportion([5], [[0, 0]]).tolist() == [[3, 2]]


def test_nothing_to_divide():
    assert apportion([], np.zeros((0, 4))).shape == (0, 4)


def test_rounding_in_the_sums_decides_nothing():
    # 0.1 + 0.2 is a little more than 0.3; 10 · 0.3 / 0.6 must still be 5 and 5.
    assert apportion([10], [[0.1 + 0.2, 0.3]]).tolist() == [[5, 5]]


def test_a_total_that_is_not_whole_is_refused():
    with pytest.raises(InputError, match="total"):
        apportion([2.5], [[1, 1]])


def test_whole_rounds_halves_up_and_forgives_dust():
    assert whole([0.5, 2.4999999999999, 3.2]).tolist() == [1, 3, 3]
