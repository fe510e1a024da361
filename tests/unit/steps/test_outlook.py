import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import outlook
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

# Plan of Socialstyrelsen's follow-up example (2024), here as hours a week.
PLAN = [100, 120, 130, 130, 110, 80, 80, 80, 110]


@pytest.fixture
def tables():
    """A clinic whose visits take an hour, booked from week 2 on, scheduled for two weeks."""
    weeks = [f"2027-W{number:02d}" for number in range(2, 2 + len(PLAN))]
    bookings = pd.DataFrame(
        {"unit": "A", "need": "hip", "week": weeks[:3], "booked": [90.0, 60.0, 10.0],
         "to_plan": 5.0, "overdue": [8.0, 0.0, 0.0], "hours_per_patient": 0.5}
    )  # fmt: skip
    schedule = pd.DataFrame(
        {"unit": "A", "resource": "nurse", "shift": "day", "date": ["2027-01-11", "2027-01-18"],
         "scheduled": [14.0, 14.0]}
    )  # fmt: skip
    return {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()} | {
        "units": pd.DataFrame({"unit": ["A"], "parent": [None], "level": ["clinic"]}),
        "capacities": pd.DataFrame({"capacity": ["clinic"], "measure": ["hour"]}),
        "activity_times": pd.DataFrame(
            {"activity": ["visit"], "unit": [None], "capacity": "clinic", "amount": 1.0}
        ).astype({"unit": "str"}),
        "production_need": pd.DataFrame(
            {"unit": ["A"], "need": "hip", "activity": "visit", "period": "2027", "count": 920.0}
        ),
        "plan_weeks": pd.DataFrame(
            {"unit": "A", "activity": "visit", "week": weeks, "target": PLAN}
        ),
        "bookings": bookings,
        "schedule": schedule,
    }


def test_the_schedule_target_is_a_tenth_over_the_plan(tables):
    settings = Settings(outlook={"weeks": 9})
    found = as_declared(outlook.work_out(tables, settings, 2027))["weeks_ahead"]
    assert found["plan"].tolist() == PLAN
    target = [110, 132, 143, 143, 121, 88, 88, 88, 121]
    assert found["schedule_target"].tolist() == pytest.approx(target)


def test_the_scenario_s_own_schedule_target_and_absence_count(tables):
    # A quarter over the plan. Of the staff 40 % are away, a tenth of that after the schedule is
    # set: 4 %, not 40 % nor the 30 % of it that is the default.
    settings = Settings(outlook={"weeks": 9, "schedule_factor": 1.25, "unplanned": 0.1})
    away = {"unit": "A", "resource": "nurse", "period": "2026-12", "absence": [0.4]}
    known = tables | {"resources": pd.DataFrame(away)}
    found = as_declared(outlook.work_out(known, settings, 2027))
    assert found["weeks_ahead"]["schedule_target"].tolist()[:3] == [125, 150, 162.5]
    assert found["schedule_cover"]["absence"].tolist() == [pytest.approx(0.04)]


def test_weeks_begin_with_the_first_booked_week(tables):
    found = as_declared(outlook.work_out(tables, Settings(), 2027))["weeks_ahead"]
    assert found["week"].iloc[[0, -1]].tolist() == ["2027-W02", "2027-W27"]
    first = found.iloc[0][["scheduled", "booked", "to_plan", "overdue"]]
    assert first.tolist() == [14 * 8, 45, 2.5, 4]
    assert found["scheduled"].isna().tolist() == [False, False] + [True] * 24


def test_how_far_the_schedule_reaches(tables):
    # 112 hours are scheduled: above the plan of 100 in week 2, below the 120 of week 3.
    found = as_declared(outlook.work_out(tables, Settings(), 2027))["schedule_reach"].iloc[0]
    assert (found["reach"], found["first_below"]) == (1, "2027-W03")


def test_without_bookings_schedule_and_waiting_list_all_is_empty(tables):
    bare = tables | {name: empty(INPUTS[name]) for name in ("bookings", "schedule")}
    found = as_declared(outlook.work_out(bare, Settings(), 2027))
    assert set(found) == set(STEP_TABLES["08_outlook"])
    assert all(frame.empty for frame in found.values())
