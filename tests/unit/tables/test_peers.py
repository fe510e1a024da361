import pandas as pd
import pytest

from pkslib import periods
from pkslib.tables import peers
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS


@pytest.fixture
def told():
    """Regions A to E with a ward each, and A with a clinic; the year before was another."""
    units = pd.DataFrame({"unit": ["A1", "A2", "B1"], "region": ["A", "A", "B"]})
    year = periods.within_year(2026, "month")
    used = {"capacity": "bed_day", "period": year, "available": 100.0}
    outcome = [pd.DataFrame(used | {"unit": "A1", "used": 90.0}),
               pd.DataFrame(used | {"unit": "B1", "used": 70.0}),
               pd.DataFrame(used | {"unit": "A1", "period": ["2025-01"] * 12, "used": 1.0}),
               pd.DataFrame(used | {"unit": "A2", "available": 300.0, "used": 150.0})]  # fmt: skip
    done = {"period": "2026-05", "activity": ["stay", "short"], "count": [10.0, 30.0]}
    staff = {"unit": "A1", "resource": ["nurse", "nurse", "room"], "period": "2026-05",
             "count": [1.0, 3.0, 9.0], "hours": 100.0, "absence": [0.4, 0.2, 0.0]}  # fmt: skip
    times = [("stay", None, 6.0), ("short", None, 1.0), ("short", "B1", 2.0)]
    return {name: empty(schema) for name, schema in INPUTS.items()} | {
        "units": units, "capacity_outcome": pd.concat(outcome),
        "production": pd.concat([pd.DataFrame(done | {"unit": unit}) for unit in ("A1", "B1")]),
        "activity_times": pd.DataFrame(times, columns=["activity", "unit", "amount"]).assign(
            capacity="bed_day"),
        "resources": pd.DataFrame(staff),
    }  # fmt: skip


def test_a_region_s_figures_are_weighted_over_its_units_in_the_latest_year(told):
    found = peers.values(told).set_index(["assumption", "item", "region"])["value"]
    # (90 + 150) / (100 + 300) and not the mean of 0.9 and 0.5, nor last year's.
    assert found["occupancy", "bed_day", "A"] == pytest.approx(0.6)
    # (10 · 6 + 30 · 1) / 40, and at B1 a short stay takes two days.
    assert found["time", "bed_day"].to_dict() == pytest.approx({"A": 2.25, "B": 3.0})
    # (0.4 + 3 · 0.2) / 4; what is never absent is no staff.
    assert found["absence"].to_dict() == pytest.approx({("nurse", "A"): 0.25})


def test_fewer_than_five_regions_are_nothing_to_be_held_beside(told):
    assert peers.places(peers.values(told), "A", told["capacities"]).empty


def test_a_region_outside_the_middle_is_told_so_and_the_aim_stands_beside_occupancy():
    known = pd.DataFrame({"region": list("ABCDEF"), "assumption": "time", "item": "bed_day",
                          "value": [9.0, 4.0, 4.1, 4.2, 4.3, 4.4]})  # fmt: skip
    known = pd.concat([known, known.assign(assumption="occupancy", value=0.8)])
    aims = pd.DataFrame({"capacity": ["bed_day"], "utilisation": [0.85]})
    rows = peers.places(known, "A", aims)
    assert rows["assumption"].tolist() == ["occupancy", "time"]
    assert rows["outside"].tolist() == [False, True]
    assert rows["aim"].tolist()[0] == 0.85
    assert pd.isna(rows["aim"][1])
    assert rows["within"].tolist() == [6, 4]
