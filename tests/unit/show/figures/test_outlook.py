import numpy as np
import pandas as pd

from pkslib.show.figures import outlook
from pkslib.show.names import Names

WEEKS = ["2027-W01", "2027-W02", "2027-W03"]


def _ahead(**changes):
    rows = {
        "unit": "A",
        "week": WEEKS,
        "plan": 100.0,
        "kept": 0.0,
        "schedule_target": 110.0,
        "scheduled": [110.0, 100.0, 80.0],
        "booked": [90.0, 50.0, 10.0],
        "to_plan": [10.0, 20.0, 30.0],
        "overdue": [25.0, 0.0, 0.0],
    }
    return pd.DataFrame(rows | changes)


def _reach(goal=2, variation=0.25):
    return pd.DataFrame({"unit": ["A"], "goal": goal, "variation": variation})


def test_the_weeks_tell_how_far_the_schedule_is_laid_and_overdue_hours(english):
    axes = outlook.weeks(_ahead(scheduled=[110.0, 90.0, None]), _reach(), "A")
    assert axes.get_title().replace("\n", " ") == (
        "A: the schedule is laid 2 weeks ahead (goal 2) and meets the plan in 1 of them; 25 hours "
        "have waited too long"
    )
    assert "Bookings vary by 25% of their mean" in axes.get_title(loc="left")
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == [
        "Booked", "To plan", "Waited too long", "Plan", "Target 1.10 × plan", "Schedule",
    ]  # fmt: skip
    assert [text.get_text() for text in axes.texts] == ["25 h", "goal 2 weeks", "schedule ends"]


def test_a_full_schedule_and_no_queue(english):
    axes = outlook.weeks(_ahead(scheduled=120.0, overdue=0.0), _reach(variation=None), "A")
    assert axes.get_title().replace("\n", " ").endswith("in 3 of them; nobody has waited too long")
    assert "vary" not in axes.get_title(loc="left")
    assert "schedule ends" not in [text.get_text() for text in axes.texts]


def test_no_schedule_is_said_so(english):
    title = outlook.weeks(_ahead(scheduled=np.nan), _reach(), "A").get_title()
    assert title.startswith("A: no schedule is laid; 25 hours")


def test_bars_are_stacked_in_hours(english, bars):
    _, _, overdue = outlook.weeks(_ahead(), _reach(), "A").collections
    assert [bar.y1 for bar in bars(overdue)] == [125.0, 70.0, 40.0]


def test_what_is_kept_for_acute_care_stands_below_what_is_booked(english, bars):
    axes = outlook.weeks(_ahead(kept=30.0), _reach(), "A")
    kept, booked, *_ = axes.collections
    assert [bar.y1 for bar in bars(kept)] == [30.0] * 3
    assert [bar.y1 for bar in bars(booked)] == [120.0, 80.0, 40.0]


def test_a_bar_far_above_the_others_is_cut_and_says_how_tall_it_is(english):
    axes = outlook.weeks(_ahead(overdue=[900.0, 0.0, 0.0]), _reach(goal=5), "A")
    assert axes.get_ylim()[1] < 200
    assert [text.get_text() for text in axes.texts] == ["900 h"]


def test_the_goal_is_marked_where_the_weeks_reach_it(english):
    for goal, marked in ((2, True), (5, False)):
        words = [text.get_text() for text in outlook.weeks(_ahead(), _reach(goal), "A").texts]
        assert (f"goal {goal} weeks" in words) == marked


def test_the_region_shows_what_each_week_lacks_and_where_nothing_is_scheduled(english):
    rows = pd.concat([_ahead(), _ahead(unit="B", scheduled=[100.0, None, None], overdue=0.0)])
    reach = pd.DataFrame({"unit": ["A", "B"], "reach": [2, 1], "goal": [3, 3]})
    axes = outlook.region(rows, reach)
    assert axes.get_title() == (
        "2 of 2 units have a schedule that covers the plan in fewer than 3 weeks"
    )
    assert [text.get_text() for text in axes.texts] == [
        "20", "–", "–", "2 w., 25 h", "1 w., 0 h", "reach, overdue",
    ]  # fmt: skip


