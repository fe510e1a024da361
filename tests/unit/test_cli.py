"""What reaches the rooms from the command line, and how each kind of end is told."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pkslib import cli, periods
from pkslib.errors import BusyError, EnvironmentFault, InputError, RegionError
from pkslib.language import using
from pkslib.run import runner
from pkslib.run.runner import Result

PKS = [sys.executable, "-c", "from pkslib.cli import main; main()"]


@pytest.fixture
def pks():
    def call(*words):
        with using("sv"):
            return CliRunner().invoke(cli.main, list(map(str, words)))

    return call


@pytest.fixture
def requested(monkeypatch, tmp_path):
    """Catch what is asked of the runner instead of running it."""
    caught = []
    index = tmp_path / "index.html"
    index.touch()
    monkeypatch.setattr(runner, "run", lambda asked: caught.append(asked) or Result(index, ()))
    return caught


def test_regions_stay_text_and_the_index_is_printed_last(pks, requested, tmp_path):
    done = pks("run", "--data", "d", "--year", 2027, "--region", "01", "06", "--jobs", 3)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == str(tmp_path / "index.html")
    (asked,) = requested
    assert (asked.regions, asked.year, asked.jobs) == (("01", "06"), 2027, 3)
    assert (asked.scenario, asked.output, asked.language) == ("base", "output", "sv")


def test_language_may_stand_before_or_after_the_command(pks, requested):
    pks("run", "--data", "d", "--year", "2027", "--language", "en")
    pks("--language", "en", "run", "--data", "d", "--year", "2027")
    assert [asked.language for asked in requested] == ["en", "en"]


@pytest.mark.parametrize(
    "words",
    [
        ("--year", "2027"),
        ("--data", "d", "--year", "2027,5"),
        ("--data", "d", "--year", "2027", "--language", "fi"),
        ("--data", "d", "--year", "2027", "--jobs", "0"),
        ("--data", "d", "--year", "2027", "06"),
        ("--data", "d", "--year", "2027", "--regoin", "06"),
    ],
)
def test_wrong_parameters_end_with_2(pks, requested, words):
    assert pks("run", *words).exit_code == 2
    assert requested == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (InputError("i"), 2),
        (RegionError("r"), 3),
        (BusyError("b"), 4),
        (EnvironmentFault("e"), 5),
        (PermissionError("p"), 5),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("a bug"), 1),
    ],
)
def test_each_kind_of_end_has_its_status(pks, monkeypatch, fault, status):
    def fail(_asked):
        raise fault

    monkeypatch.setattr(runner, "run", fail)
    # An interrupted command hears no second interrupt; these tests still do.
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert pks("run", "--data", "d", "--year", "2027").exit_code == status


def test_help_is_in_the_language_asked_for(pks):
    assert "Lista alla fel" in pks("--help").output
    assert "List every fault" in pks("--language", "en", "--help").output
    assert "Planeringsår" in pks("run", "--help").output


def test_help_is_quick_and_loads_nothing_heavy():
    code = (
        "import sys, time\nimport pkslib.cli\n"
        "heavy = {'pandas', 'numpy', 'papermill', 'nbformat', 'statsmodels'} & set(sys.modules)\n"
        "assert not heavy, heavy\nassert time.process_time() < 1, time.process_time()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


HISTORY = "series;period;value\n01;2020;1,5\n01;2021;1,5\n01;2022;1,5\n01;2023;1,5\n"


@pytest.mark.parametrize("written", [HISTORY, HISTORY.replace(",", ".").replace(";", ",")])
def test_forecast_takes_both_separators_and_keeps_names_as_text(pks, tmp_path, written):
    (tmp_path / "history.csv").write_text(written)
    shown = pks("forecast", tmp_path / "history.csv", "--horizon", 1)
    # A constant series repeats itself: with no count it errs by 5.05 %, 2.07 times that in 80 %.
    heads, cells = (line.split(",") for line in shown.stdout.splitlines())
    assert heads == [
        "series", "period", "mean", "lower_80", "upper_80", "lower_95", "upper_95", "method",
    ]  # fmt: skip
    assert [*cells[:3], cells[-1]] == ["01", "2024", "1.5", "constant"]
    assert [round(float(cell), 2) for cell in cells[3:7]] == [1.34, 1.66, 1.23, 1.77]
    out = tmp_path / "out.csv"
    assert pks("forecast", tmp_path / "history.csv", "--horizon", 1, "--output", out).stdout == ""
    assert out.read_bytes() == shown.stdout.encode()


def test_forecast_names_the_row_of_a_cell_that_is_no_number(pks, tmp_path):
    (tmp_path / "history.csv").write_text(HISTORY.replace("2021;1,5", "2021;ca 5"))
    failed = pks("forecast", tmp_path / "history.csv", "--horizon", 1)
    assert failed.exit_code == 2
    assert "rad 3" in failed.stderr


def _monthly(values, name="a"):
    labels = periods.between("2023-01", periods.shift("2023-01", len(values) - 1))
    rows = [f"{name},{label},{value}" for label, value in zip(labels, values, strict=True)]
    return "\n".join(["series,period,value", *rows, ""])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (_monthly([5] * 4), "4 periods, at least 6"),
        (_monthly([5, -1, *[6] * 9]), "below zero"),
        (_monthly([5, "inf", *[6] * 9]), "row 3"),
        (_monthly([5] * 9) + "a,2023-02,7\n", "2 rows (5, 7)"),
        (_monthly([5] * 9) + "a,2024-Q1,7\n", "mixes periods"),
        (_monthly([5] * 9, "191212121212"), "PKS-301"),
        (_monthly([5] * 9).replace("2023-04", "april"), "'april' is no period"),
        ("series,period\na,2023-01\n", "column value is missing"),
        ("series,period,value\n", "no rows"),
        ("", "PKS-102"),
    ],
)
def test_a_faulty_history_is_told_by_series_and_period(pks, tmp_path, written, words):
    (tmp_path / "history.csv").write_text(written)
    failed = pks("forecast", tmp_path / "history.csv", "--horizon", 1, "--language", "en")
    assert (failed.exit_code, failed.stdout) == (2, "")
    assert words in failed.stderr


@pytest.mark.parametrize(
    "written",
    [
        _monthly([5, "", *[6] * 9]),
        _monthly([5] * 9) + "a,2024-02,7\n",
        _monthly([5, 6, "..", *[6] * 9, "saknas"]),
    ],
    ids=["an empty value", "rows left out", "as statistics write it"],
)
def test_what_is_not_reported_is_left_out(pks, tmp_path, written):
    (tmp_path / "history.csv").write_text(written)
    done = pks("forecast", tmp_path / "history.csv", "--horizon", 1, "--language", "en")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("values", "method"),
    [
        ([5, 7, 6, 8, 5, 7, 6], "short"),
        ([0, 0, 1] * 10, "intermittent"),
        ([7] * 30, "constant"),
        ([0] * 30, "zero"),
    ],
)
def test_a_series_that_takes_a_simpler_way_is_named_beside(pks, tmp_path, values, method):
    (tmp_path / "history.csv").write_text(_monthly(values, "ward 7"))
    done = pks("forecast", tmp_path / "history.csv", "--horizon", 2, "--language", "en")
    assert done.exit_code == 0
    assert [line.rsplit(",", 1)[1] for line in done.stdout.splitlines()[1:]] == [method] * 2
    assert "ward 7" in done.stderr


def test_gaps_are_filled_as_asked(pks, tmp_path):
    (tmp_path / "history.csv").write_text(_monthly([6] * 12) + "a,2024-03,6\n")
    filled = {
        way: pks("forecast", tmp_path / "history.csv", "--horizon", 1, "--fill", way).stdout
        for way in ("none", "zero", "interpolate")
    }
    assert "constant" in filled["interpolate"]
    assert "constant" not in filled["zero"]


def test_a_name_that_would_run_as_a_formula_is_defused(pks, tmp_path):
    (tmp_path / "history.csv").write_text(_monthly([5] * 9, "=1+1"))
    shown = pks("forecast", tmp_path / "history.csv", "--horizon", 1).stdout
    assert shown.splitlines()[1].startswith("'=1+1,2023-10,5.0")


def test_interrupt_ends_with_130_and_leaves_a_clean_tree(
    tmp_path, write_notebook, network_parameters
):
    pytest.importorskip("fcntl", reason="POSIX signals")
    books, output = tmp_path / "books", tmp_path / "output"
    ready = tmp_path / "ready"
    code = f"from pathlib import Path; import time\nPath({str(ready)!r}).touch(); time.sleep(600)"
    write_notebook(books / "01_slow.ipynb", code)
    write_notebook(books / "network.ipynb", "1", parameters=network_parameters)
    data = Path(__file__).parents[2] / "data" / "example"
    line = [*PKS, "run", "--data", data, "--year", "2027", "--output", output, "--notebooks", books]
    running = subprocess.Popen(list(map(str, line)), stderr=subprocess.PIPE)
    deadline = time.monotonic() + 300
    while not ready.exists() and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    assert running.wait(300) == 130, running.stderr.read()
    assert not (output / "2027").exists()
    assert not (output / ".tmp" / "2027" / "base").exists()


def test_a_starter_has_one_sheet_to_fill_in_and_names_what_may_follow(pks, tmp_path):
    assert pks("template", "--start", "beds", tmp_path / "mall.xlsx").exit_code == 0
    with pd.ExcelFile(tmp_path / "mall.xlsx", engine="calamine") as book:
        contents, *sheets = book.sheet_names
        assert sheets == ["beds"]
        rows = pd.read_excel(book, sheet_name=contents, header=None).astype("str")
    needed = dict(zip(rows[0], rows[3], strict=True))
    assert needed["beds"] == "behövs"
    assert needed["measures"] == "kan läggas till senare som ett blad"


def test_import_says_what_it_did_and_asks_what_it_can_not_tell(pks, tmp_path):
    export = tmp_path / "beläggning 2026-10.csv"
    export.write_text(
        "Avdelning;Månad;Bemannade vårddygn;Belagda vårddygn\nA;2026-10;310;280\n", "utf-8"
    )
    done = pks("import", export, "--to", tmp_path / "data")
    assert done.exit_code == 0
    assert "beds.csv: 1 nya rader, 0 ändrade siffror, 0 rader som förut." in done.stdout
    (tmp_path / "lista.csv").write_text("Klinik;2026-09;2026-10\nA;4;5\n", "utf-8")
    asked = pks("import", tmp_path / "lista.csv", "--to", tmp_path / "data")
    assert asked.exit_code == 2
    assert "lista.csv: table" in asked.stderr


def test_forecast_explains_itself_and_writes_for_swedish_excel(pks, tmp_path):
    (tmp_path / "h.csv").write_text("Klinik;2020;2021;2022;2023\n01;1,5;1,5;1,5;1,5\n", "utf-8")
    done = pks("forecast", tmp_path / "h.csv", "--horizon", 1, "--csv", "sv", "--explain")
    assert done.stdout.splitlines()[1] == "01;2024;1,50;1,34;1,66;1,23;1,77;constant"
    said = done.stderr.splitlines()
    # It was wide, which is told; and the series is explained.
    assert said[0].startswith("PKS-159 h.csv")
    assert said[-1].startswith("01: 4 utfall, 2020 till 2023; metod konstant")
