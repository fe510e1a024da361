"""Workbooks: sheets, headers, cells without value."""

import datetime

import openpyxl
import pytest

from pkslib.language import using
from pkslib.tables.sources.sheet import UnreadableError
from pkslib.tables.sources.workbook import read_workbook


@pytest.fixture
def read(tmp_path):
    """Write sheets of rows to a workbook and read them: frames by table, codes with place."""

    def look(change=lambda book: None, **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name.replace("_hash_", "# "))
            for row in rows:
                sheet.append(row)
        change(book)
        book.save(tmp_path / "data.xlsx")
        with using("sv"):
            found, faults = read_workbook(tmp_path / "data.xlsx")
        frames = {sheet.table: sheet.frame for sheet in found}
        return frames, [(fault.code, fault.file, fault.row) for fault in faults]

    return look


def test_cells_are_text_as_swedish_excel_shows_them(read):
    day = datetime.datetime(2027, 3, 1)
    frames, faults = read(
        demand=[["region", "period", "patients"], ["01", day, 4.5], ["1", None, 7]]
    )
    assert frames["demand"].values.tolist() == [["01", "2027-03-01", "4,5"], ["1", "", "7"]]
    assert frames["demand"].index.tolist() == [2, 3]
    assert faults == []


def test_other_sheets_are_noted_and_remarks_ignored(read):
    frames, faults = read(_hash_notes=[["x"]], Demands=[["x"]], Demand=[["region"]])
    assert list(frames) == ["demand"]
    assert faults == [("PKS-124", "data.xlsx [Demands]", None)]


def test_headers_below_row_1_are_found_and_refused(read):
    rows = [["Region Norr, uttag 2026"], [], ["region", "need", "period", "patients"]]
    _, faults = read(demand=rows)
    assert faults == [("PKS-125", "data.xlsx [demand]", 1)]


def test_errors_and_formulas_without_value_are_told_with_address(read):
    _, faults = read(needs=[["need", "name"], ["a", "=1+1"], ["b", "#REF!"], ["c", "x"]])
    assert faults == [("PKS-129", "data.xlsx [needs]", row) for row in (2, 3)]


def test_merged_cells_are_noted(read):
    _, faults = read(
        lambda book: book["needs"].merge_cells("A2:A3"), needs=[["need", "name"], ["a", "x"]]
    )
    assert faults == [("PKS-130", "data.xlsx [needs]", 2)]


def test_an_archive_that_is_no_workbook(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("hello.txt", b"x")
    with pytest.raises(UnreadableError) as raised:
        read_workbook(tmp_path / "x.xlsx")
    assert raised.value.faults[0].code == "PKS-113"


def test_hidden_rows_are_read_and_told(read):
    def hide(book):
        book["needs"].row_dimensions[3].hidden = True

    frames, faults = read(hide, needs=[["need", "name"], ["a", "x"], ["b", "y"]])
    assert frames["needs"]["need"].tolist() == ["a", "b"]
    assert faults == [("PKS-132", "data.xlsx [needs]", 3)]


def test_bare_day_numbers_since_1904_are_those_since_1900(read):
    # 31 October 2026 is day 46326 since 1900 and day 44864 since 1904.
    def since_1904(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    rows = [["as_of", "days_from"], [44864, 44864]]
    frames, _ = read(since_1904, waiting=rows)
    assert frames["waiting"].values.tolist() == [["46326", "44864"]]
