import pytest

from pkslib.tables.demo import recipes


def test_a_bed_day_takes_each_shifts_hours_by_its_ratio():
    # 8 h / 4 patients + 8 h / 5 + 10 h / 8 = 2 + 1.6 + 1.25
    assert recipes.RECIPES["bed_day"]["sjuksköterska"] == pytest.approx(4.85)


def test_every_capacity_has_a_recipe_and_what_is_not_a_bed_has_rooms():
    assert set(recipes.RECIPES) == set(recipes.CAPACITIES)
    for capacity, recipe in recipes.RECIPES.items():
        rooms = [name for name in recipe if name in recipes.ROOMS]
        assert len(rooms) == (0 if capacity.endswith("bed_day") else 1)


def test_the_leading_profession_is_in_the_recipe():
    for capacity, resource in recipes.LEADING.items():
        assert resource in recipes.RECIPES[capacity]


def test_tables_hold_only_capacities_in_use():
    tables = recipes.tables({"endoscopy_slot"})
    assert tables["capacities"]["capacity"].tolist() == ["endoscopy_slot"]
    assert set(tables["recipes"]["capacity"]) == {"endoscopy_slot"}
