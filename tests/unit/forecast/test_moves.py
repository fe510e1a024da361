import pandas as pd
import pytest

from pkslib.forecast.moves import moved, summed


def test_the_sums_move_as_their_periods_do():
    before = pd.DataFrame(
        {"series": "a", "period": ["2027-01", "2027-02", "2027-04"], "mean": [5.0, 5, 5]}
    )
    after = moved(before, pd.Series([1.0, 2.0, -9.0]))
    assert after["mean"].tolist() == [6, 7, 0]
    sums = pd.DataFrame(
        {"series": "a", "period": ["2027", "2027-Q1", "2027-Q2"], "mean": [60.0, 15, 15],
         "lower_80": [50.0, 10, 10], "upper_80": [70.0, 20, 20]}
    )  # fmt: skip
    found = summed(before, after, sums).set_index("period")
    # January and February got 3 more; April lost the 5 there were.
    assert found["mean"].tolist() == [58, 18, 10]
    assert found["upper_80"].tolist() == [68, 23, 15]


def test_weeks_move_the_year_of_their_thursday():
    before = pd.DataFrame({"series": "a", "period": ["2026-W53"], "mean": [5.0]})
    sums = pd.DataFrame({"series": "a", "period": ["2026", "2027"], "mean": [9.0, 9.0]})
    found = summed(before, moved(before, pd.Series([1.0])), sums)["mean"]
    assert found.tolist() == pytest.approx([10, 9])
