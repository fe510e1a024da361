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
    year = made["production"].dropna(subset="count").query("period >= '2026-01'")
    mean = year.groupby(["unit", "activity"])["count"].mean().rename("done").reset_index()
    both = made["unit_forecasts"].merge(mean, on=["unit", "activity"])
    assert (both["mean"] / both["done"]).between(0.85, 1.2).all()
