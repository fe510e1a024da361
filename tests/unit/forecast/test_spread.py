import numpy as np
import pytest
from scipy.stats import norm

from pkslib.forecast import spread


def test_weighted_quantiles_by_hand():
    # Mass 1, 1, 2 at 1, 2, 3: middles at 1/8, 3/8, 3/4, so the median is 2 + (0.5 − 3/8) / (3/8).
    found = spread.weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([2.0, 1.0, 1.0]))
    assert found[len(spread.GRID) // 2] == pytest.approx(2 + 1 / 3)
    assert found[0] == 1
    assert found[-1] == 3


def test_normal_errors_give_normal_quantiles():
    ratios = np.random.default_rng(1).standard_normal((4, 500, 3))
    widths = spread.quantiles(ratios, spread.shipped(3, "month"))
    for level, half in ((80, norm.ppf(0.9)), (95, norm.ppf(0.975))):
        below, above = spread.at_level(widths, level)
        assert -below[1] == pytest.approx(half, rel=0.06)
        assert above[1] == pytest.approx(half, rel=0.06)


def test_errors_to_one_side_reach_farther_there():
    ratios = np.random.default_rng(1).exponential(1, (4, 200, 3)) - 0.5
    below, above = spread.at_level(spread.quantiles(ratios, spread.shipped(3, "month")), 80)
    assert above[1] > 1.3 * -below[1]


def test_quantiles_leave_nothing_on_their_way_out():
    ratios = np.random.default_rng(2).standard_normal((2, 4, 6)) * np.arange(6, 0, -1)
    widths = spread.quantiles(ratios, spread.shipped(6, "month"))
    assert (np.diff(widths, axis=0) >= 0).all()
    assert (np.diff(np.abs(widths), axis=1) >= 0).all()


def test_without_errors_the_shipped_widths_stand():
    prior = spread.shipped(5, "week")
    found = spread.quantiles(np.empty((0, 3, 5)), prior)
    np.testing.assert_allclose(found, np.where(np.isclose(spread.GRID, 0.5)[:, None], 0, prior))


def test_one_series_is_not_the_tail_of_ten():
    random = np.random.default_rng(6)
    ratios, prior = random.standard_normal((3, 11, 12)), spread.shipped(12, "month")
    without = spread.at_level(spread.quantiles(ratios[:, :10], prior), 95)[1]
    ratios[:, 10] = 50.0
    assert (spread.at_level(spread.quantiles(ratios, prior), 95)[1] < 1.25 * without).all()


def test_a_series_of_larger_errors_has_a_larger_scale():
    errors = np.random.default_rng(3).standard_normal((4, 40, 12))
    errors[:, 0] *= 3
    found, own = spread.ratios(errors, np.ones((4, 40)), np.full((5, 40), 9.0))
    # Three parts belief in the group, four origins of its own at three times the usual.
    assert own[0] == pytest.approx((4 * 3 + 3) / 7, rel=0.2)
    assert np.abs(own[1:] - 1).max() < 0.5
    np.testing.assert_allclose(found * own[:, None], errors)


def test_an_origin_that_knew_less_of_the_season_counts_for_less():
    errors = np.ones((1, 2, 1))
    turns = np.array([[1.0, 8.0], [8.0, 8.0]])
    found, own = spread.ratios(errors, np.ones((1, 2)), turns)
    early, late = (found * own[:, None])[0, :, 0]
    assert late == pytest.approx(1.0)
    assert early == pytest.approx(np.sqrt(1.1875 / 2.5))


def test_a_series_without_scale_says_nothing():
    found, own = spread.ratios(np.full((1, 1, 2), 5.0), np.zeros((1, 1)), np.ones((2, 1)))
    assert np.isnan(found).all()
    assert own.tolist() == [1]


def test_level_between_two_of_the_grid():
    widths = np.repeat(spread.GRID[:, None] - 0.5, 2, axis=1)
    below, above = spread.at_level(widths, 82)
    assert below.tolist() == pytest.approx([-0.41, -0.41])
    assert above.tolist() == pytest.approx([0.41, 0.41])


def test_a_count_errs_by_chance_and_another_series_as_those_beside_it():
    # 2 e^-4 4^5 / 4! = 1.563; a variance of 4 would give 2, a normal distribution 1.596.
    values = np.array([[4.0, 4.0, 4.0], [0.5, 0.5, 0.5], [8.5, 10.5, 9.5], [20.5, 23.5, 22.5]])
    mean, scale = values.mean(axis=1), np.array([0.0, 0.0, 0.95, 6.65])
    # The middle of 10 % and 30 % is 20 %.
    told = spread.by_chance(values, mean, scale)
    assert told[:2] == pytest.approx([1.563, 0.1], abs=5e-4)
    # Alone it errs by the share of a count of 250: the root of 2 / (250 π) is 5.05 %.
    alone = spread.by_chance(np.full((1, 9), 0.35), np.array([0.35]), np.zeros(1))
    assert alone[0] / 0.35 == pytest.approx(0.0505, abs=1e-4)