def test_free_hours_and_who_does_not_fit(english):
    rows = pd.DataFrame(
        {"unit": ["A", "B", "C"], "overdue": [50.0, 5.0, 0.0], "free": [20.0, 30.0, 10.0],
         "overdue_called": [20.0, 5.0, 0.0], "to_plan_called": [0.0, 10.0, 0.0],
         "unused": [0.0, 15.0, 10.0], "left": [30.0, 0.0, 0.0],
         "gone": [None, "2027-W03", None]}
    )  # fmt: skip
    axes = outlook.free(rows)
    assert axes.get_title().replace("\n", " ") == (
        "60 free hours; 58% can be filled, 30 overdue hours do not fit"
    )
    words = [text.get_text() for text in axes.texts]
    assert words == ["30 h do not fit", "all overdue by week 3", "nobody overdue"]


def test_a_schedule_against_what_absence_asks_for(english):
    rows = pd.DataFrame(
        {"unit": ["A", "B"], "factor": [1.0, 1.2], "factor_needed": [1.2, 1.1],
         "covered": [0.5, 0.95], "covered_target": [0.8, 0.92]}
    )  # fmt: skip
    axes = outlook.cover(rows)
    assert axes.get_title().replace("\n", " ") == (
        "With 1.10 × plan 1 of 2 units cover the plan with 90% certainty"
    )
    assert [text.get_text() for text in axes.texts] == ["50%", "95%"]


def _gap_list():
    rows = [
        ("A", "nurse", 1, "day", 5.0, 3.0, 0.0, 2.0),
        ("A", "nurse", 2, "day", 5.0, 6.0, 1.0, 0.0),
        ("A", "nurse", 1, "night", 2.0, 2.0, 0.0, 0.0),
        ("A", "doctor", 1, "day", 1.0, 1.0, 0.0, 0.0),
    ]
    columns = ["unit", "resource", "weekday", "shift", "needed", "scheduled", "plus", "minus"]
    return pd.DataFrame(rows, columns=columns).assign(week="2027-W01")


