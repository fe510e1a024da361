"""What no single odd series or month may ruin, kind by kind, from history to forecast."""

import numpy as np
import pandas as pd
import pytest

from pkslib.forecast import forecast, forecast_tables, marks
from pkslib.forecast.panel import panels


def _wards(history, count=12, length=72, first="2019-01", seed=7):
    random = np.random.default_rng(seed)
    months = np.arange(length)
    rate = 1 + 0.1 * np.sin(months * np.pi / 6)
    sizes = 30 * 1.3 ** np.arange(count)
    return history(
        first,
        **{f"w{k:02d}": random.poisson(size * rate).astype(float) for k, size in enumerate(sizes)},
    )


def _alone(history, **changed):
    """Return one series of about a hundred a month, 72 months, with its last ones changed."""
    values = np.random.default_rng(2).poisson(100, 72).astype(float)
    for place, value in changed.items():
        values[int(place[1:]) - 72 :] = value
    return history("2020-01", a=values)


@pytest.mark.parametrize("zeros", [3, 6, 12])
def test_a_closed_unit_is_forecast_as_none(history, zeros):
    rows = _alone(history, **{f"_{72 - zeros}": 0.0})
    found = forecast(rows, 12, tier="fast")
    assert set(found["method"]) == {"closed"}
    assert (found[["mean", "upper_95"]] == 0).all(axis=None)
    (mark,) = marks(rows).query("kind == 'closed'").itertuples()
    assert (mark.period, mark.treatment) == (sorted(rows["period"])[-zeros], "forecast_none")


def test_that_it_closed_can_be_overruled(history):
    rows = _alone(history, _69=0.0)
    said = marks(rows).query("kind == 'closed'").assign(treatment="kept")
    found = forecast(rows, 12, tier="fast", treatments=said)
    assert set(found["method"]) == {"pooled"}
    assert found["mean"].mean() > 20


def test_two_empty_months_were_not_delivered(history):
    found = forecast(_alone(history, _70=0.0), 12, tier="fast")
    assert found["mean"].mean() == pytest.approx(100, rel=0.1)


def test_a_single_high_month_is_followed_and_the_interval_reaches_the_old_level(history):
    # Ten times as many in the last month: a new level, or a digit too many.
    young = forecast(_alone(history, _71=1000.0), 12, tier="fast")
    assert young["mean"].mean() > 500
    assert (young["lower_80"] < 115).all()
    lasting = forecast(_alone(history, _69=1000.0), 12, tier="fast")
    assert (lasting["lower_95"] > 300).all()


def test_what_was_not_delivered_is_nothing_unusual_and_spoils_no_season(history):
    rows = _wards(history, count=4)
    last = sorted(rows["period"].unique())
    rows.loc[rows["period"].isin(last[-4:]), "value"] = 0.0
    rows.loc[rows["period"] == last[40], "value"] *= 0.5
    found = marks(rows, exclude=None)
    told = found[found["kind"] == "not_delivered"]["period"].unique().tolist()
    assert told == [last[40], *last[-4:]]
    assert not found[found["period"] == last[40]]["kind"].eq("outlier").any()


def test_no_zero_is_unusual_where_a_few_come(history):
    few = np.random.default_rng(4).poisson(2, 60).astype(float)
    rows = history(few=few, many=np.random.default_rng(5).poisson(90, 60).astype(float))
    odd = marks(rows, exclude=None).query("kind == 'outlier'").merge(rows, on=["series", "period"])
    assert (few == 0).any()
    assert not (odd["value"] == 0).any()


def test_a_low_month_waits_and_the_interval_reaches_both_levels(history):
    rows = _alone(history, _71=15.0)
    found = forecast(rows, 12, tier="fast")
    assert found["mean"].mean() == pytest.approx(100, rel=0.1)
    assert (found["lower_80"] < 25).all()
    assert (found["upper_80"] > 95).all()
    assert marks(rows)["kind"].tolist()[-1] == "low"


