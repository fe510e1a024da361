import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import capacity
from pkslib.tables.declaration import empty, typed, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

YEAR = "2027"
_MORE = ("pathways", "activity_times", "staffing", "schedule", "minimum_lines")


def _tables(need=(), demand_period=YEAR, **frames):
    """All tables the step reads, empty but for those given as tuples in column order."""
    names = ("available", "openings", "resources", "recipes", "demand", "units", "staff_changes")
    tables = {name: empty(INPUTS[name]) for name in (*names, *_MORE)}
    frames["demand"] = [("99", "hip", demand_period, 1.0)]
    cared = sorted({(unit, capacity) for unit, capacity, *_ in need})
    frames.setdefault("pathways", [("hip", unit, f"for {of}", 1.0) for unit, of in cared])
    frames["activity_times"] = [
        (activity, None, activity.removeprefix("for "), 2.0)
        for activity in sorted({activity for _, _, activity, _ in frames["pathways"]})
    ]
    for name, rows in frames.items():
        columns = list(INPUTS[name].columns)[: len(rows[0]) if rows else None]
        tables[name] = typed(pd.DataFrame(rows, columns=columns), INPUTS[name])
    asked = pd.DataFrame(need, columns=["unit", "capacity", "period", "need"])
    made = {name: empty(RESULTS[name]) for name in ("need_spread", "resource_need")}
    return {
        **tables,
        "capacity_need": asked.assign(need=asked["need"].astype(float)),
        **made,
    }


def _available(tables, year=2027):
    found = as_declared(capacity.work_out(tables, Settings(), year))["available_capacity"]
    return found.set_index(["unit", "capacity", "period"])


NURSES = ("A", "nurse", YEAR, 10.0, 160.0, 0.25)  # 10 · 160 · 0.75 = 1 200 hours, 120 each
ROOMS = ("A", "room", YEAR, 4.0, 100.0, 0.0)  # 400 hours, 100 each


@pytest.fixture
def ward():
    """Beds that take 5 nurse hours and 1 room hour: 240 by the nurses, 400 by the rooms."""
    return _tables(
        resources=[NURSES, ROOMS],
        recipes=[("bed_day", "nurse", 5.0), ("bed_day", "room", 1.0)],
        need=[("A", "bed_day", YEAR, 300)],
    )


def test_the_least_of_what_the_resources_allow(ward):
    row = _available(ward).loc[("A", "bed_day", YEAR)]
    assert (row["amount"], row["basis"], row["limiting"]) == (240, "resource", "nurse")


def test_one_more_of_the_limiting_resource_gives_its_hours_by_the_recipe(ward):
    # 120 hours / 5.
    assert _available(ward)["gain"].iloc[0] == pytest.approx(24)


def test_the_gain_stops_at_the_next_limit(ward):
    # Rooms for 250: of the 24 bed days that a nurse gives only 10 find a room.
    ward["resources"].loc[1, "count"] = 2.5
    assert _available(ward)["gain"].iloc[0] == pytest.approx(10)


def test_openings_limit_too(ward):
    openings = pd.DataFrame(
        {"unit": ["A"], "capacity": ["bed_day"], "period": [YEAR], "amount": [200.0]}
    )
    row = _available({**ward, "openings": openings}).iloc[0]
    assert row[["amount", "basis", "limiting", "gain"]].tolist() == [200, "opening", "opening", 1]


def test_what_each_allows_by_itself_is_listed(ward):
    limits = as_declared(capacity.work_out(ward, Settings(), 2027))["capacity_limits"]
    assert limits.set_index("resource")["amount"].to_dict() == {"nurse": 240, "room": 400}


def test_no_resources_give_nothing_and_say_what_lacks(ward):
    ward["resources"].loc[0, "count"] = 0.0
    row = _available(ward).iloc[0]
    assert row[["amount", "limiting", "gain"]].tolist() == [0, "nurse", 24]


def test_what_is_stated_wins():
    tables = _tables(
        available=[("A", "bed_day", YEAR, 100.0)],
        resources=[NURSES],
        recipes=[("bed_day", "nurse", 5.0)],
        need=[("A", "bed_day", YEAR, 300)],
    )
    row = _available(tables).iloc[0]
    assert row[["amount", "basis", "limiting"]].tolist() == [100, "stated", ""]
    assert pd.isna(row["gain"])


