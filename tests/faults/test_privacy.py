"""Privacy and hostile content: faults 54 to 67."""

import datetime
import hashlib
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from pkslib.cli import main
from pkslib.errors import InputError
from pkslib.run import gate
from pkslib.tables import naming
from pkslib.tables.intake import check as look
from pkslib.tables.results import STEP_TABLES

ROOT = Path(__file__).parents[2]
NUMBER = "19121212-1212"
DEMAND = "region;need;period;patients\n06;hip;2026-01;30\n06;hip;2026-02;28\n"
NEEDS = "need;name;flow;priority\nhip;{};acute;1\n"


def silent(told):
    """Tell whether no identity number is in what was said."""
    said = " ".join([*told.lines, *told.swedish])
    return not re.search("1212", said)


@pytest.mark.parametrize(
    "changed",
    [
        {"needs": NEEDS.format(f"Kim {NUMBER}")},
        {"needs": NEEDS.format("191212121212")},
        {"demand": "region;need;period;patients;pnr\n06;hip;2026-01;30;x\n"},
        {"needs": NEEDS.format("121272-1219")},  # coordination number: day 12 + 60
    ],
    ids=["in words", "bare", "header", "coordination"],
)
def test_f54_identity_numbers(check, changed):
    told = check(**changed)
    assert told.status == 2
    assert set(told.codes) == {"PKS-301"}
    assert silent(told)


def test_f54_in_the_name_of_a_sheet(pks, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "demand"
    book.create_sheet(NUMBER)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / "data.xlsx")
    told = pks("check", tmp_path / "data" / "data.xlsx")
    assert told.status == 2
    assert silent(told)


def test_f54_in_what_people_write_about_a_decision(pks, data_set, tmp_path):
    folder = data_set()
    (folder / "scenarios").mkdir()
    decided = f'[[decisions]]\nsetting = "plan.level"\nby = "Kim {NUMBER}"\n'
    (folder / "scenarios" / "vinter.toml").write_text(f'{decided}on = 2026-01-01\nwhy = "x"\n')
    out = tmp_path / "out"
    told = pks("run", "--data", folder, "--year", 2027, "--scenario", "vinter", "--output", out)
    assert told.status == 2
    assert "decisions.0.by" in told.lines[0]
    assert silent(told)


def test_f55_one_row_a_visit(check):
    moments = "".join(f"06;hip;2026-{m:02d};1;2026-{m:02d}-05 08:{m:02d}\n" for m in range(1, 13))
    told = check(demand=f"region;need;period;patients;arrived\n{moments}")
    assert (told.status, told.codes) == (2, ["PKS-301"])
    assert "export sums only" in told.line("PKS-301", "demand.csv, column arrived")


def test_f56_counts_so_small_that_they_may_point_a_patient_out(data_set):
    report = look(data_set(demand=DEMAND.replace(";30", ";3")), datetime.date(2026, 3, 31))
    (place,) = [note.place for note in report.notes if note.code == "PKS-411"]
    assert place == "demand.csv, kolumn patients"


