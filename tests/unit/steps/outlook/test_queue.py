import numpy as np
import pandas as pd

from pkslib.steps.outlook.calls import unbooked

NEEDS = pd.DataFrame(
    {"need": ["hip", "scar"], "priority": [2, 4], "guarantee_days": pd.array([90, None], "Int64")}
)


def _bookings(*rows):
    return pd.DataFrame(rows, columns=["unit", "need", "week", "to_plan", "overdue"])


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


def test_a_unit_with_a_list_of_its_own_goes_by_that():
    waiting = _waiting(("hip", None, 91, 1), ("hip", "A", 181, 5))
    rows = _bookings(("A", "hip", "2027-W01", 0, 4), ("B", "hip", "2027-W01", 0, 4))
    assert unbooked(rows, NEEDS, waiting).set_index("unit")["waited"].to_dict() == {
        "A": 181, "B": 91,
    }  # fmt: skip


def test_without_bands_how_long_they_waited_is_not_known():
    rows = _bookings(("A", "scar", "2027-W01", 0, 4), ("A", "hip", "2027-W01", 0, 2))
    found = unbooked(rows, NEEDS, _waiting(("hip", None, 91, 0)))
    assert found["patients"].tolist() == [2, 4]
    assert np.isnan(found.set_index("need").loc["scar", "waited"])


def test_nobody_waits():
    assert unbooked(_bookings(("A", "hip", "2027-W01", 0, 0)), NEEDS, _waiting()).empty
