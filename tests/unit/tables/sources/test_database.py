"""Databases: only declared tables and columns, only read, no password told."""

import pandas as pd
import pytest
import sqlalchemy

from pkslib.tables.sources.database import read_database
from pkslib.tables.sources.sheet import UnreadableError


@pytest.fixture
def address(tmp_path):
    path = f"sqlite:///{tmp_path / 'data.db'}"
    engine = sqlalchemy.create_engine(path)
    frame = pd.DataFrame({"need": ["b", "a"], "name": ["x", "y"], "priority": [1, None]})
    frame.assign(extra="never read").to_sql("Needs", engine, index=False)
    frame.to_sql("secrets", engine, index=False)
    engine.dispose()
    return path


def test_declared_columns_come_in_the_order_of_the_key(address):
    (sheet,), faults = read_database(address)
    assert (sheet.table, sheet.file, faults) == ("needs", "Needs", [])
    assert sheet.frame["need"].tolist() == ["a", "b"]
    assert sheet.frame["priority"].tolist() == ["", "1"]


def test_other_columns_are_known_by_name_only(address):
    (sheet,), _ = read_database(address)
    assert sheet.frame["extra"].tolist() == ["", ""]


def test_a_database_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(UnreadableError) as raised:
        read_database(f"sqlite:///{tmp_path / 'none.db'}")
    assert raised.value.faults[0].code == "PKS-101"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["nonsense://x", "mssql+pyodbc://a:hemligt@b/c", "://"])
def test_what_can_not_be_opened(address):
    with pytest.raises(UnreadableError) as raised:
        read_database(address)
    assert raised.value.faults[0].code == "PKS-114"
    assert "hemligt" not in str(raised.value.faults[0])