def test_the_gap_list_keeps_plus_and_minus_apart(english):
    axes = outlook.shifts(_gap_list())
    assert axes.get_title() == "Nurse, week 1 2027: 2 too few and 1 too many, shift by shift"
    assert [text.get_text() for text in axes.texts] == ["−2", "+1", "+1", "−2"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["A   day", "night"]
    assert [tick.get_text() for tick in axes.get_xticklabels()][-2:] == ["plus", "minus"]


def test_the_gap_list_tells_the_beds_beside(english):
    beds = pd.DataFrame({"unit": ["A"], "week": "2027-W01", "commission": [20.0], "open": [14.0]})
    words = [text.get_text() for text in outlook.shifts(_gap_list(), beds_open=beds).texts]
    assert words[-2:] == ["beds", "14 / 20"]


def test_days_without_a_schedule_are_hatched_not_blank(english):
    ended = _gap_list()
    ended.loc[1, ["scheduled", "plus", "minus"]] = np.nan
    axes = outlook.shifts(ended)
    assert axes.get_title(loc="left").endswith("Hatched: not scheduled.")
    assert [patch.get_xy() for patch in axes.patches] == [(0.5, -0.5)]
    assert "Hatched" not in outlook.shifts(_gap_list()).get_title(loc="left")


def test_the_strip_names_the_worst_week_and_where_the_schedule_ends(english):
    sums = pd.DataFrame(
        {"unit": ["A", "A", "A", "B", "B"], "week": [*WEEKS, *WEEKS[:2]], "needed": 20.0,
         "unscheduled": [0.0, 0.0, 20.0, 0.0, 0.0], "minus": [3.0, 5.0, 0.0, 1.0, 0.0]}
    )  # fmt: skip
    axes = outlook.strip(sums)
    assert axes.get_title().replace("\n", " ") == (
        "Most is missing in week 2 2027: 5 shifts; from week 3 shifts are not scheduled yet"
    )
    assert [text.get_text() for text in axes.texts] == ["3", "5", "1"]
    assert [patch.get_xy() for patch in axes.patches] == [(1.5, -0.5)]


def test_beds_are_told_by_commission_norm_and_usual_level(english):
    beds = pd.DataFrame(
        {"unit": ["A", "B"], "week": "2027-W01", "commission": [10.0, 20.0], "norm": [12.0, 16.0],
         "open": [10.0, 14.0], "short": [0, 3], "lowest": [10.0, 0.0], "resource": "nurse",
         "weekday": 6, "shift": "night"}
    )  # fmt: skip
    axes = outlook.beds(beds, names=Names({"unit": {"A": "Ward A", "B": "Ward B"}}))
    assert axes.get_title().replace("\n", " ") == (
        "30 beds in the commission, 26 by the norm; in week 1 2027 24 can usually be kept open"
    )
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Ward B", "Ward A"]
    assert [text.get_text() for text in axes.texts] == [
        "14 / 20; 3 shifts below, Sat night 0", "10 / 10",
    ]  # fmt: skip


def _within(lower, upper):
    return pd.DataFrame(
        {"need": ["hip"], "days": [90], "waiting": [40.0], "within_lower": lower,
         "within_upper": upper, "share_lower": lower / 40, "share_upper": upper / 40}
    )  # fmt: skip


def test_the_guarantee_counts_those_over_the_limit(english):
    axes = outlook.guarantee(_within(30.0, 30.0))
    assert axes.get_title() == "75% of 40 waiting patients are within the care guarantee"
    assert [text.get_text() for text in axes.texts] == ["10 of 40 over 90 days"]


def test_a_list_with_a_band_across_the_limit_gives_a_range(english):
    axes = outlook.guarantee(_within(18.0, 28.0))
    assert axes.get_title() == "45–70% of 40 waiting patients are within the care guarantee"
    assert [text.get_text() for text in axes.texts] == ["12–22 of 40 over 90 days"]
    axes = outlook.guarantee(_within(0.0, 37.0))
    title = axes.get_title().replace("\n", " ")
    assert title == "The waiting lists cannot tell who is within the care guarantee"


def test_weeks_ahead_sum_the_needs(english):
    rows = pd.DataFrame(
        {"need": ["a", "b", "a", "a"], "passing": [3.0, 4.0, 5.0, 0.0],
         "week": ["2027-W01", "2027-W01", "2027-W02", "2027-W03"],
         "booked": [None, None, 6.0, 0.0], "passing_booked": [1.0, 4.0, 0.0, 0.0]}
    )  # fmt: skip
    axes = outlook.guarantee_ahead(rows)
    assert axes.get_title(loc="left").endswith("Bookings begin in week 2 2027.")
    assert axes.get_title().replace("\n", " ") == (
        "All needs: 5 pass the limit although bookings are kept, 12 if nobody were treated"
    )
    assert len(axes.get_xticks()) == 2


def test_operations_are_set_against_what_can_be_booked(english):
    rows = pd.DataFrame(
        {"unit": "A", "week": WEEKS, "plan": 10.0, "bookable": 8.0, "booked": [8.0, 4.0, 3.0]}
    )
    axes = outlook.operations(rows, "A")
    assert axes.get_title() == (
        "A: from week 3 2027 less than half of the plan is booked; 62% in all"
    )
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == ["Plan", "Plan, acute: not booked ahead", "Booked"]


def test_operations_booked_as_far_as_weeks_go(english):
    rows = pd.DataFrame(
        {"unit": "A", "week": WEEKS, "plan": 10.0, "bookable": 8.0, "booked": [8.0, 6.0, 4.0]}
    )
    assert outlook.operations(rows, "A").get_title().replace("\n", " ") == (
        "A: at least half of the plan is booked in every week, 75% in all"
    )


def test_operations_beyond_the_plan(english):
    rows = pd.DataFrame({"unit": ["A"], "week": "2028-W01", "plan": 0.0, "bookable": 0.0,
                         "booked": [7.0]})  # fmt: skip
    assert outlook.operations(rows, "A").get_title() == "A: 7 booked, no plan yet"
