import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Settings, checked
from pkslib.steps import money
from pkslib.steps.money.staff import capacity_prices, staff_costs
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

YEAR = periods.within_year(2026, "month")
UNITS = [("R", None, "administration"), ("A", "R", "clinic"), ("B", "R", "clinic"),
         ("W", "A", "ward")]  # fmt: skip


def _ladder(*rows):
    return pd.DataFrame(rows, columns=["unit", "step", "cost"])


@pytest.fixture
def tables():
    """Last year 10 stays a month at 1,000 SEK and 2 points each on ward W; 132 are planned."""
    produced = {"unit": "W", "activity": "stay", "period": YEAR, "count": 10.0, "drg": 20.0}
    hours = {"unit": "W", "resource": "nurse", "period": YEAR, "available": 100.0}
    months = periods.within_year(2027, "month")
    supply = {"unit": "W", "resource": "nurse", "period": months, "worked": 105.0,
              "worked_equivalents": 0.7, "lacking": [1.5] * 6 + [-0.5] * 6}  # fmt: skip
    budgets = [("A", 2026, 90_000.0, 1.0), ("A", 2027, 150_000.0, 20_000.0),
               ("B", 2027, 50_000.0, 40_000.0)]  # fmt: skip
    return {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()} | {
        "units": pd.DataFrame(UNITS, columns=["unit", "parent", "level"]),
        "activities": pd.DataFrame({"activity": ["stay", "new"], "drg_weight": [9.0, 3.0]}),
        "production": pd.DataFrame(produced).assign(cost=10_000.0),
        "targets": pd.DataFrame({"unit": ["W", "W"], "activity": ["stay", "stay"],
                                 "period": ["2027", "2027-Q1"], "target": [132, 33]}),
        "resource_outcome": pd.DataFrame(hours),
        "staff_supply": pd.DataFrame(supply),
        "budgets": pd.DataFrame(budgets, columns=["unit", "year", "amount", "for_measures"]),
        "ladder": _ladder(("W", 3, 20_000.0), ("W", 5, 7_000.0), ("B", 4, 10_000.0)),
    }  # fmt: skip


def _found(tables, **other):
    return as_declared(money.work_out({**tables, **other}, Settings(), 2027))


def test_the_plan_stands_against_the_planning_year_s_budget(tables):
    # 132 stays · 1,000 SEK and 20,000 for measures of 150,000; giving way is paid by no budget.
    rows = _found(tables)["money"].set_index("unit")
    shown = ["budget", "plan_cost", "measures", "difference", "unused", "consequence"]
    assert rows.loc["A", shown].tolist() == [150e3, 132e3, 20e3, -2e3, 0, 7e3]
    assert rows.loc["B", ["measures", "unused"]].tolist() == [10e3, 30e3]


def test_budgets_roll_up_the_organisation(tables):
    rows = _found(tables)["money"].set_index("unit")
    assert rows.loc["R", ["budget", "measures", "unused"]].tolist() == [200e3, 30e3, 30e3]
    assert rows["own"].to_dict() == {"A": True, "B": True, "R": False}


def test_another_year_s_budget_is_not_the_planning_year_s(tables):
    old = tables["budgets"].assign(year=2026).drop_duplicates("unit")
    assert _found(tables, budgets=old)["money"].empty


def test_unused_money_is_proposed_to_where_it_closes_most(tables):
    # 6 hours lack for want of money; a million closes 200, so 30,000 SEK close all of them.
    limit = {"step": 3, "limit": "budget", "item": "A", "capacity": None, "amount": 0.02}
    lack = {"unit": "W", "capacity": "hour", "period": "2027-07", "measures": "budget"}
    reach = pd.DataFrame({"capacity": ["hour", "bed_day"], "unit_cost": [5_000.0, 9_000.0]})
    lacking = {"ladder_limits": pd.DataFrame([limit | {"price": 200.0}]), "measure_reach": reach}
    for amount, moved in ((6.0, 30e3), (3.0, 15e3), (60.0, 30e3)):
        # Bed days are not what the million buys: they are not added to the hours.
        beds = lack | {"capacity": "bed_day", "amount": 90.0}
        unsolved = pd.DataFrame([lack | {"amount": amount}, beds])
        (row,) = _found(tables, **lacking, unsolved=unsolved)["budget_moves"].to_dict("records")
        assert (row["unit"], row["to_unit"], row["amount"]) == ("B", "A", pytest.approx(moved))
        assert row["capacity"] == "hour"
        assert row["closes"] == pytest.approx(moved / 1e6 * 200)
    assert _found(tables, **lacking)["budget_moves"].empty
    # One hour costs 5,000 SEK, which nobody meets about.
    trifle = pd.DataFrame([lack | {"amount": 1.0}])
    assert _found(tables, **lacking, unsolved=trifle)["budget_moves"].empty


