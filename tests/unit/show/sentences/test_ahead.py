import pandas as pd

from pkslib.show import sentences
from pkslib.show.names import Names
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS, STEP_TABLES

NAMES = Names({"unit": {"A": "Ward A"}})
NOTHING = {name: empty(RESULTS[name]) for name in STEP_TABLES["08_outlook"]}


def _said(**tables):
    return sentences.outlook(NOTHING | tables, names=NAMES)


def test_how_far_schedules_reach_and_what_absence_asks_for(english):
    reach = pd.DataFrame({"unit": ["A", "B"], "reach": [11, 12], "goal": [12, 12]})
    cover = pd.DataFrame({"unit": ["A", "B"], "factor": [1.0, 1.2], "factor_needed": [1.3, 1.1]})
    assert _said(schedule_reach=reach, schedule_cover=cover) == (
        "1 of 2 units have a schedule that reaches less than 12 weeks.",
        "1 of 2 units schedule less than their own absence asks for; Ward A most: 1.00 × plan "
        "where 1.30 × is needed.",
    )


def test_free_time_for_those_who_waited_too_long(english):
    free = pd.DataFrame({"overdue": [30.0, 10.0], "overdue_called": [20.0, 10.0]})
    assert _said(free_time=free) == (
        "40 hours of patients have waited too long; 30 of them fit in free time that is already "
        "scheduled.",
    )


def test_beds_and_shifts(english):
    beds = pd.DataFrame(
        {"week": ["2027-W01", "2027-W02"], "commission": [20.0, 20.0], "open": [21.0, 15.0]}
    )
    sums = pd.DataFrame(
        {"week": ["2027-W01", "2027-W02"], "minus": [4.0, 9.0], "borrowed": [1.0, 0.0],
         "hours": [24.0, 72.0]}
    )  # fmt: skip
    assert _said(beds_open=beds, gap_sums=sums) == (
        "Fewest beds can be kept open in week 2 2027: 15 of 20.",
        "4 shifts are missing in week 1 2027; moves can fill 1, 24 hours remain.",
    )


def test_the_care_guarantee(english):
    waits = pd.DataFrame(
        {"need": ["a", "b"], "waiting": [10.0, 30.0], "within": [5.0, 25.0], "share": [0.5, 0.83]}
    )
    stop = pd.DataFrame({"need": ["a", "b"], "extra": [2.5, 0.0]})
    assert _said(guarantee=waits, guarantee_stop=stop) == (
        "75% of those waiting are within the care guarantee; lowest is a with 50%.",
        "Bookings do not stop 1 needs from passing the guarantee; a takes most, 2.5 more patients "
        "a week.",
    )


def test_nothing_is_known(english):
    assert _said() == ("Nothing is known about the weeks ahead.",)
