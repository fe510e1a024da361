import numpy as np
import pytest

from pkslib.methods import delivery


def _series(level, zeros, length=36):
    values = np.full(length, float(level))
    values[length - zeros :] = 0
    return values


@pytest.mark.parametrize(
    ("level", "zeros", "closed", "undelivered"),
    [
        (4, 3, 3, 0),  # exactly a dozen expected
        (3.9, 3, 0, 0),  # not quite
        (12, 1, 0, 1),
        (11, 1, 0, 0),
        (6, 2, 0, 2),
        (1, 12, 12, 0),
        (1, 11, 0, 0),
        (50, 0, 0, 0),
    ],
)
def test_zeros_at_the_end_of_a_series_alone(level, zeros, closed, undelivered):
    found = delivery.ends(_series(level, zeros)[None], 12)
    assert found.closed.sum() == closed
    assert found.undelivered.sum() == undelivered


def test_a_whole_table_of_zeros_was_not_delivered():
    table = np.array([_series(20, 3), _series(30, 3), _series(40, 4)])
    found = delivery.ends(table, 12)
    assert not found.closed.any()
    assert found.undelivered.sum(axis=1).tolist() == [3, 3, 4]
    # Two of three series are no table that fell silent, and two series are too few to tell.
    table[2] = 40
    assert delivery.ends(table, 12).closed.sum(axis=1).tolist() == [3, 3, 0]
    assert delivery.ends(table[:2], 12).closed.any()


def test_what_the_season_does_not_expect_says_nothing():
    january = np.tile(np.where(np.arange(12) == 0, 40.0, 0.0), 4)
    assert not delivery.ends(january[None], 12).closed.any()
    # A year without its January is another matter: 40 expected in the last twelve.
    january[36] = 0
    assert delivery.ends(january[None], 12).closed.sum() == 23


def test_a_unit_that_was_dying_out_is_not_expected_back():
    fading = np.concatenate([np.full(24, 100.0), np.full(9, 1.0), np.zeros(3)])
    assert not delivery.ends(fading[None], 12).closed.any()


def test_periods_not_reported_are_neither():
    values = _series(20, 3)
    values[-2] = np.nan
    found = delivery.ends(values[None], 12)
    # Two zeros told, one period not: not yet three.
    assert found.undelivered.sum() == 2
    assert not found.undelivered[0, -2]


def test_zeros_before_the_beginning():
    values = np.concatenate([np.zeros(10), np.full(14, 30.0)])
    assert delivery.not_begun(values[None], 12).sum() == 10
    assert not delivery.not_begun(values[None] / 30, 12).any()
    assert not delivery.not_begun(np.zeros((1, 24)), 12).any()
