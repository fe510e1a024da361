import numpy as np
import pytest

from pkslib.demo import regions
from pkslib.tables import reference


def test_the_21_regions_are_those_of_the_reference():
    assert regions.codes() == reference.regions()["region"].tolist()


def test_more_regions_than_sweden_has_are_invented():
    codes = regions.codes(40)
    assert len(set(codes)) == 40
    assert regions.region(codes[-1], seed=1).name == "Region R40"


def test_inhabitants_are_those_told_in_the_base_year():
    place = regions.region("12", seed=1)
    persons = regions.inhabitants(place)
    base = regions.YEARS.index(2024)
    assert persons[base].sum() == pytest.approx(1_430_000, abs=10)  # rounding of ten cells


def test_the_oldest_grow_and_live_in_older_regions():
    young, old = (regions.inhabitants(regions.region(code, 1)) for code in ("01", "25"))
    shares = [persons[0, :, -1].sum() / persons[0].sum() for persons in (young, old)]
    assert shares[0] < shares[1]
    assert young[-1, :, -1].sum() > 1.3 * young[0, :, -1].sum()


def test_chance_hangs_on_region_seed_and_topic_alone():
    draws = {
        (code, seed, topic): regions.region(code, seed).chance(topic).random()
        for code in ("01", "03")
        for seed in (1, 2)
        for topic in ("demand", "gaps")
    }
    assert len(set(draws.values())) == 8
    assert regions.region("03", 2).chance("gaps").random() == draws["03", 2, "gaps"]


def test_population_has_a_row_per_year_sex_and_age():
    table = regions.population(regions.region("09", 1))
    assert len(table) == 14 * 2 * 5
    assert np.issubdtype(table["persons"].dtype, np.floating)
    assert set(table["region"]) == {"09"}
