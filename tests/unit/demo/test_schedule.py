import pandas as pd
import pytest

from pkslib.demo.care import RECIPES, SHIFTS


def test_needed_is_beds_by_ratio(made):
    wards = made["staffing"].dropna(subset="beds")
    wanted = (wards["beds"] / wards["patients_per_person"]).round().clip(lower=1)
    assert (wards["needed"] == wanted).all()


def test_wards_are_staffed_every_day_and_clinics_on_weekdays(made):
    staffing = made["staffing"]
    days = staffing.groupby([staffing["beds"].notna(), "unit"])["weekday"].nunique()
    assert set(days[True]) == {7}
    assert set(days[False]) == {5}


def test_ward_schedules_reach_eight_weeks(made):
    rows = made["schedule"].query("unit == '06-1-STR' and resource == 'sjuksköterska'")
    assert (rows["date"].min(), rows["date"].max()) == ("2026-11-16", "2027-01-10")
    assert len(rows) == 56 * 3


def test_scheduled_hours_make_about_the_beds_that_staff_allows(made):
    rows = made["schedule"].query("unit == '06-1-LUN1' and resource == 'sjuksköterska'")
    rows = rows[rows["date"] < "2026-12-14"]
    hours = (rows["scheduled"] * rows["shift"].map(SHIFTS)).sum()
    beds = hours / RECIPES["bed_day"]["sjuksköterska"] / 28
    commission = made["staffing"].query("unit == '06-1-LUN1'")["beds"].iloc[0]
    assert beds == pytest.approx(commission, rel=0.15)


def test_gaps_go_both_ways(made):
    weekday = pd.to_datetime(made["schedule"]["date"]).dt.day_of_week + 1
    both = (
        made["schedule"]
        .assign(weekday=weekday)
        .merge(made["staffing"], on=["unit", "resource", "weekday", "shift"])
    )
    less = both["scheduled"] - both["needed"]
    assert 0.01 < (less > 0).mean() < (less < 0).mean() < 0.15


def test_clinics_reach_as_far_as_they_have_come(made):
    day = made["schedule"].query("resource == 'läkare'")
    weeks = day.groupby("unit")["date"].nunique() / 5
    assert weeks.min() <= 6
    assert weeks.max() >= 9


def test_nobody_is_scheduled_at_a_clinic_on_a_holiday(made):
    clinics = made["schedule"].query("resource == 'läkare'")
    assert not clinics["date"].isin(["2026-12-24", "2026-12-25", "2027-01-06"]).any()
