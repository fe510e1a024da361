from pkslib.tables.demo import demand, organisation, regions, unit_demand


def test_units_share_every_patient_of_the_region():
    place = regions.region("14", 1)
    patients = demand.arrivals(place)
    paths = organisation.organisation(place, patients).pathways
    found = unit_demand.table(place, patients, paths)
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
