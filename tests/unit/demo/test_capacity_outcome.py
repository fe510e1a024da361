import pandas as pd


def test_the_year_so_far_is_told_for_every_unit(made):
    found = made["capacity_outcome"]
    assert (found["period"].min(), found["period"].max()) == ("2026-01", "2026-10")
    assert (found.groupby("unit").size() == 10).all()
    assert not found.isna().any(axis=None)


def test_most_units_had_what_they_forecast_and_some_did_not(made):
    sums = made["capacity_outcome"].groupby("unit")[["planned", "available"]].sum()
    off = (sums["available"] / sums["planned"] - 1).abs()
    assert (off < 0.02).sum() > (off > 0.03).sum() > 0


def test_no_more_is_used_than_overtime_allows(made):
    found = made["capacity_outcome"]
    # 5 % above what there was, and a tenth for the rounding of both.
    assert (found["used"] <= 1.05 * found["available"] + 0.2).all()


def test_the_months_of_the_capacity_are_told_for_all_its_staff(made):
    found, capacity = made["resource_outcome"], made["capacity_outcome"]
    assert set(found["period"]) == set(capacity["period"])
    known = made["resources"][made["resources"]["period"] == "2026-01"]
    assert len(found[found["period"] == "2026-01"]) == len(known)


def test_what_was_the_limit_brought_about_the_capacity_there_was(made):
    # Where a profession was to be the limit, what it allows is what there was.
    recipes = made["recipes"]
    rows = made["capacity_outcome"].merge(recipes, on="capacity")
    rows = rows.merge(made["resource_outcome"], on=["unit", "resource", "period"])
    rows = rows.assign(
        before=rows["planned_y"] / rows["amount"], after=rows["available_y"] / rows["amount"]
    )
    sums = rows.groupby(["unit", "period"]).agg(
        before=("before", "min"), after=("after", "min"),
        planned=("planned_x", "first"), available=("available_x", "first"),
    )  # fmt: skip
    by_staff = sums[(sums["before"] / sums["planned"]).between(0.999, 1.001)]
    assert len(by_staff) > len(sums) / 4
    off = (by_staff["after"] / by_staff["available"] - 1).abs()
    assert pd.Series(off < 0.005).mean() > 0.9
