import numpy as np
import pytest

from pkslib.forecast import models

MONTHS = np.arange(72)
SEASONAL = 100 * (1 + 0.3 * np.cos(MONTHS * np.pi / 6))


def test_a_pure_season_is_repeated():
    found = models.median_forecast(SEASONAL + 0.01 * (MONTHS % 7), 12, 12)
    np.testing.assert_allclose(found, SEASONAL[:12], rtol=0.02)


def test_no_season_for_years():
    found = models.median_forecast(50 + 2.0 * np.arange(30) + np.arange(30) % 3, 1, 3)
    assert (np.diff(found) > 0).all()
    assert 105 < found[0] < 115


def test_scale_does_not_matter():
    noisy = SEASONAL * np.random.default_rng(1).lognormal(0, 0.05, 72)
    small, large = models.median_forecast(noisy, 12, 6), models.median_forecast(1e4 * noisy, 12, 6)
    np.testing.assert_allclose(large, 1e4 * small, rtol=1e-6)


@pytest.mark.parametrize("season", [1, 4])
def test_differences_are_undone(season):
    # Zero change from here: the last season's steps repeat, or the last value where there is none.
    logs = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 6.0, 8.0, 7.0, 9.0])
    found = models._summed(logs, np.zeros(5), season)
    repeated = [10.0, 12.0, 11.0, 13.0, 14.0]
    assert found.tolist() == (repeated if season == 4 else [9.0] * 5)


def test_only_those_wanted_are_fitted_and_gaps_are_bridged():
    values = np.vstack([SEASONAL, SEASONAL])
    values[0, :10], values[0, 30] = np.nan, np.nan
    found = models.forecasts(values, np.array([True, False]), 12, 3, progress=False)
    np.testing.assert_allclose(found[0], SEASONAL[:3], rtol=0.05)
    assert np.isnan(found[1]).all()
