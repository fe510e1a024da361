import pytest

from pkslib.demo import demand, hospitals, organisation, regions

HOSPITALS = {"09": 1, "10": 3, "06": 4, "05": 5, "01": 6}


@pytest.fixture(scope="module")
def own():
    place = regions.region("06", 1)
    return organisation.organisation(place, demand.arrivals(place))


@pytest.mark.parametrize(("code", "count"), HOSPITALS.items())
def test_number_of_hospitals_follows_the_size_of_the_region(code, count):
    assert len(hospitals.hospital_sizes(regions.region(code, 1))) == count


def test_units_take_their_own_time_for_the_same_care(own):
    times = organisation.tables(own)["activity_times"].query("activity == 'planned_operation'")
    assert times["unit"].nunique() == len(times) > 2
    assert times["amount"].max() / times["amount"].min() > 1.03


def test_who_is_operated_on_lies_at_the_same_hospital(own):
    paths = own.pathways.assign(hospital=own.pathways["unit"].str[:4])
    sums = paths.groupby(["need", "hospital", "activity"])["per_patient"].sum().unstack("activity")
    for need, operation, stay, part in (
        ("arthroplasty", "arthroplasty_operation", "arthroplasty_stay", 1.0),
        ("breast_cancer", "breast_operation", "surgical_stay", 0.6),
        ("hip_fracture", "hip_fracture_operation", "hip_fracture_stay", 1 / 0.97),
    ):
        mine = sums.loc[need]
        assert len(mine.dropna(subset=[operation])) == 3
        assert mine[stay].to_numpy() == pytest.approx(
            part * mine[operation].to_numpy(), abs=2e-4, nan_ok=True
        )


@pytest.mark.parametrize("code", ["09", "10", "01"])
def test_no_acute_surgery_without_intensive_care_and_no_births_without_a_theatre(code):
    place = regions.region(code, 1)
    paths = organisation.organisation(place, demand.arrivals(place)).pathways
    at = paths["unit"].str.split("-").str[1]
    roles = {role: set(at[paths["role"] == role]) for role in ("OP", "IVA", "BB", "BAA", "AKM")}
    assert roles["OP"] <= roles["IVA"] & roles["AKM"]
    assert roles["BB"] <= roles["OP"] & roles["BAA"]
