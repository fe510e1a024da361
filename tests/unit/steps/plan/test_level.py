import numpy as np
import pandas as pd
import pytest

from pkslib.steps.plan.level import levelled, within_capacity

ALL = pd.Series([True])
FREE = np.zeros((1, 3), dtype=bool)
EVEN = np.array([20.0, 20.0, 20.0])


def test_from_following_the_need_to_even():
    need = np.array([[90.0, 30.0, 60.0]])
    assert levelled(need, ALL, EVEN, FREE, 0).tolist() == [[90, 30, 60]]
    assert levelled(need, ALL, EVEN, FREE, 1).tolist() == [pytest.approx([60, 60, 60])]
    assert levelled(need, ALL, EVEN, FREE, 0.5).tolist() == [pytest.approx([75, 45, 60])]


def test_even_means_per_open_day():
    found = levelled(np.array([[90.0, 30.0, 60.0]]), ALL, np.array([20.0, 12.0, 13.0]), FREE, 1)
    assert found.tolist() == [pytest.approx([80, 48, 52])]


def test_acute_care_is_never_levelled():
    need = np.array([[90.0, 30.0, 60.0]])
    assert levelled(need, pd.Series([False]), EVEN, FREE, 1).tolist() == need.tolist()


def test_a_period_that_is_fixed_keeps_its_care():
    fixed = np.array([[True, False, False]])
    found = levelled(np.array([[90.0, 20.0, 60.0]]), ALL, EVEN, fixed, 1)
    assert found.tolist() == [pytest.approx([90, 40, 40])]


def _uses():
    rows = {"place": 0, "unit": "A", "capacity": "hour", "each": 2.0}
    return pd.DataFrame(rows | {"step": step, "period": str(step)} for step in range(3))


def _planned(spare, level=1.0):
    series = pd.DataFrame({"unit": ["A"], "elective": [True]})
    room = pd.DataFrame(
        {"unit": "A", "capacity": "hour", "period": ["0", "1", "2"], "spare": spare}
    )
    count = np.array([[90.0, 30.0, 60.0]])
    return within_capacity(count, series, _uses(), room, EVEN, level)[0].tolist()


def test_with_room_enough_all_is_levelled():
    assert _planned([0.0, 60.0, 0.0]) == pytest.approx([60, 60, 60])


def test_a_period_without_room_follows_the_need_and_the_others_share():
    # The second period would take 30 · 2 = 60 hours more but has 59: it keeps its 30, the others
    # make 75 each. Then the third takes 30 hours more and has none: it keeps its 60 as well.
    assert _planned([0.0, 59.0, 30.0]) == pytest.approx([75, 30, 75])
    assert _planned([0.0, 59.0, 29.0]) == pytest.approx([90, 30, 60])


def test_a_unit_without_room_does_not_hold_the_others_back():
    # The second period has no room at A, which keeps to its need; B, of which nothing is known, and
    # the acute care of A are as they would be alone.
    series = pd.DataFrame({"unit": ["A", "B", "A"], "elective": [True, True, False]})
    uses = pd.concat([_uses(), _uses().assign(unit="B", place=1), _uses().assign(place=2)])
    room = pd.DataFrame({"unit": "A", "capacity": "hour", "period": ["1"], "spare": [0.0]})
    count = np.array([[90.0, 30.0, 60.0]] * 3)
    found = within_capacity(count, series, uses, room, EVEN, 1.0)
    assert found.tolist() == [[75, 30, 75], [60, 60, 60], [90, 30, 60]]
