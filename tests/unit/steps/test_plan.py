import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps import plan
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

KEY = {"unit": "A", "capacity": "theatre_hour"}


@pytest.fixture
def tables():
    """A theatre: 100 acute operations a quarter, 50 elective ones; 24 h of the first are bought."""
    quarters = pd.DataFrame({"period": periods.within_year(2027, "quarter")})
    need = quarters.merge(
        pd.DataFrame({"need": ["trauma", "hernia"], "activity": "operation", "unit": "A",
                      "count": [100.0, 50.0]}), "cross"
    )  # fmt: skip
    balance = quarters.assign(**KEY, bought=[24.0, 0.0, 0.0, 0.0], remaining=0.0, moved=0.0,
                              extended=0.0, available=200.0)  # fmt: skip
    needs = pd.DataFrame(
        {"need": ["trauma", "hernia"], "flow": ["acute", "elective"], "priority": [1, 4],
         "consequence": None, "limit_hours": None, "longest_wait_days": None,
         "guarantee_days": pd.array([None, 90], dtype="Int64")}
    )  # fmt: skip
    times = pd.DataFrame({"activity": ["operation"], "unit": [None], "amount": [1.8]})
    return {
        "needs": needs,
        "production_need": need,
        "balance": balance,
        "capacity_use": quarters.assign(**KEY, need="trauma", raw=180.0),
        "unmanned": empty(RESULTS["unmanned"]),
        "delays": empty(RESULTS["delays"]),
        "shifts": empty(RESULTS["shifts"]),
        "prioritised": empty(RESULTS["prioritised"]),
        "units": empty(INPUTS["units"]),
        "production": empty(INPUTS["production"]),
        "activities": pd.DataFrame({"activity": ["operation"], "kind": ["operation"]}),
        "activity_times": times.assign(capacity="theatre_hour").astype({"unit": "str"}),
        "capacity_need": quarters.assign(**KEY, raw=90.0, need=120.0),
    }


def test_elective_care_that_is_bought_is_not_planned_here(tables):
    # An operation of 1.8 hours is 1.8 / 0.9 · 1.2 = 2.4 of the need: 24 hours are 10 operations.
    found = as_declared(plan.work_out(tables, Settings(plan={"level": 0}), 2027))
    assert found["plan"]["target"].tolist() == [140, 150, 150, 150]
    targets = found["targets"].set_index("period")["target"]
    assert targets["2027"] == 590


def test_strain_and_what_is_unsolved_stay_in_the_plan(tables):
    lacks = tables["balance"].assign(bought=0.0, remaining=24.0)
    found = as_declared(plan.work_out(tables | {"balance": lacks}, Settings(), 2027))
    assert found["plan"]["target"].sum() == 600


def test_quarterly_data_are_laid_out_on_weeks_all_the_same(tables):
    found = as_declared(plan.work_out(tables, Settings(), 2027))
    assert set(found) == {
        "targets", "plan", "plan_weeks", "plan_weekdays", "plan_needs", "plan_change",
        "acute_above",
    }  # fmt: skip
    assert set(found) < set(STEP_TABLES["06_plan"])
    assert len(found["plan_weeks"]) == 53
    assert found["plan_weeks"]["target"].sum() == found["plan_weekdays"]["target"].sum() == 590


def test_levelling_follows_the_open_days_of_the_quarters_with_room(tables):
    # The first quarter has no room and keeps its 40; the third is closed for four weeks.
    room = tables["balance"].assign(remaining=[0.0, -1000.0, -1000.0, -1000.0])
    settings = Settings(plan={"level": 1, "summer_share": 0.0, "summer_from": 27, "summer_to": 30})
    found = as_declared(plan.work_out(tables | {"balance": room}, settings, 2027))
    quarters = found["plan"].set_index("period")["target"]
    assert quarters["2027-Q1"] == 140
    assert quarters.sum() == 590
    assert quarters["2027-Q3"] < min(quarters["2027-Q2"], quarters["2027-Q4"])


def test_without_production_need_nothing_is_planned(tables):
    bare = tables | {"production_need": empty(RESULTS["production_need"])}
    assert all(frame.empty for frame in as_declared(plan.work_out(bare, Settings(), 2027)).values())


def test_the_highest_priority_is_not_held_back_by_the_summer_closing(tables):
    # Alike but for priority: levelled in full, cancer surgery goes by working days, hernias by
    # open ones, so that fewer of theirs stand in the summer weeks.
    needs = tables["needs"].assign(flow="elective")
    settings = Settings(plan={"level": 1, "summer_share": 0.0})
    balance = tables["balance"].assign(remaining=0.0)
    found = plan.work_out({**tables, "needs": needs, "balance": balance}, settings, 2027)
    summer = found["plan_weeks"].set_index("week").loc["2027-W29", "target"]
    # 400 operations of priority 1 over some 253 working days, five of them in the week.
    assert summer == pytest.approx(400 / 253 * 5, abs=1)


def test_acute_care_is_laid_on_weekdays_with_staff(tables):
    none = pd.DataFrame({"unit": "A", "weekday": [5, 6, 7], "whole_day": [False, True, True]})
    tables = {**tables, "needs": tables["needs"].assign(flow="acute"), "unmanned": none}
    found = plan.work_out(tables, Settings(), 2027)["plan_weekdays"].set_index("weekday")["target"]
    assert found[[6, 7]].tolist() == [0, 0]
    assert found.sum() == 600


def test_where_nobody_is_named_on_any_day_nothing_is_known(tables):
    none = pd.DataFrame({"unit": "A", "weekday": range(1, 8), "whole_day": True})
    tables = {**tables, "needs": tables["needs"].assign(flow="acute"), "unmanned": none}
    found = plan.work_out(tables, Settings(), 2027)["plan_weekdays"]
    assert found["target"].min() > 80


def test_acute_care_above_all_that_there_is_is_told(tables):
    # 180 hours of trauma: 140 there, 10 moved in and 24 bought are 174, in the first quarter alone.
    balance = tables["balance"].assign(available=[140.0, 200.0, 200.0, 200.0], moved=10.0)
    found = as_declared(plan.work_out({**tables, "balance": balance}, Settings(), 2027))
    above = found["acute_above"]
    assert above[["period", "acute", "there"]].to_numpy().tolist() == [["2027-Q1", 180.0, 174.0]]
    assert above["load"].tolist() == pytest.approx([180 / 174])
