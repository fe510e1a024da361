import pandas as pd
import pytest

from pkslib.steps.need.consequences import ward_risk


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
