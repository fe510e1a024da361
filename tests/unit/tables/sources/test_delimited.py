"""Csv text to cells."""

import pytest

from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import UnreadableError


@pytest.fixture
def read(tmp_path):
    def look(words):
        path = tmp_path / "needs.csv"
        path.write_bytes(words.encode())
        return read_csv(path, "needs")[0].frame

    return look


@pytest.fixture
def refused(read):
    def look(words):
        with pytest.raises(UnreadableError) as raised:
            read(words)
        return [(fault.code, fault.row) for fault in raised.value.faults]

    return look


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_three_separators(read, separator, end):
    frame = read(separator.join("ab") + end + separator.join("01") + end)
    assert (frame.columns.tolist(), frame.values.tolist()) == (["a", "b"], [["0", "1"]])


def test_semicolons_with_decimal_commas_in_the_cells(read):
    assert read("a;b\n1,5;2,5\n").values.tolist() == [["1,5", "2,5"]]


def test_nothing_is_turned_into_missing(read):
    assert read("a;b\nNA;null\n;01\n").values.tolist() == [["NA", "null"], ["", "01"]]


def test_rows_are_numbered_as_in_excel_past_blank_lines_and_breaks_in_cells(read):
    frame = read('a;b\n1;"x\ny"\n\n3;z\n')
    assert frame.index.tolist() == [2, 3, 4]
    assert frame.loc[4, "a"] == "3"


def test_only_a_header_has_no_rows(read):
    assert read("a;b\n").empty


def test_every_row_of_another_length_is_named(refused):
    assert refused("a;b\n1;2\n1;2;3\n1\n1;2\n") == [("PKS-107", 3), ("PKS-107", 4)]
    assert refused("a;b\n1;2\n1\n") == [("PKS-107", 3)]


def test_a_quotation_mark_left_open(refused):
    assert ("PKS-108", 3) in refused('a;b\n1;2\n1;"2\n3;4\n')


def test_only_blanks_is_an_empty_file(refused):
    assert refused(" \n\n") == [("PKS-102", None)]
