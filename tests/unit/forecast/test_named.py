"""One named model for one series: chosen, proven by its own back-test, told by its name."""

import numpy as np
import pytest

from pkslib.forecast import fit, forecast, models, side_by_side
from pkslib.forecast.prepare import prepared


def test_a_named_model_is_that_of_statsmodels(wards):
    from statsmodels.tsa.forecasting.theta import ThetaModel

    found = forecast(wards, 12, tier="fast", model={"ward 3": "theta"}, exclude=None)
    methods = found.groupby("series")["method"].first()
    assert methods.tolist() == ["pooled", "pooled", "pooled", "theta", "pooled"]
    values = wards.loc[wards["series"] == "ward 3", "value"].to_numpy()
    model = ThetaModel(values / values.mean(), period=12, use_test=False, method="additive")
    expected = model.fit(disp=False).forecast(12) * values.mean()
    np.testing.assert_allclose(found.loc[found["series"] == "ward 3", "mean"], expected, rtol=1e-6)


def test_last_year_repeats_itself_and_is_proven_by_its_own_errors(wards):
    options = {"model": {"ward 4": "last_year"}, "exclude": None}
    (fit,) = prepared(wards, 12, "fast", options)
    values = fit.panel.values[4]
    np.testing.assert_array_equal(fit.mean[4], values[-12:])
    np.testing.assert_allclose(fit.errors[0, 4], values[-12:] - values[-24:-12])
    (pooled,) = prepared(wards, 12, "fast", {"exclude": None})
    np.testing.assert_array_equal(fit.errors[:, :4], pooled.errors[:, :4])
    larger = np.abs(fit.errors[:, 4]).sum() / np.abs(pooled.errors[:, 4]).sum()
    assert fit.scale[4] / pooled.scale[4] == pytest.approx(larger)


def test_a_chosen_model_is_not_mixed_in_the_full_tier(wards):
    some = wards[wards["series"].isin(["ward 2", "ward 3", "ward 4"])]
    found = forecast(some, 6, model={"ward 2": "pooled", "ward 3": "sarima"})
    assert found.groupby("series")["method"].first().tolist() == [
        "pooled", "sarima", "pooled and models",
    ]  # fmt: skip


def test_errors_of_the_full_tier_are_those_of_the_mixture(wards):
    some = wards[wards["series"].isin(["ward 3", "ward 4"])]
    (fast,) = prepared(some, 12, "fast", {})
    (full,) = prepared(some, 12, "full", {})
    known = np.isfinite(full.errors)
    assert known[:2].any()
    assert not known[2:].any()
    assert np.abs(full.errors - fast.errors)[known].max() > 0


def test_the_models_weigh_more_where_they_did_better():
    random = np.random.default_rng(1)
    small, large = random.normal(0, 1, (2, 60, 12)), random.normal(0, 3, (2, 60, 12))
    assert fit.share_of_models(large, small) > 0.6
    assert fit.share_of_models(small, large) < 0.2
    assert fit.share_of_models(np.full((1, 5, 3), np.nan), np.zeros((1, 5, 3))) == 0.3


def test_the_models_side_by_side(wards):
    some = wards[wards["series"].isin(["ward 3", "ward 4"])]
    made = side_by_side(some, 6, exclude=None)
    assert made["backtest"]["model"].unique().tolist() == ["pooled", *models.NAMES]
    errors = made["backtest"].query("series == 'ward 4'").set_index("model")["mase"]
    assert errors.nunique() == 5
    assert errors["last_year"] == pytest.approx(
        made["backtest"].query("series == 'ward 4'")["mase_naive"].iloc[0], rel=1e-6
    )
