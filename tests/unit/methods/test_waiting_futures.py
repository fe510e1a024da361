"""Lists from one start, month by month, by hand: a week is seven days, a month its own days."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from pkslib.methods.waiting_futures import Lists, read
from pkslib.methods.waiting_list import AGES, EVEN, PLACEMENTS

START = date(2027, 1, 1)
WEEKS = 9


def _lists(waiting, arrivals=7.0, limit=28.0, told=True, leaving=0.0):
    """One list with patients by weeks waited, and another without anybody, by every placing."""
    state = np.zeros((2, AGES))
    for week, patients in waiting.items():
        state[0, week] = patients
    places = pd.DataFrame({"need": "hip", "unit": ["A", "B"], "limit": [limit, np.nan],
                           "bands_tell": told, "leaving": leaving, "in_order": 1.0})  # fmt: skip
    new = np.zeros((2, WEEKS))
    new[0] = arrivals
    return Lists(places, START, {name: state.copy() for name in PLACEMENTS}, new)


def _capacity(patients):
    return np.array([[patients] * WEEKS, [0.0] * WEEKS])


def _of_a(lists, capacity, last=date(2027, 2, 28)):
    found = lists.by_month(_capacity(capacity), last)
    return found[found["unit"] == "A"].set_index("period")


def test_months_hold_their_own_days_of_the_weeks():
    found = _of_a(_lists({3: 14.0}, arrivals=14.0), 7.0)
    # 14 come and 7 are treated a week, so 2 and 1 a day: 31 days and 28.
    assert found["inflow"].tolist() == pytest.approx([62, 56])
    assert found["treated"].tolist() == pytest.approx([31, 28])
    # 14 to begin with, one more a day.
    assert found["waiting"].tolist() == pytest.approx([45, 73])
    assert found["left"].tolist() == [0, 0]


def test_the_longest_waiters_are_treated_first_and_have_waited_so_long():
    # The 14 in their fourth week are 7 a week, in their fifth week and their sixth: days 28 to 42
    # in the middle 31.5 and 38.5. Then those who came first, in the third week after their coming:
    # 17.5. Of January's 31 treated, 7 at 31.5, 7 at 38.5 and 17 at 17.5.
    found = _of_a(_lists({3: 14.0}), 7.0)
    expected = (7 * 31.5 + 7 * 38.5 + 17 * 17.5) / 31
    assert found["wait_days"].iloc[0] == pytest.approx(expected)


def test_who_has_waited_beyond_the_limit():
    # Nobody is treated: the 14 who began their fourth week have all passed 28 days after a week.
    found = _of_a(_lists({3: 14.0}, arrivals=0.0), 0.0)
    assert found["overdue"].tolist() == pytest.approx([14, 14])
    assert found["wait_days"].isna().all()
    # With a limit of 84 days they pass it in February, having waited 21–28 days on 1 January.
    found = _of_a(_lists({3: 14.0}, arrivals=0.0, limit=84.0), 0.0)
    assert found["overdue"].iloc[0] == 0


def test_bands_that_do_not_tell_leave_bounds_alone():
    lists = _lists({3: 14.0}, arrivals=0.0, told=False)
    lists.waiting[EVEN][0] = 0
    lists.waiting[EVEN][0, 0] = 14.0
    found = lists.by_month(_capacity(0.0), date(2027, 1, 14))
    row = found[found["unit"] == "A"].iloc[0]
    assert np.isnan(row["overdue"])
    assert (row["overdue_lower"], row["overdue_upper"]) == (0, 14)


def test_leaving_is_told_apart():
    found = _of_a(_lists({3: 100.0}, arrivals=0.0, leaving=0.1), 0.0, date(2027, 1, 14))
    # A tenth the first week, a tenth of the 90 left the second.
    assert found["left"].tolist() == pytest.approx([19])
    assert found["waiting"].tolist() == pytest.approx([81])


def test_carried_for_no_days_is_as_it_stands_and_for_two_weeks_less_those_treated():
    lists = _lists({3: 14.0}, arrivals=0.0)
    assert lists.carried(_capacity(5.0), 0) is lists.waiting
    after = lists.carried(_capacity(5.0), 14)[EVEN]
    assert after[0].sum() == pytest.approx(4)
    assert after[0, 5] == pytest.approx(4)


def test_the_share_within_and_what_it_takes():
    lists = _lists({1: 30.0, 5: 10.0}, arrivals=0.0)
    assert lists.within(np.array([28.0, 28.0]))[EVEN].iloc[0] == pytest.approx(0.75)
    assert np.isnan(lists.within(np.array([28.0, 28.0]))[EVEN].iloc[1])
    # After two weeks those in their second week stand in their fourth: still within. 30 are 15 of
    # 16 when 32 are left, so 8 of the 10 have to go, 4 a week.
    takes = lists.needed(np.array([28.0, 28.0]), 15 / 16, 2)[EVEN]
    assert takes.iloc[0] == pytest.approx(4, abs=0.01)


def test_lists_are_read_of_three_tables_in_order_of_need_and_unit():
    model = pd.DataFrame({"need": "hip", "unit": ["B", "A"], "start": "2027-01-04",
                          "limit": 90.0, "bands_tell": True, "leaving": 0.0,
                          "in_order": 0.5})  # fmt: skip
    start = pd.DataFrame({"need": "hip", "unit": ["A", "B", "B"], "weeks": [2, 0, 4],
                          "patients": [3.0, 5.0, 7.0], "youngest": [1.0, 5.0, 7.0],
                          "oldest": [4.0, 5.0, 7.0]})  # fmt: skip
    start = start.rename(columns={"patients": EVEN}) if EVEN not in start else start
    weeks = pd.DataFrame({"need": "hip", "unit": ["A", "A", "B", "B"],
                          "day": ["2027-01-04", "2027-01-11"] * 2,
                          "arrivals": [1.0, 2.0, 3.0, 4.0],
                          "lately": [9.0, 8.0, 7.0, 6.0]})  # fmt: skip
    lists, lately = read(model, start, weeks)
    assert lists.places["unit"].tolist() == ["A", "B"]
    assert lists.start == date(2027, 1, 4)
    assert lists.waiting[EVEN][0, 2] == 3
    assert lists.waiting[EVEN][1, [0, 4]].tolist() == [5, 7]
    assert lists.waiting["youngest"][0, 2] == 1
    assert lists.arrivals.tolist() == [[1, 2], [3, 4]]
    assert lately.tolist() == [[9, 8], [7, 6]]
