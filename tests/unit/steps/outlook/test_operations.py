import pandas as pd
import pytest

from pkslib.steps.outlook.weeks import operations_ahead

WEEK = "2027-W02"
ACTIVITIES = pd.DataFrame(
    {"activity": ["hip_operation", "visit", "scar_surgery"],
     "kind": ["operation", "visit", "day_case"]}
)  # fmt: skip
NEED = pd.DataFrame(
    [("OP", "hip", "hip_operation", 30.0), ("OP", "fracture", "hip_operation", 10.0),
     ("OP", "scar", "scar_surgery", 20.0), ("EYE", "lens", "scar_surgery", 6.0),
     ("EYE", "lens", "visit", 18.0), ("CLINIC", "hip", "visit", 9.0)],
    columns=["unit", "need", "activity", "count"],
)  # fmt: skip
PLANNED = pd.DataFrame(
    [("OP", "hip_operation", WEEK, 8.0), ("OP", "scar_surgery", WEEK, 5.0),
     ("EYE", "scar_surgery", WEEK, 2.0), ("CLINIC", "visit", WEEK, 9.0)],
    columns=["unit", "activity", "week", "target"],
)  # fmt: skip


def _ahead(*rows):
    bookings = pd.DataFrame(rows, columns=["unit", "need", "week", "booked"])
    return operations_ahead(bookings, NEED, ACTIVITIES, PLANNED).set_index("unit")


def test_all_operations_are_planned_and_the_acute_can_not_be_booked():
    # Of 8 hip operations a quarter is for fractures, which nobody books: 6 and 5 are bookable.
    found = _ahead(("OP", "hip", WEEK, 4.0), ("OP", "scar", WEEK, 5.0))
    assert found.loc["OP", ["plan", "bookable", "booked"]].tolist() == [13, 11, 9]


def test_of_a_clinics_bookings_the_operations_part_counts():
    # A quarter of what is done for the lens is surgery: 2 of 8 booked patients.
    found = _ahead(("EYE", "lens", WEEK, 8.0))
    assert found.loc["EYE", ["plan", "booked"]].tolist() == pytest.approx([2, 2])


def test_a_clinic_without_operations_is_left_out():
    assert _ahead(("CLINIC", "hip", WEEK, 8.0)).empty


def test_a_booked_week_beyond_the_plan_has_none():
    found = _ahead(("OP", "hip", "2028-W20", 4.0), ("OP", "scar", "2028-W20", 1.0))
    assert found.loc["OP", ["plan", "booked"]].tolist() == [0, 5]
