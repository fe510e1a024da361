import pandas as pd

from pkslib.tables.hierarchy import hospital_of, specialty_of

UNITS = pd.DataFrame(
    [
        ("HSF", None, "administration"),
        ("H1", "HSF", "hospital"),
        ("MED", "H1", "clinic"),
        ("W1", "MED", "ward"),
        ("PVF", "", "administration"),
        ("PV1", "PVF", "primary"),
        ("ODD", "ELSEWHERE", "ward"),
    ],
    columns=["unit", "parent", "level"],
)


def test_the_nearest_hospital_upwards_or_else_the_parent_or_else_the_unit():
    assert hospital_of(UNITS).to_dict() == {
        "HSF": "HSF",
        "H1": "H1",
        "MED": "H1",
        "W1": "H1",
        "PVF": "PVF",
        "PV1": "PVF",
        "ODD": "ELSEWHERE",
    }


def test_units_that_are_each_others_parents_do_not_go_round_for_ever():
    units = pd.DataFrame({"unit": ["A", "B"], "parent": ["B", "A"], "level": "ward"})
    assert hospital_of(units).to_dict() == {"A": "B", "B": "A"}


def test_a_specialty_is_the_unit_s_own_or_the_nearest_above():
    known = {"H1": "emergency", "MED": "medicine", "PV1": "", "PVF": None}
    units = UNITS.assign(specialty=UNITS["unit"].map(known))
    assert specialty_of(units).to_dict() == {"H1": "emergency", "MED": "medicine", "W1": "medicine"}
