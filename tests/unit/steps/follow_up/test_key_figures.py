import math

import pandas as pd
import pytest

from pkslib.steps.follow_up.key_figures import PER_PERSON, SCHEDULED, availability, staffing_ratios

NEEDS = pd.DataFrame({"need": ["hip", "skin"], "guarantee_days": [90, None]})


def _bands(as_of, *patients, need="hip", unit=None):
    return pd.DataFrame(
        {"region": "99", "unit": unit, "need": need, "as_of": as_of, "days_from": [0, 31, 91],
         "days_to": [30, 90, None], "patients": list(patients)}
    ).astype({"unit": "str"})  # fmt: skip


def test_now_and_a_year_before():
    lists = pd.concat([_bands("2025-10-30", 10.0, 0.0, 10.0), _bands("2026-10-31", 40.0, 20, 20)])
    found = availability(lists, NEEDS).set_index("parameter")
    assert found.loc["waiting", ["value", "last_year"]].tolist() == [80, 20]
    assert found.loc["within_guarantee", ["value", "plan", "last_year"]].tolist() == [
        0.75, 1, 0.5,
    ]  # fmt: skip


def test_the_lists_of_all_units_count_now_and_a_year_before():
    # A lists 80 on 31 October and B 60 on 30 September; a year before A 20, B its list of August.
    lists = pd.concat([
        _bands("2025-08-31", 0.0, 0.0, 7.0, unit="B"), _bands("2025-10-30", 10, 0, 10, unit="A"),
        _bands("2026-09-30", 60.0, 0.0, 0.0, unit="B"), _bands("2026-10-31", 40, 20, 20, unit="A"),
    ])  # fmt: skip
    found = availability(lists, NEEDS).set_index("parameter")
    assert found.loc["waiting", ["value", "last_year"]].tolist() == [140, 27]
    assert found.loc["within_guarantee", ["value", "last_year"]].tolist() == [
        pytest.approx(120 / 140), pytest.approx(10 / 27),
    ]  # fmt: skip


def test_a_band_across_the_limit_gives_a_range():
    # 0–60, 61–120 and 121–: 50 to 90 % within 90 days, in the year before as well.
    wide = {"days_from": [0, 61, 121], "days_to": [60, 120, None]}
    lists = pd.concat([_bands("2025-10-31", 5.0, 4, 1), _bands("2026-10-31", 50.0, 40, 10)])
    lists = lists.assign(**{name: values * 2 for name, values in wide.items()})
    row = availability(lists, NEEDS).set_index("parameter").loc["within_guarantee"]
    assert row[["value", "upper"]].tolist() == [0.5, 0.9]
    assert math.isnan(row["last_year"])


def test_a_need_without_guarantee_waits_outside_the_share():
    lists = pd.concat(
        [_bands("2026-10-31", 3.0, 0, 1.0), _bands("2026-10-31", 0, 0, 9.0, need="skin")]
    )
    found = availability(lists, NEEDS).set_index("parameter")["value"]
    assert found["waiting"] == 13
    assert found["within_guarantee"] == 0.75


def test_the_median_lies_inside_its_band():
    # Half of 40 is 20: 10 into the second band's 30, a third of its 60 days.
    assert availability(_bands("2026-10-31", 10.0, 30, 0), NEEDS)["value"][1] == pytest.approx(51)
    # Most wait in the band without end: at least its start.
    assert availability(_bands("2026-10-31", 1.0, 0, 9), NEEDS)["value"][1] == 91


def test_a_median_in_a_band_across_the_limit_is_a_range():
    # A list told as 0–180 and 181–, the guarantee is 90 days: half wait 0 to 180 days.
    wide = _bands("2026-10-31", 70.0, 0, 30).assign(days_to=[180, 180, None], days_from=[0, 0, 181])
    row = availability(wide, NEEDS).set_index("parameter").loc["median_wait"]
    assert row[["value", "upper"]].tolist() == [0, 180]
    # The same band of a need without a limit straddles none.
    free = availability(wide.assign(need="skin"), NEEDS).set_index("parameter").loc["median_wait"]
    assert free["value"] == pytest.approx(181 * 50 / 70)
    assert math.isnan(free["upper"])


def test_an_empty_list_waits_for_nothing():
    found = availability(_bands("2026-10-31", 0.0, 0, 0), NEEDS)
    assert found["value"].tolist() == [0]
    assert math.isnan(found["last_year"][0])
    assert availability(_bands("2026-10-31", 1.0, 1, 1).iloc[:0], NEEDS).empty


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
