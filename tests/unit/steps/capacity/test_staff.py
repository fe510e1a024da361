import pandas as pd
import pytest

from pkslib.steps.capacity.staff import changed, staff_supply
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

HOURS = pd.DataFrame(
    {
        "unit": "A", "resource": "nurse", "period": ["2027-01", "2027-02"],
        "supply": [310.0, 280.0], "paid": [620.0, 560.0], "each": [31.0, 28.0],
    }
)  # fmt: skip


def _tables(**given):
    names = ("resources", "staffing", "schedule", "minimum_lines")
    return {name: empty(INPUTS[name]) for name in names} | given


def _changes(*rows):
    columns = ["unit", "resource", "kind", "start", "end", "count"]
    return pd.DataFrame(rows, columns=columns)


def test_a_retirement_takes_away_and_agency_staff_come_for_a_while():
    found = changed(
        HOURS,
        _changes(
            ("A", "nurse", "retirement", "2026-12-01", None, 2.0),
            ("A", "nurse", "agency", "2027-01-30", "2027-02-07", 4.0),
        ),
    ).set_index("period")
    # January: −2 + 4 · 2/31; February: −2 + 4 · 7/28.
    assert found["change"].tolist() == pytest.approx([-2 + 8 / 31, -1])
    assert found["supply"].tolist() == pytest.approx([310 - 62 + 8, 280 - 28])
    assert found["paid"].tolist() == pytest.approx([2 * 256, 2 * 252])


def test_no_more_leave_than_there_are():
    found = changed(HOURS, _changes(("A", "nurse", "retirement", "2027-01-01", None, 99.0)))
    assert found[["supply", "paid"]].max(axis=None) == 0


def test_a_change_that_is_over_or_elsewhere_changes_nothing():
    over = _changes(
        ("A", "nurse", "agency", "2026-01-01", "2026-12-31", 9.0),
        ("B", "nurse", "agency", "2027-01-01", None, 9.0),
        ("A", "doctor", "recruitment", "2027-01-01", None, 9.0),
    )
    found = changed(HOURS, over)
    pd.testing.assert_frame_equal(found.drop(columns="change"), HOURS)
    assert found["change"].tolist() == [0, 0]
    assert changed(HOURS, over.iloc[:0])["supply"].tolist() == HOURS["supply"].tolist()


def test_full_time_goes_by_the_days_of_a_leap_year():
    # February 2028 has 29 of 366 days: of 1 830 paid hours a year 145, so 290 are two at work.
    hours = HOURS.assign(period=["2028-02", "2028-03"], supply=290.0, paid=406.0)
    need = pd.DataFrame(
        {
            "unit": "A",
            "resource": "nurse",
            "period": ["2028-02"],
            "hours": [435.0],
            "readiness": 0.0,
        }
    )
    found = (
        staff_supply(hours.assign(change=0.0), need, _tables(), 1830)
        .set_index("period")
        .loc["2028-02"]
    )
    assert found[["worked_equivalents", "paid_equivalents"]].tolist() == pytest.approx([2, 2.8])
    # One more at work, at 1.4 paid hours for each that is worked.
    assert found["lacking"] == pytest.approx(1.4)


def test_a_room_has_hours_and_no_posts():
    need = pd.DataFrame(
        {
            "unit": "A",
            "resource": "room",
            "period": ["2027-01"],
            "hours": [300.0],
            "readiness": 100.0,
        }
    )
    room = HOURS.assign(resource="room", change=0.0)
    told = {"resource": ["room", "nurse"], "absence": [0.0, 0.2], "hours": 200.0}
    told = pd.DataFrame(told | {"unit": "B", "period": "2027-01"})
    found = staff_supply(room, need, _tables(resources=told), 1980).iloc[0]
    assert found[["worked", "needed"]].tolist() == [310, 400]
    assert found[["paid_equivalents", "worked_equivalents", "lacking"]].isna().all()
