import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.forecast import backtest, forecast, forecast_sums, forecast_tables, marks

COLUMNS = ["series", "period", "mean", "lower_80", "upper_80", "lower_95", "upper_95", "method"]


def test_columns_follow_the_levels(wards):
    assert forecast(wards, 3, tier="fast").columns.tolist() == COLUMNS
    names = forecast(wards, 1, tier="fast", levels=(99, 50)).columns.tolist()
    assert names[3:-1] == ["lower_50", "upper_50", "lower_99", "upper_99"]


def test_a_clear_season_is_forecast(wards):
    found = forecast(wards, 12, tier="fast")
    expected = 200 * (1 + 0.2 * np.cos(np.arange(12) * np.pi / 6))
    big = found[found["series"] == "ward 4"]["mean"].to_numpy()
    # Poisson noise of a month is 14; seven years of five wards bring it well below that.
    assert np.abs(big - expected).mean() < 8


def test_outcomes_of_the_same_process_fall_inside_as_often_as_said(history):
    random = np.random.default_rng(11)
    months = np.arange(96)
    rate = 100 * (1 + 0.2 * np.cos(months * np.pi / 6))
    values = random.poisson(rate, (60, 96)).astype(float)
    rows = history(**{f"s{k:02d}": row[:84] for k, row in enumerate(values)})
    found = forecast(rows, 12, tier="fast", exclude=None)
    outcome = values[:, 84:].ravel()
    for level, least, most in ((80, 0.75, 0.86), (95, 0.92, 0.98)):
        inside = (outcome >= found[f"lower_{level}"]) & (outcome <= found[f"upper_{level}"])
        assert least < inside.mean() < most


@pytest.mark.parametrize(
    ("values", "method", "mean"),
    [
        (np.zeros(40), "zero", 0.0),
        (np.full(40, 7.0), "constant", 7.0),
        (np.tile([0, 0, 0, 4.0], 12), "intermittent", 1.0),
        (np.arange(20.0) % 3 + 10, "short", 11.0),
    ],
)
def test_what_is_no_ordinary_series_has_a_named_method(history, values, method, mean):
    found = forecast(history(a=values), 12)
    assert set(found["method"]) == {method}
    assert found["mean"].mean() == pytest.approx(mean, rel=0.15, abs=1e-12)
    assert np.isfinite(found.select_dtypes("number").to_numpy()).all()


def test_what_never_varies_is_as_uncertain_as_chance_makes_it(history):
    # By chance 400 a month err by the root of 2 · 400 / π = 15.96 in the mean. Without a back-test
    # 80 % of errors are below 1.4 · 1.476 times that (Student's t, five degrees): 32.97.
    one = forecast(history(a=np.full(40, 400.0)), 12, tier="fast")
    assert one["mean"].eq(400).all()
    assert one["upper_80"].iloc[0] - 400 == pytest.approx(32.97, abs=0.02)
    assert 400 - one["lower_80"].iloc[0] == pytest.approx(32.97, abs=0.02)
    # Once a year all of them, the same every year: no month is certain to meet none of 240.
    once = np.tile([240.0, *[0] * 11], 5)
    every = forecast(history(a=once), 12, tier="fast")
    assert (every["upper_95"] - every["lower_95"] > 1).all()
    # A profile that repeats itself to the figure was worked out, not counted.
    profile = np.tile([80.0, 90, 100, 110, 120, 100, 60, 70, 110, 120, 130, 110], 5)
    same = forecast(history(a=profile), 12, tier="fast")
    assert (same["upper_80"] - same["lower_80"]).min() > 2 * 1.28 * np.sqrt(100)


def test_the_few_outcomes_of_a_new_unit_are_not_the_more_certain_for_the_age_of_the_others(
    wards, history
):
    few = history("2021-07", new=[50.0, 58, 43, 51, 61, 40])
    found = forecast(pd.concat([wards, few]), 3, tier="fast")
    half = (found["upper_80"] - found["mean"])[found["series"] == "new"]
    assert half.min() > 1.28 * np.sqrt(40)


