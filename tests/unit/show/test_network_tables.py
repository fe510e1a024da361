import pandas as pd

from pkslib.language import using
from pkslib.show import network_tables as tables
from pkslib.show.names import Names

NAMES = Names(
    {
        "region": {"01": "Region Ett", "02": "Region Två"},
        "capacity": {"b": "Vårddygn"},
        "unit": {"01-A": "Medicin"},
    },
    {"b": "bed_day"},
)
SUMMARY = pd.DataFrame(
    {
        "region": ["02", "01"], "capacity": "b", "need": [600.0, 1000.0],
        "available": [450.0, 1100.0], "shortage": [120.0, 0.0], "strain": [30.0, 0.0],
        "gives_way": [6.0, 0.0], "unsolved": [0.0, 2.0],
    }
)  # fmt: skip
POPULATION = pd.DataFrame({"region": ["01", "02"], "persons": [100_000.0, 50_000.0]})
KINDS = pd.DataFrame(
    {
        "region": ["01", "02", "02"], "kind": ["fewer_activities"] * 2 + ["shorter_times"],
        "capacity": "b", "best": ["01-A", None, "01-A"], "best_share": [0.9, float("nan"), 0.4],
    }
)  # fmt: skip


def test_quality_comes_in_the_order_of_codes_and_says_what_to_be_careful_with():
    present = pd.DataFrame({"region": ["02", "02", "01"], "present": [True, False, True]})
    outcomes = pd.DataFrame(
        {"region": ["01", "02", "02"], "expected": [12, 12, 12], "missing": [0, 6, 0],
         "late": [0, 3, 0], "impossible": [0, 0, 0]}
    )  # fmt: skip
    region = pd.DataFrame({"region": ["01", "02"], "lists_unknown": [1, 0]})
    with using("en"):
        found = tables.quality(present, outcomes, region, names=NAMES)
    assert [list(row) for row in found.rows] == [
        ["Region Ett", "1 of 1", "100%", "0", "0", "1", "yes"],
        # 6 of 24 are missing; one unit lags, by three periods.
        ["Region Två", "1 of 2", "75%", "1", "0", "0",
         "with care: outcomes are missing, units lag"],
    ]  # fmt: skip


def test_a_region_without_any_outcome_stands_beside_the_others():
    present = pd.DataFrame({"region": ["03"], "table": ["demand"], "present": [True]})
    outcomes = pd.DataFrame({"region": ["01"], "expected": [4], "missing": [0], "late": [0],
                             "impossible": [0]}).iloc[:0].convert_dtypes()  # fmt: skip
    region = pd.DataFrame({"region": ["03"], "lists_unknown": [2]})
    with using("en"):
        found = tables.quality(present, outcomes, region)
    assert [list(row) for row in found.rows] == [
        ["03", "1 of 1", "–", "0", "0", "2", "with care: outcomes are missing"]
    ]


def test_per_inhabitant_every_capacity_has_its_range():
    with using("en"):
        found = tables.per_inhabitant(SUMMARY, POPULATION, names=NAMES)
        each = tables.of_each(SUMMARY, POPULATION, names=NAMES)
    assert [list(row) for row in found.rows] == [
        ["Vårddygn", "bed days", "2", "10.0", "11.0", "12.0", "9.0", "10.0", "11.0"]
    ]
    assert [row[1] for row in each.rows] == ["Region Ett", "Region Två"]


def test_who_has_solved_what_others_lack():
    with using("en"):
        found = tables.solved(SUMMARY, KINDS, names=NAMES)
    # 2 of 1 000 are too few to tell of, 6 of 600 are not; strain is planned for, and no care waits.
    assert [list(row) for row in found.rows] == [
        ["Vårddygn", "Region Två", "Region Ett",
         "Region Ett, Medicin: fewer activities, 90% realised"]
    ]  # fmt: skip
