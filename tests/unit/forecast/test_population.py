from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.forecast import forecast
from pkslib.forecast.driver import expectation


def _persons(first, last):
    """Return two groups: the old double over 2015-2034, the young stay."""
    years = np.arange(first, last)
    old = pd.DataFrame({"age_group": "65+", "year": years, "persons": 1000 + 50 * (years - 2000)})
    young = pd.DataFrame({"age_group": "0-64", "year": years, "persons": 4000})
    return pd.concat([old, young]).assign(region="01", sex="F")


def _region():
    """Two needs; only the old are known to have hip."""
    demand = pd.DataFrame({"need": ["hip", "eye"], "period": "2010-01", "patients": 1})
    rate = {"need": ["hip"], "sex": "F", "age_group": "65+", "per_thousand": 50.0}
    return {"demand": demand, "population": _persons(2000, 2011), "rates": pd.DataFrame(rate)}


def test_rates_by_age_make_the_expectation_and_without_rates_all_count_alike():
    found = expectation(_region(), 2010).pivot_table(index="year", columns="series").droplevel(0, 1)
    # 50 of a thousand of 1 000 and 1 050 old; one of a thousand of 5 000 and 5 050 in all.
    assert found.loc[2000:2001, "hip"].tolist() == pytest.approx([50, 52.5])
    assert found.loc[2000:2001, "eye"].tolist() == pytest.approx([5, 5.05])


def test_a_population_that_does_not_reach_the_year_expects_nothing():
    assert expectation(_region(), 2011) is None


@pytest.fixture
def aging(history):
    persons = _persons(1990, 2021)
    persons["expected"] = persons["persons"] * np.where(persons["age_group"] == "65+", 0.2, 0.05)
    size = persons.groupby("year", as_index=False)["expected"].sum().assign(series="01")
    noise = np.random.default_rng(1).normal(0, 2, 26)
    values = size["expected"].to_numpy()[:26] * 1.1 + noise
    return history("1990", **{"01": values}), size


def test_constant_rates_follow_the_projection(aging):
    rows, size = aging
    found = forecast(rows, 5, exclude=None, expectation=size)
    np.testing.assert_allclose(found["mean"], 1.1 * size["expected"].to_numpy()[26:], rtol=0.01)
    assert found.columns.tolist() == forecast(rows, 1, exclude=None).columns.tolist()


def _errors(history, size, horizon, origins):
    """Return each horizon's mean absolute error without and with the driver, scaled by change.

    The expectation is taken as known: what a perfect projection is worth.
    """
    found = []
    for origin in origins:
        known = history[history["period"] <= origin]
        plain = forecast(known, horizon, tier="fast", exclude=None)
        driven = forecast(known, horizon, tier="fast", exclude=None, expectation=size)
        outcome = plain[["series", "period"]].merge(history, how="left")["value"].to_numpy()
        past = known.pivot_table(index="series", columns="period", values="value").to_numpy()
        change = np.abs(np.diff(past, axis=1)).mean(axis=1, keepdims=True)
        for way in (plain, driven):
            off = np.abs(outcome - way["mean"].to_numpy()).reshape(-1, horizon)
            found.append(np.mean(off / change, axis=0))
    return np.mean(found[::2], axis=0), np.mean(found[1::2], axis=0)


def test_the_driver_knows_when_growth_ends(history, aging):
    _, size = aging
    # The population stands still from 2011 on: no history of growth tells that.
    still = size["expected"].where(np.arange(len(size)) < 22, size["expected"].iloc[21])
    noise = np.random.default_rng(1).normal(0, 2, 26)
    rows = history("1990", **{"01": still.to_numpy()[:26] * 1.1 + noise})
    plain, driven = _errors(rows, size.assign(expected=still), 3, ["2010", "2011", "2012"])
    assert len(plain) == len(driven) == 3
    assert (driven < plain / 2).all()


def test_years_without_projection_are_named(aging):
    rows, size = aging
    with pytest.raises(InputError, match="01 until 2021"):
        forecast(rows, 6, exclude=None, expectation=size)


DATA = Path(__file__).parents[4] / "shared" / "data"
BORN, LIVED = DATA / "sweden_births.csv.gz", DATA / "sweden_popn.csv.gz"


@pytest.mark.skipif(not BORN.exists(), reason="open county data stand beside the project")
def test_women_of_fertile_age_drive_births_per_county():
    named = ["series", "sex", "age_group", "what"]
    born, lived = (pd.read_csv(path) for path in (BORN, LIVED))
    for frame in (born, lived):
        frame[named] = frame["series"].str.split("|", expand=True)
    births = born.groupby(["series", "period"], as_index=False)["value"].sum()
    women = lived[(lived["sex"] == "Females") & (lived["age_group"] == "18-44")]
    size = women.rename(columns={"value": "expected", "period": "year"})
    births["period"] = births["period"].astype(str)
    plain, driven = _errors(births, size, 4, ["1999", "2007"])
    assert (driven < plain).all()


def test_rates_of_ages_that_the_population_is_not_told_in_say_nothing():
    persons = pd.DataFrame(
        {"region": "06", "sex": "women", "age_group": "65-79", "year": [2026, 2027],
         "persons": [1000.0, 1100.0]}
    )  # fmt: skip
    odd = pd.DataFrame({"need": ["hip"], "sex": "women", "age_group": "80+", "per_thousand": [5.0]})
    demand = pd.DataFrame({"need": ["hip"], "period": "2026-01", "patients": 1.0})
    tables = {"population": persons, "rates": odd, "demand": demand}
    found = expectation(tables, 2027)
    assert found["expected"].tolist() == [1.0, 1.1]
    tables["population"] = persons.assign(persons=0.0)
    assert expectation(tables, 2027) is None
