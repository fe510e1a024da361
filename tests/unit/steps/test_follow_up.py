import numpy as np
import pandas as pd
import pytest

from pkslib import language, periods
from pkslib.settings import Settings
from pkslib.steps import follow_up, worked_examples
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

YEAR = periods.between("2026-01", "2026-12")


def _production(count, planned):
    return pd.DataFrame(
        {"unit": "A", "activity": "visit", "period": YEAR, "count": count, "planned": planned}
    )


def test_the_guidance_table_to_the_figure():
    # Socialstyrelsen (2024), Uppföljning på taktisk nivå: sums 960, 959, −1 and 940, 987, 47.
    inflow = follow_up.deviation_table(**worked_examples.INFLOW)
    assert (inflow.planned, inflow.outcome, inflow.total) == (960, 959, -1)
    assert inflow.table["deviation"].tolist()[3:] == [-7, -10, 3, 14, -1, -5, -3, 5, 3]
    assert inflow.verdict == "random"
    production = follow_up.deviation_table(**worked_examples.PRODUCTION)
    assert (production.planned, production.outcome, production.total) == (940, 987, 47)
    assert production.table["deviation"].tolist()[3:] == [5, -1, 10, -15, 5, 10, 12, 11, 10]
    # 47 / (79 / 9) = 5.35, beyond 4.
    assert production.signal == pytest.approx(47 / (79 / 9))
    assert production.verdict == "systematic"


def test_months_before_the_plan_are_not_available_and_not_nothing():
    table = follow_up.deviation_table(**worked_examples.INFLOW).table
    assert table["period"].iloc[[0, -1]].tolist() == ["2022-10", "2023-09"]
    assert table["deviation"].isna().tolist() == [True] * 3 + [False] * 9


def test_the_window_ends_with_the_latest_outcome():
    count = [100.0] * 10 + [np.nan, np.nan]
    found = follow_up.production_follow_up(_production(count, 95.0), 4)
    assert found["period"].tolist() == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert found["deviation"].tolist() == [5] * 4


def test_limits_are_those_of_the_deviations():
    # Deviations 0, 2, 0, 2 … move by 2 each month: mean 1, limits 1 ± 2.66 · 2.
    found = follow_up.production_follow_up(_production([100.0, 102.0] * 6, 100.0), 12)
    assert found["lower"].unique().tolist() == pytest.approx([1 - 5.32])
    assert found["upper"].unique().tolist() == pytest.approx([1 + 5.32])
    assert not found["outside"].any()


def test_a_month_outside_the_limits_is_marked():
    found = follow_up.production_follow_up(_production([100.0, 102.0] * 5 + [100, 150], 100.0), 12)
    assert found.loc[found["outside"], "period"].tolist() == ["2026-12"]


def test_without_a_plan_outcomes_stand_alone():
    bare = _production(100.0, 0.0).drop(columns="planned")
    found = follow_up.production_follow_up(bare, 12)
    assert found["outcome"].tolist() == [100] * 12
    assert found[["plan", "deviation", "lower"]].isna().all(axis=None)
    verdict = follow_up.verdicts_of(found, "production", ["unit", "activity"], "plan").iloc[0]
    assert (verdict["periods"], verdict["verdict"]) == (0, "too few")


def test_sums_are_of_periods_with_both_plan_and_outcome():
    rows = pd.DataFrame(
        {"unit": "A", "activity": "visit", "period": YEAR[:8],
         "plan": [10.0] * 7 + [np.nan], "outcome": [np.nan] + [11.0] * 7}
    )  # fmt: skip
    found = follow_up.verdicts_of(rows, "production", ["unit", "activity"], "plan").iloc[0]
    assert found[["periods", "planned", "outcome", "deviation"]].tolist() == [6, 60, 66, 6]
    assert found["tracking_signal"] == pytest.approx(6)
    assert found["verdict"] == "systematic"


def test_the_forecast_knows_nothing_of_the_window():
    # A steady 50 a month for three years, then a jump to 80 in the window: the forecast made
    # before it says 50.
    months = periods.between("2023-01", "2026-06")
    demand = pd.DataFrame({"region": "99", "need": "hip", "period": months, "patients": 50.0})
    demand.loc[36:, "patients"] = 80.0
    found = follow_up.need_follow_up(demand, Settings(), 6)
    assert found["period"].tolist() == months[-6:]
    assert found["forecast"].tolist() == pytest.approx([50] * 6, abs=1)
    assert found["error"].tolist() == pytest.approx([30] * 6, abs=1)


def test_a_need_without_history_before_the_window_has_no_forecast():
    demand = pd.DataFrame({"region": "99", "need": "hip", "period": YEAR[:3], "patients": 50.0})
    found = follow_up.need_follow_up(demand, Settings(), 6)
    assert found["forecast"].isna().all()
    assert found["outcome"].tolist()[3:] == [50, 50, 50]


def test_improvement_is_followed_up_by_what_it_gave():
    measures = pd.DataFrame(
        {"measure": ["M1", "M2", "M3"], "step": [2, 2, 3], "unit": "A", "capacity": "bed_day",
         "max_amount": 100.0, "realised": [0.4, 0.9, 1.0],
         "status": ["ongoing", "planned", "realised"]}
    )  # fmt: skip
    with language.using("en"):
        found = follow_up.improvement_follow_up(measures)
    assert found[["measure", "expected", "realised", "status"]].to_numpy().tolist() == [
        ["M1", 100, 40, "ongoing"],
        ["M2", 100, 0, "planned"],
    ]


def test_a_region_with_nothing_but_demand():
    months = periods.between("2023-01", "2026-06")
    demand = pd.DataFrame({"region": "99", "need": "hip", "period": months, "patients": 50.0})
    tables = {name: empty(schema) for name, schema in INPUTS.items()} | {"demand": demand}
    found = follow_up.work_out(tables, Settings(), 2027)
    assert found["verdicts"][["subject", "item"]].to_numpy().tolist() == [["need", "hip"]]
    assert found["production_follow_up"].empty
    assert list(found["verdicts"].columns) == list(RESULTS["verdicts"].columns)
