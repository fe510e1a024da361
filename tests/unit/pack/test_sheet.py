import openpyxl
import xlsxwriter

from pkslib.pack.sheet import Sheet

TEXTS = ["a<b", "=1+1", None, "", "x" * 40_000]
NUMBERS = [1.0, None, 0.1, 1e-7, 12345678901234.5]
TRUTHS = [True, False, None, True, True]


def test_columns_read_as_cells_written_one_by_one_do(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "one.xlsx")) as book:
        sheet, share = book.add_worksheet("S", Sheet), book.add_format({"num_format": "0.0%"})
        plain = book.add_format()
        sheet.write_string(0, 0, "Heading")
        sheet.write_columns(1, [(TEXTS, plain), (NUMBERS, share), (TRUTHS, plain)])
        empty = book.add_worksheet("T", Sheet)
        empty.write_columns(1, [([], plain)])
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    rows = list(book["S"].iter_rows(values_only=True))
    assert rows[0] == ("Heading", None, None)
    texts, numbers, truths = (list(column) for column in zip(*rows[1:], strict=True))
    # Excel keeps 32 767 characters of a cell.
    assert texts == ["a<b", "=1+1", None, "", "x" * 32_767]
    assert numbers == NUMBERS
    assert truths == TRUTHS
    assert book["S"]["B4"].number_format == "0.0%"
    assert book["S"]["A3"].data_type == "s"
    assert book["S"].dimensions == "A1:C6"
    assert list(book["T"].iter_rows(values_only=True)) in ([], [(None,)])
