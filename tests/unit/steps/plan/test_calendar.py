import numpy as np
import pytest

from pkslib.settings import Plan
from pkslib.steps.plan.calendar import days_of, laid_out


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
