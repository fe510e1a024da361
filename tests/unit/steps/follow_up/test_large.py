import pandas as pd
import pytest

from pkslib.settings import FollowUp
from pkslib.steps.follow_up.large import large_deviations


def _measured(*rows):
    columns = ["subject", "place", "item", "period", "planned", "outcome"]
    found = pd.DataFrame(rows, columns=columns).assign(rule="")
    return found.assign(deviation=found["outcome"] - found["planned"])


def test_the_latest_period_alone_and_the_farthest_first():
    found = large_deviations(
        _measured(
            ("hours", "A", "hour", "2026-01", 100.0, 50.0),
            ("hours", "A", "hour", "2026-02", 100.0, 90.0),
            ("hours", "B", "hour", "2026-02", 100.0, 120.0),
            ("hours", "C", "hour", "2026-02", 100.0, 91.0),
            ("queue", "99", "hip", "2026-02", 100.0, 200.0),
        ),
        FollowUp(),
    )
    assert found["place"].tolist() == ["B", "A"]
    assert found["share"].tolist() == pytest.approx([0.2, -0.1])


def test_who_has_most_of_the_same_to_spare_may_help():
    # B used 60 of 100, C 90 of 95 hours; D has bed days over, which are no hours.
    found = large_deviations(
        _measured(
            ("hours", "A", "hour", "2026-02", 100.0, 80.0),
            ("capacity", "A", "hour", "2026-02", 100.0, 85.0),
            ("hours", "B", "hour", "2026-02", 60.0, 60.0),
            ("capacity", "B", "hour", "2026-02", 100.0, 100.0),
            ("hours", "C", "hour", "2026-02", 90.0, 90.0),
            ("capacity", "C", "hour", "2026-02", 95.0, 95.0),
            ("hours", "D", "bed_day", "2026-02", 10.0, 10.0),
            ("capacity", "D", "bed_day", "2026-02", 500.0, 500.0),
        ),
        FollowUp(),
    )
    assert found[["place", "helper", "spare"]].to_numpy().tolist() == [
        ["A", "B", 40], ["A", "B", 40],
    ]  # fmt: skip


def test_more_than_planned_asks_for_no_helper_and_no_plan_is_not_large():
    found = large_deviations(
        _measured(
            ("hours", "A", "hour", "2026", 100.0, 150.0),
            ("capacity", "B", "hour", "2026", 0.0, 90.0),
        ),
        FollowUp(),
    )
    assert found["helper"].isna().all()
    assert found["place"].tolist() == ["A"]
    assert large_deviations(_measured(), FollowUp()).empty
