import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.forecast.profiles import by_day, day_kinds, hour_profile, weekday_profile


@pytest.fixture
def days():
    """Return two years of days: 10 on weekdays, 5 at weekends, 2 on Swedish holidays."""
    labels = np.arange("2025-01-01", "2027-01-01", dtype="datetime64[D]").astype(str)
    kinds = day_kinds(labels.tolist(), "SE")
    values = np.select([kinds == 0, kinds >= 6], [2.0, 5.0], 10.0)
    return pd.DataFrame({"series": "a", "period": labels, "value": values})


def test_weights_by_hand(days):
    found = weekday_profile(days).set_index("day")["weight"]
    average = days["value"].mean()
    # A weekday seen about 100 times is drawn only 4 parts in 104 towards the average.
    assert found[2] == pytest.approx(10 / average, rel=0.02)
    assert found[6] == pytest.approx(5 / average, rel=0.05)
    assert found[0] < 0.5


def test_days_add_up_to_the_month(days):
    months = pd.DataFrame({"series": "a", "period": ["2027-05", "2027-06"], "mean": [300.0, 90.0]})
    found = by_day(months, weekday_profile(days))
    assert len(found) == 31 + 30
    by_month = found.groupby(found["period"].str[:7])["mean"].sum()
    np.testing.assert_allclose(by_month, [300, 90])
    ascension, friday = found.set_index("period")["mean"][["2027-05-06", "2027-05-07"]]
    assert ascension < friday


def test_hours_are_shares_of_their_day():
    arrivals = pd.DataFrame({"series": "a", "day": 5, "hour": range(24), "value": range(24)})
    found = hour_profile(arrivals)["share"]
    # 0 + 1 + … + 23 = 276, so 23 o'clock gets 23/276.
    assert found.sum() == pytest.approx(1)
    assert found.iloc[-1] == pytest.approx(23 / 276)


def test_a_day_without_patients_is_even():
    empty = pd.DataFrame({"series": "a", "day": 1, "hour": [8, 9], "value": [0, 0]})
    assert hour_profile(empty)["share"].tolist() == [0.5, 0.5]


def test_what_is_not_daily_has_no_weekdays(history, days):
    with pytest.raises(InputError):
        weekday_profile(history(a=np.ones(24)))
    months = pd.DataFrame({"series": ["b"], "period": ["2027-05"], "mean": [1.0]})
    with pytest.raises(InputError, match="b"):
        by_day(months, weekday_profile(days))


def test_a_series_of_nothing_weighs_its_days_alike(days):
    found = weekday_profile(days.assign(value=0.0))
    assert (found["weight"] == 1).all()
