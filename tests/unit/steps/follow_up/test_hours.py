import numpy as np
import pandas as pd
import pytest

from pkslib.steps.follow_up.hours import capacity_there_was, hours, points

PRODUCTION = pd.DataFrame(
    {
        "unit": "A",
        "activity": ["stay", "long_stay"],
        "period": "2026-01",
        "count": [10.0, 2.0],
        "planned": [12.0, 1.0],
        "drg": [9.0, 5.0],
    }
)
TIMES = pd.DataFrame(
    {"activity": ["stay", "long_stay"], "unit": None, "capacity": "bed_day", "amount": [4.0, 10.0]}
)
NOT_KNOWN = pd.DataFrame(columns=["unit", "capacity", "period", "planned", "available", "used"])


def test_hours_are_counts_at_the_times_of_the_plan():
    # Planned 12 · 4 + 1 · 10 = 58, done 10 · 4 + 2 · 10 = 60.
    row = hours(PRODUCTION, TIMES, NOT_KNOWN).iloc[0]
    assert row[["planned", "standard", "outcome"]].tolist() == [58, 60, 60]


def test_what_was_used_goes_before_counts_at_planned_times():
    used = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "period": "2026-01", "used": 66.0})
    row = hours(PRODUCTION, TIMES, used).iloc[0]
    assert row[["planned", "standard", "outcome"]].tolist() == [58, 60, 66]


def test_production_ahead_is_planned_but_has_no_outcome():
    row = hours(PRODUCTION.assign(count=np.nan), TIMES, NOT_KNOWN).iloc[0]
    assert row["planned"] == 58
    assert np.isnan(row["outcome"])


def test_points_against_the_plan_at_the_weights():
    # 12 · 0.8 + 1 · 2 = 11.6 planned, 9 + 5 = 14 done.
    weights = pd.DataFrame({"activity": ["stay", "long_stay"], "drg_weight": [0.8, 2.0]})
    row = points(PRODUCTION, weights).iloc[0]
    assert row[["planned", "outcome"]].tolist() == pytest.approx([11.6, 14])
    assert points(PRODUCTION.drop(columns="drg"), weights).empty


def test_capacity_without_a_forecast_is_not_available():
    rows = pd.DataFrame({"unit": ["A"], "capacity": "hour", "period": "2026", "available": 50.0})
    row = capacity_there_was(rows).iloc[0]
    assert row["outcome"] == 50
    assert np.isnan(row["planned"])
