import datetime

import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Queue
from pkslib.steps.need.queue import ahead, goals, lists, reliefs

NEEDS = pd.DataFrame({"need": ["hip", "eye"], "guarantee_days": [90.0, np.nan]})
EVEN = Queue(in_order=1.0)
NOBODY = pd.DataFrame({"need": ["hip", "eye"], "leaving": [0.0, 0.0]})


def _waiting(as_of="2026-12-31", over=70.0):
    rows = [("hip", as_of, 0, 90, 130.0), ("hip", as_of, 91, None, over), ("eye", as_of, 0, 9, 5.0)]
    found = pd.DataFrame(rows, columns=["need", "as_of", "days_from", "days_to", "patients"])
    return found.assign(region="99", unit=None).astype({"unit": "str"})


@pytest.fixture
def forecast():
    """One new patient a day and need."""
    labels = periods.between("2026-11", "2027-12")
    rows = pd.DataFrame({"need": np.repeat(["hip", "eye"], len(labels)), "period": labels * 2})
    return rows.assign(mean=rows["period"].map(periods.days).astype(float))


def test_a_list_is_brought_within_the_guarantee_by_a_date(forecast):
    # 10 weeks from New Year to 11 March: 130 of the list (10 a week) pass the limit in 13 weeks,
    # 100 of them by then, beside the 70 who have already: 170 less what is treated may be a tenth
    # of 200 + 70 new less what is treated: 0.9 c = 170 − 27, c = 158.9, 15.9 a week.
    settings = Queue(in_order=1.0, by=datetime.date(2027, 3, 11))
    found = lists(_waiting(), NEEDS, forecast, NOBODY, 2027)
    row = goals(found, settings, "99", 2027).squeeze()
    assert (row["need"], row["by"], row["waiting"]) == ("hip", "2027-03-11", 200)
    assert (row["within"], row["arrivals"]) == (0.65, pytest.approx(7))
    assert row["needed"] == pytest.approx((170 - 27) / 0.9 / 10, rel=1e-6)
    assert row["extra"] == pytest.approx(row["needed"] - 7)
    # Kingman at the mean wait of a quarter of 13 weeks: 7 + 4 / (90 / 7).
    assert row["steady"] == pytest.approx(7 + 4 * 7 / 90)


def test_the_lists_of_all_units_go_ahead_together(forecast):
    # B's 60 of September stand as they are when A takes its list; a band across 90 days does not
    # tell who is within.
    rows = pd.concat([
        _waiting(over=0.0).assign(unit="A"), _waiting("2026-11-30").assign(unit="B"),
        _waiting("2026-11-30", over=999.0).assign(unit="A"),
    ])  # fmt: skip
    (found,) = lists(rows, NEEDS, forecast, NOBODY, 2027)
    assert found.waiting.sum() == pytest.approx(130 + 200)
    assert found.weeks[0] == datetime.date(2027, 1, 1)
    assert goals([found], EVEN, "99", 2027)["within"].tolist() == [pytest.approx(260 / 330)]
    wide = rows.assign(days_to=rows["days_to"].replace(90, 120))
    (found,) = lists(wide, NEEDS, forecast, NOBODY, 2027)
    assert goals([found], EVEN, "99", 2027)["within"].isna().all()


def test_both_courses_tell_what_comes_and_goes(forecast):
    settings = Queue(in_order=1.0, by=datetime.date(2027, 3, 11))
    found = lists(_waiting(), NEEDS, forecast, NOBODY, 2027)
    rows = ahead(found, goals(found, settings, "99", 2027), settings, 2027)
    assert set(rows["course"]) == {"as many treated as come", "goal reached by the date"}
    for _, course in rows.groupby("course"):
        change = course["inflow"] - course["treated"] - course["left"]
        np.testing.assert_allclose(course["waiting"], 200 + change.cumsum())
    as_now = rows[rows["course"] == "as many treated as come"]
    np.testing.assert_allclose(as_now["waiting"], 200)


def test_months_are_calendar_months(forecast):
    # One comes each day and one is treated: 28 in February and 31 in March, not 4 or 5 weeks.
    found = lists(_waiting("2026-10-31"), NEEDS, forecast, NOBODY, 2027)
    rows = ahead(found, goals(found, EVEN, "99", 2027), EVEN, 2027)
    as_now = rows[rows["course"] == "as many treated as come"].set_index("period")
    assert as_now.index.tolist() == periods.between("2026-11", "2027-12")
    days = [periods.days(month) for month in as_now.index]
    np.testing.assert_allclose(as_now["inflow"], days)
    np.testing.assert_allclose(as_now["treated"], days)
    # Of 130 spread over 0–90 days 30/91 pass the limit in November, and 30 are treated of the 70.
    assert as_now.loc["2026-11", "overdue"] == pytest.approx(70 + 130 * 30 / 91 - 30)


def test_until_the_year_begins_as_many_are_treated_as_come(forecast):
    found = lists(_waiting("2026-10-31"), NEEDS, forecast, NOBODY, 2027)
    row = goals(found, EVEN, "99", 2027).squeeze()
    assert row["waiting"] == pytest.approx(200)
    # 9 weeks and 63 treated take nearly all of the 70; 90 more passed the limit.
    assert row["within"] == pytest.approx(1 - (70 + 90 - 63) / 200)


def test_relief_follows_the_goal_until_its_date(forecast):
    expected = pd.DataFrame({"need": "hip", "period": ["2027-01", "2027-03", "2027-04"]})
    goal = pd.DataFrame({"need": ["hip"], "extra": [7.0]})
    queue = pd.DataFrame({"need": ["hip"], "relief": [-3.0]})
    chosen = Queue(work_down=True, by=datetime.date(2027, 3, 11))
    assert reliefs(expected, queue, goal, chosen).tolist() == [31, 11, 0]
    assert reliefs(expected, queue, goal, Queue(work_down=True)).tolist() == [0, 0, 0]
    longer = queue.assign(relief=3.0)
    assert reliefs(expected, longer, goal, Queue(work_down=True)).tolist() == [3, 3, 3]
    assert reliefs(expected, longer, goal, Queue()).tolist() == [0, 0, 0]


def test_no_list_has_no_goal(forecast):
    found = lists(_waiting().iloc[:0], NEEDS, forecast, NOBODY, 2027)
    goal = goals(found, EVEN, "99", 2027)
    assert goal.empty
    assert ahead(found, goal, EVEN, 2027).empty


def test_each_list_loses_its_own_share(forecast):
    # The first week: 7 come to 200, a tenth of the 207 leave and 7 are treated: 200 − 20.7 are
    # left. The list of 25 December has that week in its first month, whole.
    limits = NEEDS.assign(guarantee_days=90.0)
    leaving = NOBODY.assign(leaving=[0.1, 0.0])
    (found,) = lists(_waiting("2026-12-24"), limits, forecast, leaving, 2027)
    months = found.by_month(EVEN, found.arrivals, 2027).groupby("need").first()
    assert months.loc["hip", ["left", "waiting"]].tolist() == pytest.approx([20.7, 179.3])
    assert months.loc["eye", ["left", "waiting"]].tolist() == pytest.approx([0, 5])
    (found,) = lists(_waiting(), limits, forecast, leaving, 2027)
    needed = goals([found], EVEN, "99", 2027).set_index("need")["needed"]
    (nobody,) = lists(_waiting(), limits, forecast, NOBODY, 2027)
    assert needed["hip"] < goals([nobody], EVEN, "99", 2027).set_index("need")["needed"]["hip"]
