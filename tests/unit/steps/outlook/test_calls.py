import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.settings import Outlook
from pkslib.steps.outlook.calls import calls, free_time

W1, W2, W3, W4, W9 = (f"2027-W{number:02d}" for number in (1, 2, 3, 4, 9))
PASSED, LATER = "2026-W40", "2026-W45"
# Scars are seen at A only. C operates hips in a theatre of another kind.
AS = pd.DataFrame(
    [("A", "hip", 1.0, "knife", "operation", "theatre"),
     ("A", "scar", 0.5, "look", "visit", "room"),
     ("B", "hip", 1.0, "knife", "operation", "theatre"),
     ("C", "hip", 0.5, "look", "visit", "room")],
    columns=["unit", "need", "hours_per_patient", "activity", "kind", "capacity"],
).assign(specialty=None)  # fmt: skip
AT_ONCE = Outlook(notice_visit=0, notice_operation=0, early=5)


def _free(*rows, lacks=False):
    frame = pd.DataFrame(rows, columns=["unit", "week", "free"])
    return frame.assign(lacks=lacks, overdue=0.0, to_plan=0.0)


def _queue(*rows):
    columns = ["unit", "need", "priority", "state", "target_week", "guarantee_week", "waited"]
    frame = pd.DataFrame(rows, columns=[*columns, "patients"])
    return frame.astype({"patients": "int64", "waited": float})


def _told(found, *more):
    rows = found.sort_values("number", kind="stable")
    columns = ["unit", "week", "from_unit", "need", "patients", *more]
    return rows[columns].to_numpy().tolist()


def _calls(free, queue, how=AT_ONCE):
    return calls(free, queue, AS, how)


def test_priority_first_then_guarantee_then_wait():
    # 4 free hours: 2 hips of priority 2 (2 h), then of the scars the 3 whose guarantee passed
    # first (1.5 h) and 1 more (0.5 h) of the 5.
    queue = _queue(
        ("A", "scar", 4, "overdue", "", LATER, 91, 5),
        ("A", "scar", 4, "overdue", "", PASSED, 181, 3),
        ("A", "hip", 2, "to_plan", W1, "", np.nan, 2),
    )  # fmt: skip
    found = _calls(_free(("A", W1, 4.0)), queue)
    assert _told(found, "number") == [["A", W1, "A", "hip", 2, 1], ["A", W1, "A", "scar", 3, 2],
                                      ["A", W1, "A", "scar", 1, 3]]  # fmt: skip
    assert found["guarantee_week"].isna().tolist() == [True, False, False]
    assert found["hours"].sum() == 4


def test_operations_need_more_notice_than_visits():
    # Two weeks for a visit, three for an operation: the scar in week 3, the hip in week 4. The
    # others are asked whether they can come at short notice.
    queue = _queue(
        ("A", "hip", 1, "overdue", "", PASSED, 91, 2),
        ("A", "scar", 4, "overdue", "", PASSED, 91, 3),
    )  # fmt: skip
    rooms = _free(("A", W1, 1.0), ("A", W3, 0.5), ("A", W4, 1.0))
    found = _calls(rooms, queue, Outlook(notice_visit=2, notice_operation=3))
    ordinary = found[found["notice"] == "ordinary"]
    assert _told(ordinary) == [["A", W4, "A", "hip", 1], ["A", W3, "A", "scar", 1]]
    assert _told(found[found["notice"] == "short_notice"]) == [["A", W1, "A", "hip", 1]]


def test_nobody_is_called_long_before_the_target_while_others_are_late():
    # B's own patient of week 9 waits; A's overdue hip takes the hour in week 2.
    queue = _queue(
        ("B", "hip", 1, "to_plan", W9, "", np.nan, 1), ("A", "hip", 3, "overdue", "", PASSED, 91, 1)
    )  # fmt: skip
    found = _calls(_free(("B", W2, 1.0)), queue)
    assert _told(found) == [["B", W2, "A", "hip", 1]]
    assert _calls(_free(("B", W2, 1.0)), queue.iloc[:1]).empty
    assert len(_calls(_free(("B", W4, 1.0)), queue.iloc[:1])) == 1


def test_only_whole_patients_and_a_shorter_one_may_fit_in_what_is_left():
    queue = _queue(("A", "hip", 1, "overdue", "", PASSED, 91, 9),
                   ("A", "scar", 4, "overdue", "", PASSED, 91, 9))  # fmt: skip
    found = _calls(_free(("A", W1, 1.7)), queue)
    assert _told(found) == [["A", W1, "A", "hip", 1], ["A", W1, "A", "scar", 1]]


