import numpy as np
import pandas as pd

from pkslib.forecast import choice, findings, forecast
from pkslib.forecast.panel import panels


def _weeks(first, values):
    dates = np.datetime64(first) + 7 * np.arange(len(values))
    return pd.DataFrame({"series": "a", "period": dates.astype(str), "value": values})


def test_a_week_is_the_same_named_by_its_monday_or_its_sunday():
    random = np.random.default_rng(8)
    starts = np.datetime64("2015-01-05") + 7 * np.arange(220)
    free = np.array(["2015-12-25", "2016-12-26", "2017-12-25", "2018-12-25"], dtype="datetime64[D]")
    lost = np.isin(starts, free - (free.astype(int) + 3) % 7)
    values = 500 - 200 * lost + random.normal(0, 5, 220)
    monday = forecast(_weeks("2015-01-05", values), 30, tier="fast")["mean"]
    sunday = forecast(_weeks("2015-01-11", values), 30, tier="fast")["mean"]
    np.testing.assert_allclose(monday, sunday)


def test_weights_fall_with_the_error(history):
    treated = findings.treated(panels(history(a=np.arange(48.0)))[0], None)
    names = ["add even", "log even", "add fast"]
    misses = [np.array([1.0, 1.025, 2.0])[:, None, None] * np.ones((3, 1, 12))]
    found = choice.weights(names, misses, treated)
    # 1.025 is one step of 0.025 worse: 1/e of the best; twice the error weighs nothing.
    np.testing.assert_allclose(found, np.array([1, np.exp(-1), 0]) / (1 + np.exp(-1)), atol=1e-12)


def test_without_a_back_test_the_default_stands(history):
    treated = findings.treated(panels(history(a=np.arange(30.0)))[0], None)
    names = ["add even", "log even", "add fast"]
    assert choice.weights(names, [], treated).tolist() == [0.5, 0.5, 0]


def test_origins_stand_a_season_apart_with_history_enough_behind(history):
    panel = panels(history(a=np.arange(84.0)))[0]
    # Up to eight for a series alone, but 34 months (0.4 of 84) must lie behind the earliest.
    assert choice.origins(panel, 12) == [12, 24, 36, 48]
    assert choice.origins(panel, 18) == [24, 36, 48]


def test_no_country_no_calendar(history):
    treated = findings.treated(panels(history(a=np.arange(84.0)))[0], None)
    design, kept = choice.design(treated, 12, [12], None)
    assert set(design.parts) == {"season"}
    assert kept == {}


def test_where_the_level_alone_is_tested(history):
    months = panels(history(a=np.arange(24.0)))[0]
    assert choice.level_origin(months, 12) == 12
    assert choice.level_origin(months, 3) == 12
    short = panels(history(a=np.arange(23.0)))[0]
    assert choice.level_origin(short, 12) is None
    years = panels(history("2000", a=np.arange(15.0)))[0]
    assert choice.level_origin(years, 4) is None


def test_on_a_known_season_no_trend_is_chosen(history):
    treated = findings.treated(panels(history(a=np.arange(30.0)))[0], None)
    misses = [np.array([2.0, 1.0])[:, None, None] * np.ones((2, 1, 12))]
    names = ["add even", "add slope"]
    assert choice.weights(names, misses, treated, flat=True).tolist() == [1, 0]
    assert choice.weights(names, misses, treated)[1] > 0.99


def test_the_mean_change_is_that_of_the_treated_history(history):
    # 50 every month but one, which was a fault: left out, nothing ever changed.
    rows = history(a=np.full(30, 50.0))
    rows.loc[20, "value"] = 900.0
    said = pd.DataFrame({"series": ["a"], "period": "", "kind": "outlier", "treatment": "left out"})
    panel = panels(rows)[0]
    assert np.isnan(choice.mean_change(findings.treated(panel, None, said))[0])
    # One of the eighteen changes is of 850.
    assert choice.mean_change(findings.treated(panel, None))[0] == 850 / 18
