import pytest

from pkslib.demo import care, hospitals, organisation


def test_pathways_name_activities_and_roles_that_are_there():
    roles = {*hospitals.ROLES, organisation.PRIMARY}
    for steps in care.PATHWAYS.values():
        for role, activity, per_patient in steps:
            assert role in roles
            assert activity in care.ACTIVITIES
            assert per_patient > 0


def test_an_activity_is_done_where_its_capacity_is():
    for row in care.steps().itertuples():
        given = hospitals.ROLES.get(row.role)
        capacity = given.capacity if given else organisation.PRIMARY_CAPACITY
        assert row.capacity == capacity, row.activity


def test_capacities_of_activities_have_recipes():
    assert set(care.CAPACITY_OF.values()) == set(care.RECIPES)


def test_tables_hold_only_what_the_needs_use():
    tables = care.tables(("cataract",))
    assert tables["activities"]["activity"].tolist() == ["cataract_operation", "eye_visit"]
    assert tables["activity_times"]["amount"].tolist() == [0.55, 0.5]


def test_a_bed_day_takes_each_shifts_hours_by_its_ratio():
    # 8 h / 3.5 patients + 8 h / 4.5 + 10 h / 7 = 2.286 + 1.778 + 1.429
    assert care.RECIPES["bed_day"]["sjuksköterska"] == pytest.approx(5.492)


def test_every_capacity_has_a_recipe_and_what_is_not_a_bed_has_rooms():
    assert set(care.RECIPES) == set(care.CAPACITIES)
    for capacity, recipe in care.RECIPES.items():
        rooms = [name for name in recipe if name in care.ROOMS]
        assert len(rooms) == (0 if capacity.endswith("bed_day") else 1)


def test_the_leading_profession_is_in_the_recipe():
    for capacity, resource in care.LEADING.items():
        assert resource in care.RECIPES[capacity]


def test_tables_hold_only_capacities_in_use():
    tables = care.capacities({"endoscopy_slot"})
    assert tables["capacities"]["capacity"].tolist() == ["endoscopy_slot"]
    assert set(tables["recipes"]["capacity"]) == {"endoscopy_slot"}
