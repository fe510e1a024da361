"""What an attacker and an unlucky user break: faults 86 to 95."""

import pandas as pd
import pytest
from click.testing import CliRunner

from pkslib.cli import main
from pkslib.pack import receipt


def test_f86_a_notebook_of_ones_own_reads_a_file_that_changes(run_with, tmp_path):
    own = tmp_path / "own.csv"
    for rows in (1, 3):
        own.write_text("a\n" + "1\n" * rows)
        result, place = run_with(
            "import pandas as pd", f"print('rows', len(pd.read_csv({str(own)!r})))"
        )
        assert result.exit_code == 0, result.output
        assert f"rows {rows}" in (place / "06" / "index.html").read_text(encoding="utf-8")
        assert receipt.verify(place / "06") == {}
    assert "all steps: it may read more than its tables" in result.output


WRITES = """
from pkslib.tables import noted, store
noted.note(noted.DATA)
folder = store.region_folder(output, year, scenario, region)
(folder / "tables").mkdir()
{how}.to_parquet(folder / "tables" / "own.parquet")
"""
READS = """
from pkslib.tables import store
import pandas as pd
folder = store.region_folder(output, year, scenario, region)
print("sum", pd.read_parquet(folder / "tables" / "own.parquet")["a"].sum())
"""


def test_f86_a_step_of_ones_own_reads_the_file_of_an_earlier_one(
    run_with, write_notebook, tmp_path
):
    for number in (1, 5):
        how = f"__import__('pandas').DataFrame({{'a': [{number}]}})"
        write_notebook(tmp_path / "books" / "02_two.ipynb", READS)
        result, place = run_with(WRITES.format(how=how))
        assert result.exit_code == 0, result.output
        assert f"sum {number}" in (place / "06" / "index.html").read_text(encoding="utf-8")
    assert pd.read_parquet(place / "06" / "tables" / "own.parquet")["a"].tolist() == [5]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[capacities.bed_dya]\nutilisation = 0.9", "no such capacity. Did you mean “bed_day”?"),
        ("[units.W.bed_days]\nmargin = 0.1", "no such capacity. Did you mean “bed_day”?"),
        ("[units.Ward.bed_day]\nmargin = 0.1", "no such unit."),
        ('[demand.treatments.hipp]\npandemic = "keep"', "no such need. Did you mean “hip”?"),
        ("[balance.weights]\nbed_dya = 2", "no such capacity. Did you mean “bed_day”?"),
        ("[outlook.shift_hours]\nnigth = 10", "no such shift. Did you mean “night”?"),
    ],
)
def test_f87_a_typing_error_in_a_scenario(pks, data_set, tmp_path, body, said):
    folder = data_set()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "vinter.toml").write_text(body, encoding="utf-8")
    out = tmp_path / "out"
    told = pks("run", "--data", folder, "--year", 2027, "--scenario", "vinter", "--output", out)
    assert told.status == 2
    assert said in told.line("PKS-636", "vinter.toml")
    assert not (out / "2027").exists()


def test_f87_what_nothing_uses_is_told_in_the_pack(words, data_set, tmp_path):
    folder = data_set()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "vinter.toml").write_text("[units.H.bed_day]\nmargin = 0.1")
    shows = """
from pkslib.tables import handover, store
place = store.region_folder(output, year, scenario, region)
print(*[note.message for note in handover.report(data, place).notes], sep="\\n")
"""
    told = CliRunner().invoke(main, [*words(shows), "--scenario", "vinter"])
    assert told.exit_code == 0, told.output
    page = tmp_path / "out" / "2027" / "vinter" / "06" / "index.html"
    assert "om units.H.bed_day, som inget använder" in page.read_text(encoding="utf-8")


PERSON = "19121212-1212"


def _silent(told):
    return "1212" not in " ".join([*told.lines, *told.swedish])


@pytest.mark.parametrize(
    "written",
    ["１９１２１２１２１２１２", "19121212\u20111212", "121212 \u2014 1212", "12.12.12 1212",
     "12/12/12/1212", '"121212\n1212"', "1912-12-12-1212"],
)  # fmt: skip
def test_f88_identity_numbers_in_disguise(check, written):
    needs = f"need;name;flow;priority\nhip;{written};acute;1\n"
    told = check(needs=needs)
    assert (told.status, set(told.codes)) == (2, {"PKS-301"})
    assert _silent(told)


@pytest.mark.parametrize("header", ["Personnummer (12 siffror)", "pnr_patient", "Födelsedag"])
def test_f88_headers_that_announce_persons_among_other_words(check, header):
    told = check(demand=f"region;need;period;patients;{header}\n06;hip;2026-01;30;x\n")
    assert (told.status, set(told.codes)) == (2, {"PKS-301"})


@pytest.mark.parametrize("place", ["data", "file", "scenario", "key", "output", "notebook"])
def test_f88_in_names_that_a_pack_would_show(pks, data_set, books, write_notebook, tmp_path, place):
    folder, named = data_set(), {}
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "vinter.toml").write_text(f'[capacities."{PERSON}"]\nmargin = 0.1')
    books = books("print(1)")
    if place == "data":
        folder = folder.rename(tmp_path / PERSON)
    if place == "file":
        (folder / f"{PERSON}.txt").touch()
    if place == "notebook":
        write_notebook(books / f"02_{PERSON}.ipynb", "1")
    if place in ("scenario", "key"):
        named["--scenario"] = {"scenario": PERSON, "key": "vinter"}[place]
    out = tmp_path / (PERSON if place == "output" else "out")
    given = {"--data": folder, "--year": 2027, "--output": out, "--notebooks": books, **named}
    told = pks("run", *(word for pair in given.items() for word in pair))
    assert told.status == 2
    assert _silent(told)
    assert not (tmp_path / "out" / "2027").exists()


def test_f88_a_notebook_that_shows_one(run_with):
    shown = "from IPython.display import HTML", f"HTML('<td>{PERSON[:8]}</td> <b>{PERSON}</b>')"
    for cells in ((f"print('Kim', {PERSON!r})",), shown):
        result, place = run_with(*cells)
        assert result.exit_code == 3
        assert "PKS-638 The cell shows a personal identity number" in result.output
        assert PERSON not in result.output
        assert not (place / "06").exists()
