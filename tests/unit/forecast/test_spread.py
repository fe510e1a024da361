import numpy as np
import pytest
from scipy.stats import norm

from pkslib.forecast import spread


def test_weighted_quantiles_by_hand():
    # Mass 1, 1, 2 at 1, 2, 3: middles at 1/8, 3/8, 3/4, so the median is 2 + (0.5 − 3/8) / (3/8).
    found = spread.weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([2.0, 1.0, 1.0]))
    assert found[10] == pytest.approx(2 + 1 / 3)
    assert found[0] == 1
    assert found[-1] == 3


def test_normal_errors_give_normal_quantiles():
    random = np.random.default_rng(1)
    errors = random.standard_normal((4, 500, 3))
    widths = spread.half_widths(errors, np.ones((4, 500)), spread.shipped(3, "month"))
    assert spread.at_level(widths, 80)[1] == pytest.approx(norm.ppf(0.9), rel=0.05)
    assert spread.at_level(widths, 95)[1] == pytest.approx(norm.ppf(0.975), rel=0.05)


def test_widths_never_fall_with_level_or_horizon():
    random = np.random.default_rng(2)
    errors = random.standard_normal((2, 4, 6)) * np.arange(6, 0, -1)
    widths = spread.half_widths(errors, np.ones((2, 4)), spread.shipped(6, "month"))
    assert (np.diff(widths, axis=0) >= 0).all()
    assert (np.diff(widths, axis=1) >= 0).all()


def test_without_errors_the_shipped_widths_stand():
    prior = spread.shipped(5, "week")
    widths = spread.half_widths(np.empty((0, 3, 5)), np.empty((0, 3)), prior)
    np.testing.assert_array_equal(widths, prior)


def test_a_series_without_scale_says_nothing():
    prior = spread.shipped(2, "month")
    errors = np.full((1, 1, 2), 5.0)
    np.testing.assert_array_equal(spread.half_widths(errors, np.zeros((1, 1)), prior), prior)


def test_level_between_two_of_the_grid():
    widths = np.repeat(spread.GRID[:, None], 2, axis=1)
    assert spread.at_level(widths, 82).tolist() == pytest.approx([0.82, 0.82])
