import pytest

from pkslib.demo import demand, needs, organisation, regions
from pkslib.demo.care import PATHWAYS


@pytest.fixture(scope="module")
def own():
    place = regions.region("06", 1)
    return organisation.organisation(place, demand.arrivals(place))


def test_every_patient_gets_the_whole_pathway(own):
    given = own.pathways.groupby(["need", "activity"])["per_patient"].sum()
    for need, steps in PATHWAYS.items():
        for _, activity, _ in steps:
            wanted = sum(number for _, other, number in steps if other == activity)
            # Shares are rounded to four decimals at each of a handful of units.
            assert given[need, activity] == pytest.approx(wanted, abs=0.001)


def test_a_unit_gives_one_capacity(own):
    assert own.pathways.groupby("unit")["capacity"].nunique().max() == 1


def test_use_is_what_pathways_and_mean_patients_ask_for(own):
    patients = demand.arrivals(regions.region("06", 1))
    unit = "06-1-STR"
    row = own.pathways[own.pathways["unit"] == unit].iloc[0]
    stroke = patients.mean[patients.needs.index("stroke"), 0]
    assert own.use.loc[unit, 0] == pytest.approx(stroke * row["per_patient"] * row["amount"])


def test_wards_belong_to_their_clinic(own):
    clinics = own.clinics()
    assert clinics["06-1-STR"] == "06-1-MED"
    assert clinics["06-1-MED"] == "06-1-MED"


def test_units_without_patients_are_left_out():
    place = regions.Region("99", "Prov", 60_000, 0.0, 1, needs=("cataract",))
    small = organisation.organisation(place, demand.arrivals(place))
    assert small.units["unit"].tolist() == ["99-HSF", "99-1", "99-1-OPK", "99-1-DAG", "99-1-OGO"]
    assert len(needs.codes(place.needs)) == 1
