"""Where a region's tables lie, and what happens when one is missing."""

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.tables import store
from pkslib.tables.declaration import DeclarationError

GAP = pd.DataFrame(
    {"unit": ["A"], "capacity": ["bed_day"], "period": ["2027-01"], "need": [3.0],
     "available": [2.0], "gap": [1.0]}
)  # fmt: skip
HELD = pd.DataFrame(
    {"table": ["demand"], "rows": [1], "first_period": ["2026-01"], "last_period": ["2026-01"],
     "present": [True]}
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return store.region_folder(tmp_path, 2027, "base", "06")


def test_what_is_written_is_read_back(folder):
    store.write(folder, gap=GAP)
    pd.testing.assert_frame_equal(store.read(folder, "gap"), GAP)
    assert list(store.Tables(folder)) == ["gap"]


def test_nothing_is_written_when_one_table_is_wrong(folder):
    with pytest.raises(DeclarationError):
        store.write(folder, data_tables=HELD, gap=GAP.assign(need=-1.0))
    assert list(store.Tables(folder)) == []


@pytest.mark.parametrize("kept", ["python", "pyarrow"])
def test_the_same_table_gives_the_same_bytes(folder, tmp_path, kept):
    other = store.region_folder(tmp_path, 2028, "base", "06")
    store.write(folder, gap=GAP)
    with pd.option_context("mode.string_storage", kept):
        store.write(other, gap=GAP)
    one, two = (place / "tables" / "gap.parquet" for place in (folder, other))
    assert one.read_bytes() == two.read_bytes()


def test_a_missing_result_names_the_notebook_to_run(folder):
    with using("en"), pytest.raises(InputError, match="05_balance"):
        store.read(folder, "gap")


def test_an_input_the_data_set_lacks_is_empty(folder):
    store.write(folder, data_tables=HELD)
    found = store.read(folder, "waiting")
    assert found.empty
    assert "patients" in found


def test_a_table_that_an_earlier_version_left_is_none_of_this_one(folder):
    store.write(folder, gap=GAP)
    (folder / "tables" / "gap.parquet").rename(folder / "tables" / "once_there.parquet")
    assert list(store.Tables(folder)) == []


def test_before_the_data_step_even_inputs_are_missing(folder):
    with using("en"), pytest.raises(InputError, match="01_data"):
        store.read(folder, "waiting")


@pytest.mark.parametrize("code", ["../x", "a/b", "", "CON:", "x\\y", "a" * 61, "06.", "\n"])
def test_codes_that_are_no_folder_names_are_refused(tmp_path, code):
    with pytest.raises(InputError):
        store.region_folder(tmp_path, 2027, "base", code)


def test_an_undeclared_name_is_a_key_error(folder):
    assert "no_such_table" not in store.Tables(folder)


def test_tables_follow_what_is_written_and_no_taker_changes_them_for_another(folder):
    tables = store.Tables(folder)
    store.write(folder, gap=GAP)
    taken = tables["gap"]
    taken["need"] = 0.0
    assert tables["gap"]["need"].tolist() == [3.0]
    store.write(folder, gap=GAP.assign(need=4.0))
    assert tables["gap"]["need"].tolist() == [4.0]
