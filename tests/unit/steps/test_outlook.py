import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import outlook
from pkslib.tables.declaration import empty, filled
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
        "units": pd.DataFrame(
            {"unit": ["A"], "parent": [None], "level": ["clinic"], "specialty": None}
        ),
        "capacities": pd.DataFrame(
            {"capacity": ["clinic"], "measure": ["hour"], "utilisation": [0.9]}
        ),
        "activity_times": pd.DataFrame(
            {"activity": ["visit"], "unit": [None], "capacity": "clinic", "amount": 1.0}
        ).astype({"unit": "str"}),
        "production_need": pd.DataFrame(
            {"unit": ["A"], "need": "hip", "activity": "visit", "period": "2027", "count": 920.0}
        ),
        "plan_weeks": pd.DataFrame(
            {"unit": "A", "activity": "visit", "week": weeks, "target": PLAN}
        ),
        "bookings": filled(bookings, INPUTS["bookings"]),
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
    away = {"unit": "A", "resource": "nurse", "period": "2026-12", "absence": [0.4], "hours": None}
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


@pytest.fixture
def staffed(tables):
    """Four wards on a Monday by day: A has nurses and porters over, the others lack them.

    Z is of A's clinic, M of another of the same specialty, S of another specialty.
    """
    units = pd.DataFrame(
        {"unit": ["H", "K", "L", "A", "Z", "M", "S"], "region": "99", "name": "x",
         "parent": [None, "H", "H", "K", "K", "L", "L"],
         "level": ["hospital", "clinic", "clinic", *["ward"] * 4],
         "specialty": [None, None, None, "surgery", "surgery", "surgery", "medicine"]}
    )  # fmt: skip
    day = {"date": "2027-01-11", "shift": "day"}
    kinds = [("A", "nurse", 8.0, 3.0), ("Z", "nurse", 2.0, 3.0), ("M", "nurse", 1.0, 4.0),
             ("S", "nurse", 1.0, 3.0), ("A", "porter", 9.0, 3.0),
             ("Z", "porter", 1.0, 3.0)]  # fmt: skip
    rows = pd.DataFrame(kinds, columns=["unit", "resource", "scheduled", "needed"])
    needed = rows[["unit", "resource", "needed"]].assign(weekday=1, shift="day", beds=12.0)
    needed["patients_per_person"] = 4.0
    line = {"unit": ["A"], "resource": "nurse", "shift": "day", "weekday": 1, "persons": 5.0}
    absent = {"unit": ["S"], "resource": "nurse", "period": "2027-01", "absence": 0.5,
              "count": 9.0, "hours": 100.0}  # fmt: skip
    given = {
        "units": units,
        "schedule": rows[["unit", "resource", "scheduled"]].assign(**day),
        "staffing": needed,
        "minimum_lines": pd.DataFrame(line),
        "resources": pd.DataFrame(absent),
    }
    own = {name: filled(frame, INPUTS[name]) for name, frame in given.items()}
    return tables | own | {"bookings": empty(INPUTS["bookings"])}


def _moved(tables, **changed):
    staff = {"annual_hours": 1664.0, "absence": 0.2}
    settings = Settings(outlook={"lend_never": ("porter",)} | changed, staff=staff)
    found = as_declared(outlook.work_out(tables, settings, 2027))
    moves = found["shift_moves"]
    return moves[["unit", "to_unit", "persons"]].to_numpy().tolist(), found


@pytest.mark.parametrize(
    ("most", "moves"),
    [
        # Of 5 over a line of 5 among 8 keeps 2; the own clinic comes first, M is of the specialty.
        (9, [["A", "M", 2], ["A", "Z", 1]]),
        (2, [["A", "M", 1], ["A", "Z", 1]]),
        (1, [["A", "Z", 1]]),
    ],
)
def test_persons_are_lent_as_the_scenario_and_the_data_set_say(staffed, most, moves):
    assert _moved(staffed, lend_most=most)[0] == moves


def test_what_is_lent_shortens_the_gaps_and_opens_beds(staffed):
    _, found = _moved(staffed, lend_most=9)
    sums = found["gap_sums"]
    later = sums[sums["week"] > sums["week"].min()]
    # Of eleven weeks more the last has its Monday off at Easter; what the others need is told as
    # not scheduled.
    assert later["week"].nunique() == 10
    assert (later["unscheduled"] == later["needed"]).all()
    sums = sums[sums["week"] == sums["week"].min()].set_index(["unit", "resource"])
    assert sums["left"].to_dict() == {
        ("A", "nurse"): 0, ("A", "porter"): 0, ("M", "nurse"): 1, ("S", "nurse"): 2,
        ("Z", "nurse"): 0, ("Z", "porter"): 2,
    }  # fmt: skip
    # A full-time year is 1 664 hours, 31.9 a week; half of S's nurses are away, of others a fifth.
    week = 1664 / 365 * 7
    people = sums["full_time_equivalents"]
    assert people[("M", "nurse")] == pytest.approx(8 / (week * 0.8))
    assert people[("S", "nurse")] == pytest.approx(16 / (week * 0.5))
    beds = found["beds_open"].set_index("unit")[["open", "after"]]
    # Never more than the 12 of the commission.
    assert beds.T.to_dict("list") == {"A": [12, 12], "M": [4, 12], "S": [4, 4], "Z": [4, 4]}
