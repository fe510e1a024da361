"""The workbook by the rules for accessible spreadsheets: marked tables, words above, no merging."""

import datetime
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pytest

from pkslib.language import text, using
from pkslib.pack import workbook
from pkslib.pack.html import About
from pkslib.pack.sheets import MOST_SHEETS, SHEETS
from pkslib.show.document.region import Region
from pkslib.tables.results import RESULTS

MADE_UP = "Region Uppsala (påhittade uppgifter)"
ABOUT = About(MADE_UP, {"Planeringsår": "2027", "Hantering": "internt: innehåller små antal"}, "sv")


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


def _region(**tables):
    return Region("06", 2027, tables)


@pytest.fixture
def opened(tmp_path):
    def make(**tables):
        path = tmp_path / "pack.xlsx"
        with using("sv"):
            workbook.write(path, _region(**tables), ABOUT)
        return openpyxl.load_workbook(path)

    return make


def _table(sheet):
    """Return a sheet's only table as a frame, below its headings."""
    (table,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return pd.DataFrame(rows, columns=head, dtype=object)


def _above(sheet):
    (table,) = sheet.tables.values()
    first = int(re.search(r"\d+", table.ref)[0])
    return [sheet.cell(row, 1).value for row in range(1, first)]


def test_a_table_stands_below_its_title_source_and_notes(opened):
    sheet = opened(capacity_need=_need())["Kapacitetsbehov"]
    title, about, _, source, *notes = _above(sheet)
    assert (title, source.startswith("Källa: tabellen capacity_need")) == ("Kapacitetsbehov", True)
    assert "påhittade uppgifter" in about
    assert "små antal" in about
    assert any("Målsatt nyttjandegrad" in note and "inte redovisat" in note for note in notes)
    assert any(
        "Vårdplatser som behövs" in note and "räknas inte i vårdplatser" in note for note in notes
    )


def test_numbers_are_shown_by_their_units_and_periods_are_dates(opened):
    sheet = opened(capacity_need=_need())["Kapacitetsbehov"]
    (table,) = sheet.tables.values()
    row = int(re.search(r"\d+", table.ref)[0]) + 1
    assert sheet.cell(row, 3).value == datetime.datetime(2027, 1, 1)
    assert [sheet.cell(row, at).number_format for at in (3, 4, 5, 6)] == [
        *("yyyy-mm", "#,##0", "0%", "0%")
    ]
    assert [sheet.cell(row, at).value for at in (4, 5, 10)] == [2000, 0.85, 76]
    # Infinity can't be a number in Excel.
    assert sheet.cell(row, 9).value is None


@pytest.mark.parametrize(
    ("period", "day", "shown"),
    [
        ("2027", (2027, 1, 1), "yyyy"),
        ("2027-Q3", (2027, 7, 1), '"kv. 3 "yyyy'),
        # The week is of 2026, its Monday of 2025.
        ("2026-W01", (2025, 12, 29), '"v. 1 2026 ("yyyy-mm-dd")"'),
    ],
)
def test_a_period_is_its_first_day_and_shows_what_it_is(opened, period, day, shown):
    need = _need().assign(period=period)
    sheet = opened(capacity_need=need)["Kapacitetsbehov"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == shown]
    assert {cell.value for cell in cells} == {datetime.datetime(*day)}


def test_codes_are_shown_by_their_names(opened):
    units = pd.DataFrame({"unit": ["A"], "name": "Avdelning 1", "parent": None, "level": "ward"})
    rows = _table(opened(capacity_need=_need(), units=units)["Kapacitetsbehov"])
    assert rows["Enhet"].tolist() == ["Avdelning 1", "B"]


def _capacities(*codes):
    measures = {"bed_day": "bed_day", "clinic": "hour"}
    return pd.DataFrame({"capacity": codes, "name": [code.title() for code in codes],
                         "measure": [measures[code] for code in codes]})  # fmt: skip


def test_a_heading_names_the_measure_of_its_capacity(opened):
    rows = _table(
        opened(capacity_need=_need(), capacities=_capacities("bed_day"))["Kapacitetsbehov"]
    )
    assert "Före nyttjandegrad och marginal [vårddygn]" in rows
    assert rows["Kapacitet"].tolist() == ["Bed_Day", "Bed_Day"]


def test_rows_in_different_measures_tell_their_own(opened):
    need = _need().assign(capacity=["bed_day", "clinic"])
    rows = _table(opened(capacity_need=need, capacities=_capacities("bed_day", "clinic"))[
        "Kapacitetsbehov"])  # fmt: skip
    assert rows["Kapacitet"].tolist() == ["Bed_Day, vårddygn", "Clinic, timmar"]


def test_codes_are_words_and_what_a_user_wrote_is_not_translated(opened):
    actions = pd.DataFrame(
        {"unit": ["A"], "deviation": "capacity bed_day", "subject": "capacity", "item": "bed_day",
         "share": -0.1, "flag": "look", "part": None, "cause": "Agreed", "measure": "Left",
         "role": "Chef", "due": "2026-10-01", "status": "planned", "standing": "in_time"}
    )  # fmt: skip
    (row,) = _table(opened(action_list=actions).worksheets[1]).to_dict("records")
    assert (row["Orsak"], row["Åtgärd"], row["Ansvarar (roll)"]) == ("Agreed", "Left", "Chef")
    assert (row["Vad som följts upp"], row["Status"]) == ("kapacitet", "planerad")
    assert row["Senast"] == datetime.datetime(2026, 10, 1)


def _whole(tmp_path, language="sv"):
    """Return a workbook of every sheet there can be, with rows of what the declarations allow."""
    tables = {tab.table: _row(RESULTS[tab.table]) for tab in SHEETS if tab.table in RESULTS}
    path = tmp_path / f"{language}.xlsx"
    with using(language):
        workbook.write(path, _region(**tables), ABOUT)
    return path


def _row(schema):
    """Return a row that the declaration allows, nothing in what may be empty."""
    values = {
        "code": "a", "text": "a", "period": "2027-01", "date": "2027-01-31", "integer": 1,
        "number": 0.5, "flag": True,
    }  # fmt: skip
    row = {
        name: [each.choices[0] if each.choices else values[each.kind]]
        for name, each in schema.columns.items()
        if name not in schema.told
    }
    if schema.name in ("assumptions", "data_notes"):
        return pd.DataFrame()
    return pd.DataFrame(row)


def test_every_sheet_keeps_the_rules(tmp_path):
    book = openpyxl.load_workbook(_whole(tmp_path))
    assert 15 < len(book.sheetnames) <= MOST_SHEETS
    names = [name for sheet in book for name in sheet.tables]
    assert len(set(names)) == len(names) == len(book.sheetnames)
    for sheet in book:
        (table,) = sheet.tables.values()
        first, last = table.ref.split(":")
        assert first.startswith("A")
        # Nothing below it, nothing beside it but a chart.
        assert sheet.dimensions.split(":")[1] == last
        assert not sheet.merged_cells.ranges
        assert all(_above(sheet))
        assert all(sheet.cell(row, 2).value is None for row in range(1, int(first[1:])))
        heads = [cell.value for cell in sheet[table.ref][0]]
        assert heads == [column.name for column in table.tableColumns]
        assert len({head.casefold() for head in heads}) == len(heads)
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows == f"${first[1:]}:${first[1:]}"
        assert MADE_UP in sheet.oddFooter.left.text
        assert "små antal" in sheet.oddFooter.left.text


def test_every_empty_column_is_explained_in_both_languages(tmp_path):
    for language, words in (("sv", "Tomma celler i"), ("en", "Empty cells in")):
        book = openpyxl.load_workbook(_whole(tmp_path, language))
        for sheet in book:
            rows = _table(sheet)
            told = " ".join(line for line in _above(sheet) if line.startswith(words))
            assert [name for name in rows if rows[name].isna().any() and name not in told] == []


def test_the_document_tells_its_title_author_and_language(opened, tmp_path):
    said = opened(capacity_need=_need()).properties
    assert (said.title, said.language) == (MADE_UP, "sv")
    assert said.creator == f"PKS Workbench, för {MADE_UP}"


def test_charts_are_native_and_described(tmp_path):
    with zipfile.ZipFile(_whole(tmp_path)) as file:
        charts = [name for name in file.namelist() if re.search(r"charts/chart\d+\.xml$", name)]
        drawings = "".join(
            file.read(name).decode() for name in file.namelist() if "drawings/drawing" in name
        )
    assert len(charts) == sum(tab.chart is not None for tab in SHEETS)
    assert drawings.count("Tabellen bredvid har alla siffror.") == len(charts)


@pytest.mark.parametrize(("years", "drawn"), [(1, "barChart"), (2, "lineChart")])
def test_a_line_needs_two_points(opened, tmp_path, years, drawn):
    numbers = {"mean": 10.0, "lower_80": 8.0, "upper_80": 12.0, "lower_95": 7.0, "upper_95": 13.0}
    periods = [str(2027 + at) for at in range(years)]
    opened(
        forecast_sums=pd.DataFrame({"region": "06", "need": "hip", "period": periods, **numbers})
    )
    with zipfile.ZipFile(tmp_path / "pack.xlsx") as file:
        assert f"<c:{drawn}>" in file.read("xl/charts/chart1.xml").decode()


def test_what_lacks_stands_in_line_with_its_row_and_the_foot_keeps_its_size(opened):
    rows = pd.DataFrame({"unit": "A", "resource": "nurse", "shift": "day", "week": "2026-W47",
                         "weekday": [1, 2], "plus": 0, "minus": [2, 0]})  # fmt: skip
    book = opened(gap_list=rows)
    sheet = book[book.sheetnames[-1]]
    assert not sheet.HeaderFooter.scaleWithDoc
    (table,) = sheet.tables.values()
    assert {cell.alignment.vertical for row in sheet[table.ref] for cell in row} == {"top"}


def test_contents_list_every_sheet_with_its_rows(opened):
    contents = opened(capacity_need=_need()).worksheets[0]
    rows = _table(contents)
    assert rows[["Blad", "Rader"]].to_numpy().tolist() == [["Räkneblad", 2], ["Kapacitetsbehov", 2]]
    assert contents["A1"].value == MADE_UP
    assert any(cell.hyperlink for (cell,) in contents["A2:A20"])


def test_an_assumption_that_is_a_number_is_one_in_its_cell(opened):
    rows = pd.DataFrame({"setting": ["plan.level", "balance.move_time", "outlook.shift_hours"],
                         "value": ["0.5", "true", '{"day": 8.0}'], "base": "0", "low": "0",
                         "high": ["1", "", ""], "by": "", "on": "", "why": ""})  # fmt: skip
    shown = _table(opened(assumptions=rows)["Antaganden"])
    assert shown["Värde"].tolist() == [0.5, "ja", "dag 8"]
    assert shown[["Minst", "Störst"]].iloc[0].tolist() == [0, 1]


def test_a_long_description_in_the_contents_has_a_row_high_enough(opened):
    contents = opened(catalogue=_row(RESULTS["catalogue"])).worksheets[0]
    (row,) = [cell.row for (cell,) in contents["A2:A20"] if cell.value == "Vårdtjänstkatalog"]
    assert len(contents.cell(row, 2).value) > contents.column_dimensions["B"].width
    assert contents.row_dimensions[row].height == 30
    assert contents["B1"].parent.row_dimensions[row - 1].height is None


def test_a_very_broad_table_is_printed_on_larger_paper(tmp_path):
    book = openpyxl.load_workbook(_whole(tmp_path))
    a4, a3 = "9", "8"
    paper = {sheet.title: str(sheet.page_setup.paperSize) for sheet in book}
    assert (paper["Produktionsmål"], paper["Vad som väntar på beslut"]) == (a4, a3)


def test_what_is_not_known_of_a_later_year_is_explained_as_its_heading_says(opened):
    rows = pd.DataFrame({"unit": "A", "capacity": "bed_day", "period": "2028", "measure": None,
                         "step": None, "lacking": 1.0, "gives": 0.0, "promised": 0.0, "cost": 0.0,
                         "renewed": False, "decide_by": None, "this_year": True},
                        index=[0])  # fmt: skip
    told = _above(opened(years_decisions=rows)["Beslut för åren framåt"])
    assert (
        "Tomma celler i Åtgärd (tomt: ingen är känd), Steg: inget är känt som täcker raden." in told
    )
    assert any("genast): vad som ska göras måste beslutas genast." in line for line in told)


def test_a_table_without_rows_has_no_sheet(opened):
    book = opened(capacity_need=_need(), balance=_need().iloc[:0])
    assert book.sheetnames == ["Innehåll", "Räkneblad", "Kapacitetsbehov"]


@pytest.mark.parametrize("hostile", ["=HYPERLINK(1)", "+cmd", "@SUM(A1)", "http://x", "007"])
def test_text_from_data_stays_text(opened, hostile):
    sheet = opened(capacity_need=_need(unit=hostile))["Kapacitetsbehov"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == hostile]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_same_tables_give_the_same_bytes(tmp_path):
    for language in ("sv", "en"):
        first = _whole(tmp_path, language).read_bytes()
        assert _whole(tmp_path, language).read_bytes() == first


def test_sheet_names_differ_and_fit():
    names = workbook.sheet_names(["A" * 40, "A" * 41, "a/b?", "A:B*"])
    assert [len(name) for name in names[:2]] == [31, 31]
    assert len({name.casefold() for name in names}) == 4
    assert not any(sign in name for name in names for sign in "[]:*?/\\'")


def test_a_table_longer_than_a_sheet_is_cut_and_says_so(opened, monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_ROWS", 1)
    sheet = opened(capacity_need=_need())["Kapacitetsbehov"]
    assert len(_table(sheet)) == 1
    assert any(
        "Bara de första 1 raderna; mappen tables har alla." in line for line in _above(sheet)
    )


def test_many_facts_stand_on_lines_that_a_page_has_room_for():
    facts = ["Region", "a" * 60, "b" * 30, "c" * 40]
    assert workbook._in_lines(*facts) == [f"Region · {facts[1]}", f"{facts[2]} · {facts[3]}"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_it_whole_and_writes_the_same(tmp_path):
    path = _whole(tmp_path)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    order = ["soffice", "--headless", home, "--convert-to", "xlsx", "--outdir", tmp_path / "copy"]
    subprocess.run([*order, path], check=True, capture_output=True)
    copy = tmp_path / "copy" / path.name
    ours, theirs = (openpyxl.load_workbook(each, data_only=True) for each in (path, copy))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        (table,) = sheet.tables.values()
        assert [each.name for each in theirs[sheet.title].tables.values()] == [table.name]
        cells = [
            [[cell.value for cell in row] for row in book[sheet.title][table.ref]]
            for book in (ours, theirs)
        ]
        assert cells[0] == cells[1], sheet.title


def test_declared_sheets_are_result_tables_and_few():
    tables = [tab.table for tab in SHEETS]
    assert len(set(tables)) == len(tables) < MOST_SHEETS
    for tab in SHEETS:
        known = RESULTS[tab.table].known if tab.table in RESULTS else {}
        wanted = (*tab.without, *((tab.chart.over, *tab.chart.of) if tab.chart else ()))
        assert set(wanted) <= set(known), tab.table
        assert text(tab.table)
