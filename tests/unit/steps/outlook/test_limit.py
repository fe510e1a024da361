import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.steps.outlook.guarantee import (
    booked_care,
    extra_needed,
    passing_booked,
    stop_of,
    with_bookings,
)

WEEKS = ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
ACTIVITIES = pd.DataFrame(
    {"activity": ["visit", "hip_operation", "scar_surgery"],
     "kind": ["visit", "operation", "day_case"]}
)  # fmt: skip
COUNTS = st.lists(st.floats(0, 50), min_size=3, max_size=8)


def _bookings(*rows):
    columns = ["unit", "need", "week", "booked", "hours_per_patient"]
    return pd.DataFrame(rows, columns=columns)


def _pathways(*rows):
    return pd.DataFrame(rows, columns=["unit", "need", "activity", "per_patient"])


def test_a_visit_before_the_operation_is_no_second_patient():
    bookings = _bookings(
        ("CLINIC", "hip", "2026-W46", 9.0, 0.5), ("OP", "hip", "2026-W46", 4.0, 2.0)
    )
    paths = _pathways(("CLINIC", "hip", "visit", 1.0), ("OP", "hip", "hip_operation", 0.7))
    found = booked_care(bookings, paths, ACTIVITIES)
    assert found[["booked", "hours_each"]].to_numpy().tolist() == [[4, 2]]


def test_operation_and_day_case_both_end_the_wait():
    bookings = _bookings(("OP", "hip", "2026-W46", 3.0, 2.0), ("DAY", "hip", "2026-W46", 1.0, 1.0))
    paths = _pathways(("OP", "hip", "hip_operation", 0.7), ("DAY", "hip", "scar_surgery", 0.3))
    found = booked_care(bookings, paths, ACTIVITIES)
    assert found[["booked", "hours_each"]].to_numpy().tolist() == [[4, 7 / 4]]


def test_bookings_of_a_unit_outside_the_pathways_are_no_care():
    bookings = _bookings(("X", "hip", "2026-W46", 3.0, 2.0))
    assert booked_care(bookings, _pathways(("OP", "hip", "hip_operation", 1)), ACTIVITIES).empty


def test_care_that_no_one_needs_yet_is_not_saved_for_those_who_passed():
    # Week 1: 5 pass, 2 booked, 3 pass. Week 2: the 4 booked cover the 1 of week 2, 3 of week 3.
    found = passing_booked(np.array([5.0, 1.0, 4.0]), np.array([2.0, 4.0, 0.0]))
    assert found.tolist() == [3, 0, 1]


@settings(max_examples=50, deadline=None)
@given(COUNTS, COUNTS)
def test_the_extra_found_is_the_least_that_stops_it(passing, booked):
    size = min(len(passing), len(booked))
    due, care = np.array(passing[:size]), np.array(booked[:size])
    extra = extra_needed(due, care)
    assert passing_booked(due, care + extra).sum() == pytest.approx(0, abs=1e-6)
    if extra > 0.01:
        assert passing_booked(due, care + 0.99 * extra).sum() > 0


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


WITHIN = pd.DataFrame(
    {"region": ["99"], "need": "hip", "waiting": 10.0, "within_lower": 6.0, "within_upper": 7.0}
)


def test_bookings_stand_beside(ahead):
    assert ahead["booked"].fillna(-1).tolist() == [-1, -1, 1, 1]
    assert ahead["passing_booked"].tolist() == [1, 2, 2, 0]


def test_what_it_takes_to_stop_it(ahead):
    # Three pass before the first bookings. From week 46 on 3 pass and 1 is booked: 2 more in that
    # week stop it, 4 hours.
    found = stop_of(ahead, _care(), WITHIN).iloc[0]
    assert found[["late_lower", "late_upper"]].tolist() == [3, 4]
    assert found[["passing", "passing_booked", "unreached"]].tolist() == [6, 5, 3]
    assert found[["first_week", "last_week", "start"]].tolist() == [WEEKS[0], WEEKS[2], WEEKS[2]]
    assert found[["extra", "extra_hours"]].tolist() == [2, 4]


def test_without_bookings_all_who_pass_have_to_be_stopped_from_the_first_week():
    rows = pd.DataFrame({"region": "99", "need": "hip", "week": WEEKS, "passing": [1, 2, 3, 0]})
    none = _care().iloc[:0]
    found = stop_of(with_bookings(rows, none), none, WITHIN).iloc[0]
    assert found[["passing_booked", "unreached", "extra"]].tolist() == [6, 0, 2]
    assert np.isnan(found["extra_hours"])


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_who_pass_before_the_first_booked_week_are_never_less_than_none(passing):
    weeks = [f"2026-W{week:02d}" for week in range(1, len(passing) + 6)]
    rows = pd.DataFrame({"region": "99", "need": "hip", "week": weeks})
    ahead = with_bookings(rows.assign(passing=[0.0] * 5 + passing), _care().iloc[:0])
    booked = _care().iloc[:1].assign(week=weeks[5], booked=0.0)
    assert stop_of(ahead, booked, WITHIN)["unreached"].tolist() == [0.0]


def test_nobody_passes():
    rows = pd.DataFrame({"region": "99", "need": "hip", "week": WEEKS, "passing": 0.0})
    found = stop_of(with_bookings(rows, _care()), _care(), WITHIN).iloc[0]
    assert found[["first_week", "last_week"]].tolist() == [None, None]
    assert found[["extra", "extra_hours"]].tolist() == [0, 0]
