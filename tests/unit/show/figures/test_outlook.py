import pandas as pd

from pkslib.show.figures import outlook
from pkslib.show.names import Names

WEEKS = ["2027-W01", "2027-W02", "2027-W03"]


def _ahead(**changes):
    rows = {
        "unit": "A",
        "week": WEEKS,
        "plan": 100.0,
        "schedule_target": 110.0,
        "scheduled": [110.0, 100.0, 80.0],
        "booked": [90.0, 50.0, 10.0],
        "to_plan": [10.0, 20.0, 30.0],
        "overdue": [25.0, 0.0, 0.0],
    }
    return pd.DataFrame(rows | changes)


def test_the_weeks_tell_reach_and_overdue_hours(english):
    axes = outlook.weeks(_ahead(), "A")
    assert axes.get_title().replace("\n", " ") == (
        "A: the schedule covers the plan in the first 2 of 3 weeks, 25 hours have waited too long"
    )
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == [
        "Production plan", "Schedule target", "Schedule", "Booked", "To plan", "Waited too long",
    ]  # fmt: skip


def test_a_full_schedule_and_no_queue(english):
    title = outlook.weeks(_ahead(scheduled=120.0, overdue=0.0), "A").get_title().replace("\n", " ")
    assert title.endswith("in the first 3 of 3 weeks, nobody has waited too long")


def test_bars_are_stacked_in_hours(english):
    bars = outlook.weeks(_ahead(), "A").patches
    tops = [bar.get_y() + bar.get_height() for bar in bars[6:9]]
    assert tops == [125.0, 70.0, 40.0]


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


def test_beds_open_are_summed_against_the_commission(english):
    beds = pd.DataFrame(
        {"unit": ["A", "B"], "week": "2027-W01", "commission": [10.0, 20.0], "open": [10.0, 14.0]}
    )
    axes = outlook.beds(beds, names=Names({"unit": {"A": "Ward A", "B": "Ward B"}}))
    assert axes.get_title() == "24 of 30 beds can be kept open in week 1 2027"
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Ward B", "Ward A"]


def test_the_guarantee_counts_those_over_the_limit(english):
    rows = pd.DataFrame(
        {"need": ["hip"], "days": [90], "waiting": [40.0], "within": [30.0], "share": [0.75]}
    )
    axes = outlook.guarantee(rows)
    assert axes.get_title() == "75% of 40 waiting patients are within the care guarantee"
    assert [text.get_text() for text in axes.texts] == ["10 of 40 over 90 days"]


def test_weeks_ahead_sum_the_needs(english):
    rows = pd.DataFrame(
        {"need": ["a", "b", "a"], "week": ["2027-W01", "2027-W01", "2027-W02"],
         "passing": [3.0, 4.0, 5.0], "booked": [1.0, None, None]}
    )  # fmt: skip
    title = outlook.guarantee_ahead(rows).get_title()
    assert title == ("All needs: 12 pass the limit in 2 weeks unless treated, most in week 1 2027")


def test_bookings_are_set_against_the_plans_weeks(english):
    bookings = pd.DataFrame({"unit": "A", "need": "y", "week": WEEKS, "booked": [8.0, 4.0, 3.0]})
    plan = pd.DataFrame({"unit": "A", "activity": "x", "week": WEEKS, "target": 10})
    assert outlook.operations(bookings, plan, "A", "x").get_title() == (
        "A, x: 50% of the plan is booked"
    )
