"""Wide tables, either way round, and what is asked of those that leave two readings."""

import pandas as pd
import pytest

from pkslib.tables import wide
from pkslib.tables.sources.sheet import Sheet


def _sheet(table, headers, *rows):
    return Sheet(table, f"{table}.csv", pd.DataFrame(list(rows), columns=headers).set_axis(
        pd.RangeIndex(2, len(rows) + 2)))  # fmt: skip


def test_periods_as_columns_become_rows_of_their_own_row():
    found, notes = wide.turned(
        _sheet("demand", ["Region", "Diagnosgrupp", "jan-26", "feb-26"],
               ["06", "hip", "12", "9"], ["06", "knee", "4", ".."])
    )  # fmt: skip
    assert found.frame.index.tolist() == [2, 2, 3, 3]
    assert found.frame["period"].tolist() == ["jan-26", "feb-26"] * 2
    assert found.frame["patients"].tolist() == ["12", "9", "4", ".."]
    assert [note.code for note in notes] == ["PKS-159"]


def test_codes_as_columns_become_rows():
    found, _ = wide.turned(
        _sheet("available", ["Månad", "capacity", "A1", "B2"],
               ["2026-01", "bed_day", "310", "280"], ["2026-02", "bed_day", "300", "250"])
    )  # fmt: skip
    assert found.frame["unit"].tolist() == ["A1", "B2", "A1", "B2"]
    assert found.frame["amount"].tolist() == ["310", "280", "300", "250"]


@pytest.mark.parametrize(
    ("table", "headers", "open_ones"),
    [
        # Either of two figures may stand in the cells.
        ("beds", ["Avdelning", "2026-01", "2026-02"], "staffed eller occupied"),
        # Neither the region nor what is needed is told.
        ("demand", ["Grupp", "2026-01", "2026-02"], "region eller need"),
    ],
)
def test_what_is_left_open_is_asked(table, headers, open_ones):
    _, (fault,) = wide.turned(_sheet(table, headers, ["A1", "310", "280"]))
    assert fault.code == "PKS-135"
    assert open_ones in fault.message
    assert f"pks import {table}.csv" in fault.remedy


def test_a_long_table_stands_as_it_is():
    sheet = _sheet(
        "demand", ["region", "need", "period", "patients"], ["06", "hip", "2026-01", "3"]
    )
    assert wide.turned(sheet) == (sheet, [])