FORMULAS = ['=HYPERLINK("http://x")', "+cmd", "@SUM(A1)", "-2+3"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_f57_a_series_that_a_spreadsheet_would_run(forecast, formula):
    name = formula.replace('"', '""')
    rows = "".join(f'"{name}",2026-{month:02d},{month}\n' for month in range(1, 11))
    told = forecast(f"series,period,value\n{rows}")
    assert told.status == 0
    assert all(line.lstrip('"').startswith("'") for line in told.output[1:])


def test_f57_a_report_of_faults_that_a_spreadsheet_would_run(data_set, tmp_path):
    rows = "".join(f'06;hip;2026-0{at};"{name}"\n' for at, name in enumerate(FORMULAS[1:], 1))
    folder, report = data_set(demand=f"region;need;period;patients\n{rows}"), tmp_path / "r.xlsx"
    assert CliRunner().invoke(main, ["check", str(folder), "--report", str(report)]).exit_code == 2
    cells = [cell for row in openpyxl.load_workbook(report).active for cell in row]
    assert set(FORMULAS[1:]) <= {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\x07"])
def test_f59_signs_that_do_not_show(check, sign):
    told = check(needs=NEEDS.format(f"Höft{sign}fraktur"))
    assert (told.status, told.codes) == (2, ["PKS-214"])


HOSTILE = ["../../x", "C:\\x", "a/b", "a.", "x" * 300, "{region}", "..", "/etc", "a\\..\\b"]


@pytest.mark.parametrize("name", HOSTILE)
def test_f60_names_that_lead_elsewhere(pks, check, data_set, tmp_path, name):
    with pytest.raises(InputError):
        naming.plain(name)
    out = tmp_path / "out"
    run = ("run", "--data", data_set(), "--year", 2027, "--output", out)
    assert pks(*run, "--scenario", name).status == 2
    assert pks(*run, "--region", name).status == 2
    own = {
        "regions": f"region;name\n{name};x\n",
        "units": f"unit;name;region;parent;level\nW;O;{name};;ward\n",
        "demand": DEMAND.replace("06", name),
    }
    data_set(**own)
    assert pks(*run).status == 2
    assert not [path for path in tmp_path.rglob("*") if "x" * 9 in path.name]
    assert not (out / "2027").exists()


@pytest.fixture
def database(data_set, tmp_path):
    """Return the least data set as a SQLite file that holds a table of hostile names too."""
    path = tmp_path / "dw.db"
    with sqlite3.connect(path) as connection:
        for table in data_set().glob("*.csv"):
            pd.read_csv(table, sep=";", dtype=str).to_sql(table.stem, connection, index=False)
        connection.execute('CREATE TABLE "x; DROP TABLE demand" (a TEXT)')
        connection.execute('ALTER TABLE demand ADD COLUMN "a"" FROM needs; --" TEXT')
    return path


def test_f61_sql_in_names_and_parameters(pks, database, tmp_path):
    before = database.read_bytes()
    told = pks("check", f"sqlite:///{database}")
    assert (told.status, told.codes) == (0, ["PKS-127"])
    hostile = "06'; DROP TABLE demand; --"
    run = ("run", "--data", f"sqlite:///{database}", "--year", 2027, "--output", tmp_path / "out")
    assert pks(*run, "--region", hostile).status == 2
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("x: !!python/object/apply:os.system ['touch hit']", "no readable TOML"),
        ("x = " + "[" * 20_000, "no readable TOML"),
        ("a.b" * 50_000, "at most 65,536 are read"),
    ],
    ids=["yaml that builds objects", "nested without end", "one endless key"],
)
def test_f62_scenario_files_made_to_harm(pks, data_set, tmp_path, body, said):
    folder = data_set()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "vinter.toml").write_text(body, encoding="utf-8")
    out = tmp_path / "out"
    told = pks("run", "--data", folder, "--year", 2027, "--scenario", "vinter", "--output", out)
    assert told.status == 2
    assert said in told.lines[0]


def test_f63_a_parameter_name_that_is_code(tmp_path, write_notebook):
    notebook = write_notebook(tmp_path / "01_one.ipynb", "1")
    with pytest.raises(InputError, match=r"(?s)^PKS-635 .*x=1;import os"):
        gate.check([notebook], {"x=1;import os": 1})


@pytest.mark.parametrize(
    "address",
    [
        "mssql+pyodbc://reader:hemligt@host/dw",
        "mssql+pyodbc://host/dw?PWD=hemligt&driver=x",
        "mssql+pyodbc:///?odbc_connect=SERVER%3Dhost%3BPWD%3Dhemligt",
        "mssql+pyodbc://u:hem/ligt@h",
        "mysql://h/dw?passwd=hemligt",
        "postgresql://h/dw?sslpassword=hemligt",
        "snowflake://h/dw?token=hemligt",
    ],
)
def test_f64_passwords(pks, tmp_path, address):
    run = pks("run", "--data", address, "--year", 2027, "--output", tmp_path / "out")
    check = pks("check", address)
    assert (run.status, check.status) == (2, 2)
    assert run.lines[0].startswith("PKS-631 ")
    said = " ".join([*run.lines, *run.swedish, *check.lines, *check.swedish])
    assert "hem" not in said.lower()


