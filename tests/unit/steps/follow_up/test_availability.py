import math

import pandas as pd
import pytest

from pkslib.steps.follow_up.availability import availability

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


def test_an_empty_list_waits_for_nothing():
    found = availability(_bands("2026-10-31", 0.0, 0, 0), NEEDS)
    assert found["value"].tolist() == [0]
    assert math.isnan(found["last_year"][0])
    assert availability(_bands("2026-10-31", 1.0, 1, 1).iloc[:0], NEEDS).empty
