"""Files and encodings: faults 1 to 18."""

import pickle
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pkslib.run import runner

DEMAND = "region;need;period;patients\n06;hip;2026-01;30\n06;hip;2026-02;28\n"
NEEDS = "need;name;flow;priority\nhip;Höftfraktur;acute;1\n"


@pytest.fixture
def workbook(data_set, tmp_path):
    """Write the least data set as a workbook, then spoil it."""

    def write(spoil=lambda book: None):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for path in sorted(data_set().glob("*.csv")):
            sheet = book.create_sheet(path.stem)
            for line in path.read_text(encoding="utf-8").splitlines():
                sheet.append(line.split(";"))
        spoil(book)
        (tmp_path / "book").mkdir(exist_ok=True)
        book.save(tmp_path / "book" / "data.xlsx")
        return tmp_path / "book" / "data.xlsx"

    return write


@pytest.mark.parametrize(
    ("content", "code"), [("", "PKS-102"), (DEMAND.splitlines()[0], "PKS-103")]
)
def test_f01_empty_file_or_header_only(check, content, code):
    told = check(demand=content)
    assert told.status == 2
    assert told.line(code, "demand.csv")


def test_f02_utf8_with_byte_order_mark(check):
    told = check(needs=NEEDS.encode("utf-8-sig"))
    assert (told.status, told.codes) == (0, [])


def test_f03_windows_1252(check):
    told = check(needs=NEEDS.encode("cp1252"))
    assert told.status == 0
    assert "Windows-1252" in told.line("PKS-151", "needs.csv")


def test_f04_utf16_as_excel_unicode_text(check):
    told = check(needs=NEEDS.replace(";", "\t").encode("utf-16"))
    assert told.status == 0
    assert "UTF-16" in told.line("PKS-152", "needs.csv")


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        # Rows 1 and 2 in UTF-8 are 24 + 25 bytes; of row 3, in Windows-1252, "b;br" is 4 more.
        (NEEDS.encode() + "b;bröst;acute;1\n".encode("cp1252"), "needs.csv, row 3", "Byte 53"),
        (NEEDS.encode("utf-8").decode("cp1252").encode("utf-8"), "needs.csv, row 2", "HÃ¶ft"),
    ],
)
def test_f05_mixed_or_twice_converted_encodings(check, content, place, said):
    told = check(needs=content)
    assert told.status == 2
    (line,) = [line for line in told.lines if place in line]
    assert line.split()[0] in ("PKS-105", "PKS-106")
    assert said in line
    assert "\N{REPLACEMENT CHARACTER}" not in "".join(told.lines)


def test_f06_comma_separated(check):
    assert check(demand=DEMAND.replace(";", ",")).codes == []
    uneven = check(demand=DEMAND.replace(";", ",") + "06,hip,2026-03,30,5\n06,hip,2026-04\n")
    assert uneven.status == 2
    assert "5 fields, the header has 4" in uneven.line("PKS-107", "demand.csv, row 4")
    assert "3 fields, the header has 4" in uneven.line("PKS-107", "demand.csv, row 5")


@pytest.mark.parametrize(
    ("first", "second", "code", "row"),
    [
        ("4,5", "4.5", "PKS-204", 3),
        ("1.234,5", "2", "PKS-203", 2),
        ("1,234.5", "2", "PKS-203", 2),
        *((written, "2", "PKS-202", 2) for written in ("12%", "5 st", "ca 5")),
        ("12 34", "2", "PKS-202", 2),
    ],
)
def test_f07_numbers_written_in_doubtful_ways(check, first, second, code, row):
    times = "activity;unit;capacity;amount\nstay;;bed_day;{}\nstay;W;bed_day;{}\n"
    told = check(activity_times=times.format(first, second))
    assert told.status == 2
    assert f"Found: {second if row == 3 else first}" in told.line(
        code, f"activity_times.csv, row {row}"
    )


@pytest.mark.parametrize("written", ["1 234", "1\u00a0234", "1\u202f234"])
def test_f07_spaces_between_thousands_are_read(check, written):
    told = check(demand=DEMAND.replace(";30", f";{written}"))
    assert (told.status, told.codes.count("PKS-155")) == (0, 1)


def test_f07_a_typographic_minus_is_a_minus(check):
    told = check(demand=DEMAND.replace(";30", ";\u221230"))
    assert "Found: \u221230" in told.line("PKS-205", "demand.csv, row 2")


def test_f08_a_file_that_is_not_what_its_name_says(check, tmp_path):
    folder = tmp_path / "named"
    folder.mkdir()
    for name, content, code, said in (
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "PKS-109", "web page"),
        ("b.xlsx", DEMAND.encode(), "PKS-109", "csv"),
        ("c.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "PKS-110", "password"),
    ):
        (folder / name).write_bytes(content)
        told = check(folder / name)
        assert told.status == 2
        assert said in told.line(code)
        assert "save it" in told.line(code).casefold()


def test_f09_an_archive_that_unpacks_to_far_more(check, tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(50 * 2**20))
    assert path.stat().st_size < 2**17
    told = check(path)
    assert told.status == 2
    assert told.line("PKS-111", "bomb.xlsx")


def test_f10_entities_that_grow_without_end(check, workbook, tmp_path):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}]><x>&e11;</x>'
    sound, path = workbook(), tmp_path / "entities.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = bomb.encode() if name == "xl/workbook.xml" else old.read(name)
            new.writestr(name, content)
    told = check(path)
    assert told.status == 2
    assert told.line("PKS-113", "entities.xlsx")


