from pkslib.tables.demo import care, organisation, recipes


def test_pathways_name_activities_and_roles_that_are_there():
    roles = {*organisation.ROLES, organisation.PRIMARY}
    for steps in care.PATHWAYS.values():
        for role, activity, per_patient in steps:
            assert role in roles
            assert activity in care.ACTIVITIES
            assert per_patient > 0


def test_an_activity_is_done_where_its_capacity_is():
    for row in care.steps().itertuples():
        given = organisation.ROLES.get(row.role)
        capacity = given.capacity if given else organisation.PRIMARY_CAPACITY
        assert row.capacity == capacity, row.activity


def test_capacities_of_activities_have_recipes():
    assert set(care.CAPACITY_OF.values()) == set(recipes.RECIPES)


def test_tables_hold_only_what_the_needs_use():
    tables = care.tables(("cataract",))
    assert tables["activities"]["activity"].tolist() == ["cataract_operation", "eye_visit"]
    assert tables["activity_times"]["amount"].tolist() == [0.55, 0.5]