def test_nobody_is_called_twice():
    queue = _queue(("A", "hip", 1, "overdue", "", PASSED, 91, 3))
    found = _calls(_free(("A", W1, 2.0), ("A", W2, 2.0)), queue)
    assert sorted(_told(found)) == [["A", W1, "A", "hip", 2], ["A", W2, "A", "hip", 1]]


def test_what_is_free_takes_others_patients_for_the_same_activity_only():
    # B's own hip first, then one of A's two; C's hips are visits, and never come to a theatre.
    queue = _queue(
        ("A", "hip", 1, "overdue", "", PASSED, 91, 2),
        ("C", "hip", 1, "overdue", "", PASSED, 91, 5),
        ("B", "hip", 1, "to_plan", W2, "", np.nan, 1),
    )  # fmt: skip
    found = _calls(_free(("B", W1, 3.5)), queue)
    assert sorted(_told(found)) == [["B", W1, "A", "hip", 2], ["B", W1, "B", "hip", 1]]


@pytest.mark.parametrize(
    ("at", "their", "called"), [("bone", "ear", 0), ("ear", "ear", 2), (None, "ear", 2)]
)
def test_a_clinic_s_hours_are_not_for_another_specialty_s_patients(at, their, called):
    # A need told broadly, of the same visit and the same hours: a physician's are a specialty's.
    queue = _queue(("A", "hip", 1, "overdue", "", PASSED, 91, 2))
    known = AS.assign(specialty=AS["unit"].map({"A": their, "B": at}))
    found = calls(_free(("B", W1, 3.0)), queue, known, AT_ONCE)
    assert found["patients"].sum() == called


def test_a_unit_that_lacks_capacity_offers_no_hours_to_others():
    queue = _queue(("A", "hip", 1, "overdue", "", PASSED, 91, 2),
                   ("B", "hip", 1, "to_plan", W1, "", np.nan, 1))  # fmt: skip
    found = _calls(_free(("B", W1, 3.0), lacks=True), queue)
    assert _told(found) == [["B", W1, "B", "hip", 1]]


def test_nothing_free_or_nobody_waiting():
    queue = _queue(("A", "hip", 1, "overdue", "", PASSED, 91, 3))
    assert _calls(_free(("A", W1, 0.0)), queue).empty
    assert _calls(_free(("A", W1, 5.0)), queue.iloc[:0]).empty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.lists(st.floats(0, 9), min_size=4,
       max_size=4), st.randoms())  # fmt: skip
def test_no_more_patients_than_wait_and_no_more_hours_than_are_free(waiting, free, order):
    groups = [
        ("A", "hip", 1, "overdue", "", PASSED, 91), ("A", "scar", 4, "to_plan", W2, "", np.nan),
        ("B", "hip", 1, "overdue", "", LATER, 181), ("B", "hip", 1, "to_plan", W1, "", np.nan),
    ]  # fmt: skip
    rows = [(*group, n) for group, n in zip(groups, waiting, strict=True)]
    rooms = list(zip("AABB", [W1, W2, W1, W2], free, strict=True))
    found = _calls(_free(*rooms), _queue(*rows), Outlook(notice_visit=1, notice_operation=1))
    by_room = found.groupby(["unit", "week"])["hours"].sum()
    assert all(by_room.get((unit, week), 0) <= hours + 1e-9 for unit, week, hours in rooms)
    called = found.groupby(["from_unit", "need", "state"])["patients"].sum()
    for unit, need, _, state, _, _, _, n in rows:
        assert called.get((unit, need, state), 0) <= n
    order.shuffle(rows)
    again = _calls(_free(*rooms), _queue(*rows), Outlook(notice_visit=1, notice_operation=1))
    pd.testing.assert_frame_equal(found, again)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 9), min_size=2, max_size=2), st.floats(0, 5))
def test_more_free_time_never_calls_fewer(free, more):
    queue = _queue(("A", "scar", 4, "overdue", "", PASSED, 91, 30))
    before, after = (
        _calls(_free(("A", W1, free[0] + extra), ("A", W2, free[1])), queue)["patients"].sum()
        for extra in (0.0, more)
    )
    assert after >= before


def test_hours_given_to_others_are_not_unused():
    queue = _queue(("A", "hip", 1, "overdue", "", PASSED, 91, 2))
    rooms = _free(("B", W1, 3.0)).assign(overdue=0.0)
    found = free_time(rooms, _calls(rooms, queue)).iloc[0]
    assert (found["free"], found["unused"]) == (3.0, pytest.approx(1.0))
