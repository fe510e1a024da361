"""Laws of periods that hold for every date."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pkslib import periods

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
KINDS = st.sampled_from(periods.RESOLUTIONS)


@given(DAYS, KINDS)
def test_a_day_lies_in_its_period(day, kind):
    label = periods.label_of(day, kind)
    assert periods.start(label) <= day <= periods.end(label)
    assert periods.resolution(label) == kind
    assert periods.canonical(label) == label


@given(DAYS, KINDS, st.integers(-60, 60))
def test_shifting_there_and_back_changes_nothing(day, kind, steps):
    label = periods.label_of(day, kind)
    assert periods.shift(periods.shift(label, steps), -steps) == label


@given(DAYS, KINDS)
def test_periods_follow_each_other_without_a_gap(day, kind):
    label = periods.label_of(day, kind)
    after = periods.following(label, 1)[0]
    assert (periods.start(after) - periods.end(label)).days == 1
    assert after > label


@given(st.integers(1990, 2099))
def test_the_parts_of_a_year_cover_it(year):
    for kind in ("quarter", "month", "day"):
        covered = sum(map(periods.days, periods.within_year(year, kind)))
        assert covered == periods.days(str(year))


@given(DAYS)
def test_overlaps_of_months_add_up_to_the_week(day):
    week = periods.label_of(day, "week")
    months = {periods.label_of(d, "month") for d in (periods.start(week), periods.end(week))}
    assert sum(periods.overlap(week, month) for month in months) == 7
