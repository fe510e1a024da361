import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import FollowUp
from pkslib.steps.follow_up.window import charted, grid, length, window


@pytest.mark.parametrize(
    ("last", "first", "count"),
    [
        # The window that ends in September 2023 begins in October 2022.
        ("2023-09", "2022-10", 12),
        ("2026-Q3", "2025-Q4", 4),
        ("2026", "2026", 1),
        ("2026-W40", "2025-W41", 52),
        ("2026-12-31", "2026-01-01", 365),
    ],
)
def test_twelve_months_in_every_resolution(last, first, count):
    labels = window(pd.Series([last]), 12)
    assert (labels[0], labels[-1], len(labels)) == (first, last, count)


def test_a_window_is_never_empty():
    assert [length(kind, 3) for kind in ("year", "quarter", "month", "week")] == [1, 1, 3, 13]


def test_a_grid_has_every_series_in_every_period():
    rows = pd.DataFrame({"unit": ["B", "A", "B"], "period": ["x", "y", "y"]})
    found = grid(rows, ["unit"], ["2026-01", "2026-02"])
    assert found["unit"].tolist() == ["A", "A", "B", "B"]
    assert found["period"].tolist() == ["2026-01", "2026-02"] * 2


TWO_YEARS = periods.between("2025-01", "2026-12")


def _rows(values):
    return pd.DataFrame({"unit": "A", "period": TWO_YEARS, "deviation": values})


def test_limits_rest_on_all_that_is_known_not_on_the_window():
    # 0, 2, 0, 2 … the first year, still 1 the second: mean 1, moving ranges eleven of 2, one of 1
    # and eleven of 0, in the mean 1. Limits 1 ± 2.66; the window's own would be 1 ± 0.
    found = charted(_rows([0.0, 2.0] * 6 + [1.0] * 12), TWO_YEARS[12:], FollowUp())
    assert found["period"].tolist() == TWO_YEARS[12:]
    assert found["lower"].unique() == pytest.approx([1 - 2.66])
    assert found["upper"].unique() == pytest.approx([1 + 2.66])


def test_a_decided_baseline_stays_whatever_follows():
    values = [0.0, 1.0] * 6 + [4.0, 5.0] * 6
    settings = FollowUp(baseline_to="2025-12")
    found = charted(_rows(values), TWO_YEARS[12:], settings)
    # The first year: 0.5 ± 2.66. The second lies beyond 3.16.
    assert found["upper"].unique() == pytest.approx([3.16])
    assert set(found["rule"]) == {"beyond"}
    settings = FollowUp(baseline_from="2026-01")
    # Limits of the second year by themselves: its first month ends a run of the year before.
    assert charted(_rows(values), TWO_YEARS[12:], settings)["rule"].tolist() == ["side"] + [""] * 11


def test_a_baseline_may_be_a_quarter_or_a_year():
    found = charted(_rows([0.0, 1.0] * 12), TWO_YEARS[12:], FollowUp(baseline_to="2025-Q4"))
    same = charted(_rows([0.0, 1.0] * 12), TWO_YEARS[12:], FollowUp(baseline_to="2025"))
    pd.testing.assert_frame_equal(found, same)


def test_a_run_may_begin_before_the_window():
    # Up and down about 0, then seven above: the seventh, in the window, completes the run.
    values = [3.0, -3.0] * 7 + [1.0] * 7 + [-9.0, 3.0, -3.0]
    found = charted(_rows(values), TWO_YEARS[18:], FollowUp())
    assert found["rule"].tolist()[2] == "side"
    assert found["rule"].tolist()[1] == ""


def test_without_deviations_there_are_no_limits():
    found = charted(_rows(np.nan), TWO_YEARS[12:], FollowUp())
    assert found[["lower", "upper"]].isna().all(axis=None)
    assert set(found["rule"]) == {""}
