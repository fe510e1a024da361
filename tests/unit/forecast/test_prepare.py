"""What is said of single series reaches every form of the forecast."""

import numpy as np
import pandas as pd
import pytest

from pkslib.forecast import backtest, forecast, forecast_sums, sample_paths
from pkslib.forecast.prepare import treated_history

SAID = ["series", "period", "kind", "treatment"]


@pytest.fixture
def working(history):
    """Return six clinics whose patients come on working days: the calendar helps."""
    starts = np.arange("2012-01", "2020-01", dtype="datetime64[M]")
    days = np.busday_count(starts.astype("datetime64[D]"), (starts + 1).astype("datetime64[D]"))
    random = np.random.default_rng(2)
    clinics = {f"s{k}": days * 20 + random.normal(0, 3, 96) for k in range(6)}
    return history("2012-01", **clinics)


FORMS = {
    "mean": lambda rows, **said: forecast(rows, 12, tier="fast", **said),
    "upper_80": lambda rows, **said: forecast_sums(rows, 12, tier="fast", by="quarter", **said),
    "mase": lambda rows, **said: backtest(rows, 12, tier="fast", **said),
    "value": lambda rows, **said: sample_paths(rows, 12, 400, 1, **said),
}


@pytest.mark.parametrize("column", FORMS)
def test_the_calendar_switched_off_for_one_series_is_off_in_every_form(working, column):
    with_it, without, one = (
        FORMS[column](working, **said).set_index("series")
        for said in ({}, {"country": None}, {"no_calendar": {"s0"}})
    )

    def apart(series, other):
        return (one.loc[[series], column] - other.loc[[series], column]).abs().mean()

    # The width is the group's own, so that it may differ a little from both.
    assert apart("s0", without) < 0.5 * apart("s0", with_it)
    assert apart("s1", with_it) < 0.5 * apart("s1", without)


def test_a_series_without_calendar_gains_nothing_by_it(working):
    found = backtest(working, 12, tier="fast", no_calendar={"s0"}).set_index("series")
    assert found["calendar_days"].notna().tolist() == [name != "s0" for name in found.index]


def test_a_series_without_models_is_pooled_alone(wards):
    found = forecast(wards, 3, model={"ward 1": "pooled"}).groupby("series")["method"].first()
    assert found["ward 1"] == "pooled"
    assert found["ward 0"] == "pooled and models"


def test_treated_history_is_what_the_level_follows(history):
    # 40 a month and 80 from July 2017 on; 500 in the fourth month was a fault.
    rows = history(a=np.where(np.arange(60) < 30, 40.0, 80.0))
    rows.loc[3, "value"] = 500.0
    said = pd.DataFrame(
        [("a", "2015-04", "outlier", "left_out"),
         ("a", "2017-07", "level shift", "rescaled")], columns=SAID,
    )  # fmt: skip
    found = treated_history(rows, {"treatments": said, "exclude": None})
    assert found["period"].tolist() == rows["period"].drop(3).tolist()
    assert found["value"].tolist() == pytest.approx([80.0] * 59, rel=0.02)
