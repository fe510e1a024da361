import numpy as np
import pandas as pd
import pytest

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


def _test(sizes, series=60, spread=0.0):
    """Return one origin at which the candidates miss all series by these sizes."""
    noise = np.exp(spread * np.random.default_rng(3).standard_normal((len(sizes), series)))
    misses = (np.array(sizes)[:, None] * noise)[:, :, None] * np.ones((1, 1, 12))
    return choice.Test(misses, np.ones(series), np.zeros((series, 2)))


def test_weights_fall_with_the_error():
    names = ["add middle", "log middle", "add calm"]
    found = choice.weights(names, [_test([1.0, np.exp(0.02), 2.0])], np.zeros((1, 2)), "month")
    # A difference of 0.02 in the logarithm is 1/e of the weight; twice the error weighs nothing.
    np.testing.assert_allclose(found[0], np.array([1, np.exp(-1), 0]) / (1 + np.exp(-1)), atol=1e-9)


def test_few_series_say_less():
    names = ["add middle", "log middle"]
    few = choice.weights(names, [_test([1.0, np.exp(0.02)], series=12)], np.zeros((1, 2)), "month")
    # Twelve series: a steepness of 24, not of fifty.
    assert few[0, 1] / few[0, 0] == pytest.approx(np.exp(-24 * 0.02))


def test_one_series_does_not_choose_for_the_others():
    names = ["add middle", "log middle"]
    test = _test([1.0, 1.0], series=11, spread=0.05)
    before = choice.weights(names, [test], np.zeros((1, 2)), "month")
    test.misses[1, 0] *= 1000
    after = choice.weights(names, [test], np.zeros((1, 2)), "month")
    assert np.abs(after - before).max() < 0.2


def test_series_alike_count_most():
    names = ["add middle", "log middle"]
    one, two = _test([1.0, 1.5]), _test([1.5, 1.0])
    far = two._replace(traits=np.full((60, 2), 3.0))
    found = choice.weights(names, [one, far], np.array([[0.0, 0.0], [3.0, 3.0]]), "month")
    assert found[0, 0] > 0.9
    assert found[1, 1] > 0.9


def test_without_a_back_test_the_default_stands():
    names = ["add even", "log even", "add fast"]
    assert choice.weights(names, [], np.zeros((1, 2)), "month").tolist() == [[0.5, 0.5, 0]]


def test_the_default_of_days_and_weeks_is_whole_though_they_have_one_family():
    names = ["add slow", "add middle", "add fast", "add even", "last year"]
    found = choice.weights(names, [], np.zeros((2, 3)), "day")
    assert found.tolist() == [[0, 0, 0, 1, 0]] * 2


def test_short_yearly_series_go_on_as_they_went():
    names = ["add even", "add trend", "add drift", "log trend", "log drift"]
    assert choice.weights(names, [], np.zeros((1, 2)), "year").tolist() == [[0, *[0.25] * 4]]


def test_origins_stand_a_season_apart_with_history_enough_behind(history):
    treated = findings.treated(panels(history(a=np.arange(84.0) + 1))[0], None)
    # Up to eight for a series alone, but 34 months (0.4 of 84) must lie behind the earliest.
    assert choice.origins(treated, 12) == [12, 24, 36, 48]
    assert choice.origins(treated, 18) == [24, 36, 48]


def test_no_country_no_calendar(history):
    treated = findings.treated(panels(history(a=np.arange(84.0)))[0], None)
    (design,), kept = choice.designs([treated], 12, [[12]], None)
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


def test_on_a_known_season_no_trend_is_chosen():
    names, test = ["add even", "add slope"], _test([2.0, 1.0])
    assert choice.weights(names, [test], np.zeros((1, 2)), "month", flat=True).tolist() == [[1, 0]]
    assert choice.weights(names, [test], np.zeros((1, 2)), "month")[0, 1] > 0.99


def test_the_mean_change_is_that_of_the_treated_history(history):
    # 50 every month but one, which was a fault: left out, nothing ever changed.
    rows = history(a=np.full(30, 50.0))
    rows.loc[20, "value"] = 900.0
    said = pd.DataFrame({"series": ["a"], "period": "", "kind": "outlier", "treatment": "left_out"})
    panel = panels(rows)[0]
    assert np.isnan(choice.mean_change(findings.treated(panel, None, said))[0])
    # One of the eighteen changes is of 850.
    assert choice.mean_change(findings.treated(panel, None))[0] == 850 / 18
