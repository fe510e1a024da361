import numpy as np
import pytest

from pkslib.demo import demand, organisation, regions, supply
from pkslib.demo.care import RECIPES, ROOMS


@pytest.fixture(scope="module")
def own():
    place = regions.region("06", 1)
    return organisation.organisation(place, demand.arrivals(place))


@pytest.fixture(scope="module")
def has(own):
    return supply.supply(regions.region("06", 1), own)


def test_available_is_the_least_that_staff_rooms_and_openings_allow(own, has):
    rows = has.resources[has.resources["period"] == "2027-03"].copy()
    rows = rows[~rows["unit"].isin(supply.ready_theatres(own))]
    capacity = rows["unit"].map(has.capacity)
    recipe = [RECIPES[code][name] for code, name in zip(capacity, rows["resource"], strict=True)]
    rows["allows"] = rows["count"] * rows["hours"] * (1 - rows["absence"]) / recipe
    opening = has.openings[has.openings["period"] == "2027-03"].set_index("unit")["amount"]
    allows = rows.groupby("unit")["allows"].min()
    least = np.minimum(allows, opening.reindex(allows.index))
    assert has.amount.loc[least.index, "2027-03"].to_numpy() == pytest.approx(least.to_numpy())


def test_central_theatres_have_staff_to_stand_ready(own, has):
    ready = supply.ready_theatres(own)
    assert len(ready) == 3
    rows = has.resources[has.resources["period"].str.startswith("2027")]
    hours = (
        (rows["count"] * rows["hours"] * (1 - rows["absence"]))
        .groupby([rows["unit"], rows["resource"]])
        .sum()
    )
    for unit in ready:
        done = has.amount.loc[unit].iloc[-12:].sum()
        for name in supply.THEATRE_TEAM:
            beyond = hours[unit, name] - done * RECIPES["theatre_hour"][name]
            assert beyond > 6_400


def test_gaps_differ_between_units_and_stay_believable(has):
    gap = 1 - has.amount.iloc[:, -12:].sum(axis=1) / has.need.iloc[:, -12:].sum(axis=1)
    assert gap.between(-0.3, 0.3).all()
    assert (gap > 0.03).any()
    assert (gap < -0.03).any()


def test_summer_closing_halves_the_theatres(has):
    theatres = has.openings[has.openings["capacity"] == "theatre_hour"]
    month = theatres.groupby("period")["amount"].sum()
    assert 0.35 < month["2027-07"] / month["2027-05"] < 0.65


def test_a_unit_is_known_directly_or_by_its_resources(has):
    assert set(has.available["unit"]) == {"06-1-IVA", "06-1-END"}
    assert set(has.resources["unit"]) | set(has.available["unit"]) == set(has.need.index)
    assert not set(has.resources["unit"]) & set(has.available["unit"])
    assert set(has.openings["unit"]) == set(has.resources["unit"])


def test_rooms_and_beds_are_whole(has):
    rooms = has.resources[has.resources["resource"].isin(ROOMS)]
    assert (rooms["count"] % 1 == 0).all()
    beds = has.openings[has.openings["capacity"] == "bed_day"]
    january = beds.loc[beds["period"] == "2027-01", "amount"]
    assert (january % 31 == 0).all()


def test_staff_is_often_the_limit_though_rooms_are_not(has):
    opened = has.openings.set_index(["unit", "period"])["amount"].unstack()
    given = has.amount.loc[opened.index, opened.columns]
    assert ((given < opened * 0.999).all(axis=1)).sum() >= 10
