import pandas as pd
import pytest

from pkslib.steps.follow_up.ratios import PER_PERSON, SCHEDULED, staffing_ratios

MONDAY, TUESDAY, FIFTH_WEEK = "2027-01-04", "2027-01-05", "2027-02-01"


def _staffing(*rows):
    columns = ["unit", "resource", "weekday", "shift", "needed", "beds", "patients_per_person"]
    return pd.DataFrame(rows, columns=columns)


def _schedule(*rows):
    return pd.DataFrame(rows, columns=["unit", "resource", "date", "shift", "scheduled"])


# Twelve beds: three nurses by day at four patients each, two at night at six.
WARD = _staffing(("A", "nurse", 1, "day", 3, 12, 4.0), ("A", "nurse", 1, "night", 2, 12, 6.0))


def _week(found, place="A"):
    rows = found[(found["place"] == place) & (found["cadence"] == "week")]
    return rows.set_index("parameter")[["value", "plan"]].T.to_dict("list")


def test_scheduled_against_needed_and_against_the_ratio():
    # 4 of 5 persons for 24 beds over two shifts: 6 patients each, planned 24 / (3 + 2) = 4.8.
    rows = _schedule(("A", "nurse", MONDAY, "day", 2), ("A", "nurse", MONDAY, "night", 2))
    found = _week(staffing_ratios(rows, WARD, "99"))
    assert found[SCHEDULED] == pytest.approx([0.8, 1])
    assert found[PER_PERSON] == pytest.approx([6, 4.8])


def test_a_shift_that_nobody_is_scheduled_on_counts_as_needed():
    rows = _schedule(("A", "nurse", MONDAY, "day", 3))
    assert _week(staffing_ratios(rows, WARD, "99"))[SCHEDULED][0] == pytest.approx(0.6)


def test_the_region_is_the_sum_of_its_units():
    clinic = _staffing(("B", "nurse", 1, "day", 5, None, None))
    rows = _schedule(("A", "nurse", MONDAY, "day", 3), ("A", "nurse", MONDAY, "night", 2),
                     ("B", "nurse", MONDAY, "day", 4))  # fmt: skip
    found = staffing_ratios(rows, pd.concat([WARD, clinic]), "99")
    assert _week(found, "99")[SCHEDULED][0] == pytest.approx(0.9)
    # A clinic has no staffing ratio; the region's is that of its wards.
    assert PER_PERSON not in _week(found, "B")
    assert _week(found, "99")[PER_PERSON] == pytest.approx([4.8, 4.8])


def test_four_weeks_make_the_month_and_what_comes_later_is_left_out():
    every = _staffing(*(("A", "nurse", day, "day", 1, None, None) for day in (1, 2)))
    rows = _schedule(("A", "nurse", MONDAY, "day", 1), ("A", "nurse", TUESDAY, "day", 0),
                     ("A", "nurse", "2027-01-25", "day", 1),
                     ("A", "nurse", FIFTH_WEEK, "day", 9))  # fmt: skip
    found = staffing_ratios(rows, every, "99").set_index(["place", "cadence"])["value"]
    assert found["A", "week"] == pytest.approx(1 / 2)
    assert found["A", "month"] == pytest.approx(2 / 3)


def test_without_schedule_or_staffing_there_is_nothing(nothing):
    rows = _schedule(("A", "nurse", MONDAY, "day", 3))
    assert staffing_ratios(nothing["schedule"], WARD, "99").empty
    assert staffing_ratios(rows, nothing["staffing"], "99").empty
