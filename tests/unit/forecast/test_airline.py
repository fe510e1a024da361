"""The airline model: worked covariances, and the likelihood that a state-space filter finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.statespace.sarimax import SARIMAX

from pkslib.forecast import airline


def _changes(parameters, season, length, seed=1):
    """Return changes drawn from a moving average."""
    weights = np.array([1.0, parameters[0]])
    if season > 1:
        weights = np.convolve(weights, [1.0, *np.zeros(season - 1), parameters[1]])
    noise = np.random.default_rng(seed).normal(0, 0.1, length + len(weights) - 1)
    return np.convolve(noise, weights, "valid")


def _peer(change, season):
    seasonal = (0, 0, 1, season) if season > 1 else (0, 0, 0, 0)
    return SARIMAX(change, order=(0, 0, 1), seasonal_order=seasonal, concentrate_scale=True)


def test_covariances_of_a_product_of_two_averages():
    # (1 − 0.5 B)(1 + 0.2 B⁴) = 1 − 0.5 B + 0.2 B⁴ − 0.1 B⁵:
    # lag 0: 1 + 0.25 + 0.04 + 0.01; 1: −0.5 − 0.02; 3: −0.5 × 0.2; 4: 0.2 + 0.05; 5: −0.1.
    found = airline._covariances(np.array([-0.5, 0.2]), 4)
    np.testing.assert_allclose(found, [1.3, -0.52, 0.0, -0.1, 0.25, -0.1], atol=1e-15)


@pytest.mark.parametrize(("parameters", "season"), [((-0.4,), 1), ((-0.4, -0.7), 12)])
def test_likelihood_is_that_of_the_state_space_filter(parameters, season):
    change = _changes(parameters, season, 60)
    filtered = -2 * _peer(change, season).loglike(np.array(parameters)) / len(change)
    found = airline._unlikelihood(np.array(parameters), change, season)
    # The filter's has 2π, the variance's own term, and a mean where ours has a sum.
    assert found == pytest.approx(filtered - np.log(2 * np.pi) - 1 + np.log(len(change)))


@pytest.mark.parametrize(("parameters", "season"), [((-0.4,), 1), ((-0.4, -0.7), 12)])
def test_forecast_is_that_of_the_state_space_filter(parameters, season):
    change = _changes(parameters, season, 90)
    expected = _peer(change, season).fit(disp=False, cov_type="none").forecast(15)
    np.testing.assert_allclose(airline.ahead(change, season, 15), expected, atol=1e-4)


def test_nothing_is_expected_beyond_a_season_and_a_period():
    found = airline.ahead(_changes((-0.4, -0.7), 4, 40), 4, 8)
    assert np.all(found[:4] != 0)
    assert found[5:].tolist() == [0.0, 0.0, 0.0]


@given(st.integers(0, 50), st.floats(1e-3, 1e3))
@settings(max_examples=10, deadline=None)
def test_scale_and_inverse_parameters_do_not_matter(seed, scale):
    change = _changes((-0.4, -0.7), 4, 40, seed)
    expected = scale * airline.ahead(change, 4, 6)
    np.testing.assert_allclose(airline.ahead(scale * change, 4, 6), expected, atol=1e-3 * scale)
    one, inverse = (
        airline._unlikelihood(np.array(pair), change, 4) for pair in ((-0.4, 0.5), (-2.5, 0.5))
    )
    assert one == pytest.approx(inverse)
