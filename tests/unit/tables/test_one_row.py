"""A table of a single row: each declared one is looked at, and a sample goes through the chain."""

import pytest

from pkslib import scenario
from pkslib.settings import checked
from pkslib.tables import intake, overview
from pkslib.tables.inputs import INPUTS

FAST = checked({"demand": {"tier": "fast"}, "risk": {"draws": 100}}, "test")
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
DEMAND = "region;need;period;patients\n" + "".join(f"06;hip;{month};30\n" for month in MONTHS)
# The codes of the least data set, so that the row is about something that is there.
CODES = {
    "regions.region": "06", "units.unit": "W", "needs.need": "hip",
    "activities.activity": "stay", "capacities.capacity": "bed_day",
}  # fmt: skip
# Another table's row, where the example of the declaration would be a second one of its kind.
LEAST = ("needs", "units", "activities", "pathways", "activity_times", "capacities", "demand")
SAMPLE = ("beds", "bookings", "measures", "minimum_lines", "resources", "staffing", "waiting")


def _row(name):
    columns = INPUTS[name].columns
    cells = [CODES.get(declared.refers_to) or declared.example for declared in columns.values()]
    return ";".join(columns) + "\n" + ";".join(map(str, cells)) + "\n"


def _checked(data_set, name):
    changed = {} if name in LEAST else {name: _row(name)}
    return intake.check(data_set(**{"demand": DEMAND} | changed))


@pytest.mark.parametrize("name", [name for name in INPUTS if name not in LEAST])
def test_one_row_of_each_table_is_looked_at(data_set, name):
    report = _checked(data_set, name)
    assert [fault.code for fault in report.faults] == []
    assert len(report.tables[name]) == 1


@pytest.mark.parametrize("name", SAMPLE)
def test_one_row_goes_through_the_chain(data_set, name):
    tables = overview.region_slice(_checked(data_set, name).tables, "06")
    found = scenario.run(tables, FAST, 2027)
    assert len(found["forecast"]) == 12
