import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.bands import next_bands, steady_bands, treat_longest_first


def test_surplus_goes_to_the_longest_waiters():
    # sf-07 (NHSRtt test-utils.R): inflow 11 20 20 12 16 less leaving 6 7 7 9 9, treated as below.
    # By hand: bands 1–3 keep −4, 4, 4, bands 4–5 keep 1, 0. Four treatments are over in the
    # first: one goes to band 4, three of the next four to band 3.
    waiting = np.array([11, 20, 20, 12, 16]) - np.array([6, 7, 7, 9, 9])
    assert treat_longest_first(waiting, [9, 9, 9, 2, 7]).tolist() == [0, 4, 1, 0, 0]


def test_capacity_beyond_everyone_stays_unused():
    assert treat_longest_first([1, 2, 3], [0, 0, 100]).tolist() == [0, 0, 0]


def test_capacity_on_the_last_band_is_spent_from_the_end():
    assert treat_longest_first([5, 5, 5], [0, 0, 8]).tolist() == [5, 2, 0]


@pytest.mark.parametrize(
    ("arrivals", "leaving", "treated", "waiting", "done"),
    [
        # sf-01 and sf-04: 50 · 0.9 − 5 = 40, 40 · 0.8 − 3 = 29; without leaving 45 and 42.
        (50, [0.1, 0.2], [5, 3], [40, 29], [5, 3]),
        (50, [0, 0], [5, 3], [45, 42], [5, 3]),
        # The limits in the same file: no one comes, all leave, capacity for more than there are.
        (0, [0.1, 0.2], [5, 3], [0, 0], [0, 0]),
        (50, [1, 1], [5, 3], [0, 0], [0, 0]),
        (50, [0.1, 0.2], [100, 100], [0, 0], [45, 0]),
    ],
)
def test_steady_lists_of_the_published_model(arrivals, leaving, treated, waiting, done):
    # NHSRtt test-steady_state.R.
    found = steady_bands(arrivals, leaving, treated)
    np.testing.assert_allclose(found.waiting, waiting, atol=1e-9)
    np.testing.assert_allclose(found.treated, done, atol=1e-9)


def test_a_period_by_hand():
    # 10 come; 20 and 30 move up, 30 joins the 40 that waited longest. A tenth of the last leaves.
    after = next_bands([20, 30, 40], 10, [0, 0.5, 0.1], [4, 5, 6])
    assert after.left.tolist() == [0, 10, 7]
    assert after.treated.tolist() == [4, 5, 6]
    assert after.waiting.tolist() == [6, 5, 57]


def test_a_steady_list_stays_as_it_is():
    leaving, treated = [0.1, 0.2, 0], [5, 3, 29]
    steady = steady_bands(50, leaving, treated)
    assert steady.waiting[-1] == 0
    after = next_bands(steady.waiting, 50, leaving, treated)
    np.testing.assert_allclose(after.waiting, steady.waiting, atol=1e-9)


def test_one_band_holds_everyone():
    assert next_bands([7], 3, [0], [4]).waiting.tolist() == [6]


def test_several_lists_move_together():
    lists = np.array([[20.0, 30, 40], [1, 2, 3]])
    together = next_bands(lists, [10, 0], [[0, 0.5, 0.1]], [[4, 5, 6], [0, 0, 9]])
    for row, arrivals, treated in ((0, 10, [4, 5, 6]), (1, 0, [0, 0, 9])):
        alone = next_bands(lists[row], arrivals, [0, 0.5, 0.1], treated)
        for part, whole in zip(alone, together, strict=True):
            assert part.tolist() == whole[row].tolist()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: next_bands([-1], 1, [0], [0]), "waiting"),
        (lambda: next_bands([1], -1, [0], [0]), "arrivals"),
        (lambda: next_bands([1], 1, [1.1], [0]), "leaving"),
        (lambda: steady_bands(1, [0], [float("nan")]), "treated"),
        (lambda: treat_longest_first([1], [-1]), "treated"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()