def test_the_bridge_goes_from_the_outcome_to_the_frame_year_by_year(tables):
    # Outcome 120,000; 132,000 planned; the need grows by a half; 5 % dearer a year. M1 costs
    # 20,000 in half of 2027 and goes on, M2 1,000 in 2027 alone.
    patients = pd.DataFrame({"region": "R", "need": "hip", "period": ["2026", "2027", "2028"],
                             "mean": [90.0, 100.0, 150.0]})  # fmt: skip
    planned = {"unit": "W", "need": "hip", "activity": "stay", "count": 131.7}
    spans = {
        "measure": ["M1", "M2"],
        "start": ["2027-07", "2027-01"],
        "end": ["2028-12", "2027-12"],
    }
    ladder = _ladder(("W", 3, 20_000.0), ("W", 4, 1_000.0), ("W", 5, 7_000.0))
    rows = as_declared(money.work_out({
        **tables, "forecast_years": patients, "plan_needs": pd.DataFrame([planned]),
        "measures": pd.DataFrame(spans), "ladder": ladder.assign(measure=["M1", "M2", "M2"]),
    }, checked({"money": {"index": 0.05}}, "test"), 2027))["money_bridge"]  # fmt: skip
    found = rows.set_index(["year", "part"])["amount"]
    assert found["2027"].drop("frame").to_dict() == pytest.approx({
        "opening": 120e3, "index": 6e3, "volume": 12.6e3, "measures": 21e3, "lasting": 0,
        "closing": 159.6e3, "left": 40.4e3,
    })  # fmt: skip
    assert found["2027", "frame"] == 200e3
    # In 2028 care is 66,000 more, M1 runs 366 days instead of 184 and M2 is over.
    assert found["2028"].drop(["frame", "left"]).to_dict() == pytest.approx({
        "opening": 159.6e3, "index": 7.98e3, "volume": 66e3 * 1.1025, "measures": 0,
        "lasting": (20e3 * (366 / 184 - 1) - 1e3) * 1.05,
        "closing": 159.6e3 * 1.05 + 66e3 * 1.1025 + (20e3 * (366 / 184 - 1) - 1e3) * 1.05,
    })  # fmt: skip
    assert found["2028"][["frame", "left"]].isna().all()


def test_productivity_is_activities_for_hours_worked_both_years(tables):
    # 120 stays in 1,200 hours; 132 in 1,260: 4.8 % more an hour, which is not yet told.
    (row,) = _found(tables)["productivity"].to_dict("records")
    assert (row["per_1000_hours_then"], row["per_1000_hours_now"]) == pytest.approx(
        (100, 132_000 / 1260)
    )
    assert row["change"] == pytest.approx(0.0476, abs=1e-4)
    assert not row["flagged"]
    # 0.7 at work all the year are 1,800 hours each: 240 points in 1,200 hours are 360 for one.
    assert row["drg_per_fte_then"] == pytest.approx(360)
    assert (row["cost_per_drg_then"], row["cost_per_drg_now"]) == pytest.approx((500, 500))
    # 4.8 % more reads as five per cent, and 5.6 % as six, which is beyond it.
    for target, beyond in ((132, False), (133, True)):
        more = tables["targets"].assign(target=[target, 33])
        assert _found(tables, targets=more)["productivity"]["flagged"].tolist() == [beyond]


def test_months_without_hours_do_not_count_in_the_outcome(tables):
    # Hours are known until October: 100 stays in 1,000 hours are as many an hour as before.
    hours = tables["resource_outcome"].iloc[:10]
    (row,) = _found(tables, resource_outcome=hours)["productivity"].to_dict("records")
    assert (row["count_then"], row["hours_then"]) == (100, 1000)
    assert row["per_1000_hours_then"] == pytest.approx(100)


