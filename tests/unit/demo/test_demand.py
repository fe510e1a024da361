import numpy as np
import pytest

from pkslib.demo import demand, needs, organisation, regions
from pkslib.demo.calendar import HISTORY, MONTHS


@pytest.fixture(scope="module")
def patients():
    return demand.arrivals(regions.region("14", 1))


def _of(patients, need):
    return patients.drawn[patients.needs.index(need)]


def _year(values, year):
    return values[[month.startswith(str(year)) for month in HISTORY]]


def test_patients_are_whole_and_the_mean_reaches_the_planning_year(patients):
    assert patients.drawn.shape == (len(needs.NEEDS), len(HISTORY))
    assert patients.mean.shape == (len(needs.NEEDS), len(MONTHS))
    assert (patients.drawn == np.round(patients.drawn)).all()


@pytest.mark.parametrize("need", ["arthroplasty", "cataract", "endoscopy", "day_surgery"])
def test_planned_care_dips_in_july_and_december(patients, need):
    year = _year(_of(patients, need), 2024)
    assert year[6] < 0.7 * year.mean()
    assert year[11] < 0.9 * year.mean()


def test_winter_fills_medicine_and_summer_the_trauma_ward(patients):
    copd, trauma = (_year(_of(patients, need), 2025) for need in ("copd", "trauma"))
    assert copd[[0, 1, 11]].mean() > 1.2 * copd[5:8].mean()
    assert trauma[5:8].mean() > 1.15 * trauma[[0, 1, 11]].mean()


def test_rsv_is_large_every_other_winter():
    # What each winter is by chance evens out over the regions: 2023/24 and 2025/26 against the two
    # between, 1.2 against 0.8.
    places = [demand.arrivals(regions.region(code, 1)) for code in ("01", "06", "12", "14", "25")]
    drawn = sum(_of(each, "child_acute") / _of(each, "child_acute").mean() for each in places)
    winters = {
        year: sum(drawn[HISTORY.index(month)] for month in (f"{year - 1}-12", f"{year}-01"))
        for year in (2023, 2024, 2025, 2026)
    }
    large, small = winters[2024] + winters[2026], winters[2023] + winters[2025]
    assert 1.15 < large / small < 1.9


def test_the_pandemic_leaves_its_mark(patients):
    april = [HISTORY.index(f"{year}-04") for year in (2019, 2020)]
    for need, left in (("cataract", 0.65), ("copd", 0.85), ("child_acute", 0.75)):
        before, within = _of(patients, need)[april]
        assert within < left * before, need


def test_births_are_the_womens():
    # A region of the same women and no men would have as many births: men's rate is 2 - 2 = 0.
    assert needs.COURSES["delivery"].women == 2


def test_large_needs_vary_by_their_spread_and_small_ones_more(patients):
    left = patients.drawn / patients.mean[:, : len(HISTORY)]
    late = left[:, -36:].std(axis=1) / left[:, -36:].mean(axis=1)
    assert late[patients.needs.index("primary_care")] < 0.05
    assert late[patients.needs.index("colorectal_cancer")] > 0.05


def test_acute_needs_come_by_day_more_than_by_night():
    place = regions.Region(
        "99", "Prov", 120_000, 0.08, 7, needs=("stroke", "pneumonia", "cataract")
    )
    patients = demand.arrivals(place)
    found = demand.by_hour(place, patients)
    assert "cataract" not in set(found["need"])
    by_hour = found.groupby("hour")["patients"].sum()
    assert by_hour[11] > 2 * by_hour[4]
    # A year of patients, less or more by chance.
    stroke = patients.drawn[patients.needs.index("stroke"), -12:].sum()
    assert abs(found.query("need == 'stroke'")["patients"].sum() / stroke - 1) < 0.2


def test_units_share_every_patient_of_the_region():
    place = regions.region("14", 1)
    patients = demand.arrivals(place)
    paths = organisation.organisation(place, patients).pathways
    found = demand.by_unit(place, patients, paths)
    sums = found.pivot_table(index="need", columns="period", values="patients", aggfunc="sum")
    assert (sums.loc[list(patients.needs)].to_numpy() == patients.drawn).all()
    # Visits to the clinic come before the operation: patients with cancer come there.
    doors = set(found.loc[found["need"] == "breast_cancer", "unit"])
    assert doors <= set(paths.loc[paths["need"] == "breast_cancer", "unit"])
    # As many hospitals take the need as in the pathways, the last year about as they say.
    weight = paths[paths["need"] == "stroke"].groupby(["activity", "unit"])["per_patient"].sum()
    first = paths.loc[paths["need"] == "stroke", "activity"].iloc[0]
    late = found[(found["need"] == "stroke") & (found["period"] > "2025-10")]
    share = late.groupby("unit")["patients"].sum() / late["patients"].sum()
    expected = weight[first] / weight[first].sum()
    assert (share - expected).abs().max() < 0.05
