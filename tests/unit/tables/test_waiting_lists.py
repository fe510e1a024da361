import datetime

import pandas as pd
import pytest

from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.waiting_lists import (
    booked_care,
    course,
    daily,
    dated,
    ending_care,
    latest,
)


def _lists(*rows):
    found = pd.DataFrame(rows, columns=["need", "unit", "as_of", "days_from", "patients"])
    return found.assign(region="99", days_to=None).astype({"unit": "str"})


# Unit A lists 100 on 31 October, unit B 60 on 30 September.
TWO_UNITS = _lists(
    ("hip", "A", "2026-09-30", 0, 90.0),
    ("hip", "B", "2026-09-30", 0, 60.0),
    ("hip", "A", "2026-10-31", 0, 70.0),
    ("hip", "A", "2026-10-31", 91, 30.0),
    ("eye", None, "2026-08-31", 0, 7.0),
)


def test_each_unit_s_own_latest_list_counts_whatever_its_day():
    found = latest(TWO_UNITS).groupby("need")["patients"].sum()
    assert found.to_dict() == {"hip": 160, "eye": 7}


def test_the_age_of_the_oldest_list_is_told():
    found = dated(TWO_UNITS).set_index("need")
    assert found.loc["hip", ["as_of", "oldest"]].tolist() == ["2026-10-31", "2026-09-30"]
    assert found.loc["eye", ["as_of", "oldest"]].tolist() == ["2026-08-31", "2026-08-31"]


@pytest.mark.parametrize(("later", "patients"), [("units", 50), ("region", 80), ("same day", 130)])
def test_a_list_of_the_region_and_lists_of_units_count_nobody_twice(later, patients):
    # A region that begins to tell by unit, one that ceases to, and one that tells of the rest.
    days = {"units": ("08", "09"), "region": ("09", "08"), "same day": ("09", "09")}[later]
    whole, own = (f"2026-{month}-30" for month in days)
    rows = _lists(
        ("hip", None, whole, 0, 80.0), ("hip", "A", own, 0, 20.0), ("hip", "B", own, 0, 30.0)
    )
    assert latest(rows)["patients"].sum() == patients
    assert course(rows)["patients"].iloc[-1] == patients


def test_the_course_is_what_the_latest_list_was_on_each_day():
    found = course(TWO_UNITS)
    assert found[found["need"] == "hip"][["as_of", "patients"]].to_numpy().tolist() == [
        ["2026-09-30", 150], ["2026-10-31", 160],
    ]  # fmt: skip
    for row in found.itertuples():
        then = latest(TWO_UNITS[TWO_UNITS["as_of"] <= row.as_of])
        assert then.loc[then["need"] == row.need, "patients"].sum() == row.patients


def test_an_empty_list_is_a_list():
    rows = _lists(("hip", "A", "2026-09-30", 0, 9.0), ("hip", "A", "2026-10-31", 0, 0.0))
    assert course(rows)["patients"].tolist() == [9, 0]
    assert latest(rows)["patients"].tolist() == [0]


def test_no_list():
    nothing = empty(INPUTS["waiting"])
    assert latest(nothing).empty
    assert dated(nothing).empty
    assert course(nothing).columns.tolist() == ["region", "need", "as_of", "patients"]
    assert course(nothing).empty


def test_a_need_ends_with_operations_in_whatever_form_else_with_what_comes_next():
    care = pd.DataFrame({
        "need": ["gall", "gall", "gall", "mind", "mind", "flu"],
        "kind": ["visit", "day_case", "operation", "digital", "visit", "admission"],
    })  # fmt: skip
    found = ending_care(care)
    assert found["kind"].tolist() == ["day_case", "operation", "visit", "admission"]


def test_a_flow_is_even_over_its_days_and_goes_on_where_it_is_not_known():
    flow = pd.DataFrame({"period": ["2026-12", "2027-01", "2027-02"],
                         "patients": [62.0, 31.0, float("nan")]})  # fmt: skip
    found = daily(flow, datetime.date(2026, 12, 30), 40)
    assert found[:3].tolist() == [2, 2, 1]
    assert found[-1] == 1


ACTIVITIES = pd.DataFrame(
    {"activity": ["visit", "hip_operation", "scar_surgery"],
     "kind": ["visit", "operation", "day_case"]}
)  # fmt: skip


def _bookings(*rows):
    columns = ["unit", "need", "week", "booked", "hours_per_patient"]
    return pd.DataFrame(rows, columns=columns)


def _pathways(*rows):
    return pd.DataFrame(rows, columns=["unit", "need", "activity", "per_patient"])


def test_a_visit_before_the_operation_is_no_second_patient():
    bookings = _bookings(
        ("CLINIC", "hip", "2026-W46", 9.0, 0.5), ("OP", "hip", "2026-W46", 4.0, 2.0)
    )
    paths = _pathways(("CLINIC", "hip", "visit", 1.0), ("OP", "hip", "hip_operation", 0.7))
    found = booked_care(bookings, paths, ACTIVITIES)
    assert found[["booked", "hours_each"]].to_numpy().tolist() == [[4, 2]]


def test_operation_and_day_case_both_end_the_wait():
    bookings = _bookings(("OP", "hip", "2026-W46", 3.0, 2.0), ("DAY", "hip", "2026-W46", 1.0, 1.0))
    paths = _pathways(("OP", "hip", "hip_operation", 0.7), ("DAY", "hip", "scar_surgery", 0.3))
    found = booked_care(bookings, paths, ACTIVITIES)
    assert found[["booked", "hours_each"]].to_numpy().tolist() == [[4, 7 / 4]]


def test_bookings_of_a_unit_outside_the_pathways_are_no_care():
    bookings = _bookings(("X", "hip", "2026-W46", 3.0, 2.0))
    assert booked_care(bookings, _pathways(("OP", "hip", "hip_operation", 1)), ACTIVITIES).empty


def test_visits_booked_are_no_more_patients_than_their_visits_make():
    # A patient has three visits, one of them first: at a unit with a third of the patients too.
    kinds = pd.DataFrame({"activity": ["first", "return"], "kind": "visit"})
    paths = _pathways(("A", "skin", "first", 0.3), ("A", "skin", "return", 0.6),
                      ("B", "skin", "first", 0.7), ("B", "skin", "return", 1.4))  # fmt: skip
    found = booked_care(_bookings(("A", "skin", "2026-W46", 12.0, 0.5)), paths, kinds)
    assert found[["booked", "hours_each"]].iloc[0].tolist() == pytest.approx([4, 1.5])
