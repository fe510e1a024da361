"""What has no patient since the first visit before it is not given."""

import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.giving_way import prioritised
from pkslib.steps.balance.scale import beginning, short
from pkslib.steps.balance.unseen import unseen_of

JANUARY = "2027-01"
SEEN = pd.DataFrame(
    {"need": "eye", "unit": ["A-C", "A-T"], "capacity": ["visit_hour", "hour"],
     "first": [True, False], "seen_at": "A"}
)  # fmt: skip


@pytest.fixture
def eye_care(cells, elective, no_stops):
    """A clinic that lacks 10 hours of 100, all of them eyes', and a theatre with 40 of eyes."""

    def make(there, knee_priority, seen=SEEN):
        clinic = cells(("A-C", JANUARY, 100, 90), capacity="visit_hour")
        theatre = cells(("A-T", JANUARY, 60, there), capacity="hour")
        rows = pd.concat([clinic, theatre], ignore_index=True)
        care = elective(
            (0, "eye", 4, 0, 100), (1, "eye", 4, 0, 40), (1, "knee", knee_priority, 0, 20)
        )
        found = prioritised(
            beginning(rows, care), pd.DataFrame(), no_stops._replace(first_visits=seen)
        )
        told = found.away.groupby(["need", "unit", "reason"])["amount"].sum()
        return told.round(6).to_dict(), found

    return make


def test_who_gets_no_first_visit_is_not_operated_on(eye_care):
    # A tenth of the visits goes: so do 4 of the 40 operation hours, though the theatre has room.
    told, found = eye_care(60, 3)
    assert told == {("eye", "A-C", "own"): 10, ("eye", "A-T", "unseen"): 4}
    assert found.cells["prioritised"].tolist() == pytest.approx([10, 4])
    assert short(found.cells).tolist() == [0, 0]


def test_a_need_whose_first_visits_are_not_told_keeps_its_operations(eye_care):
    assert eye_care(60, 3, SEEN.iloc[:0])[0] == {("eye", "A-C", "own"): 10}


def test_those_who_give_way_in_the_theatre_are_the_same_as_those_who_are_not_seen(eye_care):
    # The theatre lacks 3, which eyes give: of the 4 without a first visit 1 is left.
    told, _ = eye_care(57, 3)
    assert (told["eye", "A-T", "own"], told["eye", "A-T", "unseen"]) == (3, 1)
    # It lacks 5: as many eyes give way, and all who get no first visit are among them.
    assert eye_care(55, 3)[0] == {("eye", "A-C", "own"): 10, ("eye", "A-T", "own"): 5}


def test_theatre_time_without_a_patient_goes_to_those_who_gave_way_for_it(eye_care):
    # Knees, of the lowest priority, would give the 3 that lack. The 4 hours of eyes that are not
    # seen are more than that: 3 of them relieve the theatre, and no knee gives way.
    told, found = eye_care(57, 5)
    assert told == {
        ("eye", "A-C", "own"): 10,
        ("eye", "A-T", "own"): 3,
        ("eye", "A-T", "unseen"): 1,
    }
    assert short(found.cells).tolist() == [0, 0]


def test_a_theatre_at_a_hospital_without_first_visits_has_the_region_s_patients():
    # 20 of 100 patients are not seen at A, none of 300 at C: 20 % of A's operations have no
    # patient, none of C's, and 20 of 400 of those at B.
    care = pd.DataFrame({
        "need": "eye", "unit": ["AC", "CC", "AT", "CT", "BT"],
        "capacity": ["visit", "visit", "hour", "hour", "hour"],
        "first": [True, True, False, False, False], "seen_at": ["A", "C", "A", "C", ""],
        "use": [0.5, 0.5, 1.0, 1.0, 1.0], "whole": [50.0, 150.0, 40.0, 40.0, 40.0],
    })  # fmt: skip
    more = unseen_of(care.assign(amount=care["whole"]), np.array([0.2, 0, 0, 0, 0]))
    assert more.tolist() == pytest.approx([0, 0, 0.2, 0, 0.05])


def test_it_is_counted_over_the_year_and_never_more_than_is_left():
    # In the year 20 of 200 visits go. The operations of the first month are all put off but 2.
    care = pd.DataFrame({
        "need": "eye", "unit": ["C", "C", "T", "T"], "capacity": ["visit", "visit", "hour", "hour"],
        "first": [True, True, False, False], "seen_at": "A", "use": 1.0,
        "whole": [100.0, 100.0, 40.0, 40.0], "amount": [80.0, 100.0, 2.0, 40.0],
    })  # fmt: skip
    more = unseen_of(care, np.array([0.2, 0, 0, 0]))
    assert more.tolist() == pytest.approx([0, 0, 0.05, 0.1])
