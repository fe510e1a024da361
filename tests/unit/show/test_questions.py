import pandas as pd
import pytest

from pkslib.show import questions
from pkslib.show.names import Names

WEEKS = ["2027-W01", "2027-W02"]
NAMES = Names({"unit": {"A": "Clinic A", "B": "Clinic B"}, "need": {"hip": "Hip"}})


@pytest.fixture
def results():
    """A has 10 overdue hours and 6 free; B's queue is longer, but it makes more too."""
    ahead = pd.DataFrame(
        {"unit": ["A", "A", "B"], "week": [*WEEKS, WEEKS[0]], "plan": [10.0, 10.0, 40.0],
         "scheduled": [11.0, 8.0, 40.0], "booked": [8.0, 4.0, 40.0], "to_plan": [2.0, 3.0, 0.0],
         "overdue": [10.0, 0.0, 20.0], "free": [2.0, 3.0, 0.0]}
    )  # fmt: skip
    return {
        "weeks_ahead": ahead,
        "schedule_reach": pd.DataFrame(
            {"unit": ["A"], "reach": 1, "goal": 2, "variation": 0.33, "first_below": WEEKS[1]}
        ),
        "schedule_cover": pd.DataFrame(
            {"unit": ["A"], "needed": 20.0, "factor": 0.95, "covered": 0.4, "factor_needed": 1.2}
        ),
        "free_time": pd.DataFrame(
            {"unit": ["A"], "overdue": 10.0, "to_plan": 5.0, "free": 7.0, "unused": 1.0,
             "to_plan_called": 0.0, "left": 4.0, "gone": None, "extra": 2.0}
        ),
        "calls": pd.DataFrame(
            {"unit": "A", "number": [1, 2, 3], "from_unit": ["A", "A", "B"], "need": "hip",
             "priority": 3, "state": "overdue", "waited": [181.0, 91.0, None],
             "patients": [3.0, 2.0, 1.0]}
        ),
        "bookings": pd.DataFrame(
            {"unit": ["A", "B"], "need": "hip", "overdue": [10.0, 20.0], "hours_per_patient": 1.0}
        ),
    }  # fmt: skip


def test_every_question_is_answered_by_its_figures(results, english):
    said = [answer for _, answer in questions.answers("A", results, names=NAMES)]
    assert said == [
        "They vary by 33% of their mean: from 4 h in week 2 to 8 h in week 1.",
        "Most room is in week 2: 3 hours may still be booked.",
        "5 h are to plan, most in week 2 (3 h); 0 h of them fit in free time after those who "
        "waited too long.",
        "10 h, of which 4 h do not fit within 2 weeks: 2.0 h more a week are needed.",
        "Hip: at Clinic A, 1.0 weeks of its production have waited too long; here 1.0.",
        "3 × hip (priority 3, waited 181 days or more); 2 × hip (priority 3, waited 91 days or "
        "more); 1 × hip (priority 3, from Clinic B).",
        "In 1 of 2 weeks; in all it is 0.95 × plan, and covers the plan in 40% of weeks. Its own "
        "absence asks for 1.20 × plan.",
        "It is laid 2 weeks ahead; the goal is 2. Below plan first in week 2.",
        "No, 7 hours may still be booked, the margin for absence left; the calls leave 1.",
        "Yes, 2 h are missing to the plan in 1 week, first in week 2.",
    ]


def test_a_unit_where_all_is_well(results, english):
    calm = results | {
        "weeks_ahead": results["weeks_ahead"].assign(
            booked=11.0, scheduled=11.0, plan=10.0, free=0.0
        ),
        "free_time": results["free_time"].assign(overdue=0.0, to_plan=0.0, free=0.0, left=0.0),
        "calls": results["calls"].iloc[:0],
        "bookings": results["bookings"].assign(overdue=0.0),
        "schedule_cover": results["schedule_cover"].iloc[:0],
    }
    said = [answer for _, answer in questions.answers("A", calm, names=NAMES)]
    assert said[1:7] == [
        "No scheduled week has room for more.",
        "Nobody is left to plan.",
        "Nobody has waited too long.",
        "Nobody here has waited too long.",
        "There is no free time to call anyone to.",
        "There is no schedule to compare with the plan.",
    ]
    assert said[8:] == [
        "Yes, nothing scheduled is free.",
        "No, the schedule covers the plan and those who have waited too long.",
    ]


def test_a_queue_that_the_calls_end(results, english):
    free = results["free_time"].assign(left=0.0, gone=WEEKS[1])
    said = dict(questions.answers("A", results | {"free_time": free}, names=NAMES))
    assert said["Waited too long: has anyone, and when will the queue be gone?"] == (
        "10 h; with the calls below nobody is left after week 2."
    )


def test_as_a_table_names_are_escaped(results, either_language):
    hostile = Names({"unit": {"A": "<b>A"}})
    html = questions.table("A", results, names=hostile)._repr_html_()
    assert "&lt;b&gt;A" in html
    assert "<b>A" not in html


@pytest.mark.parametrize(
    ("groups", "end"), [(3, "hip (priority 3)."), (4, "and one more group."), (5, "2 more groups.")]
)
def test_groups_that_are_not_named_are_counted(groups, end, results, english):
    calls = pd.DataFrame(
        {"unit": "A", "from_unit": "A", "need": "hip", "priority": 3, "waited": None,
         "number": range(1, groups + 1),
         "state": [str(at) for at in range(groups)], "patients": 1.0}
    )  # fmt: skip
    said = dict(questions.answers("A", results | {"calls": calls}, names=NAMES))
    called = "Waited too long: who should be called, for care on equal terms?"
    assert said[called].endswith(end)


def test_lacks_that_are_small_in_every_week_are_told_together(results, english):
    # 0.3 hours in each of two weeks: more than half an hour in all, in no single one.
    ahead = results["weeks_ahead"].assign(scheduled=9.7, plan=10.0)
    said = [answer for _, answer in questions.answers("A", results | {"weeks_ahead": ahead})]
    assert said[-1] == "Yes, 1 h are missing to the plan in 2 weeks, first in week 1."


def test_a_small_unit_is_not_asked_for_a_share_of_a_person(results, english):
    small = results["schedule_cover"].assign(needed=9.0)
    said = [answer for _, answer in questions.answers("A", results | {"schedule_cover": small})]
    assert said[6].endswith("covers the plan in 40% of weeks.")
