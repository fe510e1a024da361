"""What is run again, and what is not, on tiny notebooks that read and write through the store."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.pack import receipt
from pkslib.run import chain, project, resume
from pkslib.run.publish import Place
from pkslib.tables import noted, store

READS_BEYOND = resume.reads_beyond
FOLDER = """
from pathlib import Path
from pkslib.tables import handover, noted, store
folder = store.region_folder(output, year, scenario, region)
"""
# The first looks at what the run has left it of the data set and passes two tables on.
DATA = """
noted.note(noted.DATA)
left = folder.parent / ".checked" / folder.name
(folder / "tables").mkdir()
for name in ("demand", "waiting"):
    _ = (folder / "tables" / f"{name}.parquet").write_bytes((left / f"{name}.parquet").read_bytes())
"""
OF_DEMAND = 'rows = len(store.read(folder, "demand"))\nprint("rows", rows)'
OF_WAITING = 'print("waiting", len(store.read(folder, "waiting")))'


@pytest.fixture
def job(tmp_path, write_notebook, network_parameters):
    books = tmp_path / "books"
    write_notebook(books / "network.ipynb", "1", parameters=network_parameters)
    cells = {"01_data": DATA, "02_demand": OF_DEMAND, "03_need": OF_WAITING}
    made = tuple(
        write_notebook(books / f"{step}.ipynb", FOLDER, code) for step, code in cells.items()
    )
    return chain.Job(Place(str(tmp_path / "output"), 2027, "base"), str(tmp_path), "en", made)


@pytest.fixture(autouse=True)
def no_declared_tables(monkeypatch):
    monkeypatch.setattr(chain, "STEP_TABLES", {})


@pytest.fixture(autouse=True)
def no_questions_about_the_first(monkeypatch):
    """Take the notebooks for such as read by way of the library alone, though these copy files."""
    monkeypatch.setattr(resume, "reads_beyond", lambda _source: False)


def _run(job, patients=1.0, waiting=("a",)):
    left = job.place.building("06").parent / ".checked" / "06"
    left.mkdir(parents=True, exist_ok=True)
    demand = {"region": "06", "need": "a", "period": "2026-01", "patients": [patients]}
    pd.DataFrame(demand).to_parquet(left / "demand.parquet")
    bands = {"region": "06", "as_of": "2026-01-31", "days_from": 0, "patients": 1.0}
    pd.DataFrame({"need": list(waiting)}).assign(**bands).to_parquet(left / "waiting.parquet")
    outcome = chain.run_region(job, "06")
    assert outcome.error == ""
    return outcome


def _pack(job):
    return {
        file.relative_to(job.place.published("06")).as_posix(): file.read_bytes()
        for file in job.place.published("06").rglob("*")
        if file.is_file()
    }


def test_nothing_is_run_again_when_nothing_has_changed_and_force_runs_all(job):
    first = _run(job)
    assert set(first.why.values()) == {"no pack yet"}
    before = _pack(job)
    again = _run(job)
    assert (again.why, again.seconds, again.kept) == ({}, {}, 3)
    assert _pack(job) == before
    assert not job.place.building("06").exists()
    forced = _run(replace(job, force=True))
    assert list(forced.why) == ["01_data", "02_demand", "03_need"]


def test_one_cell_changed_runs_exactly_the_steps_that_read_it(job):
    _run(job)
    found = _run(job, patients=2.0)
    assert found.why == {"01_data": "other data: data", "02_demand": "other data: demand"}
    assert found.kept == 1
    assert receipt.verify(job.place.published("06")) == {}
    # As when all is run anew: the same receipt but for the notebooks' own clock.
    told = receipt.read(job.place.published("06"))
    _run(replace(job, force=True), patients=2.0)
    anew = receipt.read(job.place.published("06"))
    assert {part: told[part] for part in told if part != "files"} == {
        part: anew[part] for part in anew if part != "files"
    }


OPEN = """
import pandas as pd
folder = store.region_folder(output, year, scenario, region)
print(len(pd.read_csv(f"{data}/own.csv")), len(store.read(folder, "demand")))
"""


def test_a_notebook_that_may_read_past_the_library_is_always_run(job, monkeypatch, write_notebook):
    monkeypatch.undo()
    monkeypatch.setattr(chain, "STEP_TABLES", {})
    own = Path(job.data) / "own.csv"
    write_notebook(job.notebooks[1], FOLDER, OPEN)
    for rows in (1, 3):
        own.write_text("a\n" + "1\n" * rows)
        outcome = _run(job)
    # All of these import pathlib.
    assert set(outcome.why.values()) == {"it may read more than its tables"}
    page = job.place.published("06") / "notebooks" / job.notebooks[1].with_suffix(".html").name
    assert "<pre>3 1\n</pre>" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "beyond"),
    [
        ("from pkslib.tables import store\nstore.read(f, 'demand').sum()", False),
        ("import pkslib.steps.need as need", False),
        ("import numpy as np", True),
        ("from pathlib import Path", True),
        ("from . import x", True),
        ("(work.folder / 'a.txt').read_text()", True),
        ("open('a.txt')", True),
        ("__import__('os')", True),
        ("get_ipython()", True),
        ("!cp a b", True),
        ("%load a", True),
    ],
)
def test_what_a_notebook_may_read_is_told_by_its_code(tmp_path, write_notebook, code, beyond):
    source = write_notebook(tmp_path / "01_a.ipynb", code)
    # As before the fixture above.
    assert READS_BEYOND(source) == beyond


def test_the_projects_own_steps_read_by_way_of_the_library_alone():
    assert [source.stem for source in project.notebooks() if READS_BEYOND(source)] == []


def test_a_table_of_another_folder_can_not_be_compared(tmp_path, monkeypatch):
    record = tmp_path / "record"
    monkeypatch.setenv(noted.RECORD, str(record))
    monkeypatch.setenv(noted.FOLDER, str(tmp_path / "06"))
    for region in ("06", "07"):
        folder = tmp_path / region / "tables"
        folder.mkdir(parents=True)
        pd.DataFrame({"need": ["hip"]}).to_parquet(folder / "demand.parquet")
    store.read(tmp_path / "07" / ".." / "06", "demand")
    assert noted.noted(record) == {"demand"}
    assert list(store.Tables(tmp_path / "07")) == ["demand"]
    assert noted.noted(record) == {"demand", noted.BEYOND}


# Adds a row to what an earlier step wrote, and leaves a file that is no table.
ANEW = """
import pandas as pd
before = store.read(folder, "demand")
pd.concat([before, before]).to_parquet(folder / "tables" / "demand.parquet")
_ = (folder / "own").mkdir(), (folder / "own" / "note.txt").write_text("ours")
"""


def test_a_table_written_anew_by_a_later_step_is_never_taken_for_the_earlier_ones(
    job, write_notebook
):
    write_notebook(job.notebooks[2], FOLDER, ANEW)
    job = replace(
        job,
        notebooks=(
            *job.notebooks,
            write_notebook(job.notebooks[0].with_name("04_a.ipynb"), FOLDER, OF_DEMAND),
        ),
    )
    _run(job)
    assert receipt.read(job.place.published("06"))["steps"]["04_a"]["reads"] != {}
    again = _run(job)
    # The first wrote what the third wrote over, so it is run; the others' tables are as they were.
    assert again.why == {"01_data": "its results were altered"}
    assert len(pd.read_parquet(job.place.published("06") / "tables" / "demand.parquet")) == 2
    assert (job.place.published("06") / "own" / "note.txt").read_text() == "ours"


def test_inputs_of_other_regions_change_the_receipt_and_run_nothing(job):
    _run(job)
    again = _run(replace(job, inputs={"demand.csv": "1f"}))
    assert again.why == {}
    assert receipt.read(job.place.published("06"))["inputs"] == {"demand.csv": "1f"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"settings": {"need": {"margin": 0.1}}}, "other settings: need"),
        ({"language": "sv"}, "andra parametrar: language"),
    ],
)
def test_what_all_steps_rest_on_runs_them_all(job, changed, reason):
    _run(job)
    assert set(_run(replace(job, **changed)).why.values()) == {reason}


def test_another_notebook_runs_that_step(job, write_notebook):
    _run(job)
    write_notebook(job.notebooks[1], FOLDER, OF_DEMAND, "1 + 1")
    assert _run(job).why == {"02_demand": "the notebook is another"}


def test_altered_results_are_made_again(job):
    _run(job)
    page = job.place.published("06") / "index.html"
    page.write_text("edited")
    assert _run(job).why == {"pack": "its results were altered"}
    assert page.read_text(encoding="utf-8") != "edited"
    (job.place.published("06") / "tables" / "waiting.parquet").unlink()
    assert _run(job).why == {"01_data": "its results were altered"}


def test_a_pdf_asked_for_later_is_made_without_running_a_step(job):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    _run(job)
    before = _pack(job)
    later = _run(replace(job, with_pdf=True))
    assert (later.why, later.kept) == ({"pack": "it has no PDF yet"}, 3)
    after = _pack(job)
    assert set(after) - set(before) == {"pack.pdf"}
    assert after["index.html"] == before["index.html"]
    assert _run(replace(job, with_pdf=True)).why == {}


def test_step_that_tells_nothing_of_what_it_reads_is_always_run(job, write_notebook):
    write_notebook(job.notebooks[2], "import random")
    _run(job)
    assert _run(job).why == {"03_need": "not told what it reads"}


def test_old_receipt_runs_all(job):
    with using("en"):
        _run(job)
        folder = job.place.published("06")
        path = folder / receipt.NAME
        path.write_text(path.read_text().replace('"steps"', '"former"'))
        assert set(_run(job).why.values()) == {"not told what it reads"}


def test_tables_looked_for_and_not_found_are_noted_too(tmp_path, monkeypatch):
    record = tmp_path / "record"
    folder = tmp_path / "06"
    monkeypatch.setenv(noted.RECORD, str(record))
    monkeypatch.setenv(noted.FOLDER, str(folder))
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "data_tables.parquet").touch()
    assert store.Tables(folder)["population"].empty
    assert list(store.Tables(folder)) == ["data_tables"]
    assert noted.noted(record) == {"population", "data_tables"}
    assert noted.noted(tmp_path / "none") == frozenset()
