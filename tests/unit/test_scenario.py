from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pkslib import scenario
from pkslib.scenario.sensitivity import _higher_need
from pkslib.settings import checked
from pkslib.steps import capacity, demand, need
from pkslib.steps.balance.ceiling import cells_of, load, over
from pkslib.tables import intake, overview
from pkslib.tables.declaration import validate
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
FAST = checked({"demand": {"tier": "fast"}}, "test")


@pytest.fixture(scope="module")
def tables():
    return overview.region_slice(intake.load(EXAMPLE), "99")


@pytest.fixture(scope="module")
def results(tables):
    return scenario.run(tables, FAST, 2027)


def test_a_run_gives_every_table_of_the_steps(results):
    steps = {name for step, names in STEP_TABLES.items() if step != "01_data" for name in names}
    assert set(results) == steps
    for name, frame in results.items():
        validate(frame, RESULTS[name])


def test_both_sides_of_the_scale_are_those_of_the_whole_run(tables, results):
    found = scenario.through("capacity", tables, FAST, 2027)
    assert set(found) == {
        name for step in ("02_demand", "03_need", "04_capacity") for name in STEP_TABLES[step]
    }
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, results[name])


def test_the_steps_run_one_after_the_other_give_the_same(tables, results):
    known = dict(tables)
    for step in (demand, need, capacity):
        known |= as_declared(step.work_out(known, FAST, 2027))
    for name in ("capacity_need", "available_capacity"):
        pd.testing.assert_frame_equal(known[name], results[name])


def test_the_change_adds_up_to_the_need(results):
    effects = results["change"].groupby("capacity")["effect"].sum()
    needs = results["capacity_need"].groupby("capacity")["need"].sum()
    pd.testing.assert_series_equal(effects, needs, check_names=False)


def test_a_scenario_against_itself_differs_in_nothing(results):
    assert (scenario.compare(results, results)["difference"] == 0).all()


def _summary(capacity, need, occupancy):
    amounts = {"raw": 80.0, "available": 90.0, "gap": need - 90}
    amounts |= dict.fromkeys(["shortage", "closed", "strain", "gives_way", "unsolved"], 0.0)
    row = {"region": "99", "capacity": capacity, "need": need, "occupancy": occupancy, **amounts}
    return {"summary": pd.DataFrame([row])}


def _differences(one, other):
    rows = scenario.compare(one, other)
    return rows.set_index(["capacity", "quantity"])["difference"]


def test_the_difference_is_other_less_one():
    found = _differences(_summary("bed_day", 100.0, 0.8), _summary("bed_day", 95.0, 0.9))
    assert found[("bed_day", "need")] == -5
    assert found[("bed_day", "occupancy")] == pytest.approx(0.1)


def test_a_capacity_of_one_scenario_alone_counts_as_none_in_the_other():
    found = _differences(_summary("bed_day", 100.0, 0.8), _summary("theatre", 60.0, np.nan))
    assert found[("bed_day", "need")] == -100
    assert found[("theatre", "need")] == 60
    assert np.isnan(found[("bed_day", "occupancy")])


def test_the_plan_as_it_is_comes_to_its_own_summary(results):
    rows = results["sensitivity"].set_index(["case", "capacity"]).loc["as_planned"]
    own = results["summary"].set_index("capacity")
    for name in ("shortage", "closed", "strain", "gives_way", "unsolved"):
        pd.testing.assert_series_equal(rows[name], own[name], check_names=False)
    paid = results["ladder"][results["ladder"]["step"] < 5].groupby("capacity")["cost"].sum()
    assert rows["cost"].sum() == pytest.approx(paid.sum())


