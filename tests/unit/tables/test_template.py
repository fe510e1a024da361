"""The workbook to fill in."""

import openpyxl
import pytest

from pkslib.language import using
from pkslib.tables import intake
from pkslib.tables.inputs import INPUTS, KEPT
from pkslib.tables.template import write_template


@pytest.fixture(params=["sv", "en"])
def template(tmp_path, request):
    path = tmp_path / "mall.xlsx"
    with using(request.param):
        write_template(path)
    return path


FILLED = {
    "needs": ["hip", "Höftfraktur", "acute", 1],
    "units": ["W", "Ortopeden", "06", None, "ward"],
    "demand": ["06", "hip", "2026-01", 30],
    "activities": ["stay", "Vårdtillfälle", "admission"],
    "pathways": ["hip", "W", "stay", 1.1],
    "activity_times": ["stay", None, "bed_day", 9.5],
    "capacities": ["bed_day", "Vårdplats", "bed_day", 0.85, 0],
    "available": ["W", "bed_day", "2026-01", 400],
}


def _fill(path):
    book = openpyxl.load_workbook(path)
    for name, row in FILLED.items():
        book[name].append(row)
    book.save(path)


def test_a_sheet_for_each_table_and_one_of_contents(template):
    book = openpyxl.load_workbook(template)
    kept = {schema.name for schema in KEPT}
    assert book.sheetnames[1:] == [name for name in INPUTS if name not in kept]
    assert book.sheetnames[0].startswith("# ")


def test_filled_in_it_is_a_sound_data_set(template):
    _fill(template)
    report = intake.check(template)
    assert (report.faults, report.notes) == ((), ())
    assert report.tables["pathways"]["per_patient"].tolist() == [1.1]


def test_empty_it_lacks_only_the_tables_that_are_needed(template):
    codes = [fault.code for fault in intake.check(template).faults]
    assert codes == ["PKS-122", *["PKS-103"] * 7]


def test_choices_have_drop_downs_and_codes_stay_text(template):
    sheet = openpyxl.load_workbook(template)["needs"]
    rules = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["C5"] == '"acute,elective"'
    assert sheet.column_dimensions["A"].number_format == "@"


def test_the_example_is_marked_and_explained(tmp_path):
    with using("sv"):
        write_template(tmp_path / "mall.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "mall.xlsx")["capacities"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=4)]
    assert [row[3] for row in rows] == [
        "utilisation",
        "Målsatt nyttjandegrad [andel]",
        "ett tal över 0, högst 1; måste fyllas i",
        "0,85",
    ]
    assert rows[3][0] == "# bed_day"


def test_the_same_template_is_the_same_file(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
