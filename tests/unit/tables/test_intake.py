"""A data set through the door: folder, workbook, database; sound and spoilt."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy
import xlsxwriter

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.tables import intake
from pkslib.tables.declaration import validate
from pkslib.tables.inputs import INPUTS

EXAMPLE = Path(__file__).parents[3] / "data" / "example"


def _texts(folder):
    return {
        path.stem: pd.read_csv(
            path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
        for path in sorted(folder.glob("*.csv"))
    }


def _as_workbook(folder, path):
    """The csv files as sheets, numbers as numbers, all else as text."""
    with xlsxwriter.Workbook(path) as book:
        for name, frame in _texts(folder).items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, frame.columns)
            for line, row in enumerate(frame.itertuples(index=False), start=1):
                for at, cell in enumerate(row):
                    if frame.columns[at] in ("patients", "amount", "per_patient", "utilisation"):
                        sheet.write_number(line, at, float(cell.replace(",", ".")))
                    else:
                        sheet.write_string(line, at, cell)
    return path


def _as_database(folder, path):
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    for name, frame in _texts(folder).items():
        frame.to_sql(name, engine, index=False)
    engine.dispose()
    return f"sqlite:///{path}"


def _equal(one, other):
    assert one.keys() == other.keys()
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, other[name], obj=name)


def test_the_least_data_set_is_sound(data_set):
    report = intake.check(data_set())
    assert (report.faults, report.notes) == ((), ())
    assert list(report.tables) == list(INPUTS)
    assert report.tables["resources"].empty


def _scientific(cell):
    """Return a number as a statistics program may write it; any other cell as it stands."""
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return cell
    mantissa, exponent = f"{value:.12e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.').replace('.', ',')}E{int(exponent):+03d}"


def test_a_whole_data_set_in_scientific_notation_is_the_same_data_set(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name, frame in _texts(EXAMPLE).items():
        columns = INPUTS[name].columns
        for each in (each for each in frame if columns[each].kind in ("number", "integer")):
            frame[each] = frame[each].map(_scientific)
        frame.to_csv(folder / f"{name}.csv", sep=";", index=False)
    assert "E-0" in (folder / "pathways.csv").read_text("utf-8")
    _equal(intake.load(folder), intake.load(EXAMPLE))


def test_what_is_read_keeps_its_declaration(data_set):
    for name, frame in intake.load(data_set()).items():
        validate(frame, INPUTS[name])


def test_codes_stay_text_and_shares_are_fractions(data_set):
    tables = intake.load(data_set())
    assert tables["demand"]["region"].tolist() == ["06", "06"]
    assert tables["capacities"].loc[0, "utilisation"] == 0.85
    assert tables["activity_times"]["unit"].isna().tolist() == [True]


def test_the_reference_fills_in_regions_that_have_demand(data_set):
    regions = intake.load(data_set())["regions"]
    assert regions.values.tolist() == [["06", "Region Jönköpings län"]]


def test_a_workbook_reads_as_the_folder_does(data_set, tmp_path):
    folder = data_set()
    _equal(intake.load(folder), intake.load(_as_workbook(folder, tmp_path / "data.xlsx")))


def test_a_database_reads_as_the_folder_does(data_set, tmp_path):
    folder = data_set()
    _equal(intake.load(folder), intake.load(_as_database(folder, tmp_path / "data.db")))


def test_parquet_reads_as_csv_does(data_set, tmp_path):
    folder = data_set()
    expected = intake.load(folder)
    for name in ("demand", "capacities", "units"):
        expected[name].to_parquet(folder / f"{name}.parquet")
        (folder / f"{name}.csv").unlink()
    _equal(expected, intake.load(folder))


def test_windows_1252_is_read_and_noted(data_set):
    report = intake.check(data_set(encoding="cp1252"))
    assert report.faults == ()
    assert report.tables["needs"].loc[0, "name"] == "Höftfraktur"
    # needs, activities and capacities have å, ä or ö in them.
    assert [note.code for note in report.notes] == ["PKS-151"] * 3


def test_nothing_is_changed_or_added_by_reading(data_set):
    folder = data_set()
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()}
    intake.load(folder)
    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()}


def test_rows_and_sheets_of_remarks_are_not_read(data_set):
    demand = (
        "region;need;period;patients\n# 06;hip;2026-01;120\n\n06;hip;2026-01;30\n"
        " ; ;;\n06;hip;2026-02;x\n"
    )
    report = intake.check(data_set(demand=demand))
    assert [(fault.code, fault.row) for fault in report.faults] == [("PKS-202", 6)]


def test_a_source_that_is_not_there():
    report = intake.check("nowhere/at/all")
    assert [fault.code for fault in report.faults] == ["PKS-101"]


def test_required_tables_and_one_of_the_two_capacities(found):
    assert found(needs=None, available=None) == [
        ("PKS-122", "", None, ""),
        ("PKS-121", "", None, ""),
    ]


def test_resources_stand_in_for_available(found):
    resources = "unit;resource;period;count;hours;absence\nW;nurse;2026-01;20;150;0,2\n"
    recipes = "capacity;resource;amount\nbed_day;nurse;4,8\n"
    assert found(available=None, resources=resources, recipes=recipes) == []


def test_the_table_needs_is_named_when_its_file_is_misspelt(said):
    lines = said("en", needs=None, need="need;name;flow;priority\nhip;x;acute;1\n")
    assert lines[0] == (
        "PKS-121 needs: The table needs is missing. Add it: The care needs that are forecast: "
        "diagnosis or symptom groups. Did you mean “need”?"
    )


def test_a_table_that_stands_twice(data_set, found):
    folder = data_set()
    pd.DataFrame({"region": ["06"]}).to_parquet(folder / "demand.parquet")
    assert found() == [("PKS-123", "demand.parquet", None, "")]


def test_every_fault_is_told_at_once(found):
    faults = found(
        demand="region;need;period;patients\n06;hip;2026-13;30\n06;hop;2026-02;x\n",
        capacities="capacity;name;measure;utilisation;margin\nbed_day;V;bedday;0,85;0\nb;V;hour;85;0\n",
        units="unit;name;region;parent;level\nW;O;02;;ward\n",
    )
    assert faults == [
        ("PKS-511", "units.csv", None, "region"),
        ("PKS-502", "units.csv", 2, "region"),
        ("PKS-209", "demand.csv", 2, "period"),
        ("PKS-501", "demand.csv", 3, "need"),
        ("PKS-202", "demand.csv", 3, "patients"),
        ("PKS-208", "capacities.csv", 2, "measure"),
        ("PKS-206", "capacities.csv", 3, "utilisation"),
        ("PKS-504", "pathways.csv", None, "need"),
        ("PKS-504", "pathways.csv", None, "need"),
    ]


def test_load_raises_with_every_fault(data_set):
    folder = data_set(demand="region;need;period;patients\n06;hip;2026-13;x\n")
    with using("en"), pytest.raises(InputError) as raised:
        intake.load(folder)
    lines = str(raised.value).splitlines()
    assert lines[0].endswith("can't be used. Number of faults: 2.")
    assert [line.split()[0] for line in lines[1:]] == ["PKS-202", "PKS-209"]


GOLDEN = {
    "sv": [
        "PKS-206 capacities.csv, rad 3, kolumn utilisation: Värdet ser ut som procent, men "
        "utilisation är en andel. Funnet: 85. Tillåtet: ett tal över 0, högst 1. "
        "Skriv 0,85 i stället för 85.",
    ],
    "en": [
        "PKS-206 capacities.csv, row 3, column utilisation: The value looks like per cent, but "
        "utilisation is a share. Found: 85. Allowed: a number above 0, at most 1. "
        "Write 0.85 instead of 85.",
    ],
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_per_cent_for_a_share_gets_its_own_remedy(said, language):
    rows = "bed_day;V;bed_day;0,85;0\nb;V;hour;85;0\n"
    told = said(language, capacities=f"capacity;name;measure;utilisation;margin\n{rows}")
    assert [line for line in told if line.startswith("PKS-206")] == GOLDEN[language]


def test_a_person_stops_the_read_and_is_never_echoed(data_set, said):
    demand = "region;need;period;patients;note\n06;hip;2026-01;x;19121212-1212\n"
    assert said("sv", demand=demand, needs="") == [
        "PKS-301 demand.csv, rad 2, kolumn note: Data kan gälla enskilda personer: cellen "
        "innehåller ett giltigt personnummer. Inget har lästs. Tillåtet: tabeller med antal; "
        "ingen tabell innehåller personer. Ta bort personuppgifterna vid källan och exportera "
        "bara summor."
    ]
    assert "1212-1212" not in repr(intake.check(data_set(demand=demand)))


def test_the_password_of_a_database_is_never_told():
    report = intake.check("mssql+nodriver://reader:hemligt@localhost/dw")
    assert [fault.code for fault in report.faults] == ["PKS-114"]
    assert "hemligt" not in repr(report)