def test_shared_staff_is_divided_in_proportion_to_need_not_counted_twice():
    # Each share of the need takes 200 · 5 + 400 · 1 = 1 400 hours; there are 1 200: 6/7.
    tables = _tables(
        resources=[NURSES],
        recipes=[("bed_day", "nurse", 5.0), ("visit", "nurse", 1.0)],
        need=[("A", "bed_day", YEAR, 200), ("A", "visit", YEAR, 400)],
    )
    found = _available(tables)["amount"]
    assert found.tolist() == pytest.approx([200 * 6 / 7, 400 * 6 / 7])
    assert 5 * found.iloc[0] + found.iloc[1] == pytest.approx(1200)


def test_the_gain_of_shared_staff_is_divided_as_well():
    # 120 hours more are 0.6/7 of the need of each.
    tables = _tables(
        resources=[NURSES],
        recipes=[("bed_day", "nurse", 5.0), ("visit", "nurse", 1.0)],
        need=[("A", "bed_day", YEAR, 200), ("A", "visit", YEAR, 400)],
    )
    assert _available(tables)["gain"].tolist() == pytest.approx([200 * 0.6 / 7, 400 * 0.6 / 7])


def test_stated_capacity_takes_its_share_of_the_staff_first():
    # 100 stated bed days take 500 of the 1 200 hours; 700 are left for visits.
    tables = _tables(
        available=[("A", "bed_day", YEAR, 100.0)],
        resources=[NURSES],
        recipes=[("bed_day", "nurse", 5.0), ("visit", "nurse", 1.0)],
        need=[("A", "bed_day", YEAR, 200), ("A", "visit", YEAR, 400)],
    )
    assert _available(tables)["amount"].tolist() == pytest.approx([100, 700])


def test_staff_is_not_shared_between_units():
    tables = _tables(
        resources=[NURSES, ("B", *NURSES[1:])],
        recipes=[("bed_day", "nurse", 5.0)],
        need=[("A", "bed_day", YEAR, 1), ("B", "bed_day", YEAR, 999)],
    )
    assert _available(tables)["amount"].tolist() == [240, 240]


def test_a_resource_that_a_unit_does_not_tell_of_does_not_limit_it(ward):
    tables = {**ward, "resources": ward["resources"].iloc[:1]}
    assert _available(tables)["limiting"].tolist() == ["nurse"]


def test_a_resource_in_no_recipe_is_passed_over(ward):
    cook = pd.DataFrame([("A", "cook", YEAR, 1.0, 100.0, 0.0)], columns=ward["resources"].columns)
    more = {**ward, "resources": pd.concat([ward["resources"], cook])}
    pd.testing.assert_frame_equal(_available(more), _available(ward))


def test_a_recipe_alone_gives_a_unit_no_capacity():
    # An adult ward has the nurses that intensive care would take: 1 200 / 24 = 50 bed days that
    # are not there. It does its own visits, and what they leave is not intensive care.
    tables = _tables(
        resources=[NURSES],
        recipes=[("intensive", "nurse", 24.0), ("visit", "nurse", 1.0)],
        need=[("A", "visit", YEAR, 100)],
    )
    assert _available(tables).index.tolist() == [("A", "visit", YEAR)]
    openings = pd.DataFrame(
        {"unit": ["A"], "capacity": ["visit"], "period": [YEAR], "amount": [200.0]}
    )
    left = _available({**tables, "openings": openings})["amount"]
    assert left.to_dict() == pytest.approx({("A", "visit", YEAR): 200})


def test_a_capacity_that_pathways_tell_of_but_no_one_needs_gets_what_is_left():
    # Visits take no more than their openings, 200 of 1 200 hours; beds get 1 000 / 5.
    tables = _tables(
        resources=[NURSES],
        recipes=[("bed_day", "nurse", 5.0), ("visit", "nurse", 1.0)],
        need=[("A", "visit", YEAR, 100)],
        pathways=[("hip", "A", "for visit", 1.0), ("rare", "A", "for bed_day", 1.0)],
        openings=[("A", "visit", YEAR, 200.0)],
    )
    assert _available(tables)["amount"].tolist() == pytest.approx([200, 200])


def test_how_shared_hours_are_divided_is_told():
    # 100 stated bed days take 500 of 1 200 hours; the 700 that are left all go to visits.
    tables = _tables(
        available=[("A", "bed_day", YEAR, 100.0)],
        resources=[NURSES, ROOMS],
        recipes=[("bed_day", "nurse", 5.0), ("visit", "nurse", 2.0), ("visit", "room", 0.5)],
        need=[("A", "bed_day", YEAR, 200), ("A", "visit", YEAR, 400)],
    )
    found = as_declared(capacity.work_out(tables, Settings(), 2027))["shared_hours"]
    assert found[["resource", "capacity"]].to_numpy().tolist() == [
        ["nurse", "bed_day"],
        ["nurse", "visit"],
    ]
    assert found["hours"].tolist() == pytest.approx([500, 700])
    assert found["share"].tolist() == pytest.approx([500 / 1200, 700 / 1200])