def test_more_need_more_absence_and_less_effect_each_leave_more_to_bear(results):
    rows = results["sensitivity"].set_index(["case", "capacity"])
    sums = rows.groupby("case")[["shortage", "closed"]].sum()
    assert sums.loc["higher_need", "shortage"] > sums.loc["as_planned", "shortage"]
    assert sums.loc["more_absence", "shortage"] > sums.loc["as_planned", "shortage"]
    # What lacks is the same, but measures that give half close less of it.
    assert sums.loc["half_effect", "shortage"] == pytest.approx(sums.loc["as_planned", "shortage"])
    assert sums.loc["half_effect", "closed"] < sums.loc["as_planned", "closed"]
    # A year that is exceeded one time of ten, and not every month at every unit at once.
    whole = results["need_spread"].query("scope == 'region' and period == '2027'")
    higher = rows.loc["higher_need"]["shortage"] - rows.loc["as_planned"]["shortage"]
    need = results["capacity_need"].groupby("capacity")["need"].sum()
    more = whole.set_index("capacity")["p90"] - need
    assert (higher <= more.reindex(higher.index) + 1e-6).all()
    parts = rows[["closed", "strain", "gives_way", "unsolved"]].sum(axis=1)
    pd.testing.assert_series_equal(parts, rows["shortage"], check_names=False)


def test_a_higher_need_passes_the_ceiling_that_the_planned_need_stays_under():
    # 850 bed days of 900 at a target of 85 %: a load of 0.944. One year in ten 1 100 of the 1 000
    # are needed: 935 of 900, 35 above the ceiling, which are 35 / 0.85 = 41.2 of the need.
    key = {"unit": "w", "capacity": "bed_day", "period": "2027-01"}
    tables = {
        "units": pd.DataFrame({"unit": ["w"], "parent": None, "level": "ward"}),
        "capacities": pd.DataFrame({"capacity": ["bed_day"], "measure": "bed_day", "ceiling": 1.0}),
        "capacity_need": pd.DataFrame([{**key, "raw": 850.0, "utilisation": 0.85, "need": 1000.0}]),
        "target_level": pd.DataFrame([{**key, "expected": 1000.0}]),
        "available_capacity": pd.DataFrame([{**key, "amount": 900.0, "limiting": ""}]),
        "capacity_use": pd.DataFrame([{**key, "need": "n", "raw": 850.0}]),
        "need_spread": pd.DataFrame({"scope": ["region"], "capacity": "bed_day", "period": "2027",
                                     "p90": 1100.0}),
    }  # fmt: skip
    gap = pd.DataFrame([{**key, "need": 1100.0, "available": 900.0, "gap": 200.0}])
    none = dict.fromkeys(("moved", "shifted", "improved", "extended", "bought", "prioritised"), 0.0)
    higher = {**tables, **_higher_need(tables, FAST, 2027)}
    cells = cells_of(gap, higher, FAST).assign(**none)
    assert load(cells) == pytest.approx([935 / 900])
    assert over(cells) == pytest.approx([35 / 0.85])
    assert higher["capacity_use"]["raw"].tolist() == pytest.approx([935.0])


def test_dearer_hours_cost_more_and_change_no_amount(results):
    rows = results["sensitivity"].set_index(["case", "capacity"])
    planned = rows.loc["as_planned"]
    for case in ("higher_wages", "dearer_agency"):
        for name in ("shortage", "closed", "strain", "gives_way", "unsolved"):
            pd.testing.assert_series_equal(rows.loc[case][name], planned[name])
    wages = rows.loc["higher_wages", "staff"] / planned["staff"]
    assert wages.to_numpy() == pytest.approx(1.01)
    # A fifth of what agency staff costs, not of all staff.
    agency = rows.loc["dearer_agency", "staff"].sum() / planned["staff"].sum()
    assert 1 < agency < 1.01
    assert (rows.loc["more_absence", "staff"] == planned["staff"]).all()


def test_what_costs_more_and_closes_less_says_why(results):
    rows = results["sensitivity"].set_index(["case", "capacity"])
    planned = rows.loc["as_planned"]
    half = rows.loc["half_effect"]
    worse = (half["cost"] > planned["cost"] + 1) & (half["closed"] < planned["closed"] - 1)
    assert worse.any()
    assert (half["why"] == "dearer_instead").tolist() == worse.tolist()
    assert (planned["why"] == "").all()
