import pandas as pd

from pkslib.show.figures import waiting


def _ahead(**late):
    rows = [
        {"need": "hip", "unit": "", "future": future, "period": period, "waiting": 50.0,
         "waiting_lower": 40.0, "waiting_upper": 60.0,
         "overdue_lower": lower, "overdue": lower, "overdue_upper": upper}
        for future, (lower, upper) in late.items()
        for period in (["2026-12"] if future == "carried" else ["2027-01", "2027-02"])
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_where_the_list_ends_in_each_future_is_the_heading(english):
    rows = _ahead(carried=(9, 9), as_lately=(20, 20), plan=(30, 34), guarantee=(5, 5))
    assert waiting.futures(rows, "hip").get_title().replace("\n", " ") == (
        "hip: have waited too long at the end of the year: 20 as lately, 30–34 by plan, "
        "5 for the guarantee"
    )


def test_before_there_is_a_plan_two_futures_are_told(english):
    title = waiting.futures(_ahead(as_lately=(20, 20), guarantee=(5, 5)), "hip").get_title()
    assert "by plan" not in title


def _goal(**columns):
    same = {"unit": "", "by": "2027-06-30", "share": 0.9, "lately": [10.0, 8.0]}
    return pd.DataFrame({"need": ["hip", "eye"]} | same | columns)


def test_what_the_guarantee_takes_beside_the_pace_of_late(english):
    axes = waiting.goal(_goal(needed_lower=[12.0, 7.0], needed_upper=[14.0, 7.5]))
    assert axes.get_title().replace("\n", " ") == (
        "1 of 2 waiting lists need more than lately for 90% within the guarantee"
    )
    assert [text.get_text() for text in axes.texts] == ["2–4 more a week", "enough is treated"]


def test_the_error_of_the_back_test_is_told(english):
    # 4 and 2 points; 6 of 200 who came and nothing of 100.
    rows = pd.DataFrame(
        {"need": ["hip", "eye"], "unit": "", "late_before": 0.2, "late_expected": [0.36, 0.18],
         "late_seen": [0.4, 0.2], "late_with_flows": [0.39, 0.2], "inflow": [200.0, 100.0],
         "expected": [44.0, 30.0], "seen": [50.0, 30.0]}
    )  # fmt: skip
    assert waiting.backtest(rows).get_title().replace("\n", " ") == (
        "The model missed the late share by 3.0 percentage points, and the list by 1.5% of those "
        "who came in the year"
    )