def test_quarters_of_last_year_are_carried_forward_and_said_to_be():
    rows = [("A", "bed_day", f"2022-Q{quarter}", 100.0 * quarter) for quarter in (1, 2, 3, 4)]
    found = _available(_tables(demand_period="2022-Q4", available=rows), 2023)
    assert found["amount"].tolist() == [100, 200, 300, 400]
    assert set(found["basis"]) == {"carried_forward"}


def test_resources_of_last_year_are_carried_forward_and_still_named():
    tables = _tables(
        resources=[("A", "nurse", "2026", *NURSES[3:])],
        recipes=[("bed_day", "nurse", 5.0)],
        need=[("A", "bed_day", YEAR, 300)],
    )
    row = _available(tables).loc[("A", "bed_day", YEAR)]
    assert row[["amount", "basis", "limiting"]].tolist() == [240, "carried_forward", "nurse"]


def test_a_year_of_staff_is_spread_over_the_months():
    # 10 · 1 825 hours a year are 50 a day; 31 days, 5 hours a bed day.
    tables = _tables(
        resources=[("A", "nurse", "2027", 10.0, 1825.0, 0.0)],
        recipes=[("bed_day", "nurse", 5.0)],
        demand_period="2026-12",
        pathways=[("rare", "A", "for bed_day", 1.0)],
    )
    row = _available(tables).loc[("A", "bed_day", "2027-01")]
    assert row[["amount", "gain"]].tolist() == pytest.approx([310, 31])
    # No one needs them, but a pathway tells of them and the unit has all that they take.
    assert len(_available(tables)) == 12


def test_nothing_known_is_no_rows():
    found = as_declared(capacity.work_out(_tables(), Settings(), 2027))
    assert set(found) == set(STEP_TABLES["04_capacity"])
    for name, frame in found.items():
        assert frame.empty
        validate(frame, RESULTS[name])


def test_recruitment_gives_its_hours_from_its_day(ward):
    # A quarter of the year's days: 273.75 of 365 is not whole; 1 October leaves 92 of 365.
    new = {"unit": "A", "resource": "nurse", "kind": "recruitment", "start": "2027-10-01",
           "end": None, "count": 5.0, "note": None}  # fmt: skip
    changes = typed(pd.DataFrame([new]), INPUTS["staff_changes"])
    amount = _available({**ward, "staff_changes": changes})["amount"].iloc[0]
    assert amount == pytest.approx(240 + 5 * 24 * 92 / 365)


def test_what_one_more_gives_is_held_against_the_shortage(ward):
    # 24 bed days a nurse, of 60 missing; by the hour 24 / 120.
    row = as_declared(capacity.work_out(ward, Settings(), 2027))["bottlenecks"].squeeze()
    assert row[["resource", "periods", "gain", "closes"]].tolist() == ["nurse", 1, 24, 24]
    assert row["per_hour"] == pytest.approx(0.2)
    ward["capacity_need"].loc[0, "need"] = 250.0
    row = as_declared(capacity.work_out(ward, Settings(), 2027))["bottlenecks"].squeeze()
    assert (row["gain"], row["closes"]) == (pytest.approx(24), pytest.approx(10))


def test_paid_and_worked_time_stand_apart(ward):
    # 10 nurses of 160 hours are 1 600 paid and, away a quarter of it, 1 200 worked. 1 500 are
    # needed: 300 more to be worked are 400 paid, a fifth of a full-time year of 2 000 hours.
    need = pd.DataFrame({"unit": ["A"], "resource": ["nurse"], "period": [YEAR], "hours": [1500.0],
                         "full_time_equivalents": [1.0]})  # fmt: skip
    chosen = Settings(staff={"annual_hours": 2000})
    found = as_declared(capacity.work_out({**ward, "resource_need": need}, chosen, 2027))[
        "staff_supply"
    ]
    nurse = found.set_index("resource").loc["nurse"]
    assert nurse[["paid", "worked", "needed"]].tolist() == [1600, 1200, 1500]
    wanted = ["paid_equivalents", "worked_equivalents", "lacking"]
    assert nurse[wanted].tolist() == pytest.approx([0.8, 0.6, 0.2])
