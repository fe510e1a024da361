import numpy as np

from pkslib.forecast import forecast, proof
from pkslib.forecast.prepare import prepared


def test_the_rows_are_what_would_have_been_forecast(wards):
    found = proof.tested(prepared(wards, 12, "fast", {"exclude": None}))
    np.testing.assert_allclose(found["error"], found["outcome"] - found["forecast"])
    outcome = wards.set_index(["series", "period"])["value"]
    keys = list(zip(found["series"], found["period"], strict=True))
    assert found["outcome"].tolist() == outcome.loc[keys].tolist()
    # The candidates' weights are of today, so it is near what was forecast then, not the same.
    last = found["origin"].max()
    then = forecast(wards[wards["period"] <= last], 12, tier="fast", exclude=None)
    latest = found[found["origin"] == last]
    assert np.abs(latest["forecast"].to_numpy() / then["mean"].to_numpy() - 1).max() < 0.15


def test_a_history_too_short_for_a_backtest_has_no_rows(history):
    found = proof.tested(prepared(history(a=np.arange(1.0, 20)), 12, "fast", {}))
    assert found.empty
    assert found.columns.tolist() == [
        "series", "origin", "period", "forecast", "outcome", "error"
    ]  # fmt: skip
