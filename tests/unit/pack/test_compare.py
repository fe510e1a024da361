import shutil

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.pack import compare, differences, receipt
from pkslib.tables import store
from pkslib.tables.results import RESULTS


def _pack(folder, gaps, **parameters):
    """Write a pack with a table that has unit, capacity, period as key."""
    rows = [
        {"unit": unit, "capacity": "bed_day", "period": "2027-01", "limiting": who, "amount": value}
        for unit, (who, value) in gaps.items()
    ]
    # A column without any value agrees with itself.
    frame = pd.DataFrame(rows).assign(gain=None)
    (folder / "tables").mkdir(parents=True)
    frame.to_parquet(folder / "tables" / "available_capacity.parquet")
    receipt.write(folder, receipt.Sources({"region": "06"} | parameters))
    return folder


@pytest.fixture
def packs(tmp_path, monkeypatch):
    monkeypatch.setattr(receipt, "library_hash", lambda: "the same")
    one = _pack(tmp_path / "one", {"A": ("staff", 10.0), "B": ("beds", 5.0), "C": ("beds", 1.0)})
    other = _pack(
        tmp_path / "other",
        {"D": ("beds", 2.0), "C": ("beds", 1.0 + 1e-9), "A": ("staff", 12.0)},
        scenario="tight",
    )
    return one, other


def test_cells_are_compared_by_key_whatever_their_order(packs):
    changes = compare.compare(*packs).set_index(["key", "column"])
    # C differs by less than a millionth; A's limiting resource is the same.
    assert len(changes) == 1 + 3 + 3
    changed = changes.loc[("A | bed_day | 2027-01", "amount")]
    assert (changed["change"], changed["before"], changed["after"]) == ("changed", 10.0, 12.0)
    assert set(changes.loc["B | bed_day | 2027-01", "change"]) == {"removed"}
    assert set(changes.loc["D | bed_day | 2027-01", "change"]) == {"added"}


def test_totals_add_up(packs):
    totals = compare.totals(compare.compare(*packs)).set_index("column")
    # +2 (A changed) − 5 (B removed) + 2 (D added) = −1
    assert totals.loc["amount", "difference"] == pytest.approx(-1)
    assert totals.loc["amount", list(compare.CHANGES)].tolist() == [1, 1, 1]
    assert totals.loc["limiting", "difference"] == 0


def test_a_table_without_rows_and_an_absent_one_differ_in_nothing(packs):
    one, other = packs
    path = one / "tables" / "available_capacity.parquet"
    pd.read_parquet(path).head(0).to_parquet(path)
    (other / "tables" / "available_capacity.parquet").unlink()
    assert compare.compare(one, other).empty
    assert compare.totals(compare.compare(one, other)).empty


def test_a_pack_does_not_differ_from_itself(packs):
    one, _ = packs
    assert compare.compare(one, one).empty
    assert compare.origins(one, one) == {}
    with using("en"):
        assert list(differences.lines(one, one)) == ["No result differs."]


def test_origins_name_what_the_packs_were_made_from(packs):
    assert compare.origins(*packs) == {"parameters": ("scenario",)}
    with using("sv"):
        heading, first, *_ = differences.lines(*packs)
    assert (heading, first) == ("Antaganden", "  Scenario: – → tight")


def test_packs_in_two_languages_differ_in_that_alone(packs):
    one, _ = packs
    for language in ("sv", "en"):
        folder = shutil.copytree(one, one.with_name(language))
        receipt.write(
            folder, receipt.Sources({"region": "06", "language": language, "output": language})
        )
    with using("en"):
        said = list(differences.lines(one.with_name("sv"), one.with_name("en")))
    assert said == ["Assumptions", "  Language: sv → en", "No result differs."]


def test_a_scenarios_settings_for_another_regions_units_are_not_told(packs):
    one, other = packs
    for folder in packs:
        pd.DataFrame({"unit": ["A"], "name": "Medicin"}).to_parquet(folder / "tables/units.parquet")
    settings = [f"units.{unit}.bed_day.margin" for unit in ("A", "AA")]
    _told(one, assumptions=[])
    _told(other, assumptions=[{"setting": name, "value": "0.1"} for name in settings])
    with using("en"):
        said = [line.strip() for line in differences.lines(one, other)]
    assert [line.split(" ")[0] for line in said if "margin" in line] == [settings[0]]


