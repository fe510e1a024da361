import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.methods.priority import alike, lowest_first, ranks


def test_a_level_gives_way_entirely_before_the_next_is_touched():
    # 12 of 5 (priority 3), 10 (priority 2) and 20 (priority 1): all 5, then 7 of the 10.
    assert lowest_first([20, 10, 5], [1, 2, 3], [0, 0, 0], [12] * 3).tolist() == [0, 0.7, 1]


def test_items_of_one_priority_share_alike():
    assert lowest_first([30, 10], [2, 2], ["a", "a"], [8, 8]).tolist() == [0.2, 0.2]


def test_groups_are_apart():
    assert lowest_first([4, 4], [1, 1], [7, 3], [2, 1]).tolist() == [0.5, 0.25]


def test_no_group_gives_more_than_it_has():
    assert lowest_first([4, 0], [1, 2], [0, 0], [9, 9]).tolist() == [1, 0]


def test_no_items():
    assert lowest_first([], [], [], []).size == 0


def test_a_negative_amount_is_refused():
    with pytest.raises(InputError, match="amount"):
        lowest_first([1], [1], [0], [-1])


def test_of_one_priority_the_gravest_consequence_gives_way_last():
    # Priority 4 gives way first; of the two with priority 3 the one where waiting harms least.
    order = ranks([3, 3, 4], [1, 3, 3])
    share = lowest_first([10, 10, 10], order, [0, 0, 0], [15, 15, 15])
    assert share.tolist() == [0.5, 0, 1]


def test_a_missing_consequence_is_the_least():
    assert ranks([3, 3, 3], [np.nan, 1, 2]).tolist() == [2, 2, 1]


def test_columns_of_a_table_with_nothing_in_some_rows():
    priority, consequence = (
        pd.Series(column, dtype="Int64") for column in ([3, 3, 2], [2, 1, None])
    )
    assert ranks(priority, consequence).tolist() == [2, 3, 1]


def test_amounts_below_one_give_way_in_part():
    assert lowest_first([0.5], [1], [0], [0.125]).tolist() == [0.25]


def test_nothing_has_no_rank():
    assert ranks([], []).size == 0


def test_a_need_that_has_little_left_gives_all_of_it_and_the_others_more():
    # 10 of 40, 60 and 5: a share of 0.1333 would be 5.33 of the 40, which has 2 left.
    given = alike([2, 60, 0], [40, 60, 5], [0, 0, 0], [10, 10, 10])
    assert given.tolist() == pytest.approx([2, 8, 0])


def test_no_more_is_given_than_there_is_and_groups_do_not_mix():
    given = alike([3, 9, 4], [3, 9, 8], [1, 0, 1], [50, 0, 50])
    assert given.tolist() == [3, 0, 4]
