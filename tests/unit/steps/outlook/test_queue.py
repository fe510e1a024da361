import numpy as np
import pandas as pd

from pkslib.steps.outlook.queue import unbooked

NEEDS = pd.DataFrame(
    {"need": ["hip", "scar", "stroke"], "priority": [2, 4, 1],
     "flow": ["elective", "elective", "acute"],
     "guarantee_days": pd.array([90, None, None], "Int64")}
)  # fmt: skip


def _bookings(*rows, priority=None):
    frame = pd.DataFrame(rows, columns=["unit", "need", "week", "to_plan", "overdue"])
    return frame.assign(priority=priority).astype({"priority": "Int64"})


def _waiting(*rows):
    columns = ["need", "unit", "days_from", "patients"]
    found = pd.DataFrame(rows, columns=columns).assign(region="99", as_of="2026-10-31")
    return found.astype({"unit": "str"})


def _told(found):
    rows = found[["unit", "state", "target_week", "waited", "patients"]]
    return rows.astype(object).where(rows.notna(), None).to_numpy().tolist()


def test_the_overdue_are_divided_by_the_bands_beyond_the_guarantee():
    # Of those beyond 90 days 30 have waited 91 days or more, 10 181 or more: of 8 overdue 6 and 2.
    waiting = _waiting(("hip", None, 0, 99), ("hip", None, 91, 30), ("hip", None, 181, 10))
    found = unbooked(_bookings(("A", "hip", "2027-W01", 3, 8)), NEEDS, waiting)
    assert _told(found) == [
        ["A", "overdue", "", 91, 6], ["A", "overdue", "", 181, 2],
        ["A", "to_plan", "2027-W01", None, 3],
    ]  # fmt: skip
    assert found["priority"].tolist() == [2, 2, 2]
    # The list is of 31 October: who has waited 91 days passed 90 days the day before, 181 days
    # 91 days before.
    assert found["guarantee_week"].tolist() == ["2026-W44", "2026-W31", ""]


def test_only_elective_needs_with_a_list_are_called_for():
    rows = _bookings(("A", "stroke", "2027-W01", 3, 0), ("A", "scar", "2027-W01", 2, 1),
                     ("A", "hip", "2027-W01", 1, 0))  # fmt: skip
    assert unbooked(rows, NEEDS, _waiting(("hip", None, 0, 9)))["need"].tolist() == ["hip"]
    # Without any list the bookings' own count is the list.
    assert sorted(unbooked(rows, NEEDS, _waiting())["need"].unique()) == ["hip", "scar"]


def test_a_booking_has_its_own_priority():
    rows = _bookings(("A", "hip", "2027-W01", 1, 2), ("A", "hip", "2027-W02", 1, 0),
                     priority=[None, 4])  # fmt: skip
    found = unbooked(rows, NEEDS, _waiting(("hip", None, 91, 9)))
    assert found[["state", "priority"]].to_numpy().tolist() == [
        ["overdue", 2], ["to_plan", 2], ["to_plan", 4]
    ]  # fmt: skip


def test_a_unit_with_a_list_of_its_own_goes_by_that():
    waiting = _waiting(("hip", None, 91, 1), ("hip", "A", 181, 5))
    rows = _bookings(("A", "hip", "2027-W01", 0, 4), ("B", "hip", "2027-W01", 0, 4))
    assert unbooked(rows, NEEDS, waiting).set_index("unit")["waited"].to_dict() == {
        "A": 181, "B": 91,
    }  # fmt: skip


def test_without_bands_how_long_they_waited_is_not_known():
    rows = _bookings(("A", "scar", "2027-W01", 0, 4), ("A", "hip", "2027-W01", 0, 2))
    found = unbooked(rows, NEEDS, _waiting(("hip", None, 91, 0), ("scar", None, 0, 9)))
    assert found["patients"].tolist() == [2, 4]
    assert np.isnan(found.set_index("need").loc["scar", "waited"])


def test_nobody_waits():
    assert unbooked(_bookings(("A", "hip", "2027-W01", 0, 0)), NEEDS, _waiting()).empty
