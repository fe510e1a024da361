import numpy as np
import pytest
from scipy.optimize import linprog

from pkslib.errors import InputError
from pkslib.methods.division import divide


def test_two_wards_share_nurses_in_proportion_to_what_they_ask_for():
    # 100 hours; each unit of the share takes 4 · 30 + 2 · 20 = 160 hours, so the share is 0.625.
    found = divide([100], pool=[0, 0], user=[0, 1], takes=[4, 2], weight=[30, 20])
    np.testing.assert_allclose(found.amount, [18.75, 12.5])
    assert found.left.tolist() == [0]


def test_what_one_cannot_use_goes_to_the_other():
    # Ward 1 has rooms for 5 and takes 10 hours; ward 0 gets the other 90 hours: 22.5.
    found = divide([100, 5], pool=[0, 0, 1], user=[0, 1, 1], takes=[4, 2, 1], weight=[30, 20])
    np.testing.assert_allclose(found.amount, [22.5, 5])
    assert found.limiting.tolist() == [0, 2]


def test_alone_a_user_gets_the_least_of_what_its_pools_allow():
    # 100 / 4 = 25, 90 / 3 = 30, 24 / 1 = 24.
    found = divide([100, 90, 24], pool=[0, 1, 2], user=[0, 0, 0], takes=[4, 3, 1], weight=[7])
    assert found.amount.tolist() == [24]
    assert found.limiting.tolist() == [2]
    assert found.left.tolist() == [4, 18, 0]


def test_who_asks_for_nothing_gets_what_is_left():
    # User 0 asks and is stopped by its own 5; the 90 left of 100 are for user 1.
    found = divide([100, 5], pool=[0, 1, 0], user=[0, 0, 1], takes=[2, 1, 3], weight=[1, 0])
    np.testing.assert_allclose(found.amount, [5, 30])
    assert found.limiting.tolist() == [1, 2]
    assert found.left.tolist() == [0, 0]


def test_who_is_stopped_late_is_not_held_back_by_who_is_stopped_early():
    # Rooms stop user 0 at 2 of 10 and user 1 at 6 of 10; user 2 takes what is left of 23 hours.
    found = divide(
        [23, 2, 6],
        pool=[0, 1, 0, 2, 0],
        user=[0, 0, 1, 1, 2],
        takes=[1, 1, 1, 1, 2],
        weight=[10] * 3,
    )
    assert found.amount.tolist() == [2, 6, 7.5]
    assert found.limiting.tolist() == [1, 3, 4]
    assert found.left.tolist() == [0, 0, 0]


def test_an_empty_pool_gives_nothing_and_is_named():
    found = divide([0, 10], pool=[0, 1, 1], user=[0, 0, 1], takes=[1, 1, 1], weight=[1, 1])
    assert found.amount.tolist() == [0, 10]
    assert found.limiting.tolist() == [0, 2]


def test_of_pools_that_run_dry_together_the_first_is_named():
    found = divide([1.2, 0.4], pool=[0, 1], user=[0, 0], takes=[0.3, 0.1], weight=[1])
    assert found.limiting.tolist() == [0]


def test_no_users_take_nothing():
    found = divide([5], pool=[], user=[], takes=[], weight=[])
    assert (found.amount.size, found.left.tolist()) == (0, [5])


def test_the_least_share_is_that_of_the_linear_programme():
    # Largest t with takes · amount within supply and amount ≥ t · weight, by HiGHS.
    rng = np.random.default_rng(7)
    for _ in range(20):
        pools, users = 4, 5
        takes = rng.uniform(0.1, 3, (pools, users)) * (rng.random((pools, users)) < 0.6)
        takes[0] += 0.1
        supply, weight = rng.uniform(1, 50, pools), rng.uniform(1, 20, users)
        pool, user = np.nonzero(takes)
        found = divide(supply, pool, user, takes[pool, user], weight)
        best = linprog(
            [*np.zeros(users), -1],
            A_ub=np.block([[takes, np.zeros((pools, 1))], [-np.eye(users), weight[:, None]]]),
            b_ub=[*supply, *np.zeros(users)],
        )
        assert (found.amount / weight).min() == pytest.approx(-best.fun)
        assert (takes @ found.amount <= supply * (1 + 1e-9)).all()


@pytest.mark.parametrize(
    ("supply", "takes", "weight"), [([-1], [1], [1]), ([1], [0], [1]), ([1], [1], [np.nan])]
)
def test_impossible_numbers_are_refused(supply, takes, weight):
    with pytest.raises(InputError):
        divide(supply, pool=[0], user=[0], takes=takes, weight=weight)
