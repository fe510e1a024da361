import pandas as pd
import pytest

from pkslib.demo.care import RECIPES, SHIFTS


def test_needed_is_beds_by_ratio(made):
    wards = made["staffing"].dropna(subset="beds")
    wanted = (wards["beds"] / wards["patients_per_person"]).round().clip(lower=1)
    assert (wards["needed"] == wanted).all()


def test_wards_are_staffed_every_day_and_clinics_on_weekdays(made):
    staffing = made["staffing"]
    always = staffing["beds"].notna() | staffing["unit"].str.endswith("AKM")
    days = staffing.groupby([always, "unit"])["weekday"].nunique()
    assert set(days[True]) == {7}
    assert set(days[False]) == {5}


def test_fewer_are_needed_at_weekends(made):
    needed = made["staffing"].query("unit == '06-1-AKM'").groupby("weekday")["needed"].sum()
    # As patients come: most on Mondays, fewer in mid-week, fewest on Sundays.
    assert needed[7] < needed[4] < needed[1]
    helpers = made["staffing"].query("unit == '06-1-GER' and resource == 'undersköterska'")
    needed = helpers.groupby("weekday")["needed"].sum()
    assert needed[7] < needed[1]


def test_the_whole_theatre_team_is_scheduled(made):
    team = {
        *("operationssjuksköterska", "anestesisjuksköterska"),
        *("kirurg", "anestesiläkare", "undersköterska"),
    }
    for table in ("staffing", "schedule"):
        assert set(made[table].query("unit == '06-1-OP'")["resource"]) == team


def test_ward_schedules_end_unevenly(made):
    rows = made["schedule"].query("resource == 'sjuksköterska' and shift == 'night'")
    days = rows.groupby("unit")["date"].agg(["min", "nunique"])
    assert set(days["min"]) == {"2026-11-16"}
    assert set(days["nunique"]) <= {35, 42, 56, 70}
    assert len(set(days["nunique"])) > 1


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
    day = made["schedule"].query("resource == 'läkare' and not unit.str.endswith('AKM')")
    weeks = day.groupby("unit")["date"].nunique() / 5
    assert weeks.min() <= 6
    assert weeks.max() >= 9


def test_nobody_is_scheduled_at_a_clinic_on_a_holiday(made):
    clinics = made["schedule"].query("resource == 'läkare' and not unit.str.endswith('AKM')")
    assert not clinics["date"].isin(["2026-12-24", "2026-12-25", "2027-01-06"]).any()
