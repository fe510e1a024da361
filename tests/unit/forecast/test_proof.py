import numpy as np
import pandas as pd
import pytest

from pkslib.forecast import backtest


def test_a_clear_season_beats_repeating_last_year(wards):
    found = backtest(wards, 12, tier="fast")
    assert found.columns.tolist() == [
        "series", "mase", "mase_naive", "bias", "coverage_80", "coverage_95", "method",
        "calendar_days", "calendar_holidays", "calendar_each", "note",
    ]  # fmt: skip
    assert found["mase"].mean() < 0.9 * found["mase_naive"].mean()
    assert found["coverage_80"].between(0.6, 0.95).all()
    assert (found["coverage_95"] >= found["coverage_80"]).all()


def test_naive_error_by_hand(history):
    # 48 months; the only origin with 24 months behind it for a horizon of 24 is 2017-01. Repeating
    # 2016 misses 2017 by 12 and 2018 by 24 each month; the mean change over a season is 12.
    found = backtest(history(a=np.arange(48.0)), 24, tier="fast")
    assert found["mase_naive"][0] == pytest.approx((12 + 24) / 2 / 12)


def test_a_period_left_out_is_not_repeated_either(history):
    values = np.random.default_rng(6).poisson(50, 60).astype(float)
    rows = history(a=values)
    rows.loc[40, "value"] = 2000.0
    said = pd.DataFrame({"series": ["a"], "period": "", "kind": "outlier", "treatment": "left_out"})
    kept, left_out = (
        backtest(rows, 12, tier="fast", treatments=said)["mase_naive"][0] for said in (None, said)
    )
    # The fault is a change of 1 950 twice in a history where months differ by some ten: the naive
    # error over the mean change is one again without it.
    assert kept != pytest.approx(left_out, rel=0.2)
    assert left_out == pytest.approx(1, abs=0.35)


def test_too_short_for_a_backtest_is_said(history):
    found = backtest(history(a=np.arange(30.0) % 5 + 1), 12)
    assert found["note"].tolist() == ["no_backtest"]
    assert found[["mase", "bias", "coverage_80"]].isna().all(axis=None)


def test_pandemic_outcomes_are_no_errors(history):
    values = np.random.default_rng(3).poisson(100, 84).astype(float)
    rows = history(a=values)
    rows.loc[62:83, "value"] *= 0.3
    assert backtest(rows, 12, tier="fast")["mase"][0] < 2


def test_calendar_that_helps_is_named(history):
    # Patients come on weekdays only: months with more of them have more patients.
    starts = np.arange("2012-01", "2020-01", dtype="datetime64[M]")
    days = np.busday_count(starts.astype("datetime64[D]"), (starts + 1).astype("datetime64[D]"))
    random = np.random.default_rng(2)
    rows = history("2012-01", **{f"s{k}": days * 20 + random.normal(0, 3, 96) for k in range(6)})
    parts = [f"calendar_{part}" for part in ("days", "holidays", "each")]
    found = backtest(rows, 12, tier="fast")
    assert 0.05 < found["calendar_days"][0] < 1
    assert found["note"].unique().tolist() == [""]
    assert backtest(rows, 12, tier="fast", country=None)[parts].isna().all(axis=None)
