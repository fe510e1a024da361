"""Series over time: those that stop, latest periods that are not whole, parts of patients."""

import pytest


def _demand(*rows):
    return "region;need;period;patients\n" + "".join(f"06;hip;{row}\n" for row in rows)


def _production(*rows):
    return "unit;activity;period;count;planned\n" + "".join(f"W;{row}\n" for row in rows)


def test_a_unit_whose_outcome_ends_before_the_others_is_told(found):
    units = "unit;name;region;parent;level\nW;x;06;;ward\nV;y;06;;ward\n"
    rows = _production("stay;2026-01;30;", "stay;2026-02;30;") + "V;stay;2026-01;5;\n"
    assert found(units=units, production=rows)[-1][:2] == ("PKS-407", "production.csv")


def test_a_unit_that_began_less_than_two_years_ago_is_told(said):
    units = "unit;name;region;parent;level\nW;x;06;;ward\nV;y;06;;ward\nZ;z;06;;ward\n"
    begins = {"W": 2022, "V": 2025, "Z": 2024}
    rows = [
        f"{unit};hip;{year}-{month:02d};9\n" for unit, begin in begins.items()
        for year in range(begin, 2026) for month in range(1, 13)
    ]  # fmt: skip
    demand = [
        f"06;hip;{year}-{month:02d};30" for year in range(2022, 2026) for month in range(1, 13)
    ]
    lines = said(
        "sv", units=units, unit_demand="unit;need;period;patients\n" + "".join(rows),
        demand="region;need;period;patients\n" + "\n".join(demand),
    )  # fmt: skip
    # Z has two whole years, and a season of its own.
    (line,) = [line for line in lines if line.startswith("PKS-417")]
    assert "V × hip börjar 2025-01, andra serier 2022-01." in line


def test_planned_rows_are_no_series_that_stop(found):
    # An outcome in February, a plan for March: the series of outcomes ends for all in February.
    assert found(production=_production("stay;2026-02;30;30", "stay;2026-03;;30")) == []


@pytest.mark.parametrize(
    ("before", "last", "codes"),
    [
        (200, 119, ["PKS-408"]),  # 59.5 % of a year before
        (200, 120, []),
        (99, 1, []),  # too few to tell
    ],
)
def test_a_latest_month_far_below_the_same_a_year_before(found, before, last, codes):
    months = [f"2025-{month:02d};200" for month in range(2, 13)]
    demand = _demand(f"2025-01;{before}", *months, f"2026-01;{last}")
    assert [fault[0] for fault in found(demand=demand) if fault[0] == "PKS-408"] == codes


def test_parts_of_patients_are_counted_in_one_warning(found):
    demand = _demand("2026-01;30,5", "2026-02;28", "2026-03;27,25")
    assert found(demand=demand) == [("PKS-216", "demand.csv", 2, "patients")]


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