def test_nobody_at_all_is_nothing_unusual(history):
    rows = history("2018-01", none=np.zeros(84), once=np.tile([9.0, *[0] * 11], 7))
    found = marks(rows, exclude=None)
    assert found.empty
    assert forecast(rows, 12, tier="fast").query("series == 'none'")["upper_95"].eq(0).all()


def test_odd_series_do_not_disturb_the_others(wards, history):
    odd = history("2015-01", none=np.zeros(84), flat=np.full(84, 3.0))
    together = forecast(pd.concat([wards, odd]), 6, tier="fast")
    assert set(together["method"]) == {"pooled", "zero", "constant"}
    assert np.isfinite(together.select_dtypes("number").to_numpy()).all()


def test_full_tier_weighs_models_in(wards):
    some = wards[wards["series"].isin(["ward 3", "ward 4"])]
    full = forecast(some, 12)
    assert set(full["method"]) == {"pooled and models"}
    fast = forecast(some, 12, tier="fast")
    assert 0 < np.abs(full["mean"] / fast["mean"] - 1).max() < 0.2


def test_wrong_options_are_all_named(wards):
    with pytest.raises(InputError, match=r"horizon 0.*\n.*tier 'slow'"):
        forecast(wards, 0, tier="slow")
    with pytest.raises(InputError, match="levels"):
        forecast(wards, 1, levels=(80, 100))
    with pytest.raises(InputError, match="by 'week'"):
        forecast_sums(wards, 12, by="week")


def test_sums_count_known_months_and_leave_unfinished_years_out(history):
    rows = history("2015-07", a=np.full(60, 10.0), b=np.full(60, 20.0))
    # History ends 2020-06; 18 months reach the end of 2021, 17 do not.
    found = forecast_sums(rows, 18)
    assert found[["series", "period", "mean"]].to_numpy().tolist() == [
        ["a", "2020", 120.0], ["a", "2021", 120.0], ["b", "2020", 240.0], ["b", "2021", 240.0],
    ]  # fmt: skip
    assert forecast_sums(rows, 17)["period"].unique().tolist() == ["2020"]
    assert forecast_sums(rows, 3, by="quarter")["period"].unique().tolist() == ["2020-Q3"]


def test_a_year_that_a_series_has_only_the_tail_of_is_left_out(history):
    rows = history("2020-03", a=np.full(8, 10.0))
    assert forecast_sums(rows, 2, exclude=None).empty


def test_sum_interval_is_narrower_than_added_bounds(wards):
    months = forecast(wards, 12, tier="fast", exclude=None)
    year = forecast_sums(wards, 12, tier="fast", exclude=None).set_index("series")
    added = months.groupby("series")[["mean", "lower_80", "upper_80"]].sum()
    np.testing.assert_allclose(year["mean"], added["mean"])
    assert (year["upper_80"] < added["upper_80"]).all()
    assert (year["lower_80"] > added["lower_80"]).all()


def test_all_tables_from_one_fit_are_those_asked_for_one_by_one(wards):
    tables = forecast_tables(wards, 12, tier="fast")
    sums = [forecast_sums(wards, 12, tier="fast", by=by) for by in ("quarter", "year")]
    pd.testing.assert_frame_equal(tables["periods"], forecast(wards, 12, tier="fast"))
    pd.testing.assert_frame_equal(tables["sums"], pd.concat(sums, ignore_index=True))
    pd.testing.assert_frame_equal(tables["backtest"], backtest(wards, 12, tier="fast"))
    assert set(tables) == {"periods", "sums", "backtest", "tested", "seasons", "marks"}


def test_yearly_series_have_no_quarters(history):
    with pytest.raises(InputError):
        forecast_sums(history("2000", a=np.arange(1.0, 21)), 2, by="quarter")
