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
