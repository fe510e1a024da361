import pandas as pd
import pytest

from pkslib.settings import Settings, checked
from pkslib.steps.need import work_out
from pkslib.tables.declaration import empty, typed, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared


def _inputs(**frames):
    """All input tables, empty but for those given as lists of rows."""
    tables = {name: empty(schema) for name, schema in INPUTS.items()}
    for name, rows in frames.items():
        frame = pd.DataFrame(rows).reindex(columns=list(INPUTS[name].columns))
        tables[name] = typed(frame, INPUTS[name])
    return tables


BED_DAY = {"capacity": "bed_day", "name": "Vårdplats", "measure": "bed_day"}
HIP = {"need": "hip", "unit": "A", "activity": "stay", "per_patient": 1.0}


@pytest.fixture
def tables():
    """The guidance's patients at one ward, a year long; visits of the same need at a clinic."""
    found = _inputs(
        demand=[
            {"region": "99", "need": "hip", "period": year, "patients": patients}
            for year, patients in (("2024", 880), ("2025", 930), ("2026", 900))
        ],
        needs=[
            {"need": "hip", "name": "Höft", "flow": "elective", "priority": 2, "guarantee_days": 90}
        ],
        pathways=[HIP, {**HIP, "unit": "B", "activity": "visit", "per_patient": 3.0}],
        activity_times=[
            {"activity": "stay", "capacity": "bed_day", "amount": 2.0},
            {"activity": "visit", "capacity": "visit", "amount": 0.5},
        ],
        capacities=[
            {**BED_DAY, "utilisation": 0.85, "margin": 0.0},
            {
                "capacity": "visit",
                "name": "Besök",
                "measure": "hour",
                "utilisation": 1.0,
                "margin": 0.1,
            },
        ],
        recipes=[{"capacity": "bed_day", "resource": "nurse", "amount": 5.0}],
    )
    bounds = {"lower_80": 900.0, "upper_80": 1100.0, "lower_95": 800.0, "upper_95": 1200.0}
    forecast = {"region": "99", "need": "hip", "period": "2027", "mean": 1000.0, **bounds}
    found |= {name: empty(RESULTS[name]) for name in ("driver", "weekday_profile")}
    return {**found, "forecast": pd.DataFrame([forecast])}


def test_the_chain_from_patients_to_people(tables):
    found = as_declared(work_out(tables, Settings(), 2027))
    assert set(found) == set(STEP_TABLES["03_need"])
    for name, frame in found.items():
        validate(frame, RESULTS[name])
    assert found["production_need"]["count"].tolist() == [1000, 3000]
    capacity = found["capacity_need"].set_index("unit")
    # 1 000 × 2 / 0.85; 1 000 × 3 × 0.5 × 1.1. The interval is a tenth on each side.
    assert capacity["need"].to_dict() == pytest.approx({"A": 2352.941, "B": 1650}, abs=1e-3)
    assert capacity.loc["A", "need_upper"] == pytest.approx(2588.235, rel=1e-3)
    assert capacity["places"].tolist() == [7, pd.NA]
    assert found["resource_need"]["hours"].tolist() == pytest.approx([5 * 2352.941], abs=1e-2)
    assert found["ward_risk"]["mean_occupied"].tolist() == pytest.approx([2000 / 365])


def test_a_target_level_raises_the_need_but_not_the_interval(tables):
    chosen = checked({"demand": {"quantile": 0.9}}, "test")
    base, raised = (
        as_declared(work_out(tables, s, 2027))["capacity_need"] for s in (Settings(), chosen)
    )
    assert raised["need"].tolist() == pytest.approx([2588.235, 1815], abs=1e-3)
    assert raised["need_upper"].tolist() == pytest.approx(base["need_upper"].tolist())


@pytest.mark.parametrize(
    "missing", ["pathways", "activity_times", "recipes", "waiting", "resources"]
)
def test_a_missing_table_gives_empty_results_not_a_crash(tables, missing):
    found = as_declared(work_out({**tables, missing: empty(INPUTS[missing])}, Settings(), 2027))
    assert len(found["care_need"]) == 1
    assert found["capacity_need"].empty == (missing in ("pathways", "activity_times"))
