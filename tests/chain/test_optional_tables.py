"""Do not wait for perfect data: the chain goes on whatever optional table is missing."""

from pathlib import Path

import pytest

from pkslib import scenario
from pkslib.settings import checked
from pkslib.tables import intake, overview
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS, ONE_OF
from pkslib.tables.results import STEP_TABLES

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
FAST = checked({"demand": {"tier": "fast"}, "risk": {"draws": 100}}, "test")
# A planned and an acute need at the wards of one hospital; two years of them are enough.
NEEDS, UNITS, FIRST = ("arthroplasty", "hip_fracture"), ("99-1-ORA", "99-1-OP"), "2024-11"
OPTIONAL = [name for name, declared in INPUTS.items() if not declared.required]
STEPS = {name for step, names in STEP_TABLES.items() if step != "01_data" for name in names}


@pytest.fixture(scope="module")
def tables():
    """Two needs of the example at two units."""
    found = overview.region_slice(intake.load(EXAMPLE), "99")
    for name, rows in found.items():
        mine = rows["need"].isin(NEEDS) if "need" in rows else rows.index >= 0
        here = rows["unit"].isin(UNITS) | rows["unit"].isna() if "unit" in rows else True
        found[name] = rows if name == "units" else rows[mine & here]
    return found | {"demand": found["demand"][lambda rows: rows["period"] >= FIRST]}


def _run(tables, kept):
    known = {
        name: rows if INPUTS[name].required or name in kept else empty(INPUTS[name])
        for name, rows in tables.items()
    }
    return scenario.run(known, FAST, 2027)


@pytest.mark.parametrize("name", OPTIONAL)
def test_each_optional_table_may_be_left_out(tables, name):
    assert set(_run(tables, set(OPTIONAL) - {name})) == STEPS


@pytest.mark.parametrize("name", OPTIONAL)
def test_each_optional_table_may_be_the_only_one(tables, name):
    kept = {name} if name in ONE_OF else {name, "available"}
    assert set(_run(tables, kept)) == STEPS