def test_what_the_money_comes_to_is_told_of_budgets_that_are_units_own(packs):
    one, other = packs
    # The hospital's row sums its units' and would count them twice.
    hospital = {"region": "06", "unit": "H", "own": False, "budget": 30e6, "plan_cost": 31e6}
    clinic = {"region": "06", "unit": "A", "own": True, "budget": 30e6, "plan_cost": 31.04e6,
              "measures": 2e6, "held": 0.5e6, "difference": -2.54e6}  # fmt: skip
    _told(one, money=[hospital, clinic])
    _told(other, money=[hospital, clinic | {"plan_cost": 30.02e6, "difference": -1.52e6}])
    with using("en"):
        said = [line.strip() for line in differences.lines(one, other)]
    assert [line for line in said if "million" in line] == [
        "Plan, at last year's cost of each activity: 31.0 → 30.0 million SEK",
        "Left of the budget (over it below zero): −2.5 → −1.5 million SEK",
    ]


def _told(folder, **tables):
    for name, rows in tables.items():
        frame = pd.DataFrame(rows).reindex(columns=list(RESULTS[name].columns))
        frame.to_parquet(folder / "tables" / f"{name}.parquet")


def test_what_changed_is_told_in_the_order_of_the_document(packs):
    one, other = packs
    setting = {"setting": "capacities.bed_day.utilisation", "value": "0.85"}
    summary = {"region": "06", "capacity": "bed_day", "need": 1000.0, "available": 900.0}
    status = {"region": "06", "to_decide": 12, "undecided": 12, "agreed": 3}
    _told(one, assumptions=[setting], summary=[summary], plan_status=[status],
          data_tables=[{"table": "demand", "rows": 120, "last_period": "2026-09"},
                       {"table": "waiting", "rows": 7, "last_period": "2026-10"}])  # fmt: skip
    _told(other, assumptions=[setting | {"value": "0.9", "by": "planeringschef"}],
          summary=[summary | {"need": 944.4}], plan_status=[status | {"undecided": 4}],
          data_tables=[{"table": "demand", "rows": 122, "last_period": "2026-10"},
                       {"table": "waiting", "rows": 6, "last_period": "2026-10"}])  # fmt: skip
    with using("en"):
        said = list(differences.lines(one, other))
    assert [line for line in said if not line.startswith(" ")] == [
        "Assumptions", "The data", "Summary", "Decisions and balance", "Capacity",
    ]  # fmt: skip
    told = {line.strip() for line in said}
    assert {
        "capacities.bed_day.utilisation (Target utilisation): 0.85 → 0.9; decided by "
        "planeringschef",
        "Demand (demand): rows 120 → 122, last period 2026-09 → 2026-10",
        "Waiting list (waiting): rows 7 → 6, last period 2026-10",
        "bed_day, capacity need: 1,000 → 944 capacity's measure (−5.6%)",
        "Of which without a decision: 12 → 4",
        "Available capacity (available_capacity): cells changed 1, rows added 1, removed 1",
    } <= told


def test_a_change_of_more_than_all_of_it_has_no_decimals(packs):
    one, other = packs
    _told(one, summary=[{"capacity": "bed_day", "need": 100.0, "strain": 47.0}])
    _told(other, summary=[{"capacity": "bed_day", "need": 103.0, "strain": 0.0}])
    with using("en"):
        said = [*differences.lines(one, other), *differences.lines(other, one)]
    told = [line.split("(")[1] for line in said if "bed_day, " in line]
    # 47 is gone, all of it; from nothing no share can be told.
    assert told == ["+3.0%)", "−100%)", "−2.9%)", "–)"]


def test_what_differs_by_nothing_that_shows_is_not_told(packs):
    one, other = packs
    named = {"region": "06", "capacity": "bed_day"}
    tables = {"table": "units", "rows": 73}
    _told(one, summary=[named | {"need": 459_606.0, "unsolved": 6.6}],
          data_tables=[tables | {"last_period": ""}])  # fmt: skip
    _told(other, summary=[named | {"need": 459_604.0, "unsolved": 7.2}],
          data_tables=[tables | {"last_period": None}])  # fmt: skip
    with using("en"):
        said = [line.strip() for line in differences.lines(one, other)]
    assert not [line for line in said if "(units)" in line or "capacity need" in line]
    assert "bed_day, unsolved: 6.6 → 7.2 capacity's measure (+9.1%)" in said


def test_folder_that_is_no_pack_is_refused(packs, tmp_path):
    with pytest.raises(InputError):
        compare.compare(packs[0], tmp_path)
    assert "available_capacity" in set(store.Tables(packs[0]))
