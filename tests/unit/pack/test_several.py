"""Packs side by side: figures by year, what takes one need to another, and the picture."""

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.pack import receipt, several
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS


def _table(folder, name, rows):
    frame = empty(RESULTS[name])
    made = pd.DataFrame(rows).reindex(columns=frame.columns)
    made.to_parquet(folder / "tables" / f"{name}.parquet")


def _pack(folder, *, grows=1.0, patients=0.0, cost=5e6, **parameters):
    """Write a pack whose need is 100 in 2027 and 110 · grows in 2028, with 90 available."""
    (folder / "tables").mkdir(parents=True)
    # As the first notebook leaves it: no input table has any rows.
    _table(folder, "data_tables", [])
    need = {"2027": 100.0 + patients, "2028": 110.0 * grows}
    place = {"scope": "region", "place": "06", "capacity": "bed_day"}
    years = [
        place | {"period": year, "need": each, "gap": each - 90} for year, each in need.items()
    ]
    # What is no year of the region is another's.
    years += [{**years[0], "period": "2027-Q1"}, {**years[0], "scope": "unit", "place": "A"}]
    _table(folder, "four_years", years)
    _table(
        folder, "summary",
        [{"region": "06", "capacity": "bed_day", "gives_way": 3.0, "unsolved": 4.0}],
    )  # fmt: skip
    money = {"unit": "A", "own": True, "plan_cost": cost, "measures": 3e6, "held": 2e6}
    _table(folder, "money", [money, money | {"unit": "R", "own": False}])
    steps = {"latest_year": 80.0, "population": 20.0, "rate": patients}
    _table(
        folder, "change",
        [{"region": "06", "capacity": "bed_day", "factor": name, "order": at, "effect": effect}
         for at, (name, effect) in enumerate(steps.items())],
    )  # fmt: skip
    receipt.write(folder, receipt.Sources({"region": "06", "year": 2027} | parameters))
    return folder


@pytest.fixture
def packs(tmp_path, monkeypatch):
    monkeypatch.setattr(receipt, "library_hash", lambda: "the same")
    return [
        _pack(tmp_path / "a", scenario="base"),
        _pack(tmp_path / "b", scenario="older", grows=1.2, patients=15.0),
        _pack(tmp_path / "c", scenario="near", grows=0.9, cost=None),
    ]


def test_each_quantity_stands_by_year_with_a_column_a_pack(packs):
    rows = several.side_by_side(packs).set_index(["quantity", "period"])
    assert [*rows.columns] == ["capacity", "base", "older", "near"]
    assert rows.loc[("need", "2028"), ["base", "older", "near"]].tolist() == [110.0, 132.0, 99.0]
    assert rows.loc[("gap", "2027"), ["base", "older", "near"]].tolist() == [10.0, 25.0, 10.0]
    assert rows.loc[("gives_way", "2027"), "base"] == 3.0
    # Only budgets of their own are counted, or every unit would be paid for again above.
    assert rows.loc[("cost", "2027"), "base"] == 6.0
    assert pd.isna(rows.loc[("cost", "2027"), "near"])


def test_what_takes_one_need_to_another_adds_up(packs):
    steps = several.change_between(packs[0], packs[1], "bed_day")
    assert steps["effect"].iloc[0] == 100.0
    assert steps["effect"].sum() == 115.0
    assert steps.set_index("factor")["effect"]["rate"] == 15.0


def test_packs_of_one_scenario_are_told_apart_by_region_and_then_by_place(packs, tmp_path):
    other = _pack(tmp_path / "d", scenario="base", region="07")
    assert several.labels([packs[0], other]) == ["06 base", "07 base"]
    assert several.labels([other, other]) == ["1: 07 base 2027", "2: 07 base 2027"]


def test_more_than_six_are_too_many(packs):
    with pytest.raises(InputError, match="6"):
        several.side_by_side(packs * 3)


@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_words_hold_every_pack_and_year(packs, tongue):
    with using(tongue):
        said = "\n".join(several.lines(packs))
    assert said.count("2028") == 2
    assert "older" in said.splitlines()[0]
    assert "132" in said


def test_two_packs_are_drawn_with_the_steps_between_them(packs, tmp_path):
    several.draw(packs[:2], tmp_path / "two.svg")
    several.draw(packs, tmp_path / "three.svg", "bed_day")
    pictures = [(tmp_path / f"{name}.svg").read_text("utf-8") for name in ("two", "three")]
    assert pictures[0] != pictures[1]
    with pytest.raises(InputError, match="hour"):
        several.draw(packs, tmp_path / "x.svg", "hour")
    with pytest.raises(InputError, match="txt"):
        several.draw(packs, tmp_path / "x.txt")


def test_a_pack_of_another_version_is_told_with_table_and_column(packs):
    file = packs[1] / "tables" / "money.parquet"
    pd.read_parquet(file).drop(columns="held").to_parquet(file)
    with using("en"), pytest.raises(InputError, match="Table money of a pack has no held"):
        several.side_by_side(packs)
