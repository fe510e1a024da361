import numpy as np
import pandas as pd

from pkslib.settings import FollowUp
from pkslib.steps.follow_up.production import production_follow_up


def test_the_window_ends_with_the_latest_outcome(produced):
    count = [100.0] * 10 + [np.nan, np.nan]
    found = production_follow_up(produced(count, 95.0), FollowUp(window=4))
    assert found["period"].tolist() == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert found["deviation"].tolist() == [5] * 4


def test_a_month_outside_the_limits_is_marked(produced):
    found = production_follow_up(produced([100.0, 102.0] * 5 + [100, 150], 100.0), FollowUp())
    assert found.loc[found["rule"] == "beyond", "period"].tolist() == ["2026-12"]


def test_without_a_plan_outcomes_stand_alone(produced):
    found = production_follow_up(produced(100.0, 0.0).drop(columns="planned"), FollowUp())
    assert found["outcome"].tolist() == [100] * 12
    assert found[["plan", "deviation", "lower"]].isna().all(axis=None)


def test_a_series_that_began_later_is_not_available_before(produced):
    short = produced(10.0, 8.0).tail(3).assign(activity="new")
    both = production_follow_up(pd.concat([produced(100.0, 95.0), short]), FollowUp(window=6))
    new = both[both["activity"] == "new"]
    assert new["deviation"].isna().tolist() == [True] * 3 + [False] * 3
