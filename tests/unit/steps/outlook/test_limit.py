import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.steps.outlook.guarantee import passing_booked, with_bookings

WEEKS = ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
COUNTS = st.lists(st.floats(0, 50), min_size=3, max_size=8)


def test_care_that_no_one_needs_yet_is_not_saved_for_those_who_passed():
    # Week 1: 5 pass, 2 booked, 3 pass. Week 2: the 4 booked cover the 1 of week 2, 3 of week 3.
    found = passing_booked(np.array([5.0, 1.0, 4.0]), np.array([2.0, 4.0, 0.0]))
    assert found.tolist() == [3, 0, 1]


@settings(max_examples=50, deadline=None)
@given(COUNTS, COUNTS)
def test_bookings_never_let_more_pass(passing, booked):
    size = min(len(passing), len(booked))
    due, care = np.array(passing[:size]), np.array(booked[:size])
    found = passing_booked(due, care)
    assert (found <= due + 1e-9).all()
    assert due.sum() - found.sum() <= care.sum() + 1e-6


@pytest.fixture
def ahead():
    """6 hips pass in weeks 44, 45 and 46; bookings begin in week 46, one each."""
    rows = pd.DataFrame({"region": "99", "need": "hip", "week": WEEKS, "passing": [1, 2, 3, 0]})
    return with_bookings(rows, _care())


def _care():
    return pd.DataFrame({"need": "hip", "week": WEEKS[2:], "booked": [1.0, 1.0], "hours_each": 2.0})


def test_bookings_stand_beside(ahead):
    assert ahead["booked"].fillna(-1).tolist() == [-1, -1, 1, 1]
    assert ahead["passing_booked"].tolist() == [1, 2, 2, 0]
