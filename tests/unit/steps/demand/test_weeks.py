import numpy as np
import pandas as pd
import pytest

from pkslib.steps.demand import weeks


def _history(period="2026-10"):
    return pd.DataFrame({"series": ["cataract", "hip"], "period": period, "value": 1.0})


def test_without_days_the_calendar_decides_and_is_named(tables):
    found = weeks.weekday_profile(tables, _history()).set_index(["series", "day"])
    assert found.loc[("cataract", 6), "weight"] == found.loc[("cataract", 0), "weight"] == 0
    assert found.loc[("cataract", 3), "weight"] == 1.4
    assert found.loc[("hip", 6), "weight"] == 1
    assert found.loc[("hip", 1), "source"] == "every_day"


@pytest.fixture
def arrivals():
    """Return a hip ward's week: 30 on Mondays at 8 and 9, 10 on other days at 8."""
    rows = [("hip", 1, 8, 20.0), ("hip", 1, 9, 10.0)]
    rows += [("hip", day, 8, 10.0) for day in range(2, 8)]
    return pd.DataFrame(rows, columns=["need", "weekday", "hour", "patients"])


def test_counted_arrivals_go_before_the_calendar(tables, arrivals):
    found = weeks.weekday_profile({**tables, "arrivals": arrivals}, _history())
    hip = found[found["series"] == "hip"].set_index("day")["weight"]
    # 90 in a week: a Monday has 30 of the mean 90/7, a holiday what a Sunday has.
    assert hip[1] == pytest.approx(30 / (90 / 7))
    assert hip[0] == hip[7] == pytest.approx(10 / (90 / 7))
    assert set(found.loc[found["series"] == "cataract", "source"]) == {"working_days"}


def test_hours_are_shares_of_their_day(tables, arrivals):
    found = weeks.hour_profile({**tables, "arrivals": arrivals}).set_index(["day", "hour"])["share"]
    assert (found[1, 8], found[1, 9], found[0, 8]) == (2 / 3, 1 / 3, 1)
    assert weeks.hour_profile(tables).empty


def test_a_daily_history_is_its_own_profile(tables):
    days = pd.date_range("2025-01-01", "2026-12-31")
    history = pd.DataFrame({"series": "hip", "period": days.strftime("%Y-%m-%d")})
    history["value"] = [20.0 if day.weekday() == 0 else 10.0 for day in days]
    found = weeks.weekday_profile(tables, history).set_index("day")
    assert found.loc[1, "weight"] > 1.6 * found.loc[2, "weight"]
    assert set(found["source"]) == {"history"}


def test_weeks_add_up_to_the_months(tables):
    months = pd.DataFrame({"series": "hip", "period": ["2027-05", "2027-06"], "mean": [31.0, 30.0]})
    found = weeks.weeks(months, weeks.weekday_profile(tables, _history()))
    assert found["mean"].sum() == pytest.approx(61)
    assert found["days"].sum() == 61
    # Every day alike, so a week across the turn of the month has seven.
    assert found.set_index("period").loc["2027-W22"].tolist()[1:] == pytest.approx([7, 7])


def test_weeks_are_their_own(tables):
    own = pd.DataFrame({"series": "hip", "period": ["2027-W01"], "mean": [3.0]})
    assert weeks.weeks(own, weeks.weekday_profile(tables, _history())).to_dict("records") == [
        {"series": "hip", "period": "2027-W01", "mean": 3.0, "days": 7}
    ]


def test_weeks_have_intervals_of_their_own(tables):
    # 3 100 patients in May, 80 of 100 outcomes within 400: a seventh of the month's patients by
    # chance alone have a wider share of it than their share of the patients.
    bounds = {"lower_80": [2700.0], "upper_80": 3500.0}
    months = pd.DataFrame({"series": "hip", "period": ["2027-05"], "mean": 3100.0, **bounds})
    found = weeks.weeks(months, weeks.weekday_profile(tables, _history()))
    whole = found[found["days"] == 7].iloc[0]
    half = whole["upper_80"] - whole["mean"]
    assert 7 / 31 * 400 < half < np.sqrt(7 / 31) * 400
    assert whole["mean"] - whole["lower_80"] == pytest.approx(half)


def test_weeks_of_days_are_as_wide_as_days_that_go_together_in_part(tables):
    days = pd.date_range("2027-05-03", "2027-05-09").strftime("%Y-%m-%d")
    rows = pd.DataFrame({"series": "hip", "period": days, "mean": 100.0, "upper_80": 140.0})
    (half,) = (weeks.weeks(rows, pd.DataFrame()).eval("upper_80 - mean"),)
    assert np.sqrt(7) * 40 < half[0] < 7 * 40
