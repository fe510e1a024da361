"""Codes that must stand in another table."""

import pytest

AVAILABLE = "unit;capacity;period;amount\n{unit};bed_day;2026-01;4\nW;bed_day;2026-02;4\n"


def test_an_unknown_unit_is_told_with_the_nearest(said):
    units = "unit;name;region;parent;level\nW-ORT;Ortopeden;06;;ward\nW;O;06;;ward\n"
    lines = said("sv", units=units, available=AVAILABLE.format(unit="W-OTR"))
    assert lines == [
        "PKS-501 available.csv, rad 2, kolumn unit: Värdet finns inte i tabellen units. Menade du "
        "”W-ORT”? Rader: 2. Funnet: W-OTR. Tillåtet: ett värde i units.unit. Rätta värdet, eller "
        "lägg till det i tabellen units."
    ]


def test_a_value_is_told_once_with_its_rows(said):
    rows = "".join(f"X;bed_day;2026-{month:02d};4\n" for month in range(1, 13))
    available = "unit;capacity;period;amount\nW;bed_day;2026-01;4\n" + rows
    (line,) = said("en", available=available)
    assert "Rows: 3, 4, 5, 6, 7, 8, 9, 10 and 4 more." in line


@pytest.mark.parametrize("region", ["1", "02", "Region Skåne", "01 Stockholm", "6.0"])
def test_region_codes_are_two_digits_as_text(found, region):
    demand = f"region;need;period;patients\n{region};hip;2026-01;3\n06;hip;2026-01;3\n"
    assert ("PKS-502", "demand.csv", 2, "region") in found(demand=demand)


def test_a_data_set_may_bring_its_own_regions(found):
    own = {
        "regions": "region;name\nS08;Ayrshire\n",
        "units": "unit;name;region;parent;level\nW;O;S08;;ward\n",
        "demand": "region;need;period;patients\nS08;hip;2026-01;3\n",
    }
    assert found(**own) == []
    own["demand"] = own["demand"].replace("S08", "S80")
    assert ("PKS-501", "demand.csv", 2, "region") in found(**own)


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
