"""A row entered by hand is added to the file that stands there; nothing of that file is lost."""

import datetime

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.tables.entered import enter

HEADS = ["unit", "area", "step", "note", "on"]
ROW = {"unit": "W", "area": "Uppföljning", "step": 4, "note": "Ny tavla",
       "on": datetime.date(2027, 3, 2)}  # fmt: skip


def _known(*rows):
    return pd.DataFrame(rows, columns=HEADS).astype({"step": "Int64"})


OLD = ("W", "Uppföljning", 2, None, "2026-03-02")


def test_a_row_comes_last_and_what_the_region_wrote_stays(tmp_path):
    path = tmp_path / "maturity.csv"
    path.write_text("Enhet;area;step;note;on;Egen kolumn\nW;Uppföljning;2;;2026-03-02;å\n",
                    encoding="cp1252")  # fmt: skip
    assert enter(tmp_path, _known(OLD), "maturity", ROW) == path
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "Enhet;area;step;note;on;Egen kolumn",
        "W;Uppföljning;2;;2026-03-02;å",
        "W;Uppföljning;4;Ny tavla;2027-03-02;",
    ]


def test_a_table_that_was_not_there_is_a_csv(tmp_path):
    path = enter(tmp_path, _known(), "maturity", ROW)
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        ";".join(HEADS),
        "W;Uppföljning;4;Ny tavla;2027-03-02",
    ]


def test_parquet_stays_parquet_with_its_own_columns(tmp_path):
    path = tmp_path / "maturity.parquet"
    _known(OLD).assign(egen="x").to_parquet(path, index=False)
    assert enter(tmp_path, _known(OLD), "maturity", ROW) == path
    found = pd.read_parquet(path)
    assert found["step"].tolist() == [2, 4]
    assert found["egen"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": datetime.date(2026, 3, 2)}, "such a row already"),
        ({"note": "19121212-1212"}, "never persons"),
    ],
)
def test_what_is_refused_leaves_the_file_as_it_was(tmp_path, change, words):
    path = tmp_path / "maturity.csv"
    path.write_text("unit;area;step;note;on\nW;Uppföljning;2;;2026-03-02\n", encoding="utf-8")
    before = path.read_bytes()
    with using("en"), pytest.raises(InputError, match=words):
        enter(tmp_path, _known(OLD), "maturity", ROW | change)
    assert [path.read_bytes(), *tmp_path.iterdir()] == [before, path]


def test_a_workbook_is_not_added_to(tmp_path):
    with using("en"), pytest.raises(InputError, match="where the data set is a folder"):
        enter(tmp_path / "data.xlsx", _known(), "maturity", ROW)
