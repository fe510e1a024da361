import numpy as np
import pandas as pd

from pkslib.steps.outlook.overbooked import overbooked, reserved

W1, W2, W3 = "2027-W01", "2027-W02", "2027-W03"
NEEDS = pd.DataFrame(
    {"need": ["hip", "scar", "stroke"], "priority": [2, 4, 1],
     "flow": ["elective", "elective", "acute"]}
)  # fmt: skip
BOOKINGS = pd.DataFrame(
    [("hip", W1, 10.0, 2.0, None), ("scar", W1, 6.0, 0.5, None), ("stroke", W1, 4.0, 1.0, None),
     ("hip", W3, 2.0, 2.0, None)],
    columns=["need", "week", "booked", "hours_per_patient", "priority"],
).assign(unit="A").astype({"priority": "Int64"})  # fmt: skip
STAFFED = pd.DataFrame(
    {"unit": "A", "week": [W1, W2], "resource": "nurse", "shifts": [5.0, 5.0],
     "scheduled": [20.0, 20.0]}
)  # fmt: skip


def _near(scheduled=20.0):
    return pd.DataFrame(
        {"unit": "A", "week": [W1, W2, W3], "scheduled": [scheduled, 20.0, np.nan],
         "booked": [27.0, 0.0, 4.0], "kept": [2.0, 2.0, 2.0], "free": [0.0, 10.0, 0.0]}
    )  # fmt: skip


def _overbooked(near=None, bookings=BOOKINGS, most=99):
    return overbooked(_near() if near is None else near, bookings, NEEDS, STAFFED, most)[0]


def test_a_week_booked_above_its_schedule_says_how_many_to_move_or_to_staff():
    # 27 booked and 2 kept in 20 hours: 9 too many. All six scars free 3 h, three hips the rest; a
    # shift gives 4 h, three are needed. Week 2 has room for all nine.
    found = _overbooked().iloc[0]
    assert found[["kind", "over", "patients"]].tolist() == ["above_schedule", 9.0, 9.0]
    assert found[["need", "priority", "shifts"]].tolist() == ["scar", 4, 3.0]
    assert found[["rebooked", "to_week"]].tolist() == [9.0, W2]


def test_no_more_are_asked_to_move_than_a_unit_can_rebook_and_the_hours_left_are_told():
    # Nine would have to move, the unit can rebook four: four scars of half an hour. 7 of the 9
    # hours too many are left.
    found = _overbooked(most=4).iloc[0]
    assert found[["over", "patients", "rebooked", "left"]].tolist() == [9.0, 4.0, 4.0, 7.0]
    # With room for two of them 8 are left; a week without a schedule is to be laid, not emptied.
    found = _overbooked(_near().assign(free=[0.0, 1.0, 0.0]), most=4)
    assert found[["patients", "rebooked", "left"]].iloc[0].tolist() == [4.0, 2.0, 8.0]
    assert found[["patients", "rebooked"]].iloc[1].tolist() == [2.0, 0.0]
    assert np.isnan(found["left"].iloc[1])


def test_who_is_rebooked_has_the_free_hours_of_later_weeks_highest_priority_first():
    # Six scars of half an hour and three hips of two leave week 1. Week 2 has 5 free hours: two
    # hips and two scars; week 3 has 1: two scars more. A hip and two scars find no room. Not nine
    # patients in week 2 alone, nor the scars, who leave first, in the nearest week.
    near = _near().assign(free=[7.0, 5.0, 1.0])
    table, moved = overbooked(near, BOOKINGS, NEEDS, STAFFED, 99)
    assert moved.to_numpy().tolist() == [
        ["A", W1, W2, 2.0, 4.0],
        ["A", W1, W2, 2.0, 1.0],
        ["A", W1, W3, 2.0, 1.0],
    ]
    assert table.iloc[0][["patients", "rebooked", "to_week"]].tolist() == [9.0, 6.0, W3]
    left = reserved(near, moved)
    assert left[["rebooked", "free"]].to_numpy().tolist() == [[0.0, 7.0], [5.0, 0.0], [1.0, 0.0]]


def test_weeks_above_their_schedule_have_the_free_hours_before_those_without_one():
    # Week 1 has no schedule and week 2 is two hours over; week 3 has room for one of the two hips.
    bookings = BOOKINGS.iloc[[0, 0]].assign(week=[W1, W2], booked=1.0)
    near = _near().assign(booked=2.0, kept=[0.0, 2.0, 0.0], scheduled=[np.nan, 2.0, 20.0],
                          free=[0.0, 0.0, 3.0])  # fmt: skip
    staffed = STAFFED.assign(week=[W2, W3])
    table, moved = overbooked(near, bookings, NEEDS, staffed, 99)
    assert table["kind"].tolist() == ["not_scheduled", "above_schedule"]
    assert moved[["week", "to_week", "patients"]].to_numpy().tolist() == [[W2, W3, 1.0]]
    assert table["rebooked"].tolist() == [0.0, 1.0]


def test_a_week_with_bookings_and_no_schedule_lacks_shifts_for_all_of_it():
    # 4 hours booked and 2 kept: two shifts of 4 h.
    found = _overbooked().iloc[1]
    assert found[["kind", "week", "over", "shifts"]].tolist() == ["not_scheduled", W3, 4.0, 2.0]
    assert found["rebooked"] == 0.0
    assert pd.isna(found["to_week"])


def test_a_booking_s_own_priority_decides_who_moves_and_lets_an_acute_need_s_return_visit_move():
    own = BOOKINGS.assign(priority=pd.array([None, None, 5, None], "Int64"))
    found = _overbooked(bookings=own).iloc[0]
    # Four hours of stroke visits leave first, then six scars (3 h) and one hip.
    assert found[["need", "priority", "patients"]].tolist() == ["scar", 4, 11.0]
    assert _overbooked(bookings=BOOKINGS[BOOKINGS["need"] == "stroke"])["patients"].isna().all()


def test_half_a_booking_over_is_worked_in_and_a_unit_without_schedules_is_passed_over():
    # A mean booking is 35 h / 22: 0.8 h is its half and a little more.
    assert _overbooked(_near(28.5))["week"].tolist() == [W3]
    assert _overbooked(_near(28.0))["week"].tolist() == [W1, W3]
    assert overbooked(_near(), BOOKINGS, NEEDS, STAFFED.iloc[:0], 99)[0].empty
