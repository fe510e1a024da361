import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Outlook
from pkslib.steps.outlook.schedule import cover_of, weekly_cover

WEEKS = ["2027-W01", "2027-W02"]


def _weekly(plan, shifts, scheduled, absence=0.2):
    plans = pd.DataFrame({"unit": "A", "week": WEEKS, "plan": plan})
    staffed = pd.DataFrame(
        {"unit": "A", "week": WEEKS, "resource": "nurse", "shifts": shifts, "scheduled": scheduled,
         "absence": absence}
    )  # fmt: skip
    return weekly_cover(plans, staffed)


def test_a_plan_in_hours_is_covered_by_shifts():
    # A shift makes 4 hours: 8 hours take 2 of the 3 shifts, 0.512 + 0.384 at 20 % absence.
    found = _weekly(8.0, 3.0, 12.0)
    assert found["needed"].tolist() == [2, 2]
    assert found["covered"].tolist() == pytest.approx([0.896, 0.896])


def test_nobody_scheduled_covers_only_a_week_without_plan():
    found = _weekly([8.0, 0.0], 0.0, 0.0)
    assert found["covered"].tolist() == [0, 1]


def test_an_unknown_schedule_covers_nobody_knows_what():
    assert _weekly(8.0, 3.0, np.nan)["covered"].isna().all()


def test_what_the_units_own_absence_asks_for():
    # Two of three suffice with 0.896; a certainty of 0.95 takes four, twice the plan.
    weekly = _weekly(8.0, 3.0, 12.0)
    # A target of 1.6 × plan is four shifts: 1 − 0.2⁴ − 4 · 0.8 · 0.2³ = 0.9728 that two come.
    found = cover_of(weekly, Outlook(certainty=0.95, schedule_factor=1.6)).iloc[0]
    assert found[["resource", "needed", "factor"]].tolist() == ["nurse", 2, 1.5]
    assert found[["covered", "covered_target"]].tolist() == pytest.approx([0.896, 0.9728])
    assert found["factor_needed"] == 2


def test_without_absence_the_plan_itself_suffices():
    found = cover_of(_weekly(8.0, 2.0, 8.0, absence=0.0), Outlook()).iloc[0]
    assert found[["factor", "covered", "factor_needed"]].tolist() == [1, 1, 1]


def test_a_unit_without_a_plan_is_left_out():
    assert cover_of(_weekly(0.0, 2.0, 8.0), Outlook()).empty
