import math

import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.accuracy import coverage, mase, smape, winkler

NAN = float("nan")
# forecast-tools test_metrics.py.
ACTUAL = [129, 111, 122, 129, 110, 141]
FORECAST = [103, 130, 132, 124, 124, 108]
LOW, HIGH = [5, 15, 25, 35, 45], [15, 25, 35, 45, 55]


def test_mase_of_the_published_cases():
    # forecast-tools: 1 … 20, then 21 … 25 forecast and 10 each time: a mean error of 13 over a
    # step of 1, and over 7 steps of 1.
    history, forecast = np.arange(1, 21), np.arange(21, 26)
    assert mase([10] * 5, forecast, history, 1) == 13
    assert mase([10] * 5, forecast, history, 7) == pytest.approx(1.85714286, abs=1e-8)


def test_mase_by_hand():
    # Errors 1 and 3; history 2 4 6 10 at season 2 changes by 4 and 6: 2 / 5.
    assert mase([10, 10], [11, 7], [2, 4, 6, 10], 2) == pytest.approx(0.4)
    # One change of 3 is all the history there is.
    assert mase([10], [4], [2, 5], 1) == 2


@pytest.mark.parametrize("history", [[3, 3, 3, 3], [1, 2], [1]])
def test_mase_without_a_season_to_compare_with_is_missing(history):
    assert math.isnan(mase([1], [2], history, 2))


def test_smape_of_the_published_case():
    # forecast-tools test_metrics.py (the mean absolute error of the same six is 17.833333).
    assert smape(ACTUAL, FORECAST) == pytest.approx(14.7466415, abs=1e-5)


def test_smape_runs_from_0_to_200():
    assert smape([0, 5], [0, 5]) == 0
    assert smape([0, 5], [3, 0]) == 200
    assert smape([5], [-5]) == 200


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        ([10, 20, 30, 40, 50], 1.0),
        ([20, 20, 30, 40, 50], 0.8),
        ([20, 30, 30, 40, 50], 0.6),
        ([100] * 5, 0.0),
    ],
)
def test_coverage_of_the_published_cases(actual, share):
    # The same file; no outcome lies on a bound, so bounds in or out give the same.
    assert coverage(actual, LOW, HIGH) == share


def test_an_outcome_on_a_bound_is_covered():
    assert coverage([5, 25], LOW[:2], HIGH[:2]) == 1


def test_distance_from_the_coverage_meant():
    # The same file: five of six inside; |5/6 − 0.95| = 0.12.
    low = [37520, 29059, 47325, 36432, 35865, 33419]
    high = [58225, 49764, 68030, 57137, 56570, 54124]
    share = coverage([37463, 40828, 56148, 45342, 43741, 45907], low, high)
    assert abs(share - 0.95) == pytest.approx(0.12, abs=0.01)


def test_winkler_of_the_published_case():
    # forecast-tools: width 28.68 and 2/0.2 · 2.70 below; its docstring's 56.68 is a slip.
    assert winkler(741.84, 744.54, 773.22, 0.2) == pytest.approx(55.68)
    assert winkler(745.0, 744.54, 773.22, 0.2) == pytest.approx(28.68)


def test_winkler_fines_both_sides_alike():
    assert winkler([9, 21], [10, 10], [20, 20], 0.5) == 10 + 4


def test_series_are_scored_one_a_row():
    both = np.array([ACTUAL, FORECAST])
    assert smape(both, [FORECAST, FORECAST]) == pytest.approx([14.7466415, 0], abs=1e-5)
    assert mase(both, FORECAST, [[1, 2, 3], [5, 5, 5]], 1)[0] == pytest.approx(17.833333)
    assert coverage(both, 0, 125).tolist() == [0.5, 4 / 6]
    assert winkler(both, 0, 200, 0.1).tolist() == [200, 200]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: smape([1, NAN], [1, 2]), "^actual:"),
        (lambda: smape([1, 2], [1, 2, 3]), "forecast"),
        (lambda: smape([], []), "actual, forecast"),
        (lambda: mase([1], [1], [1, NAN], 1), "^history:"),
        (lambda: mase([1], [1], [1, 2], 0), "^season:"),
        (lambda: coverage([1, 1], [2, 0], [1, 1]), "^lower får .* 1 "),
        (lambda: winkler([1], [0], [2], 0), "^alpha:"),
        (lambda: winkler([1], [0], [2], 1), "^alpha:"),
        (lambda: winkler([1], [3], [2], 0.2), "upper"),
    ],
)
def test_what_is_not_allowed_is_named(call, message):
    with pytest.raises(InputError, match=message):
        call()
