import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import FollowUp, Settings
from pkslib.steps.follow_up.need import need_follow_up

HALF_YEAR = Settings(follow_up=FollowUp(window=6))


def _demand(labels, patients=50.0):
    return pd.DataFrame({"region": "99", "need": "hip", "period": labels, "patients": patients})


def test_the_forecast_knows_nothing_of_the_window():
    # A steady 50 a month for three years, then a jump to 80 in the window: the forecast made
    # before it says 50.
    months = periods.between("2023-01", "2026-06")
    demand = _demand(months)
    demand.loc[36:, "patients"] = 80.0
    found = need_follow_up(demand, HALF_YEAR)
    assert found["period"].tolist() == months[-6:]
    assert found["forecast"].tolist() == pytest.approx([50] * 6, abs=1)
    assert found["error"].tolist() == pytest.approx([30] * 6, abs=1)


def test_a_need_without_history_before_the_window_has_no_forecast():
    found = need_follow_up(_demand(periods.between("2026-01", "2026-03")), HALF_YEAR)
    assert found["forecast"].isna().all()
    assert found["outcome"].tolist()[3:] == [50, 50, 50]


def test_a_year_of_quarters_is_four_of_them():
    quarters = periods.between("2020-Q1", "2026-Q3")
    found = need_follow_up(_demand(quarters), Settings())
    assert found["period"].tolist() == quarters[-4:]
    assert found["forecast"].tolist() == pytest.approx([50] * 4, abs=1)
