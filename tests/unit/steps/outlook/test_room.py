import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkslib.settings import Outlook
from pkslib.steps.outlook.room import lacking, target_levels, with_room

W1, W2 = "2027-W01", "2027-W02"


def _week(**values):
    usual = {"unit": "A", "week": W1, "scheduled": 40.0, "booked": 10.0, "kept": 5.0, "lent": 0.0}
    return pd.DataFrame([usual | values])


def test_free_time_keeps_to_the_target_level_and_leaves_the_margin():
    # 40 h at 75 % are 30; less 10 booked and 5 kept 15. At 95 % the margin decides: 40 / 1.25 =
    # 32, 17 left. Not 40 − 10 = 30, nor 40 × 0.95 − 15 = 23.
    how = Outlook(schedule_factor=1.25)
    for level, free in ((0.75, 15.0), (0.95, 17.0)):
        assert with_room(_week(), pd.Series({"A": level}), how)["free"].tolist() == [free]
        # What the balance moves to another unit is not offered twice.
        moved = with_room(_week(lent=4.0), pd.Series({"A": level}), how)
        assert moved["free"].tolist() == [free - 4]


def test_nothing_is_free_where_nothing_is_scheduled_or_all_is_booked():
    how = Outlook()
    assert with_room(_week(scheduled=np.nan), pd.Series({"A": 0.9}), how)["free"].tolist() == [0]
    assert with_room(_week(booked=60.0), pd.Series({"A": 0.9}), how)["free"].tolist() == [0]


@given(st.floats(0, 500), st.floats(0, 100))
def test_free_time_grows_with_the_schedule_and_never_beyond_it(hours, more):
    how, level = Outlook(), pd.Series({"A": 0.8})
    one, two = (
        with_room(_week(scheduled=n), level, how)["free"].iloc[0] for n in (hours, hours + more)
    )
    assert 0 <= one <= two <= hours + more


def test_the_target_level_of_a_unit_is_that_of_its_hours():
    rates = pd.DataFrame({"unit": "A", "capacity": ["clinic", "theatre"], "hours": [1.0, 3.0]})
    levels = pd.DataFrame({"capacity": ["clinic", "theatre"], "utilisation": [0.9, 0.7]})
    assert target_levels(rates, levels).to_dict() == pytest.approx({"A": 0.75})


def test_the_balance_s_month_tells_who_lacks_and_a_week_before_it_counts_as_the_first():
    rates = pd.DataFrame({"unit": ["A"], "capacity": "clinic"})
    gap = pd.DataFrame(
        {"unit": "A", "capacity": ["clinic", "clinic", "other"],
         "period": ["2027-01", "2027-02", "2027-02"], "gap": [3.0, -1.0, 9.0]}
    )  # fmt: skip
    weeks = pd.DataFrame({"unit": ["A", "A", "A", "B"], "week": ["2026-W50", W2, "2027-W07", W2]})
    assert lacking(weeks, rates, gap).tolist() == [True, True, False, False]
    assert not lacking(weeks, rates, gap.iloc[:0]).any()
