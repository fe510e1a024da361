from pathlib import Path

import pytest

from pkslib.tables import demo
from pkslib.tables.declaration import validate
from pkslib.tables.inputs import INPUTS

COMMITTED = Path(__file__).parents[4] / "data" / "example"


@pytest.mark.parametrize("name", INPUTS)
def test_every_table_is_there(example, name):
    assert len(validate(example[name], INPUTS[name])) > 0


def test_the_committed_example_is_what_the_generator_makes(tmp_path):
    demo.write_example(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in COMMITTED.glob("*.csv")}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_it_is_small_enough_to_read():
    assert sum(path.stat().st_size for path in COMMITTED.glob("*.csv")) < 600_000


def test_it_has_two_hospitals_and_eight_needs(example):
    assert (example["units"]["level"] == "hospital").sum() == 2
    assert len(example["needs"]) == 8
