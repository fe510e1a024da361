import math

import pandas as pd
import pytest

from pkslib.steps.follow_up.availability import availability

NEEDS = pd.DataFrame({"need": ["hip", "skin"], "guarantee_days": [90, None]})


def _bands(as_of, *patients, need="hip"):
    return pd.DataFrame(
        {"need": need, "as_of": as_of, "days_from": [0, 31, 91], "days_to": [30, 90, None],
         "patients": list(patients)}
    )  # fmt: skip


def test_now_and_a_year_before():
    lists = pd.concat([_bands("2025-10-30", 10.0, 0.0, 10.0), _bands("2026-10-31", 40.0, 20, 20)])
    found = availability(lists, NEEDS).set_index("parameter")
    assert found.loc["Patients waiting", ["value", "last_year"]].tolist() == [80, 20]
    assert found.loc["Within the care guarantee", ["value", "plan", "last_year"]].tolist() == [
        0.75, 1, 0.5,
    ]  # fmt: skip


def test_a_need_without_guarantee_waits_outside_the_share():
    lists = pd.concat(
        [_bands("2026-10-31", 3.0, 0, 1.0), _bands("2026-10-31", 0, 0, 9.0, need="skin")]
    )
    found = availability(lists, NEEDS).set_index("parameter")["value"]
    assert found["Patients waiting"] == 13
    assert found["Within the care guarantee"] == 0.75


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
