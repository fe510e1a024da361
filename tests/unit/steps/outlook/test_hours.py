import pandas as pd
import pytest

from pkslib.steps.outlook.weeks import planned_hours, planned_weeks, rates_of

BOOKINGS = pd.DataFrame(
    {"unit": ["A", "E"], "need": ["hip", "scope"], "hours_per_patient": [0.5, 0.8]}
)
CAPACITIES = pd.DataFrame(
    {"capacity": ["clinic", "theatre", "bed_day", "scope_slot"],
     "measure": ["hour", "hour", "bed_day", "slot"]}
)  # fmt: skip
TIMES = pd.DataFrame(
    [("visit", "clinic", 0.5), ("operation", "clinic", 0.2), ("operation", "theatre", 2.0),
     ("operation", "bed_day", 3.0), ("scopy", "scope_slot", 1.0)],
    columns=["activity", "capacity", "amount"],
).assign(unit=pd.Series([None] * 5, dtype="str"))  # fmt: skip
NEED = pd.DataFrame(
    [("A", "hip", "visit", 30.0), ("A", "trauma", "visit", 10.0), ("A", "hip", "operation", 5.0),
     ("A", "trauma", "operation", 15.0), ("E", "scope", "scopy", 8.0), ("B", "hip", "visit", 9.0)],
    columns=["unit", "need", "activity", "count"],
)  # fmt: skip


@pytest.fixture
def rates():
    return rates_of(BOOKINGS, NEED, TIMES, CAPACITIES)


def test_an_activity_counts_its_longest_hours_for_the_needs_that_are_booked(rates):
    # Hips are 30 of 40 visits of 0.5 h and 5 of 20 operations of 2 h; a slot is 0.8 h long.
    found = rates.set_index(["unit", "activity"])
    assert found["hours"].to_dict() == pytest.approx(
        {("A", "visit"): 0.5, ("A", "operation"): 2.0, ("E", "scopy"): 0.8}
    )
    assert found["bookable"].to_dict() == pytest.approx(
        {("A", "visit"): 0.375, ("A", "operation"): 0.5, ("E", "scopy"): 0.8}
    )


def test_the_plan_holds_all_care_that_the_schedule_s_staff_give(rates):
    # 4 visits of 0.5 h and 2 operations of 2 h are 6 hours; of them hips are 1.5 + 1, and the
    # 3.5 hours of trauma are kept: the plan is neither 2.5 hours nor 8.5.
    weeks = pd.DataFrame(
        {"unit": "A", "activity": ["visit", "operation"], "week": "2027-W05", "target": [4.0, 2.0]}
    )
    found = planned_hours(rates, weeks).iloc[0]
    assert (found["plan"], found["kept"]) == (6.0, 3.5)


def test_the_plan_of_a_week_at_the_turn_of_the_year_is_last_years_and_this_years(rates):
    # 2026-W53 is Monday 28 December to Sunday 3 January. Of December's 20 open days (23 weekdays
    # less the 24th, 25th and 31st) three are in it.
    weeks = pd.DataFrame({"unit": ["A"], "activity": "visit", "week": "2026-W53", "target": [4]})
    before = pd.DataFrame(
        {"unit": ["A"], "activity": "visit", "period": "2026-12", "planned": [200.0]}
    )
    found = planned_hours(rates, planned_weeks(weeks, before, 2027)).set_index("week")["plan"]
    assert found["2026-W53"] == pytest.approx((4 + 200 * 3 / 20) * 0.5)


def test_without_a_plan_column_there_is_no_plan_before_the_year():
    weeks = pd.DataFrame({"unit": ["A"], "activity": "visit", "week": "2027-W01", "target": [4]})
    bare = pd.DataFrame({"unit": ["A"], "activity": "visit", "period": "2026-12", "planned": None})
    assert planned_weeks(weeks, bare, 2027)["week"].tolist() == ["2027-W01"]
