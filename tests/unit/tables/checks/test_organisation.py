"""Regions and the hierarchy of units."""


def _units(*rows):
    return "unit;name;region;parent;level\nW;O;06;;ward\n" + "\n".join(rows) + "\n"


def test_a_loop_is_told_for_every_unit_in_it(said):
    lines = said("en", units=_units("A;a;06;B;ward", "B;b;06;A;ward", "C;c;06;A;ward"))
    assert [line.split(":")[0] for line in lines] == [
        "PKS-503 units.csv, row 3, column parent",
        "PKS-503 units.csv, row 4, column parent",
    ]
    assert "A → B → A" in lines[0]


def test_a_unit_that_is_its_own_superior(found):
    assert found(units=_units("A;a;06;A;ward")) == [("PKS-503", "units.csv", 3, "parent")]


def test_a_superior_in_another_region(found):
    assert found(units=_units("A;a;12;W;ward")) == [("PKS-510", "units.csv", 3, "parent")]


def test_demand_without_units(found):
    demand = "region;need;period;patients\n06;hip;2026-01;3\n12;hip;2026-01;3\n"
    assert found(demand=demand) == [
        ("PKS-511", "units.csv", None, "region"),
        ("PKS-504", "pathways.csv", None, "need"),
    ]