def test_f11_cells_without_value_merged_cells_and_hidden_rows(check, workbook):
    def spoil(book):
        book["demand"]["D2"] = "=1+1"
        book["demand"]["D3"] = "#REF!"
        book["needs"].merge_cells("B2:C2")
        book["available"].row_dimensions[3].hidden = True

    told = check(workbook(spoil))
    assert told.status == 2
    for address, row in (("D2", 2), ("D3", 3)):
        assert f"cell {address} " in told.line("PKS-129", f"data.xlsx [demand], row {row}")
    sound = check(workbook(lambda book: setattr(book["needs"].row_dimensions[2], "hidden", True)))
    assert (sound.status, sound.codes) == (0, ["PKS-132"])
    merged = check(workbook(lambda book: book["needs"].merge_cells("D2:D3")))
    assert (merged.status, merged.codes) == (0, ["PKS-130"])


def test_f12_sheets_that_match_twice_or_not_at_all(check, workbook):
    def add_second(book):
        book.create_sheet("Demand ").append(["region"])

    assert "[demand]" in check(workbook(add_second)).line("PKS-123")

    def rename(book):
        book["demand"].title = "demands"

    told = check(workbook(rename))
    assert told.line("PKS-121", "demand")
    assert "Did you mean “demand”?" in told.line("PKS-124", "data.xlsx [demands]")


def test_f12_a_header_below_row_1(check, workbook):
    told = check(workbook(lambda book: book["demand"].insert_rows(1, 2)))
    assert told.status == 2
    assert "row 3" in told.line("PKS-125", "data.xlsx [demand], row 1")


def test_f13_missing_and_extra_columns(check):
    told = check(demand=DEMAND.replace("patients", "patiens"))
    assert "“patiens”" in told.line("PKS-126", "demand.csv, row 1, column patients")
    extra = check(demand="region;need;period;patients;source\n06;hip;2026-01;3;x\n")
    assert (extra.status, extra.codes) == (0, ["PKS-127"])
    person = check(demand="region;need;period;patients;personnummer\n06;hip;2026-01;3;x\n")
    assert (person.status, person.codes) == (2, ["PKS-301"])


def test_f14_headers_that_differ_only_in_case_space_or_letter_form(check):
    twice = check(demand="region;need;period;patients; Patients\n06;hip;2026-01;3;3\n")
    assert twice.status == 2
    assert told_column(twice.line("PKS-128")) == "patients"
    # a with a ring as two signs, as macOS writes it, is the same letter.
    parted = NEEDS.replace("Höftfraktur", "Ho\u0308ftfraktur")
    assert check(needs=parted).codes == []


def told_column(line):
    return line.partition("column ")[2].partition(":")[0]


@pytest.mark.parametrize("name", ["demand.pkl", "model.joblib", "demand.ipynb", "demand.xlsm"])
def test_f15_formats_that_carry_programs(check, data_set, name):
    folder = data_set()
    (folder / name).write_bytes(pickle.dumps({}))
    told = check(folder)
    assert told.status == 2
    assert told.line("PKS-112", name)


def test_f15_parquet_with_other_than_plain_values(check, data_set):
    folder = data_set(needs=None)
    frame = pd.DataFrame({"need": ["hip"], "name": [b"\x80\x04."], "flow": "acute", "priority": 1})
    frame.to_parquet(folder / "needs.parquet")
    told = check(folder)
    assert told_column(told.line("PKS-131", "needs.parquet, row 1")) == "name"


def test_f16_a_file_beyond_the_limit_is_refused_before_it_is_read(check, data_set):
    folder = data_set()
    with (folder / "demand.csv").open("r+b") as file:
        file.truncate(600 * 2**20)  # sparse: takes no room
    told = check(folder)
    assert told.status == 2
    assert "Aggregate" in told.line("PKS-111", "demand.csv")


def test_f17_a_file_that_may_not_be_opened(pks, public, data_set, without_rights):
    held = shutil.copytree(data_set(), public / "data")
    (held / "~$needs.xlsx").write_bytes(b"x")
    (held / "demand.csv").chmod(0)
    with without_rights():
        told = pks("check", held)
    assert told.status == 2
    assert "Close it in Excel" in told.line("PKS-113", "demand.csv")
    assert "~$" not in " ".join(told.lines)


def test_f17_a_workbook_that_may_not_be_opened(pks, public, workbook, without_rights):
    held = Path(shutil.copy(workbook(), public))
    held.chmod(0)
    with without_rights():
        told = pks("check", held)
    assert told.status == 2
    assert "Close it in Excel" in told.line("PKS-113", "data.xlsx")


def test_f18_a_data_set_that_changes_while_it_is_read(pks, data_set, tmp_path, monkeypatch):
    folder = data_set()
    real = runner.intake.check

    def check_while_another_writes(*given, **named):
        report = real(*given, **named)
        with (folder / "demand.csv").open("a", encoding="utf-8") as file:
            file.write("06;hip;2026-03;31\n")
        return report

    monkeypatch.setattr(runner.intake, "check", check_while_another_writes)
    monkeypatch.setattr(runner.workers, "apart", lambda function, *given: function(*given))
    told = pks("run", "--data", folder, "--year", 2027, "--output", tmp_path / "out")
    assert told.status == 2
    assert told.lines == ["PKS-633 The data set was changed while it was read. Run again."]
    assert not (tmp_path / "out" / "2027").exists()
