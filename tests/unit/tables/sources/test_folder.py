"""Folders: which files are read, which are refused, which are held by others."""

import pandas as pd
import pytest

from pkslib.tables.sources.folder import read_folder


def _codes(faults):
    return [(fault.code, fault.file) for fault in faults]


def test_what_is_no_data_is_passed_over(tmp_path):
    for name in ("~$demand.csv", ".demand.csv", "README.md", "notes.docx"):
        (tmp_path / name).write_text("x;y\n")
    (tmp_path / "scenarios").mkdir()
    assert read_folder(tmp_path) == ([], [])


def test_names_are_read_whatever_their_case(tmp_path):
    (tmp_path / "Demand.CSV").write_text("region;need\n06;hip\n")
    sheets, faults = read_folder(tmp_path)
    assert ([sheet.table for sheet in sheets], faults) == (["demand"], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("demnad.csv", "PKS-124"),
        ("demand.xlsx", "PKS-124"),
        ("demand.pkl", "PKS-112"),
        ("demand.xlsm", "PKS-112"),
        ("model.joblib", "PKS-112"),
        ("demand.ipynb", "PKS-112"),
    ],
)
def test_other_files_are_told(tmp_path, name, code):
    (tmp_path / name).write_bytes(b"x")
    assert _codes(read_folder(tmp_path)[1]) == [(code, name)]


def test_one_unreadable_file_does_not_hide_the_others(tmp_path):
    (tmp_path / "demand.csv").write_bytes(b"")
    (tmp_path / "needs.csv").write_text("need;name\nhip;x\n")
    sheets, faults = read_folder(tmp_path)
    assert [sheet.table for sheet in sheets] == ["needs"]
    assert _codes(faults) == [("PKS-102", "demand.csv")]


def test_parquet_with_lists_is_refused(tmp_path):
    pd.DataFrame({"need": ["a"], "name": [["x", "y"]]}).to_parquet(tmp_path / "needs.parquet")
    _, (fault,) = read_folder(tmp_path)
    assert (fault.code, fault.column) == ("PKS-131", "name")


def test_a_torn_parquet_file(tmp_path):
    (tmp_path / "needs.parquet").write_bytes(b"PAR1 torn")
    assert _codes(read_folder(tmp_path)[1]) == [("PKS-113", "needs.parquet")]
