import numpy as np
import pandas as pd
import pytest

from pkslib.steps.follow_up.professions import available_parts, with_other

PLACE = {"unit": "A", "capacity": "bed_day", "period": "2026-01"}


@pytest.fixture
def tables(nothing):
    """A ward forecast at 100 bed days: nurses of 5 hours each for 100, doctors of 1 for 110."""
    staff = pd.DataFrame({"unit": "A", "resource": ["nurse", "doctor"], "period": "2026-01"})
    return nothing | {
        "recipes": pd.DataFrame(
            {"capacity": "bed_day", "resource": ["nurse", "doctor"], "amount": [5.0, 1.0]}
        ),
        "resources": staff.assign(count=[5.0, 1.1], hours=125.0, absence=0.2),
        "resource_outcome": staff.assign(available=[400.0, 110.0], planned=np.nan),
        "capacity_outcome": pd.DataFrame([PLACE | {"planned": 100.0, "available": 78.0}]),
    }


def _parts(available=-17.6, **changed):
    # The plan used 80 of 100 bed days; 22 fewer at that use are 17.6.
    return pd.DataFrame([PLACE | {"planned": 80.0, "available": available} | changed])


def test_the_profession_that_fell_short_is_named(tables):
    # Nurses 500 hours forecast, 400 had: 100 bed days less 20, at 0.8 use 16 of the 17.6.
    found = available_parts(tables, _parts()).set_index("resource")
    assert found.loc["nurse", ["planned", "outcome", "deviation"]].tolist() == [500, 400, -100]
    assert found["effect"].to_dict() == pytest.approx({"nurse": -16, "doctor": 0})
    assert with_other(_parts(), found.reset_index())["other_available"].tolist() == pytest.approx(
        [-1.6]
    )


def test_staff_beyond_the_limit_makes_no_difference(tables):
    fewer = tables["resource_outcome"].assign(available=[500.0, 105.0])
    found = available_parts(tables | {"resource_outcome": fewer}, _parts())
    assert found["effect"].tolist() == [0, 0]


def test_what_was_forecast_goes_before_the_resources_of_the_plan(tables):
    told = tables["resource_outcome"].assign(planned=[450.0, 110.0])
    found = available_parts(tables | {"resource_outcome": told}, _parts()).set_index("resource")
    # From 90 bed days to 80.
    assert found.loc["nurse", "effect"] == pytest.approx(-8)


def test_a_profession_of_two_capacities_is_shared_as_forecast(tables):
    # The other capacity is forecast to take as many nurse hours: half of 500 and 400 each.
    other = PLACE | {"capacity": "visit"}
    recipe = pd.DataFrame([{"capacity": "visit", "resource": "nurse", "amount": 1.0}])
    forecast = pd.DataFrame([other | {"planned": 500.0, "available": 500.0}])
    more = tables | {
        "recipes": pd.concat([tables["recipes"], recipe]),
        "capacity_outcome": pd.concat([tables["capacity_outcome"], forecast]),
    }
    parts = pd.concat([_parts(), _parts(**other)])
    found = available_parts(more, parts).set_index(["capacity", "resource"])
    assert found.loc[("bed_day", "nurse"), ["planned", "outcome"]].tolist() == [250, 200]


def test_where_no_hours_are_known_nothing_is_split(tables, nothing):
    bare = tables | {"resource_outcome": nothing["resource_outcome"]}
    found = available_parts(bare, _parts())
    assert found.empty
    assert with_other(_parts(), found)["other_available"].isna().all()
    assert available_parts(tables, _parts(available=None)).empty


def test_a_unit_whose_hours_are_not_known_keeps_its_parts(tables):
    parts = pd.concat([_parts(unit="B", available=-9.0), _parts()], ignore_index=True)
    found = with_other(parts, available_parts(tables, _parts()))
    assert found["unit"].tolist() == ["B", "A"]
    assert found["available"].tolist() == [-9, -17.6]
    assert found["other_available"].tolist() == pytest.approx([np.nan, -1.6], nan_ok=True)
