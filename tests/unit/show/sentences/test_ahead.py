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


def _waits(*rows):
    found = pd.DataFrame(rows, columns=["need", "waiting", "within_lower", "within_upper"])
    return found.assign(
        share_lower=found["within_lower"] / found["waiting"],
        share_upper=found["within_upper"] / found["waiting"],
        as_of="2026-10-31", oldest="2026-10-31",
    )  # fmt: skip


def test_the_care_guarantee(english):
    waits = _waits(("a", 10.0, 5.0, 5.0), ("b", 30.0, 25.0, 25.0))
    assert _said(guarantee=waits) == (
        "75% of those waiting are within the care guarantee; lowest is a with 50%.",
    )


def test_bands_across_the_limit_give_a_range_and_some_lists_no_answer(english):
    # 18 to 28 of 40 within; of the second list nobody knows of 56 in 60.
    waits = _waits(("a", 40.0, 18.0, 28.0), ("b", 60.0, 0.0, 56.0))
    assert _said(guarantee=waits) == (
        "45–70% of those waiting are within the care guarantee; lowest is a with 45–70%.",
        "The waiting lists of b cannot tell who is within the care guarantee: their bands "
        "straddle its limit.",
    )


def test_the_age_of_the_oldest_list_is_told(english):
    waits = _waits(("a", 10.0, 5.0, 5.0), ("b", 30.0, 25.0, 25.0))
    waits.loc[1, "oldest"] = "2026-09-30"
    assert _said(guarantee=waits)[1] == (
        "The oldest waiting list that counts is of 30 September 2026, 31 days before the latest."
    )


def test_nothing_is_known(english):
    assert _said() == ("Nothing is known about the weeks ahead.",)
