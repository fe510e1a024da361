import pandas as pd
import pytest

from pkslib.settings import Risk
from pkslib.steps.need.consequences import wait_risk, ward_risk


def test_a_small_ward_at_the_same_target_turns_away_more():
    # 8.355 erlang: 12 beds turn away 0.06, 13 beds 0.04 (Monks et al. 2016, table 2).
    capacity = pd.DataFrame(
        {
            "unit": ["A", "B", "C"],
            "measure": ["bed_day", "hour", "bed_day"],
            "raw": [8.355493 * 30, 100.0, 0.0],
            "places": [12, None, 0],
            "days": 30,
        }
    )
    row = ward_risk(capacity, 0.05).squeeze()
    assert row["unit"] == "A"
    assert row["refused"] == pytest.approx(0.06, abs=0.005)
    assert row["places_within_limit"] == 13


def test_a_theatre_at_its_target_makes_patients_wait():
    # January 2027 has 19 working days (New Year's Day, Epiphany): 152 hours. 304 hours of 2 each
    # are a load of 2; 380 / 152 is 2.5, so 3 theatres: 4/9 wait, 2 h · 4/9 / (3 − 2) on average.
    capacity = pd.DataFrame(
        {
            "unit": ["A", "B"], "capacity": "theatre_hour", "period": "2027-01",
            "measure": ["hour", "bed_day"], "raw": 304.0, "need": 380.0, "count": 152.0,
        }
    )  # fmt: skip
    row = wait_risk(capacity, Risk(waits=0.2, open_hours=8)).squeeze()
    assert (row["unit"], row["load"], row["servers"]) == ("A", 2, 3)
    assert row["waits"] == pytest.approx(4 / 9)
    assert row["minutes"] == pytest.approx(120 * 4 / 9)
    assert row["servers_within_limit"] == 4  # C(4 | 2 erlang) = 0.174
