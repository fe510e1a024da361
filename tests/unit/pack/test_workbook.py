import openpyxl
import pandas as pd
import pytest

from pkslib.language import using
from pkslib.pack import workbook
from pkslib.pack.html import About

ABOUT = About("Region Uppsala", {"Planeringsår": "2027"}, "sv")


def _need(unit="A", need=2353.0):
    return pd.DataFrame(
        {
            "unit": [unit, "B"],
            "capacity": "bed_day",
            "period": "2027-01",
            "raw": [2000.0, 1.0],
            "utilisation": [0.85, None],
            "margin": [0.0, 0.1],
            "need": [need, 1.0],
            "need_lower": [1.0, 1.0],
            "need_upper": [float("inf"), 1.0],
            "places": pd.array([76, None], dtype="Int64"),
        }
    )


@pytest.fixture
def opened(tmp_path):
    def make(tables, *steps):
        path = tmp_path / "pack.xlsx"
        with using("sv"):
            workbook.write(path, tables, ABOUT, steps)
        return openpyxl.load_workbook(path)

    return make


def test_table_has_units_formats_and_blank_cells(opened):
    book = opened({"capacity_need": _need(), "demand": _need()})
    assert len(book.sheetnames) == 2
    sheet = book.worksheets[1]
    # The capacity's measure is not known without the table capacities.
    assert sheet["D1"].value == "Före nyttjandegrad och marginal [kapacitetens mått]"
    assert [cell.value for cell in sheet[2]][:5] == ["A", "bed_day", "2027-01", 2000, 0.85]
    assert sheet["E2"].number_format == "0%"
    assert sheet["D2"].number_format == "#,##0"
    assert sheet["E3"].value is None
    # Infinity can't be a number in Excel.
    assert sheet["I2"].value is None
    assert (sheet["J2"].value, sheet["J3"].value) == (76, None)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:J3"


def test_codes_are_shown_by_their_names(opened):
    units = pd.DataFrame({"unit": ["A"], "name": ["Avdelning 1"]})
    sheet = opened({"capacity_need": _need(), "units": units}).worksheets[1]
    assert [sheet["A2"].value, sheet["A3"].value] == ["Avdelning 1", "B"]


def test_codes_are_words_and_what_a_user_wrote_is_not_translated(opened):
    rounds = pd.DataFrame(
        {"unit": ["A"], "round": 2, "level": "tactical", "proposal": "Agreed",
         "former_proposal": "", "agreed": True, "by": "Chef", "on": "2026-10-01",
         "change": "now_agreed", "note": "Left"}
    )  # fmt: skip
    sheet = opened({"rounds": rounds}).worksheets[1]
    assert [cell.value for cell in sheet[2]] == [
        *("A", 2, "taktisk", "Agreed", None, True, "Chef", "2026-10-01", "nu överens", "Left")
    ]


def _capacities(*codes):
    measures = {"bed_day": "bed_day", "clinic": "hour"}
    return pd.DataFrame({"capacity": codes, "name": [code.title() for code in codes],
                         "measure": [measures[code] for code in codes]})  # fmt: skip


def test_a_heading_names_the_measure_of_its_capacity(opened):
    sheet = opened({"capacity_need": _need(), "capacities": _capacities("bed_day")}).worksheets[1]
    assert sheet["D1"].value == "Före nyttjandegrad och marginal [vårddygn]"
    assert sheet["B2"].value == "Bed_Day"


def test_rows_in_different_measures_tell_their_own(opened):
    need = _need().assign(capacity=["bed_day", "clinic"])
    capacities = _capacities("bed_day", "clinic")
    sheet = opened({"capacity_need": need, "capacities": capacities}).worksheets[1]
    assert sheet["D1"].value == "Före nyttjandegrad och marginal"
    assert [sheet["B2"].value, sheet["B3"].value] == ["Bed_Day, vårddygn", "Clinic, timmar"]


def test_steps_stand_as_on_the_page_and_weeks_and_days_are_left_to_the_folder(opened):
    weeks = pd.DataFrame({"unit": ["A"], "activity": "x", "week": "2027-W01", "target": [3]})
    summary = pd.DataFrame({"region": ["06"], "patients": [1.0]})
    book = opened(
        {"capacity_need": _need(), "plan_weeks": weeks, "region_summary": summary}, "09_pack"
    )
    assert book.sheetnames == ["Innehåll", "Sammanfattning av regionen", "Kapacitetsbehov"]
    said = [row[1] for row in book.worksheets[0].iter_rows(values_only=True) if row[1]]
    assert "produktionsplan, veckor" in said[-1]


def test_the_gap_list_is_a_sheet_a_week_and_no_table(opened):
    listed = pd.DataFrame(
        {"unit": "A", "resource": "nurse", "weekday": 1, "shift": "day", "plus": 0.0, "minus": 1.0,
         "week": [f"2027-W{week:02d}" for week in range(1, 8)]}
    )  # fmt: skip
    beds = pd.DataFrame({"unit": ["A"], "week": "2027-W01", "open": 3.0, "commission": 4.0})
    book = opened({"gap_list": listed, "beds_open": beds})
    assert book.sheetnames[1:3] == ["Vårdplatser som kan hållas öpp…", "Lucklista, v. 1 2027"]
    assert len(book.sheetnames) == 6


def test_contents_list_every_sheet_with_its_rows(opened):
    contents = opened({"capacity_need": _need()}).worksheets[0]
    rows = [[cell.value for cell in row] for row in contents.iter_rows(min_row=5)]
    assert contents["A1"].value == "Region Uppsala"
    assert rows[0][2] == 2
    assert contents["A5"].hyperlink is not None


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "+cmd", "@SUM(A1)", "http://x", "007"])
def test_text_from_data_stays_text(opened, hostile):
    cell = opened({"capacity_need": _need(unit=hostile)}).worksheets[1]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (hostile, "s", None)


def test_same_tables_give_the_same_bytes(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        workbook.write(tmp_path / name, {"capacity_need": _need()}, ABOUT)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_sheet_names_differ_and_fit():
    names = workbook.sheet_names(["A" * 40, "A" * 41, "a/b?", "A:B*"])
    assert [len(name) for name in names[:2]] == [31, 31]
    assert len({name.casefold() for name in names}) == 4
    assert not any(sign in name for name in names for sign in "[]:*?/\\'")


def test_a_table_longer_than_a_sheet_is_cut_and_the_contents_say_so(opened, monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_ROWS", 1)
    book = opened({"capacity_need": _need()})
    assert book.worksheets[1].max_row == 2
    assert book.worksheets[1].auto_filter.ref == "A1:J2"
    said = [row[1].value for row in book.worksheets[0].iter_rows(min_row=5) if row[1].value]
    assert any("Bara de första 1 raderna; mappen tables har alla." in words for words in said)
