import pandas as pd
import pytest

from pkslib.steps.follow_up.window import grid, length, window


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
