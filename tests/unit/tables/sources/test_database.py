"""Databases: only declared tables and columns, only read, no password told."""

import pandas as pd
import pytest
import sqlalchemy

from pkslib.tables.sources.database import read_database
from pkslib.tables.sources.sheet import UnreadableError
from pkslib.tables.wide import turned


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


def _made(tmp_path, **tables):
    path = f"sqlite:///{tmp_path / 'wide.db'}"
    engine = sqlalchemy.create_engine(path)
    for name, frame in tables.items():
        frame.to_sql(name, engine, index=False)
    engine.dispose()
    return path


def test_a_wide_table_is_fetched_with_its_periods_and_no_more(tmp_path):
    wide = pd.DataFrame(
        {"unit": ["W"], "capacity": ["bed_day"], "2026-01": [400], "2026-02": [None], "who": ["x"]}
    )
    (sheet,), _ = read_database(_made(tmp_path, available=wide))
    assert sheet.frame.to_numpy().tolist() == [["W", "bed_day", "400", "", ""]]
    long, (note,) = turned(sheet)
    assert note.code == "PKS-159"
    assert long.frame[["period", "amount"]].to_numpy().tolist() == [
        ["2026-01", "400"],
        ["2026-02", ""],
    ]


def test_needs_as_columns_are_fetched_where_they_hold_numbers(tmp_path):
    wide = pd.DataFrame(
        {"region": ["06"], "period": ["2026-01"], "hip": [30], "knee": [12], "secret": ["x"]}
    )
    (sheet,), _ = read_database(_made(tmp_path, demand=wide))
    assert sheet.frame["secret"].tolist() == [""]
    long, _ = turned(sheet)
    assert long.frame[["need", "patients"]].to_numpy().tolist() == [["hip", "30"], ["knee", "12"]]
