import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import balance
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

MONTHS = ("2027-01", "2027-02")


def _frame(schema, rows):
    return filled(pd.DataFrame(rows, columns=list(schema.columns)[: len(rows[0])]), schema)


@pytest.fixture
def tables():
    """Two wards of a hospital: in January A1 lacks 20 bed days, A2 has 5 over."""
    need = [("A1", 120.0), ("A2", 95.0)]
    capacity_need = [
        (unit, "bed_day", month, amount, 1.0, 0.0, amount, amount, amount, None)
        for unit, amount in need
        for month in MONTHS[:1]
    ]
    levels = [(unit, "bed_day", MONTHS[0], n, 0.0, 0.0, n, 0.5) for unit, n in need]
    use = [("stroke", unit, "bed_day", month, n) for unit, n in need for month in MONTHS[:1]]
    available = [(unit, "bed_day", "2027-01", 100.0, "stated", "", None) for unit, _ in need]
    found = {name: empty(schema) for name, schema in INPUTS.items()}
    return found | {
        "units": _frame(INPUTS["units"], [("H", "H", "99", None, "hospital", "medicine")]
                        + [(unit, unit, "99", "H", "ward", None) for unit, _ in need]),
        "needs": _frame(INPUTS["needs"], [("stroke", "Stroke", "acute", 1, None)]),
        "capacity_need": _frame(RESULTS["capacity_need"], capacity_need),
        "target_level": _frame(RESULTS["target_level"], levels),
        "care_need": empty(RESULTS["care_need"]),
        "expected_waits": empty(RESULTS["expected_waits"]),
        "unmanned": empty(RESULTS["unmanned"]),
        "capacity_limits": empty(RESULTS["capacity_limits"]),
        "production_need": empty(RESULTS["production_need"]),
        "capacity_use": _frame(RESULTS["capacity_use"], use),
        "available_capacity": _frame(RESULTS["available_capacity"], available),
    }  # fmt: skip


def test_without_measures_only_the_first_step_is_used(tables):
    found = as_declared(balance.work_out(tables, Settings(), 2027))
    rows = found["balance"].set_index("unit")
    assert rows.loc["A1", ["moved", "remaining"]].tolist() == [5, 15]
    assert rows.loc["A2", ["moved", "remaining"]].tolist() == [-5, 0]
    assert found["ladder"]["step"].tolist() == [1]
    assert found["surplus"].empty


def test_every_table_of_the_step_and_no_other(tables):
    assert set(as_declared(balance.work_out(tables, Settings(), 2027))) == set(
        STEP_TABLES["05_balance"]
    )


def test_no_need_and_nothing_available(tables):
    bare = tables | {
        name: empty(RESULTS[name])
        for name in ("capacity_need", "capacity_use", "available_capacity")
    }
    found = as_declared(balance.work_out(bare, Settings(), 2027))
    assert all(frame.empty for frame in found.values())


def test_with_no_step_allowed_the_gap_remains(tables):
    settings = Settings(balance={"last_step": 0})
    found = as_declared(balance.work_out(tables, settings, 2027))
    assert found["balance"]["remaining"].tolist() == found["gap"]["gap"].tolist()
    assert found["ladder_steps"].empty


def test_production_is_balanced_where_the_scenario_says_so(tables):
    # A stay takes 2 bed days: A1 needs 60 stays and can do 50, A2 lends 2.5 of its 50.
    need = [("A1", "stroke", "stay", "2027-01", 60.0), ("A2", "stroke", "stay", "2027-01", 47.5)]
    times = pd.DataFrame([("stay", None, "bed_day", 2.0)])
    made = {
        "production_need": _frame(RESULTS["production_need"], need),
        "activity_times": _frame(INPUTS["activity_times"], times.to_numpy()),
    }
    settings = Settings(balance={"against": "production"})
    found = as_declared(balance.work_out(tables | made, settings, 2027))["balance"].set_index(
        "unit"
    )
    assert found["capacity"].unique().tolist() == ["stay"]
    assert found.loc["A1", ["need", "available", "moved", "remaining"]].tolist() == pytest.approx(
        [60, 50, 2.5, 7.5]
    )