@pytest.mark.parametrize("weeks", [1, 2])
def test_low_weeks_wait_as_months_do(weeks):
    values = np.random.default_rng(2).poisson(800, 200).astype(float)
    values[-weeks:] = 120.0
    labels = pd.date_range("2021-01-03", periods=200, freq="7D").strftime("%Y-%m-%d")
    rows = pd.DataFrame({"series": "a", "period": labels, "value": values})
    found = forecast(rows, 13, tier="fast")
    # Smoothed as they are, one low week takes 9 per cent and two 18, with 800 above the interval.
    assert found["mean"].mean() == pytest.approx(800, rel=0.04)
    assert (found["lower_80"] < 160).all()
    assert (found["upper_95"] > 800).all()
    assert marks(rows)["kind"].tolist()[-weeks:] == ["low"] * weeks


def test_three_low_months_are_followed(history):
    rows = _alone(history, _69=15.0)
    found = forecast(rows, 12, tier="fast")
    assert found["mean"].mean() == pytest.approx(15, rel=0.3)
    assert "level shift" in marks(rows)["kind"].tolist()


def test_a_month_half_delivered_by_all_moves_nobody(history):
    rows = _wards(history)
    last = rows["period"] == rows["period"].max()
    half = rows.assign(value=np.where(last, np.floor(rows["value"] * 0.55), rows["value"]))
    before, after = (forecast(part, 6, tier="fast", country=None) for part in (rows, half))
    large = before["mean"] > 80
    np.testing.assert_allclose(after["mean"][large], before["mean"][large], rtol=0.03)
    kinds = marks(half).query("period == '2024-12'")["kind"]
    assert (kinds == "not_delivered").sum() == 12


def test_zeros_before_the_beginning_are_no_history(history):
    values = np.random.default_rng(3).poisson(100, 72).astype(float)
    values[:48] = 0
    found = forecast(history("2020-01", a=values), 12, tier="fast")
    assert found["mean"].mean() == pytest.approx(100, rel=0.1)
    assert found["lower_80"].min() > 50


def test_a_series_too_short_is_named_and_the_others_forecast(history):
    rows = pd.concat([_wards(history), history("2024-10", new=[5.0, 6.0, 7.0])])
    made = forecast_tables(rows, 3, tier="fast")
    assert "new" not in set(made["periods"]["series"])
    assert made["periods"]["series"].nunique() == 12
    last = made["marks"].iloc[0]
    assert last.tolist() == ["new", "2024-12", "too_short", "not_forecast"]


def test_a_clinic_open_on_weekdays_has_a_calendar_and_no_gaps(history):
    days = pd.bdate_range("2023-01-02", "2024-06-28").strftime("%Y-%m-%d")
    random = np.random.default_rng(5)
    rows = pd.DataFrame({"series": "a", "period": days, "value": random.poisson(60, len(days))})
    (panel,) = panels(rows)
    assert panel.open == "1111100"
    assert panel.season == 5
    assert not panel.missing.any()
    found = forecast(rows, 7, tier="fast")
    assert found["period"].tolist()[:2] == ["2024-07-01", "2024-07-02"]
    assert found["period"].tolist()[-1] == "2024-07-09"
    assert found["mean"].mean() == pytest.approx(60, rel=0.05)


def test_years_go_on_as_they_went(history):
    found = forecast(history("2018", a=[100.0, 104, 106, 109, 111, 115, 118, 121]), 3, tier="fast")
    assert (found["mean"] > 121).all()
    assert found["mean"].is_monotonic_increasing


def test_a_new_unit_is_not_led_by_one_odd_series(history):
    rows = pd.concat([_wards(history), history("2024-01", new=np.full(12, 100.0) + [1, -1] * 6)])
    once = np.where(np.arange(72) % 12 == 0, 30.0, 0.0)
    both = pd.concat([rows, history("2019-01", once=once)])
    before = forecast(rows, 12, tier="fast").query("series == 'new'")
    after = forecast(both, 12, tier="fast").query("series == 'new'")
    np.testing.assert_allclose(after["mean"], before["mean"], rtol=0.005)
    half = [part["upper_95"] - part["lower_95"] for part in (before, after)]
    np.testing.assert_allclose(half[1], half[0], rtol=0.1)
