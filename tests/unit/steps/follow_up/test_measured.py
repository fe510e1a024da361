import numpy as np
import pandas as pd
import pytest

from pkslib.steps.follow_up.measured import capacity_there_was, hours, money, points

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
    assert points(PRODUCTION.assign(drg=np.nan), weights).empty


def test_capacity_without_a_forecast_is_not_available():
    rows = pd.DataFrame(
        {"unit": ["A"], "capacity": "hour", "period": "2026", "available": 50.0,
         "planned": np.nan}
    )  # fmt: skip
    row = capacity_there_was(rows).iloc[0]
    assert row["outcome"] == 50
    assert np.isnan(row["planned"])


UNITS = pd.DataFrame({"unit": ["H", "C", "W"], "parent": [None, "H", "C"]})
BUDGETS = pd.DataFrame({"unit": ["C"], "year": [2026], "amount": [1200.0]})


def test_the_budget_follows_the_plan_and_the_ward_its_clinic(produced):
    # The year's plan is 11 months of 10 and July of 5: 115. July has 5/115 of the budget. The
    # ward's cost is borne by the clinic.
    planned = [10.0] * 6 + [5.0] + [10.0] * 5
    made = produced(10.0, planned, cost=100.0).assign(unit="W")
    found = money(made, BUDGETS, UNITS).set_index("period")
    assert set(found["unit"]) == {"C"}
    assert found["planned"]["2026-07"] == pytest.approx(1200 * 5 / 115)
    assert found["planned"].sum() == pytest.approx(1200)
    assert found["outcome"].sum() == 1200


def test_activities_weigh_by_what_one_costs(produced):
    # A costs 10 each and is planned 1 a month, B costs 30 and is planned in December only.
    dear = produced([0.0] * 11 + [1], [0.0] * 11 + [1], cost=[0.0] * 11 + [30]).assign(activity="B")
    made = pd.concat([produced(1.0, 1.0, cost=10.0), dear]).assign(unit="C")
    found = money(made, BUDGETS, UNITS).set_index("period")["planned"]
    # The year weighs 12 · 10 + 30 = 150: December has 40 of it.
    assert found["2026-12"] == pytest.approx(1200 * 40 / 150)


def test_without_a_plan_the_budget_follows_the_calendar(produced):
    made = produced(1.0, None, cost=10.0).assign(unit="C")
    assert money(made, BUDGETS, UNITS)["planned"].tolist()[0] == pytest.approx(1200 * 31 / 365)


def test_without_a_budget_there_is_cost_alone(produced):
    found = money(produced(1.0, 1.0, cost=10.0), BUDGETS, UNITS)
    assert found["planned"].isna().all()
    assert found["outcome"].tolist() == [10] * 12


def test_without_cost_there_is_nothing(produced):
    assert money(produced(1.0, 1.0), BUDGETS, UNITS).empty
