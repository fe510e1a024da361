import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Outlook
from pkslib.steps.outlook.schedule import reach_of

WEEKS = [f"2027-W{number:02d}" for number in range(1, 7)]


def _reach(scheduled, booked=0.0, overdue=0.0, goal=6):
    ahead = pd.DataFrame(
        {"unit": "A", "week": WEEKS, "plan": 100.0, "scheduled": scheduled, "booked": booked,
         "overdue": overdue}
    )  # fmt: skip
    ahead = ahead.assign(free=(ahead["scheduled"] - ahead["booked"]).clip(lower=0).fillna(0.0))
    return reach_of(ahead, Outlook(reach_weeks=goal)).iloc[0]


def test_the_schedule_reaches_to_the_first_week_below_plan():
    # Week 4 is above again, but the reach is broken in week 3.
    found = _reach([110, 100, 99, 120, np.nan, np.nan])
    assert (found["reach"], found["first_below"], found["goal"]) == (2, "2027-W03", 6)


def test_a_week_without_a_schedule_ends_the_reach():
    assert _reach([110, np.nan, 110, 110, 110, 110])["reach"] == 1


def test_a_schedule_that_is_never_below():
    found = _reach([110] * 6)
    assert (found["reach"], found["first_below"]) == (6, None)


def test_evenness_of_bookings_within_the_goal():
    # 80 and 120 within the goal of two weeks: mean 100, standard deviation 20.
    found = _reach([110] * 6, booked=[80, 120, 0, 0, 0, 0], goal=2)
    assert found["variation"] == pytest.approx(0.2)
    assert np.isnan(_reach([110] * 6)["variation"])


def test_free_hours_count_from_the_week_someone_has_waited_too_long():
    # 20, 10 and 0 free in weeks 2 to 4; week 1's 30 come before, week 5 has no schedule.
    found = _reach([110, 110, 110, 110, np.nan, 110], booked=[80, 90, 100, 130, 0, 110],
                   overdue=[0, 5, 0, 0, 0, 0])  # fmt: skip
    assert found["free_while_waiting"] == 30
