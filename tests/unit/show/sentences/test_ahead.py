import pandas as pd

from pkslib.show import sentences
from pkslib.show.names import Names
from pkslib.show.sentences.ahead import what_to_do
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS, STEP_TABLES

NAMES = Names({"unit": {"A": "Ward A"}})
NOTHING = {name: empty(RESULTS[name]) for name in STEP_TABLES["08_outlook"]}


def _said(**tables):
    return sentences.outlook(NOTHING | tables, names=NAMES)


def test_how_far_schedules_reach_and_what_absence_asks_for(english):
    reach = pd.DataFrame({"unit": ["A", "B"], "reach": [11, 12], "goal": [12, 12]})
    cover = pd.DataFrame(
        {"unit": ["A", "B", "C"], "needed": [20.0, 12.0, 5.0], "factor": [1.0, 1.2, 0.8],
         "factor_needed": [1.3, 1.1, 2.4]}
    )  # fmt: skip
    assert _said(schedule_reach=reach, schedule_cover=cover) == (
        "1 of 2 units have a schedule that reaches less than 12 weeks.",
        "1 of 2 units schedule less than their own absence asks for; Ward A most: 1.00 × plan "
        "where 1.30 × is needed.",
        "1 unit has fewer than 10 shifts a week: no margin of their own bears an absence, "
        "somebody has to share it.",
    )


def test_free_time_for_those_who_waited_too_long(english):
    free = pd.DataFrame({"overdue": [30.0, 10.0], "overdue_called": [20.0, 10.0]})
    assert _said(free_time=free) == (
        "Patients who have waited too long need 40 hours; 30 of them fit in free time that is "
        "already scheduled.",
    )


def test_overbooked_weeks_come_first_and_say_what_to_do(english):
    columns = list(RESULTS["overbooked"].columns)
    rows = pd.DataFrame(
        [("A", "2027-W02", "above_schedule", 20.0, 20.0, 9.0, 9.0, 4.0, "hip", 3, 4.0,
          "2027-W05", 0.0, "nurse", 2.0),
         ("A", "2027-W01", "above_schedule", 20.0, 22.0, 0.0, 2.0, 1.0, "hip", 3, 0.0, None,
          2.0, "nurse", 1.0),
         ("A", "2027-W09", "not_scheduled", None, 12.0, 3.0, 12.0, None, None, None, None, None,
          None, "nurse", 2.0),
         ("A", "2027-W03", "above_schedule", 20.0, 24.0, 0.0, 4.0, 3.0, "hip", 3, 2.0, "2027-W07",
          12.0, "nurse", 1.0)],
        columns=columns,
    )  # fmt: skip
    assert _said(overbooked=rows) == (
        "First: 3 weeks are booked above their schedule. Ward A, week 2 2027: 9.0 hours too many. "
        "Rebook 4 patients, lowest priority first, most of them hip (room for all no later than "
        "week 5), or staff 2 shifts (nurse).",
        "12 hours are booked at 1 unit in weeks that no schedule is laid for; first week 9 2027.",
    )
    said = [what_to_do(row, NAMES) for _, row in rows.iloc[1:].iterrows()]
    assert said == [
        "No later week has room to rebook to: staff 1 shift (nurse), or raise the 2.0 hours too "
        "many with the level above.",
        "Lay the schedule: staff 2 shifts (nurse).",
        "Rebook 3 patients, lowest priority first, most of them hip (room for 2 of them no later "
        "than week 7), or staff 1 shift (nurse). When they are rebooked 12 hours too many are "
        "left, which the unit cannot rebook: raise them with the level above, they are a matter "
        "for the plan.",
    ]


def test_three_figures_of_beds_and_how_many_shifts_fall_short(english):
    beds = pd.DataFrame(
        {"week": ["2027-W01", "2027-W01", "2027-W02"], "commission": [20.0, 6.0, 20.0],
         "norm": [18.0, 8.0, 18.0], "open": [17.0, 6.0, 5.0], "short": [0, 3, 9]}
    )  # fmt: skip
    assert _said(beds_open=beds) == (
        "26 beds are commissioned; the staffing norm covers 24, and with the gaps of week 1 2027 "
        "23 can "
        "usually be kept open. 3 shifts at 1 unit fall short of that.",
    )


def test_the_worst_week_is_named_and_the_schedule_s_end_told(english):
    sums = pd.DataFrame(
        {"week": ["2027-W01", "2027-W02", "2027-W03"], "needed": 50.0,
         "unscheduled": [0.0, 0.0, 30.0], "minus": [4.0, 9.0, 0.0], "swapped": [0.0, 2.0, 0.0],
         "pool": [0.0, 1.0, 0.0], "borrowed": [1.0, 3.0, 0.0], "left": [3.0, 3.0, 0.0],
         "overtime": 0.0}
    )  # fmt: skip
    assert _said(gap_sums=sums) == (
        "The worst of 3 weeks is week 2 2027: 9 shifts are unfilled. Swaps within the unit fill "
        "2, the pool 1, other units 3; 3 remain to staff, hire for or close beds for.",
        "Not scheduled: 30 of 150 needed shifts within 3 weeks, first in week 3 2027.",
    )


def _waits(*rows):
    found = pd.DataFrame(rows, columns=["need", "waiting", "within_lower", "within_upper"])
    return found.assign(
        share_lower=found["within_lower"] / found["waiting"],
        share_upper=found["within_upper"] / found["waiting"],
        width=0.0, as_of="2026-10-31", oldest="2026-10-31",
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


def test_counts_told_as_ranges_make_the_lists_uncertain(english):
    waits = _waits(("a", 10.0, 5.0, 5.0), ("b", 30.0, 25.0, 25.0)).assign(width=[3.0, 2.0])
    assert _said(guarantee=waits)[1] == (
        "Some counts on the waiting lists are told as ranges, such as fewer than five: 40 patients "
        "wait, give or take 5; most uncertain is a."
    )


def test_the_age_of_the_oldest_list_is_told(english):
    waits = _waits(("a", 10.0, 5.0, 5.0), ("b", 30.0, 25.0, 25.0))
    waits.loc[1, "oldest"] = "2026-09-30"
    assert _said(guarantee=waits)[1] == (
        "The oldest waiting list that counts is of 30 September 2026, 31 days before the latest."
    )


def test_nothing_is_known(english):
    assert _said() == ("Nothing is known about the weeks ahead.",)


def test_time_that_will_go_unused_is_offered_and_scored(english):
    score = pd.DataFrame({"brier": [0.1, 0.3], "reference": [0.2, 0.25]})
    blocks = pd.DataFrame(
        {"unit": "A", "week": "2027-W05", "hours": 4.0, "probability": [0.75, 0.5, 0.25],
         "to_unit": ["B", "B", None], "need": ["hip", "hip", None]}
    )  # fmt: skip
    assert sentences.unused(blocks, score, names=NAMES) == (
        "Foretold from the past weeks, 1 of 2 units and distances beat saying how often time "
        "usually goes unused.",
        "2 blocks are offered early, 5 hours on average; most likely Ward A in week 5 (75%), to "
        "patients of B: hip.",
    )
    assert sentences.unused(blocks.iloc[2:], score)[1].startswith("No block is so likely")
    assert "booking_history" in sentences.unused(blocks.iloc[:0], score.iloc[:0])[0]
