import pandas as pd
import pytest

from pkslib.steps.follow_up.parts import improvement_error, improvement_follow_up

MEASURES = pd.DataFrame(
    {
        "measure": ["M1", "M2", "M3"],
        "step": [2, 2, 3],
        "unit": "A",
        "capacity": "bed_day",
        "max_amount": 100.0,
        "realised": [0.4, 0.9, 1.0],
        "start": "2026-01",
        "end": "2026-12",
        "status": ["ongoing", "planned", "realised"],
    }
)


def test_improvement_is_followed_up_by_what_it_gave():
    found = improvement_follow_up(MEASURES)
    assert found[["measure", "expected", "realised", "status"]].to_numpy().tolist() == [
        ["M1", 100, 40, "ongoing"],
        ["M2", 100, 0, "planned"],
    ]


def test_a_year_of_measures_is_all_they_promise():
    # 200 bed days expected of the two, 40 realised, whatever the periods; 31/365 in January.
    for labels in (["2026"], [f"2026-Q{n}" for n in (1, 2, 3, 4)]):
        found = improvement_error(MEASURES, labels)
        assert found["expected"].sum() == pytest.approx(200)
        assert found["realised"].sum() == pytest.approx(40)
    january = improvement_error(MEASURES, ["2026-01"]).iloc[0]
    assert january["expected"] == pytest.approx(200 * 31 / 365)


def test_nothing_is_expected_before_the_start():
    assert improvement_error(MEASURES, ["2025-12"]).empty
    assert improvement_error(MEASURES.iloc[:0], ["2026-01"]).empty
