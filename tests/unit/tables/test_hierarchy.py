import pandas as pd

from pkslib.tables.hierarchy import hospital_of

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
