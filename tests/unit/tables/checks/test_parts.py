"""Parts against their whole."""

DEMAND = "region;need;period;patients\n06;hip;2026-01;10\n06;hip;2026-02;10\n"


def test_units_with_more_patients_than_the_region_are_a_fault(said):
    units = "unit;need;period;patients\nW;hip;2026-01;10\nW;hip;2026-02;8\nH;hip;2026-02;5\n"
    assert said("sv", demand=DEMAND, unit_demand=units) == [
        "PKS-520 unit_demand.csv, kolumn patients: 2026-02 har enheterna 13 patienter med hip, av "
        "10 i region 06. Räkna en patient vid en enda enhet, och samma patienter i demand och "
        "unit_demand."
    ]


def test_patients_who_come_elsewhere_are_no_fault(found):
    units = "unit;need;period;patients\nW;hip;2026-01;10\nW;hip;2026-02;8\n"
    assert found(demand=DEMAND, unit_demand=units) == []


def test_a_whole_that_can_not_be_read_is_told_once(said):
    spoilt = DEMAND.replace("2026-02;10", "2026-02;many")
    units = "unit;need;period;patients\nW;hip;2026-01;10\nW;hip;2026-02;8\n"
    (told,) = said("sv", demand=spoilt, unit_demand=units)
    assert told.startswith("PKS-202 demand.csv, rad 3")
