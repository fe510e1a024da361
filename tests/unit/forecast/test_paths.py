import numpy as np
import pandas as pd
import pytest

from pkslib.forecast import forecast, sample_paths
from pkslib.forecast.paths import between_series, over_horizon
from pkslib.forecast.prepare import prepared, treated_panels


def test_same_seed_same_draws(wards):
    first, again, other = (sample_paths(wards, 3, 20, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["value"].equals(other["value"])
    assert len(first) == 5 * 3 * 20


def test_draws_agree_with_the_forecast(wards):
    found = forecast(wards, 6, tier="fast")
    draws = sample_paths(wards, 6, 3000, 7).groupby(["series", "period"])["value"]
    np.testing.assert_allclose(draws.mean(), found["mean"], rtol=0.02)
    np.testing.assert_allclose(draws.quantile(0.9), found["upper_80"], rtol=0.03)
    assert (draws.min() >= 0).all()


def test_series_that_move_together_are_drawn_together(history):
    random = np.random.default_rng(5)
    common = np.cumsum(random.normal(0, 3, 96))
    noise = random.normal(0, 1, (3, 96))
    rows = history(a=200 + common + noise[0], b=300 + common + noise[1], c=250 + 5 * noise[2])
    wide = sample_paths(rows, 4, 2000, 1, exclude=None).pivot_table(
        index="draw", columns=["series", "period"], values="value"
    )
    correlation = wide.corr()
    last = wide["a"].columns[-1]
    assert correlation.loc[("a", last), ("b", last)] > 0.5
    assert abs(correlation.loc[("a", last), ("c", last)]) < 0.4


def test_correlations_are_proper(wards):
    (fit,) = prepared(wards, 12, "fast", {})
    matrix = over_horizon(fit)
    np.testing.assert_allclose(np.diag(matrix), 1)
    assert np.linalg.eigvalsh(matrix).min() > 0
    rows = between_series(fit.treated)
    np.testing.assert_allclose((rows**2).sum(axis=1), 1)


def test_what_never_varies_is_drawn_as_wide_as_its_interval_and_nobody_as_nobody(history):
    rows = history(a=np.full(30, 100.0), b=np.zeros(30))
    draws = sample_paths(rows, 2, 4000, 1).groupby("series")["value"]
    bounds = forecast(rows, 2, tier="fast").groupby("series").first()
    assert draws.quantile(0.9)["a"] == pytest.approx(bounds.loc["a", "upper_80"], rel=0.03)
    assert bounds.loc["a", "upper_80"] > 100 + 1.28 * 10
    assert draws.max()["b"] == 0


def test_what_is_left_out_tells_nothing_of_what_goes_together(history):
    # Two wards without relation but for one month in which both closed.
    random = np.random.default_rng(9)
    rows = history(**{name: 100 + random.normal(0, 3, 60) for name in "ab"})
    rows.loc[rows["period"] == "2018-05", "value"] = 10.0
    said = pd.DataFrame(
        {"series": ["a", "b"], "period": "2018-05", "kind": "outlier", "treatment": "left_out"}
    )
    together, apart = (
        between_series(treated) @ between_series(treated).T
        for said in (None, said)
        for treated in treated_panels(rows, {"treatments": said})
    )
    assert together[0, 1] > 0.9
    assert abs(apart[0, 1]) < 0.4


def test_draws_of_a_series_without_changes_are_as_wide_as_others(history):
    # Two years are all the pandemic's but one month: no change to measure a correlation on.
    random = np.random.default_rng(3)
    rows = history("2020-02", a=random.poisson(100, 24).astype(float))
    drawn = sample_paths(rows, 1, 4000, 1)["value"]
    bounds = forecast(rows, 1, tier="fast")
    assert drawn.quantile(0.9) == pytest.approx(bounds["upper_80"][0], rel=0.03)
