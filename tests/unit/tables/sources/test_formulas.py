"""Cells that have no value."""

import xlsxwriter

from pkslib.tables.sources.formulas import valueless_cells


def test_calculated_formulas_and_empty_texts_have_values(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        good = book.add_worksheet("good")
        good.write_formula("A1", "=1+1", None, 2)
        good.write_formula("A2", '=""&A1', None, "text")
        bad = book.add_worksheet("bad")
        bad.write_formula("B3", "=1/0", None, "#DIV/0!")
        bad.write_formula("AA12", "=1+1", None, "")
    assert valueless_cells(path) == {"bad": ["B3", "AA12"]}