def test_what_is_new_costs_as_elsewhere_and_weighs_as_its_kind(tables):
    targets = pd.DataFrame({"unit": ["B", "B"], "activity": ["stay", "new"], "period": "2027",
                            "target": [5, 4]})  # fmt: skip
    last = money.latest_year(tables["production"])
    found = money.planned_of(targets, last, tables["activities"], 2027).set_index("activity")
    assert found.loc["stay", ["drg", "cost"]].tolist() == [10.0, 5000.0]
    assert found.loc["new", "drg"] == 12.0
    assert pd.isna(found.loc["new", "cost"])


def test_what_to_hire_and_what_is_over_stand_apart(tables):
    rows = _found(tables)["hires"].set_index("period")
    assert rows.loc["2027-01", ["unit", "lacking", "over"]].tolist() == ["A", 1.5, 0]
    assert rows.loc["2027-12", ["lacking", "over"]].tolist() == [0, 0.5]


def test_a_region_without_money_or_staff_has_no_rows(tables):
    bare = {name: tables[name].head(0) for name in ("production", "budgets", "resource_outcome",
                                                    "staff_supply", "ladder")}  # fmt: skip
    assert {name: len(frame) for name, frame in _found(tables, **bare).items()} == {
        "money": 0, "money_bridge": 0, "budget_moves": 0, "productivity": 0, "hires": 0
    }  # fmt: skip


def test_staff_costs_by_hours_price_and_what_each_capacity_takes():
    # 1,000 nurse hours in January: 100 bed days take 6 each, 50 slots take 4: 600 and 200 of the
    # 800 used, at 400 SEK. February's 600, all for bed days, at the 500 that were told last.
    limit = {"unit": "W", "resource": "nurse", "room": 0.0}
    limits = [
        limit | {"capacity": "bed_day", "period": "2027-01", "amount": 1000 / 6},
        limit | {"capacity": "slot", "period": "2027-01", "amount": 250.0},
        limit | {"capacity": "bed_day", "period": "2027-02", "amount": 100.0},
    ]
    given = [("bed_day", "2027-01", 100.0), ("slot", "2027-01", 50.0), ("bed_day", "2027-02", 90.0)]
    staff = {"unit": "W", "resource": "nurse", "count": 1.0, "hours": 100.0, "absence": 0.2}
    prices = pd.DataFrame({"period": ["2027-01", "2027-03"], "price": [400.0, 500.0]})
    tables = {
        "capacity_limits": pd.DataFrame(limits),
        "available_capacity": pd.DataFrame(given, columns=["capacity", "period", "amount"]).assign(
            unit="W"
        ),
        "recipes": pd.DataFrame({"capacity": ["bed_day", "slot"], "resource": "nurse",
                                 "amount": [6.0, 4.0]}),
        "resources": prices.assign(**staff),
        "staff_changes": empty(INPUTS["staff_changes"]),
    }  # fmt: skip
    found = staff_costs(tables, 2027).set_index("capacity")
    assert found["staff"].to_dict() == {"bed_day": 750 * 400 + 600 * 500, "slot": 250 * 400}
    assert found["agency"].tolist() == [0, 0]
    # July to December: 184 of 365 days of the 160 hours that a person works in the latest year.
    hired = pd.DataFrame({"unit": ["W"], "resource": "nurse", "kind": "agency",
                          "start": "2027-07-01", "end": [None], "count": [5.0]})  # fmt: skip
    part = 5 * 184 / 365 * 160 / 1600
    agency = staff_costs(tables | {"staff_changes": hired}, 2027).set_index("capacity")["agency"]
    assert agency["slot"] == pytest.approx(100_000 * part)
    assert staff_costs(tables | {"resources": prices.assign(**staff, price=None)}, 2027).empty


def test_a_unit_of_a_capacity_costs_its_hours_at_the_years_price():
    resources = pd.DataFrame(
        [("A", "nurse", "2026", 100.0), ("A", "nurse", "2027-Q1", 400.0),
         ("A", "nurse", "2027-Q2", 600.0), ("B", "nurse", "2025", 90.0),
         ("B", "nurse", "2026", 80.0), ("A", "room", "2027", None)],
        columns=["unit", "resource", "period", "price"],
    )  # fmt: skip
    recipes = pd.DataFrame(
        {"capacity": ["bed_day", "bed_day", "clinic"], "resource": ["nurse", "room", "room"],
         "amount": [6.0, 24.0, 1.0]}
    )  # fmt: skip
    found = capacity_prices({"resources": resources, "recipes": recipes}, 2027)
    # B tells none of 2027: its latest stands. No price of a room is known.
    assert found.to_numpy().tolist() == [["A", "bed_day", 3000.0], ["B", "bed_day", 480.0]]
