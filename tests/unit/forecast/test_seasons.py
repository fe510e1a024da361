import numpy as np
import pandas as pd

from pkslib.forecast import seasons
from pkslib.forecast.prepare import prepared


def test_what_is_used_lies_between_own_and_the_groups(wards):
    found = seasons.table(prepared(wards, 12, "fast", {"exclude": None}))
    assert found.groupby("series")["place"].agg(list).map(len).tolist() == [12] * 5
    # The wards are made with 1 + 0.2 cos: January highest, July lowest, mean 1.
    pooled = found[found["series"] == "ward 0"].set_index("place")["pooled"]
    assert (pooled.idxmax(), pooled.idxmin()) == (1, 7)
    np.testing.assert_allclose(found.groupby("series")["used"].mean(), 1, atol=0.01)
    away = (found["used"] - found["pooled"]).abs().mean()
    assert away < (found["own"] - found["pooled"]).abs().mean()


def test_a_short_series_takes_the_groups_season(wards, history):
    short = history("2020-06", new=np.full(19, 30.0))
    both = pd.concat([wards, short])
    found = seasons.table(prepared(both, 12, "fast", {"exclude": None}))
    new = found[found["series"] == "new"]
    assert new["own"].isna().all()
    np.testing.assert_allclose(new["used"], new["pooled"])


def test_years_have_no_season(history):
    assert seasons.table(prepared(history("1990", a=np.arange(20.0) + 5), 2, "fast", {})).empty


def test_trend_and_season_are_told_apart():
    # Quarters: 100 and two more each, with +9, −3, −3, −3; one is missing.
    labels = [f"{year}-Q{quarter}" for year in range(2015, 2025) for quarter in range(1, 5)]
    season = np.tile([9.0, -3.0, -3.0, -3.0], 10)
    values = pd.Series(100 + 2.0 * np.arange(40) + season, labels)
    values["2019-Q2"] = np.nan
    found = seasons.decomposed(values)
    assert list(found.index) == labels
    known = values.notna()
    np.testing.assert_allclose(found.sum(axis=1)[known], values[known])
    np.testing.assert_allclose(found["season"][known], season[known], atol=0.3)
    np.testing.assert_allclose(found["trend"], 100 + 2.0 * np.arange(40), atol=2.5)


def test_days_have_a_week_and_a_year():
    labels = pd.date_range("2024-01-01", periods=3 * 365).strftime("%Y-%m-%d")
    place = np.arange(len(labels))
    week = np.where(place % 7 < 5, 20.0, -50.0)
    year = 30 * np.sin(2 * np.pi * place / 365)
    found = seasons.decomposed(pd.Series(200 + week + year, labels))
    np.testing.assert_allclose(found["season"], week + year, atol=3)


def test_under_two_years_and_years_are_not_taken_apart():
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    assert seasons.decomposed(pd.Series(1.0, months)).empty
    assert seasons.decomposed(pd.Series(1.0, [str(year) for year in range(2000, 2020)])).empty


def test_just_two_years_are_taken_apart():
    months = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
    season = np.tile([12.0, -4.0, -4.0, -4.0], 6)
    found = seasons.decomposed(pd.Series(100 + season, months))
    np.testing.assert_allclose(found["season"], season, atol=0.5)
