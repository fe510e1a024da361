import pandas as pd
import pytest

from pkslib import demo
from pkslib.errors import InputError
from pkslib.tables.declaration import validate
from pkslib.tables.inputs import INPUTS, KEPT

# Nothing decided is kept for an invented region; principles and cadence stand as the guidance has
# them, and what the steps of the maturity ladder mean is not invented.
LACKING = {
    "principles",
    "cadence",
    "maturity_steps",
    *(schema.name for schema in KEPT),
}
INVENTED = [name for name in INPUTS if name not in LACKING]


@pytest.mark.parametrize("name", INVENTED)
def test_every_table_is_there_as_declared(made, name):
    assert len(validate(made[name], INPUTS[name])) == len(made[name]) > 0


@pytest.mark.parametrize("name", INVENTED)
def test_references_resolve(made, name):
    for column, declared in INPUTS[name].columns.items():
        target = declared.refers_to
        if target and column in made[name]:
            table, key = target.split(".")
            assert set(made[name][column].dropna()) <= set(made[table][key]), column


def test_a_region_is_the_same_again_alone(made, alone):
    for name in ("population", "demand", "units", "resources", "bookings", "schedule", "measures"):
        key = "region" if "region" in alone[name] else "unit"
        mine = made[name][made[name][key].str.startswith("09")].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone[name])


def test_another_seed_is_another_region(made):
    other = demo.make(["09"], seed=2)["demand"]
    mine = made["demand"].query("region == '09'").reset_index(drop=True)
    assert not mine.equals(other)


def test_scale_tests_get_as_many_regions_as_they_ask_for():
    made = demo.make(["R22"])
    assert made["regions"]["name"].tolist() == ["Region R22"]


def test_a_demo_of_no_region_is_refused(tmp_path):
    with pytest.raises(InputError):
        demo.write_demo(tmp_path / "demo", regions=0)
    assert list(tmp_path.iterdir()) == []


def test_the_written_demo_is_what_was_made(tmp_path, monkeypatch, alone):
    monkeypatch.setattr("pkslib.demo.data_set.codes", lambda count: ["09"])
    demo.write_demo(tmp_path / "demo", regions=1, seed=1)
    assert {found.stem for found in (tmp_path / "demo").iterdir()} == {
        *INVENTED, "planted", "scenarios",
    }  # fmt: skip
    for name, table in alone.items():
        written = pd.read_parquet(tmp_path / "demo" / f"{name}.parquet")
        pd.testing.assert_frame_equal(written, table)


def test_a_scenario_that_users_have_changed_is_not_written_over(tmp_path, monkeypatch):
    monkeypatch.setattr("pkslib.demo.data_set.codes", lambda count: ["09"])
    mine = tmp_path / "demo" / "scenarios" / "egna_nivaer.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text("title = 'Vår'", encoding="utf-8")
    demo.write_demo(tmp_path / "demo", regions=1, seed=1)
    assert mine.read_text(encoding="utf-8") == "title = 'Vår'"


def test_no_value_looks_like_a_person(made):
    # Ten or twelve digits are what a Swedish personal identity number has.
    for name, table in made.items():
        for column in table.select_dtypes(["object", "str"]):
            digits = table[column].dropna().astype(str).str.replace(r"\D", "", regex=True)
            assert not digits.str.len().isin([10, 12]).any(), (name, column)
