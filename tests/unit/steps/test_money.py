import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Settings, checked
from pkslib.steps import money
from pkslib.steps.money.bridge import _volumes
from pkslib.steps.money.staff import capacity_prices, staff_costs
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

YEAR = periods.within_year(2026, "month")
UNITS = [("R", None, "administration"), ("A", "R", "clinic"), ("B", "R", "clinic"),
         ("W", "A", "ward")]  # fmt: skip


def _ladder(*rows):
    """Return rows of the ladder: without an effect nothing of the cost is in the plan's."""
    frame = pd.DataFrame(rows, columns=["unit", "step", "cost"])
    return frame.assign(capacity="bed_day", effect=0.0, measure=None)


@pytest.fixture
def tables():
    """Last year 10 stays a month at 1,000 SEK and 2 points each on ward W; 132 are planned."""
    produced = {"unit": "W", "activity": "stay", "period": YEAR, "count": 10.0, "drg": 20.0}
    hours = {"unit": "W", "resource": "nurse", "period": YEAR, "available": 100.0}
    months = periods.within_year(2027, "month")
    supply = {"unit": "W", "resource": "nurse", "period": months, "worked": 105.0,
              "worked_equivalents": 0.7, "lacking": [1.5] * 6 + [-0.5] * 6}  # fmt: skip
    staff = {"unit": ["W", "B"], "resource": "nurse", "period": "2027-01", "price": 300.0}
    budgets = [("A", 2026, 90_000.0, 1.0), ("A", 2027, 150_000.0, 20_000.0),
               ("B", 2027, 50_000.0, 40_000.0)]  # fmt: skip
    return {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()} | {
        "units": pd.DataFrame(UNITS, columns=["unit", "parent", "level"]),
        "activities": pd.DataFrame({"activity": ["stay", "new"], "drg_weight": [9.0, 3.0]}),
        "production": pd.DataFrame(produced).assign(cost=10_000.0),
        "targets": pd.DataFrame({"unit": ["W", "W"], "activity": ["stay", "stay"],
                                 "period": ["2027", "2027-Q1"], "target": [132, 33]}),
        "resource_outcome": pd.DataFrame(hours),
        "resources": pd.DataFrame(staff),
        "recipes": pd.DataFrame({"capacity": ["bed_day"], "resource": "nurse", "amount": 0.5}),
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


def _measured(tables, step, *, bought=0.0, **about):
    """Return what 50 bed days for 20,000 SEK come to where each takes 150 SEK of nurses."""
    row = _ladder(("W", step, 20_000.0)).assign(measure="M1", effect=50.0)
    told = {"measure": "M1", "resource": None, "cost_kind": "running", "to_unit": None,
            "side": "capacity"}  # fmt: skip
    need = {"unit": "W", "capacity": "bed_day", "raw": 80.0, "need": 100.0}
    planned = {"unit": "W", "activity": "stay", "need": "hip", "count": 132.0, "bought": bought}
    times = {"unit": None, "activity": "stay", "capacity": "bed_day", "amount": 2.0}
    found = _found(
        tables, ladder=row, measures=pd.DataFrame([told | about]),
        capacity_need=pd.DataFrame([need]), plan_needs=pd.DataFrame([planned]),
        activity_times=pd.DataFrame([times]),
    )["money"].set_index("unit")  # fmt: skip
    assert found.loc["A", ["plan_cost", "measures"]].tolist() == [132e3, 20e3]
    held, left = found.loc["A", ["held", "difference"]]
    assert left == pytest.approx(150e3 - 132e3 - 20e3 + held)
    assert found.loc["R", "held"] == held
    return held


def test_hours_that_a_measure_adds_are_not_paid_in_the_mean_cost_too(tables):
    # All 132 stays stand at 1,000 SEK, and in that are the hours of the 50 days: 50 · 0.5 · 300.
    assert _measured(tables, 3) == pytest.approx(7_500)
    assert _measured(tables, 3, resource="nurse") == pytest.approx(7_500)
    # Never more than what the measure costs, and all of it where no hour has a price.
    dear = tables["resources"].assign(price=900.0)
    assert _measured(tables | {"resources": dear}, 3) == pytest.approx(20_000)
    assert _measured(tables, 3, resource="doctor") == pytest.approx(20_000)


def test_what_comes_on_top_of_the_mean_cost_is_paid_in_full(tables):
    for step in (1, 2):
        assert _measured(tables, step) == 0
    for about in ({"cost_kind": "investment"}, {"to_unit": "B"}, {"side": "need"}):
        assert _measured(tables, 3, **about) == 0


def test_bought_care_is_in_the_mean_cost_only_as_far_as_the_plan_keeps_it(tables):
    # 10 stays of 2 days are left to the seller: 20 raw, 25 with utilisation, half of the 50.
    assert _measured(tables, 4) == pytest.approx(7_500)
    assert _measured(tables, 4, bought=10.0) == pytest.approx(3_750)
    assert _measured(tables, 4, bought=30.0) == 0


def test_budgets_roll_up_the_organisation(tables):
    rows = _found(tables)["money"].set_index("unit")
    assert rows.loc["R", ["budget", "measures", "unused"]].tolist() == [200e3, 30e3, 30e3]
    assert rows["own"].to_dict() == {"A": True, "B": True, "R": False}


def test_another_year_s_budget_is_not_the_planning_year_s(tables):
    old = tables["budgets"].assign(year=2026).drop_duplicates("unit")
    assert _found(tables, budgets=old)["money"].empty


def _held_back(**other):
    """Return a measure at ward W, 5,000 SEK an hour, of which 10 of 40 hours are used."""
    row = {"measure": "M1", "unit": "W", "capacity": "hour", "unit_cost": 5_000.0, "offered": 40.0,
           "effect": 10.0, "lacks": 99.0, "rank": 1, "why": "held_back"}  # fmt: skip
    return row | other


def _short(lacking, reach, **limit):
    """Return what tells that 100 hours are needed at ward W, of which some lack for want of money.

    What gives way lacks too, and what another month has over does not count against it.
    """
    at = {"unit": "W", "capacity": "hour", "need": 100.0}
    balance = [at | {"remaining": lacking - 2.0, "prioritised": 2.0},
               at | {"remaining": -50.0, "prioritised": 0.0}]  # fmt: skip
    spent = {"step": 3, "limit": "budget", "item": "A", "capacity": None, "amount": 0.02}
    return {"balance": pd.DataFrame(balance), "measure_reach": pd.DataFrame(reach),
            "ladder_limits": pd.DataFrame([spent | {"price": 200.0} | limit])}  # fmt: skip


def test_unused_money_is_proposed_to_where_a_budget_is_used_up(tables):
    # Of B's 40,000 SEK 30,000 are unused, and of its 50,000 none goes to a plan of its own. An hour
    # costs 5,000: 6 hours take all, 3 hours half; 60 lack, but there is money for 6 alone.
    for lacking, moved in ((6.0, 30e3), (3.0, 15e3), (60.0, 30e3)):
        found = _found(tables, **_short(lacking, [_held_back()]))["budget_moves"]
        (row,) = found.to_dict("records")
        assert (row["unit"], row["to_unit"], row["capacity"]) == ("B", "A", "hour")
        assert row["amount"] == pytest.approx(moved)
        assert row["closes"] == pytest.approx(moved / 5_000)
    # No more than the measure still offers: 2 hours.
    few = [_held_back(offered=12.0)]
    assert _found(tables, **_short(60.0, few))["budget_moves"]["amount"].tolist() == [10e3]
    # 8,000 SEK, which nobody meets about.
    assert _found(tables, **_short(1.6, [_held_back()]))["budget_moves"].empty


def test_the_cheapest_measure_is_moved_to_first_and_closes_nothing_twice(tables):
    # 4 hours lack: 3 by the cheap one at 5,000 SEK, and the fourth by the dear one at 12,000.
    both = [_held_back(measure="M2", unit_cost=12_000.0, rank=2), _held_back(offered=13.0)]
    (row,) = _found(tables, **_short(4.0, both))["budget_moves"].to_dict("records")
    assert (row["amount"], row["closes"]) == pytest.approx((15_000 + 12_000, 4.0))
    # Of 30,000 SEK 5,000 go to the one hour that the cheap one has left, the rest to the dear.
    both = [both[0], _held_back(offered=11.0)]
    (row,) = _found(tables, **_short(4.0, both))["budget_moves"].to_dict("records")
    assert (row["amount"], row["closes"]) == pytest.approx((30_000, 1 + 25_000 / 12_000))


def test_money_is_not_moved_from_where_the_plan_needs_it_nor_to_where_it_does_not_lack(tables):
    lacking = _short(6.0, [_held_back()])
    # B's plan of 30 stays leaves 50 - 30 - 10 + 0 = 10 thousand of the 30 that are unused.
    stays = pd.concat([tables["targets"], tables["targets"].head(1).assign(unit="B", target=30)])
    found = _found(tables, targets=stays, **lacking)["budget_moves"]
    assert found["amount"].tolist() == [10e3]
    for other in ({"limit": "offer"}, {"item": "B"}):
        assert _found(tables, **_short(6.0, [_held_back()], **other))["budget_moves"].empty
    stopped = [_held_back(why="limited")]
    assert _found(tables, **_short(6.0, stopped))["budget_moves"].empty


def test_the_bridge_goes_from_the_outcome_to_the_frame_year_by_year(tables):
    # Outcome 120,000; 132,000 planned; the need grows by a half; 5 % dearer a year. M1 costs
    # 20,000 in half of 2027 and goes on, M2 1,000 in 2027 alone.
    patients = pd.DataFrame({"region": "R", "need": "hip", "period": ["2026", "2027", "2028"],
                             "mean": [90.0, 100.0, 150.0]})  # fmt: skip
    planned = {"unit": "W", "need": "hip", "activity": "stay", "count": 131.7, "bought": 0.0}
    spans = {
        "measure": ["M1", "M2"],
        "start": ["2027-07", "2027-01"],
        "end": ["2028-12", "2027-12"],
        "status": ["ongoing", "planned"],
        **{name: [None, None] for name in ("resource", "cost_kind", "to_unit", "side")},
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


@pytest.mark.parametrize(
    ("status", "begun", "lasting"),
    [("planned", 1_000.0, 0.0), ("ongoing", 0.0, 1_000.0 * (365 - 31) / 365)],
)
def test_a_measure_ordered_in_december_is_not_in_the_outcome(tables, status, begun, lasting):
    # 1,000 SEK in 2027 for what is ordered in December 2026: planned, none of it is paid before;
    # ongoing, 31 days of 365 are.
    planned = {"unit": "W", "need": "hip", "activity": "stay", "count": 131.7, "bought": 0.0}
    patients = pd.DataFrame({"region": "R", "need": "hip", "period": ["2026", "2027"],
                             "mean": [90.0, 100.0]})  # fmt: skip
    order = {"measure": "M1", "start": "2026-12", "end": "2027-12", "status": status}
    about = dict.fromkeys(("resource", "cost_kind", "to_unit", "side"))
    rows = as_declared(money.work_out({
        **tables, "forecast_years": patients, "plan_needs": pd.DataFrame([planned]),
        "measures": pd.DataFrame([order | about]),
        "ladder": _ladder(("W", 3, 1_000.0)).assign(measure="M1"),
    }, checked({}, "test"), 2027))["money_bridge"]  # fmt: skip
    found = rows[rows["year"] == "2027"].set_index("part")["amount"]
    assert found["measures"] == pytest.approx(begun)
    assert found["lasting"] == pytest.approx(lasting)


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


def test_a_plan_of_nothing_costs_nothing_in_every_year():
    # 0 of 0 is no share of anything: the years ahead cost 0, and are known.
    forecast = pd.DataFrame({"need": "hip", "period": ["2027", "2028"], "mean": [0.0, 0.0]})
    needs = pd.DataFrame({"unit": ["A"], "activity": ["cut"], "need": ["hip"], "count": [0]})
    planned = pd.DataFrame({"unit": ["A"], "activity": ["cut"], "count": [0], "cost": [0.0]})
    tables = {"forecast_years": forecast, "plan_needs": needs}
    assert _volumes(tables, planned, 2027).tolist() == [0.0, 0.0]
