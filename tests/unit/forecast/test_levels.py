import numpy as np
import pytest
from statsmodels.tsa.holtwinters import Holt, SimpleExpSmoothing

from pkslib.forecast import levels


@pytest.fixture
def values():
    return np.random.default_rng(3).gamma(4.0, 5.0, (3, 60))


@pytest.mark.parametrize("alpha", [0.05, 0.3, 0.8, 1.0])
def test_no_trend_equals_simple_exponential_smoothing_of_statsmodels(values, alpha):
    start = levels.starting_level(values, 12)
    weights = levels.responses(((alpha, 0.0, 1.0),), 60)[0]
    for row, first, found in zip(
        values, start, np.column_stack([start, values]) @ weights, strict=True
    ):
        model = SimpleExpSmoothing(row, initialization_method="known", initial_level=first)
        fixed = model.fit(smoothing_level=alpha, optimized=False)
        assert found[0] == pytest.approx(fixed.forecast(1)[0], rel=1e-12)


@pytest.mark.parametrize(("alpha", "beta", "phi"), [(0.2, 0.05, 0.9), (0.4, 0.15, 0.98)])
def test_damped_trend_equals_holt_of_statsmodels(values, alpha, beta, phi):
    start = levels.starting_level(values, 12)
    level, slope = levels.responses(((alpha, beta, phi),), 60)
    known = np.column_stack([start, values])
    reach = np.cumsum(phi ** np.arange(1, 7))
    found = known @ level + (known @ slope) * reach
    for row, first, ahead in zip(values, start, found, strict=True):
        model = Holt(
            row, damped_trend=True, initialization_method="known", initial_level=first,
            initial_trend=0.0,
        )  # fmt: skip
        # Here β is the trend's own share; statsmodels' smoothing_trend is the same β.
        fixed = model.fit(
            smoothing_level=alpha, smoothing_trend=beta, damping_trend=phi, optimized=False
        )
        np.testing.assert_allclose(ahead, fixed.forecast(6), rtol=1e-10)


def test_weights_of_a_level_sum_to_one():
    weights = levels.responses(((0.3, 0.0, 1.0), (0.2, 0.1, 0.9)), 25)[0]
    np.testing.assert_allclose(weights[:, 0].sum(), 1.0)


def test_a_series_that_begins_late_stands_at_its_start_until_then(values):
    late = values.copy()
    late[:, :20] = np.nan
    cut = values[:, 20:]
    whole = levels.forecasts(late, "month", 12, 3)
    alone = levels.forecasts(cut, "month", 12, 3)
    for name, forecast in alone.items():
        np.testing.assert_allclose(whole[name], forecast, rtol=1e-9, err_msg=name)


def test_a_hole_is_bridged_by_a_straight_line():
    filled, start = levels.bridged(np.array([[np.nan, 2.0, np.nan, 6.0]]), 2)
    # The first two outcomes, 2 and 6, give the starting level 4.
    assert filled.tolist() == [[4.0, 2.0, 4.0, 6.0]]
    assert start.tolist() == [4.0]


def test_drift_is_the_least_squares_slope():
    # 1, 3, 2, 5 over 0…3: Σ(t − 1.5) y = −1.5 − 1.5 + 1 + 7.5 = 5.5; Σ(t − 1.5)² = 5.
    line = np.array([[1.0, 3.0, 2.0, 5.0]])
    assert levels.drift(line)[0] == pytest.approx(1.1)


def test_theta_adds_half_the_drift():
    line = np.arange(24.0)[None, :]
    found = levels.forecasts(line, "month", 12, 4)
    np.testing.assert_allclose((found["theta"] - found["even"])[0], 0.5 * np.arange(1, 5))
    np.testing.assert_allclose((found["drift"] - found["fast"])[0], np.arange(1.0, 5))


def test_a_level_series_stays_level():
    found = levels.forecasts(np.full((1, 40), 7.0), "week", 4, 5)
    for name, forecast in found.items():
        np.testing.assert_allclose(forecast, 7.0, err_msg=name)
