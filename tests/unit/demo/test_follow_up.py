from pkslib import periods
from pkslib.tables.inputs.follow_up import INDICATORS


def test_indicators_are_known_and_have_goals(made):
    assert set(made["indicators"]["indicator"]) <= set(INDICATORS)
    assert set(made["goals"]["indicator"]) == set(made["indicators"]["indicator"])


def test_actions_are_at_all_stages_but_dropped(made):
    assert set(made["actions"]["status"]) == {"open", "ongoing", "done"}
    assert made["actions"]["deviation"].str.startswith("hours ").all()


def test_full_wards_are_crowded_and_others_are_not(made):
    rows = made["crowding"].merge(made["capacity_outcome"], on=["unit", "period"])
    occupancy = rows["used"] / rows["available"]
    assert (rows.loc[occupancy < 0.9, "over_capacity"] == 0).all()
    assert rows.loc[occupancy > 0.97, "over_capacity"].mean() > 2
    assert rows["over_capacity"].mean() < 6


def test_the_country_stands_once(made):
    assert (made["national"]["region"] == "00").sum() == made["national"]["indicator"].nunique()
    assert made["national"]["source"].str.startswith("påhittad").all()


def test_units_expect_about_what_they_do(made):
    said = made["unit_forecasts"].query("on < '2026'")
    done = made["production"].dropna(subset="count")
    both = said.merge(done, on=["unit", "activity", "period"])
    # Ten months have come since, and what was said then knew none of them.
    assert both.groupby(["unit", "activity"]).size().eq(10).all()
    sums = both.groupby(["unit", "activity"])[["mean", "count"]].sum()
    assert (sums["mean"] / sums["count"]).between(0.75, 1.25).all()


def test_units_say_what_they_expect_once_a_period_and_before_it_is_over(made):
    said = made["unit_forecasts"]
    assert not said.duplicated(["unit", "activity", "period"]).any()
    assert (said["on"].str[:7] <= said["period"]).all()
    assert set(said.query("on > '2026'")["period"]) == set(periods.between("2026-11", "2027-12"))
