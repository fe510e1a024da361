"""What the reader of workbooks leaves out."""

import xlsxwriter

from pkslib.tables.sources import unseen


def test_calculated_formulas_and_empty_texts_have_values(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        good = book.add_worksheet("good")
        good.write_formula("A1", "=1+1", None, 2)
        good.write_formula("A2", '=""&A1', None, "text")
        bad = book.add_worksheet("bad")
        bad.write_formula("B3", "=1/0", None, "#DIV/0!")
        bad.write_formula("AA12", "=1+1", None, "")
    assert unseen.look(path).valueless == {"bad": ["B3", "AA12"]}


def test_hidden_rows_and_the_calendar_are_told(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("needs")
        for row in range(4):
            sheet.write_number(row, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        book.add_worksheet("plain").write_number(0, 0, 1)
    found = unseen.look(path)
    assert found.hidden == {"needs": [3]}
    assert found.from_1904
