import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Plan
from pkslib.steps.plan.layout import Layout, days_of, laid_out

KEYS = pd.DataFrame({"unit": ["A"], "activity": ["visit"]})


def _layout(kind, acute, elective):
    labels = periods.within_year(2027, kind)
    amounts = (np.full((1, len(labels)), amount) for amount in (acute, elective))
    return Layout(KEYS, *amounts, labels, days_of(labels, Plan()))


@pytest.mark.parametrize("kind", ["year", "quarter", "month", "week"])
def test_all_parts_add_up_to_the_year(kind):
    layout = _layout(kind, 10.3, 7.77)
    targets = layout.targets(2027).set_index("period")["target"]
    year = targets["2027"]
    count = {"year": 1, "quarter": 4, "month": 12, "week": 52}[kind]
    assert year == round(18.07 * count)
    parts = [targets.drop("2027"), layout.plan()["target"], layout.weeks()["target"]]
    assert [part.sum() for part in [*parts, layout.weekdays()["target"]]] == [year] * 4
    assert len(layout.plan()) == count


def test_months_add_up_to_their_quarters():
    layout = _layout("month", 10.3, 7.77)
    quarter = layout.plan()["period"].map(lambda label: periods.coarser(label, "quarter"))
    months = layout.plan()["target"].groupby(quarter).sum()
    targets = layout.targets(2027).set_index("period")["target"]
    assert months.to_dict() == targets.drop("2027").to_dict()


def test_elective_care_is_not_planned_on_weekends():
    days = _layout("month", 0, 100).weekdays().set_index("weekday")["target"]
    assert days[[6, 7]].tolist() == [0, 0]
    assert days[[1, 2, 3, 4, 5]].min() > 200


def test_acute_care_is_even_over_all_days():
    # 365 a year, one a day: 52 of each weekday, and the 53rd Friday.
    layout = _layout("year", 365, 0)
    assert layout.weekdays()["target"].tolist() == [52, 52, 52, 52, 53, 52, 52]
    weeks = layout.weeks().set_index("week")["target"]
    # 1 to 3 January 2027 belong to the last week of 2026: only these three days are counted.
    assert weeks["2026-W53"] == 3
    assert weeks["2027-W01"] == 7
    assert weeks["2027-W52"] == 5


def test_a_year_is_divided_between_quarters_by_days():
    targets = _layout("year", 365, 0).targets(2027).set_index("period")["target"]
    assert targets.drop("2027").tolist() == [90, 91, 92, 92]


def test_units_and_activities_stand_apart():
    # Eleven operations a month at A, twenty visits at B: 132 and 240 a year; 52 of 365 days are
    # Sundays, on which acute visits go on: 34.
    keys = pd.DataFrame({"unit": ["A", "B"], "activity": ["operation", "visit"]})
    labels = periods.within_year(2027, "month")
    acute, elective = np.full((2, 12), [[0.0], [20.0]]), np.full((2, 12), [[11.0], [0.0]])
    layout = Layout(keys, acute, elective, labels, days_of(labels, Plan()))
    targets = layout.targets(2027)
    year = targets[targets["period"] == "2027"]
    assert year[["unit", "activity", "target"]].to_numpy().tolist() == [
        ["A", "operation", 132], ["B", "visit", 240],
    ]  # fmt: skip
    plan = layout.plan()
    assert plan.groupby("unit")["target"].unique().map(list).to_dict() == {"A": [11], "B": [20]}
    weekend = layout.weekdays().query("weekday == 7").set_index("unit")["target"]
    assert weekend.to_dict() == {"A": 0, "B": 34}


def test_january_2027():
    # New Year's Day and Epiphany are free: 21 weekdays − 2 = 19 open days.
    days = days_of(["2027-01"], Plan())
    assert days.open_days().tolist() == [19]
    assert days.weekday[:3].tolist() == [5, 6, 7]
    assert days.week[0] == "2026-W53"


def test_summer_counts_by_its_share_and_holidays_not_at_all():
    # July 2027 has 22 weekdays, all in weeks 26 to 30, which are open to 60 %: 13.2.
    assert days_of(["2027-07"], Plan()).open_days().tolist() == pytest.approx([22 * 0.6])


def test_the_summer_closing_is_from_the_monday_of_its_first_week_to_the_sunday_of_its_last():
    # 1 and 2 July are in week 26; weeks 27 to 30 are 20 of July's weekdays; August has 22.
    settings = Plan(summer_from=27, summer_to=30, summer_share=0.25)
    assert days_of(["2027-07", "2027-08"], settings).open_days().tolist() == [2 + 20 * 0.25, 22]


def test_each_period_is_shared_out_whole():
    days = days_of(["2027-01", "2027-02"], Plan())
    spans, share = laid_out(days, days.week, days.open)
    assert share.sum(axis=1).tolist() == pytest.approx([1, 1])
    # Week 1 has 4 of January's 19 open days (Epiphany is free).
    assert share[0, spans.index("2027-W01")] == pytest.approx(4 / 19)
    # The first open days of 2027 are in week 1; the days of 2026-W53 are a holiday and a weekend.
    assert share[0, spans.index("2026-W53")] == 0


def test_a_period_without_open_days_is_even_over_all():
    days = days_of(["2027-W52"], Plan())
    _, share = laid_out(days, [str(day) for day in days.weekday], np.zeros(7))
    assert share.tolist() == [pytest.approx([1 / 7] * 7)]
