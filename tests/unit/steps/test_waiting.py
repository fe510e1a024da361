import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import waiting
from pkslib.steps.need.queue import work_out
from pkslib.tables.declaration import validate
from pkslib.tables.results import RESULTS
from tests.unit.steps.need.test_queue import IN_ORDER, NOBODY, _tables, _waiting


@pytest.fixture
def tables():
    """One comes a day to a list of 200; 92 are planned at A, of them 40 in the first quarter."""
    paths = pd.DataFrame({"need": "hip", "unit": "A", "activity": ["cut", "talk"],
                          "per_patient": [1.0, 2.0]})  # fmt: skip
    acts = pd.DataFrame({"activity": ["cut", "talk"], "kind": ["operation", "visit"]})
    given = _tables(_waiting(), pathways=paths, activities=acts)
    given["needs"] = given["needs"].assign(priority=3)
    plan = pd.DataFrame({"unit": "A", "activity": "cut", "target": [40, 52, 0, 0],
                         "period": [f"2027-Q{part}" for part in range(1, 5)]})  # fmt: skip
    needs = pd.DataFrame({"unit": "A", "need": "hip", "activity": ["cut", "talk"],
                          "count": [92.0, 500.0], "bought": 0.0})  # fmt: skip
    return given | work_out(given, NOBODY, IN_ORDER, 2027) | {"plan": plan, "plan_needs": needs}


def _by_plan(tables):
    found = waiting.work_out(tables, Settings(), 2027)["waiting_by_plan"]
    return validate(found, RESULTS["waiting_by_plan"])


def test_the_list_follows_the_plan(tables):
    # 365 come and 92 are treated: 473 wait at the end. Visits end no wait.
    rows = _by_plan(tables)
    assert rows["future"].unique().tolist() == ["plan"]
    assert rows["waiting"].iloc[-1] == pytest.approx(200 + 365 - 92, abs=0.1)
    by_quarter = rows["treated"].groupby(np.arange(12) // 3).sum()
    assert by_quarter.tolist() == pytest.approx([40, 52, 0, 0], abs=2)


def test_who_is_bought_care_waits_no_longer(tables):
    needs = tables["plan_needs"].assign(bought=[30.0, 0.0])
    rows = _by_plan(tables | {"plan_needs": needs})
    assert rows["waiting"].iloc[-1] == pytest.approx(200 + 365 - 122, abs=0.1)


def test_lists_by_unit_follow_what_is_planned_at_each(tables):
    # A and B keep lists; C keeps none, and its 20 are treated from both as they share the inflow.
    paths = pd.DataFrame({"need": "hip", "unit": ["A", "B", "C"], "activity": "cut",
                          "per_patient": [0.5, 0.3, 0.2]})  # fmt: skip
    lists = pd.concat([_waiting(unit="A"), _waiting(unit="B")])
    given = tables | {"pathways": paths, "waiting": lists}
    given |= work_out(given, NOBODY, IN_ORDER, 2027)
    needs = pd.DataFrame({"unit": ["A", "B", "C"], "need": "hip", "activity": "cut",
                          "count": [90.0, 50.0, 20.0], "bought": 0.0})  # fmt: skip
    plan = pd.DataFrame({"unit": ["A", "B", "C"], "activity": "cut", "period": "2027",
                         "target": [90, 50, 20]})  # fmt: skip
    treated = _by_plan(given | {"plan_needs": needs, "plan": plan}).groupby("unit")["treated"].sum()
    assert treated["A"] == pytest.approx(90 + 20 * 0.5 / 0.8, abs=0.1)
    assert treated["B"] == pytest.approx(50 + 20 * 0.3 / 0.8, abs=0.1)


def test_without_lists_or_a_plan_there_is_no_future(tables):
    assert _by_plan(tables | {"waiting_model": tables["waiting_model"].iloc[:0]}).empty
    assert _by_plan(tables | {"plan_needs": tables["plan_needs"].iloc[:0]}).empty


def test_displacement_is_the_change_in_a_wait_that_the_plan_makes(tables):
    # In the last quarter nobody is treated by plan: the last month that both tell of is earlier.
    found = waiting.work_out(tables, Settings(), 2027)
    row = validate(found["displacement"], RESULTS["displacement"]).iloc[0]
    plan = found["waiting_by_plan"].set_index("period").loc[row["period"]]
    lately = tables["waiting_ahead"].query("future == 'as_lately'").set_index("period")
    lately = lately.loc[row["period"]]
    assert row["priority"] == 3
    assert row["change"] == pytest.approx(plan["wait_days"] - lately["wait_days"])
    assert row["waiting"] == pytest.approx(plan["waiting"] - lately["waiting"])
    assert row["waiting"] > 50