def test_f65_only_notebooks_that_were_named_are_run_and_the_receipt_tells_which(
    run_with, tmp_path, write_notebook
):
    ran = tmp_path / "ran"
    foreign = f"from pathlib import Path\nPath({str(ran)!r}).touch()"
    for name in ("100_later", "copy of 01_one", "one"):
        write_notebook(tmp_path / "books" / f"{name}.ipynb", foreign)
    told, place = run_with("print(1)")
    assert told.exit_code == 0
    assert not ran.exists()
    receipt = json.loads((place / "06" / "receipt.json").read_text(encoding="utf-8"))
    book = (tmp_path / "books" / "01_one.ipynb").read_bytes()
    assert receipt["notebooks"] == {"01_one.ipynb": hashlib.sha256(book).hexdigest()}


CANARY = "kanariefågel"


def test_f67_rows_of_data_in_a_failure_stay_with_the_failed_notebook(run_with):
    told, place = run_with(f"import pandas as pd\npd.Series(['{CANARY}']).astype(float)")
    assert told.exit_code == 3
    assert "not for sharing" in told.output
    assert "cell 3: PKS-618 The cell failed with ValueError." in told.output
    assert CANARY not in told.output
    assert not (place / "06").exists()
    kept = nbformat.read(place / "failed" / "06" / "01_one.ipynb", as_version=4)
    assert CANARY in str(kept.cells)


EVIL = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "$\\frac{1}{0}$ och 50 %",
    "=HYPERLINK(1)", "../../etc", "Å–ö 🏥 שלום",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile_pack(tmp_path_factory):
    """Run the whole chain over the example with hostile names of units, needs and capacities."""
    source = tmp_path_factory.mktemp("hostile")
    for path in (ROOT / "data" / "example").glob("*.csv"):
        frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
        if path.stem in ("units", "needs", "capacities", "activities", "regions"):
            frame["name"] = [EVIL[at % len(EVIL)] + f" {at}" for at in range(len(frame))]
        frame.to_csv(source / path.name, sep=";", index=False)
    out = tmp_path_factory.mktemp("out")
    words = ["run", "--data", source, "--year", 2027, "--output", out, "--jobs", 1]
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return out / "2027" / "base"


_NAMELESS = {"01_data"}


def test_f58_names_are_shown_as_text_and_never_run(hostile_pack):
    papers = [*(hostile_pack / "99").glob("*.html"), *(hostile_pack / "99").glob("*/*.html")]
    assert len(papers) > len(STEP_TABLES)
    for page in (*papers, hostile_pack / "index.html"):
        words = page.read_text(encoding="utf-8")
        # A page of data or accuracy names no unit.
        assert "alert(1)" in words or page.stem in _NAMELESS, page
        # What is quoted in a description is no attribute of its own.
        unquoted = re.sub(r'"[^"]*"', '""', words)
        assert "<script" not in words
        assert not re.search(r"<img[^>]*onerror", unquoted)
        assert not re.search(r"<[^>]+\son\w+=", unquoted)


def test_f59_signs_of_formulas_and_other_scripts_are_shown(hostile_pack):
    words = (hostile_pack / "99" / "catalogue.html").read_text(encoding="utf-8")
    assert "🏥 שלום" in words


def test_f57_no_text_of_the_data_is_a_formula_in_the_packs_workbook(hostile_pack):
    book = openpyxl.load_workbook(hostile_pack / "99" / "pack.xlsx", read_only=True)
    formulas = {
        sheet.title: {cell.value for row in sheet.iter_rows() for cell in row
                      if cell.data_type == "f"}
        for sheet in book
    }  # fmt: skip
    found = {title: own for title, own in formulas.items() if own}
    # The calculation sheet's own: one a column, of columns of its table and nothing else.
    assert list(found) == ["Räkneblad"]
    (own,) = found.values()
    assert len(own) == 5
    parts = r'calculation\[\[#This Row\],\[[\w: ]+\]\]|IF|MAX|ROUNDUP|ROUND|"[\w –]*"|[-=/*+(),0-9]'
    assert all(re.fullmatch(f"(?:{parts})+", formula) for formula in own), own
    with zipfile.ZipFile(hostile_pack / "99" / "pack.xlsx") as archive:
        assert not [name for name in archive.namelist() if "vba" in name or "external" in name]


def test_f66_the_pack_asks_nothing_of_network_or_disk(hostile_pack):
    words = (hostile_pack / "99" / "index.html").read_text(encoding="utf-8")
    assert not re.search(
        r"""(src|href)\s*=\s*["']?(https?:|file:|//)|@import|url\((?!data:|["']?#)""", words
    )
    assert "default-src 'none'" in words
