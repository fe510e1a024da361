import numpy as np
import pandas as pd
import pytest

from pkslib.steps.follow_up.lessons import improvement_kinds, lessons

WORK = pd.DataFrame(
    {
        "measure": ["M1", "M2", "M3", "M4"],
        "unit": ["A", "B", "A", "C"],
        "capacity": ["hour", "hour", "bed", "hour"],
        "kind": ["shorter_time", "shorter_time", "shorter_time", "shorter_time"],
        "expected": [100.0, 50.0, 40.0, 70.0],
        "realised": [20.0, 40.0, 0.0, 0.0],
        "status": ["ongoing", "realised", "ongoing", "planned"],
        "seen": ["not_seen", "seen", "not_judged", "not_judged"],
    }
)


def test_kinds_are_compared_within_their_capacity_and_the_best_is_named():
    found = improvement_kinds(WORK, "99").set_index("capacity")
    # 60 of 150 hours, not the mean of 0.2 and 0.8; what is only planned does not count.
    assert found.loc["hour", "share"] == pytest.approx(0.4)
    columns = ["region", "works", "seen", "not_seen", "best", "best_share"]
    assert found.loc["hour", columns].tolist() == ["99", 2, 1, 1, "B", 0.8]
    # Nobody to learn from where nothing was realised.
    assert found.loc["bed", ["works", "share"]].tolist() == [1, 0]
    assert pd.isna(found.loc["bed", "best"])
    assert improvement_kinds(WORK.iloc[:0], "99").empty


def test_a_new_measure_is_likely_to_give_what_its_kind_has_given():
    measures = WORK.assign(
        step=[2, 2, 3, 2], max_amount=WORK["expected"], realised=[0.2, 0.8, 1.0, 0.0]
    )
    row = lessons(measures).iloc[0]
    assert row[["measure", "promised", "earlier"]].tolist() == ["M4", 70, 2]
    assert row[["share", "likely"]].tolist() == pytest.approx([0.4, 28])
    # Another step is another kind of measure.
    alone = lessons(measures.assign(step=[3, 3, 3, 2])).iloc[0]
    assert alone["earlier"] == 0
    assert np.isnan(alone["likely"])
