"""Faults as sentences, in order, and as a workbook."""

import openpyxl
import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.tables.faults import Fault, Kind, Report, lines, ordered, write_report
from pkslib.tables.kinds import of_cells, of_files, of_tables

WRONG = of_cells.NOT_A_NUMBER.at(
    "demand.csv", table="demand", row=3, column="patients", found="=1+1"
)
LATER = of_files.NO_ROWS.at("waiting.csv", table="waiting")
NOTE = of_files.READ_AS_1252.at("needs.csv", table="needs")


def test_order_is_severity_then_table_then_row():
    before = of_cells.NOT_A_NUMBER.at("demand.csv", table="demand", row=2, column="patients")
    assert ordered([NOTE, LATER, WRONG, before, WRONG]) == (before, WRONG, LATER, NOTE)


def test_lines_beyond_the_most_are_counted():
    with using("sv"):
        assert lines((WRONG, LATER, WRONG), most=2)[-1] == "… och 1 till"


def test_a_report_without_faults_raises_nothing():
    Report("x", {}, (), (NOTE,)).raise_for_faults()
    with pytest.raises(InputError):
        Report("x", {}, (WRONG,), ()).raise_for_faults()


@pytest.mark.parametrize("found", ["191212121212", "19121212-1212", "121212-1212", "1212121213"])
def test_what_is_shaped_like_an_identity_number_is_hidden(found):
    fault = of_cells.NOT_A_DATE.at("x.csv", column=found, found=f"see {found}")
    assert fault.found == "see •••"
    assert fault.column == "•••"


def test_a_long_cell_is_cut():
    assert len(of_cells.NOT_A_DATE.at("x.csv", found="x" * 300).found) == 80


def test_braces_in_a_cell_are_only_text():
    fault = of_cells.PER_CENT.at("x.csv", found="{row}", suggestion="1", allowed="{x}")
    assert fault.remedy.count("{row}") == 1
    assert fault.allowed == "{x}"


def _cells(path):
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_the_report_workbook_has_a_row_for_each_fault_and_no_formula(tmp_path):
    path = tmp_path / "fel.xlsx"
    with using("sv"):
        write_report(Report("x", {}, (WRONG,), (NOTE,)), path)
    header, first, second = _cells(path)
    assert header[:7] == ["Kod", "Allvar", "Tabell", "Fil eller blad", "Rad", "Kolumn", "Funnet"]
    assert first[:7] == ["PKS-202", "Fel", "demand", "demand.csv", 3, "patients", "=1+1"]
    assert second[1] == "Läst efter rättning"
    assert openpyxl.load_workbook(path).active["G2"].data_type == "s"


def test_the_same_report_is_the_same_file(tmp_path):
    report = Report("x", {}, (WRONG,), (NOTE,))
    for name in ("a.xlsx", "b.xlsx"):
        write_report(report, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_fault_wider_than_a_file_has_no_place():
    assert str(Fault("PKS-900", "error", "What is wrong.")) == "PKS-900 What is wrong."


def test_every_kind_has_a_code_of_its_own():
    rooms = (of_cells, of_files, of_tables)
    codes = [kind.code for room in rooms for kind in vars(room).values() if isinstance(kind, Kind)]
    assert len(codes) == len(set(codes)) > 50
