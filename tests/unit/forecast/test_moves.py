import numpy as np
import pandas as pd
import pytest

from pkslib.forecast.moves import moved, summed, widened


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


def test_counts_told_as_ranges_widen_the_interval_in_squares():
    # 3 to each side by the forecast, 80 % of 1.5 + 0.5 = 1.6 to each side by half the periods:
    # sqrt(9 + 0.5 * 1.6²) = 3.2062. The sum of four such periods: sqrt(9 + 4 * 0.5 * 1.6²).
    rows = pd.DataFrame(
        {"series": ["a", "a", "b"], "mean": 10.0, "lower_80": 7.0, "upper_80": 13.0}
    )
    ranges = pd.DataFrame({"series": ["a"], "half": [1.5], "share": [0.5]})
    found = widened(rows, ranges, np.array([1, 4, 4]))
    assert found["upper_80"].tolist() == pytest.approx([13.2062, 13.7577, 13.0], abs=1e-3)
    assert found["lower_80"].tolist() == pytest.approx([6.7938, 6.2423, 7.0], abs=1e-3)


def test_a_series_told_as_ranges_alone_has_an_interval_and_none_below_zero():
    rows = pd.DataFrame({"series": ["a"], "mean": 1.5, "lower_95": 1.5, "upper_95": 1.5})
    ranges = pd.DataFrame({"series": ["a"], "half": [1.5], "share": [1.0]})
    found = widened(rows, ranges)
    assert found[["lower_95", "upper_95"]].to_numpy().tolist() == [[0.0, pytest.approx(3.4)]]
