import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.leaving import rests_on_enough, share_leaving, untreated
from pkslib.methods.waiting_list import Ways, list_ahead


def test_who_is_neither_treated_nor_waiting_has_left():
    # 200 + 60 − 50 − 206 = 4; 206 + 40 − 50 − 190 = 6; 10 in 1 000 patient weeks.
    left = untreated([200, 206], [60, 40], [50, 50], [206, 190])
    assert left.tolist() == [4, 6]
    assert share_leaving(left, [500, 500]) == 0.01
    assert share_leaving([], []) == 0


def test_the_measure_finds_the_share_a_list_was_run_with():
    # A year in thirteen spans of four weeks, newcomers counted in the week they come.
    weeks = list_ahead([[150.0, 50.0]], np.full((1, 52), 20.0), np.full((1, 52), 16.0), Ways(0.02))
    waiting = np.array([200.0, *(week.waiting.sum() for week in weeks)])
    treated = np.reshape([week.treated.sum() for week in weeks], (13, 4)).sum(axis=1)
    start, end = waiting[:-1:4], waiting[4::4]
    left = untreated(start, np.full(13, 80.0), treated, end)
    assert rests_on_enough(left)
    assert share_leaving(left, (start + end) / 2 * 4 + 80) == pytest.approx(0.02, rel=0.01)


@pytest.mark.parametrize(
    ("left", "enough"),
    [
        ([2.5] * 12, True),
        # Eleven months, 29 who left.
        ([10.0] * 11, False),
        ([2.5] * 11 + [1.5], False),
        # Mean 3, each 5.222 from it by turns: twice 5.222 · √(12 / 11) · √12 is 37.8, above 36.
        ([3 + 5.222, 3 - 5.222] * 6, False),
        # Each 4 from it: 28.9, below 36.
        ([7.0, -1.0] * 6, True),
        ([-5.0] * 24, False),
    ],
)
def test_a_measure_rests_on_a_year_on_thirty_and_on_more_than_chance(left, enough):
    assert rests_on_enough(left) is enough


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: untreated([1], [-1], [1], [1]), "inflow"),
        (lambda: untreated([1], [1], [np.nan], [1]), "treated"),
        (lambda: share_leaving([1], [-1]), "waited"),
        (lambda: rests_on_enough([np.nan]), "left"),
    ],
)
def test_numbers_outside_their_range_are_told(call, named):
    with pytest.raises(InputError, match=named):
        call()
