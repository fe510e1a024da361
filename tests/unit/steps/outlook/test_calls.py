import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.steps.outlook.calls import calls

W1, W2, W3 = "2027-W01", "2027-W02", "2027-W03"
HOURS = pd.Series(
    [1.0, 0.5, 1.0],
    pd.MultiIndex.from_tuples([("A", "hip"), ("A", "scar"), ("B", "hip")], names=["unit", "need"]),
)


def _free(*rows):
    return pd.DataFrame(rows, columns=["unit", "week", "free"])


def _queue(*rows):
    columns = ["unit", "need", "priority", "state", "target_week", "waited", "patients"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"patients": "int64", "waited": float})


def _told(found):
    return found[["unit", "week", "from_unit", "need", "patients"]].to_numpy().tolist()


def test_those_due_go_by_priority_then_longest_overdue():
    # 4 free hours: 2 hips of priority 2 (2 h), of the scars the 3 who waited longest (1.5 h) and
    # 1 more (0.5 h) of the 5.
    queue = _queue(
        ("A", "scar", 4, "overdue", "", 91, 5), ("A", "scar", 4, "overdue", "", 181, 3),
        ("A", "hip", 2, "to_plan", W1, np.nan, 2),
    )  # fmt: skip
    found = calls(_free(("A", W1, 4.0)), queue, HOURS)
    assert _told(found) == [["A", W1, "A", "hip", 2], ["A", W1, "A", "scar", 3],
                            ["A", W1, "A", "scar", 1]]  # fmt: skip
    assert found["waited"].fillna(0).tolist() == [0, 181, 91]
    assert found["hours"].sum() == 4


def test_later_target_weeks_come_last_the_nearest_first():
    queue = _queue(
        ("A", "hip", 1, "to_plan", W3, np.nan, 2), ("A", "hip", 1, "to_plan", W2, np.nan, 1),
        ("A", "scar", 4, "overdue", "", 91, 1),
    )  # fmt: skip
    found = calls(_free(("A", W1, 2.5)), queue, HOURS)
    assert _told(found) == [["A", W1, "A", "scar", 1], ["A", W1, "A", "hip", 1],
                            ["A", W1, "A", "hip", 1]]  # fmt: skip
    assert found["target_week"].iloc[1:].tolist() == [W2, W3]


def test_only_whole_patients_and_a_shorter_one_may_fit_in_what_is_left():
    queue = _queue(("A", "hip", 1, "overdue", "", 91, 9), ("A", "scar", 4, "overdue", "", 91, 9))
    found = calls(_free(("A", W1, 1.7)), queue, HOURS)
    assert _told(found) == [["A", W1, "A", "hip", 1], ["A", W1, "A", "scar", 1]]


def test_nobody_is_called_twice():
    queue = _queue(("A", "hip", 1, "overdue", "", 91, 3))
    found = calls(_free(("A", W1, 2.0), ("A", W2, 2.0)), queue, HOURS)
    assert _told(found) == [["A", W1, "A", "hip", 2], ["A", W2, "A", "hip", 1]]


def test_what_is_still_free_takes_overdue_patients_of_other_units():
    # B calls its own first; of A's hips two are left after A's own hour, B never treats scars.
    queue = _queue(
        ("A", "hip", 1, "overdue", "", 91, 3), ("A", "scar", 4, "overdue", "", 91, 3),
        ("B", "hip", 1, "to_plan", W2, np.nan, 1), ("A", "hip", 1, "to_plan", W1, np.nan, 1),
    )  # fmt: skip
    found = calls(_free(("A", W1, 1.0), ("B", W1, 5.0)), queue, HOURS)
    assert _told(found) == [["A", W1, "A", "hip", 1], ["B", W1, "B", "hip", 1],
                            ["B", W1, "A", "hip", 2]]  # fmt: skip


def test_nothing_free_or_nobody_waiting():
    queue = _queue(("A", "hip", 1, "overdue", "", 91, 3))
    assert calls(_free(("A", W1, 0.0)), queue, HOURS).empty
    assert calls(_free(("A", W1, 5.0)), queue.iloc[:0], HOURS).empty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.lists(st.floats(0, 9), min_size=4,
       max_size=4), st.randoms())  # fmt: skip
def test_no_more_patients_than_wait_and_no_more_hours_than_are_free(waiting, free, order):
    groups = [
        ("A", "hip", 1, "overdue", "", 91), ("A", "scar", 4, "to_plan", W2, np.nan),
        ("B", "hip", 1, "overdue", "", 181), ("B", "hip", 1, "to_plan", W1, np.nan),
    ]  # fmt: skip
    rows = [(*group, n) for group, n in zip(groups, waiting, strict=True)]
    rooms = list(zip("AABB", [W1, W2, W1, W2], free, strict=True))
    found = calls(_free(*rooms), _queue(*rows), HOURS)
    by_room = found.groupby(["unit", "week"])["hours"].sum()
    assert all(by_room.get((unit, week), 0) <= hours + 1e-9 for unit, week, hours in rooms)
    called = found.groupby(["from_unit", "need", "state"])["patients"].sum()
    for unit, need, _, state, _, _, n in rows:
        assert called.get((unit, need, state), 0) <= n
    order.shuffle(rows)
    again = calls(_free(*rooms), _queue(*rows), HOURS)
    pd.testing.assert_frame_equal(found, again)
