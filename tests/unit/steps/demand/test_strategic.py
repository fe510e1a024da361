import pandas as pd
import pytest

from pkslib.forecast import decided, forecast_sums
from pkslib.steps.demand import population, strategic


def _years(tables, how, expectation, used):
    known = decided.known(tables["demand"], how)
    sums = forecast_sums(known.history, 14, tier="fast", **known.options)
    return strategic.years(known, sums, 2027, expectation, used), sums


def test_four_years_from_the_planning_year_on(tables, how):
    found, sums = _years(tables, how(), None, used=False)
    assert found["period"].unique().tolist() == ["2027", "2028", "2029", "2030"]
    assert found["driven"].isna().all()
    both = found.merge(sums, on=["series", "period"])
    assert both["mean_x"].tolist() == pytest.approx(both["mean_y"].tolist())
    assert both["upper_80_x"].tolist() == pytest.approx(both["upper_80_y"].tolist())


def test_years_are_in_proportion_to_the_sums_of_the_planning_year():
    # The planning year's own sum is 120, not 100: 220 after it becomes 264. The years of a need
    # without a sum, or with nobody in the planning year, stay as they are.
    rows = pd.DataFrame({
        "series": ["hip", "hip", "knee", "none", "none"],
        "period": ["2027", "2028", "2028", "2027", "2028"],
        "mean": [100.0, 220.0, 50.0, 0.0, 7.0],
    })  # fmt: skip
    sums = pd.DataFrame({"series": ["hip", "hip", "none"], "period": ["2027", "2027-Q1", "2027"],
                         "mean": [120.0, 31.0, 0.0]})  # fmt: skip
    found = strategic._agreeing(rows, sums, 2027)
    assert found["mean"].tolist() == pytest.approx([120, 264, 50, 0, 7])


def test_the_population_carries_the_long_horizon(tables, persons, rates, how):
    size = population.expectation({**tables, "population": persons, "rates": rates}, 2027)
    found, _ = _years(tables, how(), size, used=True)
    hip = found.query("series == 'hip'").set_index("period")
    assert hip.loc["2030", "mean"] / hip.loc["2027", "mean"] == pytest.approx(1.04**3, rel=0.01)
    assert (found["mean"] == found["driven"]).all()


def test_the_population_carries_the_years_after_one_that_it_did_not_help(
    tables, persons, rates, how
):
    # The planning year is as without it, the three years after it grow as the population does; a
    # projection that ends before them is not gone by.
    size = population.expectation({**tables, "population": persons, "rates": rates}, 2027)
    found, sums = _years(tables, how(), size, used=False)
    hip = found.query("series == 'hip'").set_index("period")["mean"]
    own = sums.query("series == 'hip' and period == '2027'")["mean"].item()
    assert hip["2027"] == pytest.approx(own)
    assert hip["2030"] == pytest.approx(own * 1.04**3, rel=0.01)
    sooner = {**tables, "population": persons.query("year < 2030"), "rates": rates}
    flat, _ = _years(tables, how(), population.expectation(sooner, 2027), used=False)
    level = flat.query("series == 'hip'").set_index("period")["mean"]
    assert level["2030"] == pytest.approx(level["2027"], rel=0.005)


def test_a_projection_that_ends_sooner_ends_the_table(tables, persons, rates, how):
    known = {**tables, "population": persons.query("year < 2030"), "rates": rates}
    found, _ = _years(tables, how(), population.expectation(known, 2027), used=True)
    assert found["period"].max() == "2029"


def test_days_are_added_up_to_whole_months(how):
    days = pd.date_range("2022-01-15", "2026-12-31").strftime("%Y-%m-%d")
    demand = pd.DataFrame({"region": "99", "need": "a", "period": days, "patients": 10.0})
    known = decided.known(demand, how())
    sums = forecast_sums(known.history, 365, tier="fast", **known.options)
    found = strategic.years(known, sums, 2027, None, used=False).set_index("period")["mean"]
    # A constant ten a day; the year 2028 has a leap day that months do not know.
    assert found["2027"] == pytest.approx(3650)
    assert found["2028"] == pytest.approx(3660, rel=0.02)


def test_a_day_that_the_scenario_leaves_out_does_not_count_in_its_month(how):
    # Ten a day, and a fault of 50 000 on one of them.
    days = pd.date_range("2022-01-01", "2026-12-31").strftime("%Y-%m-%d")
    demand = pd.DataFrame({"region": "99", "need": "a", "period": days, "patients": 10.0})
    demand.loc[demand["period"] == "2026-07-10", "patients"] = 50000.0
    said = how(treatments={"a": {"periods": {"2026-07-10": "drop"}}})
    known = decided.known(demand, said)
    sums = forecast_sums(known.history, 365, tier="fast", **known.options)
    found = strategic.years(known, sums, 2027, None, used=False).set_index("period")["mean"]
    assert found["2027"] == pytest.approx(3650, rel=0.001)
    assert found["2029"] == pytest.approx(3650, rel=0.02)
