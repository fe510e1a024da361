"""Real kernels on tiny notebooks; few, as each start costs a second."""

import json

import pytest

from pkslib.run import chain
from pkslib.run.publish import Place

WRITE = """
from pathlib import Path
folder = Path(output) / str(year) / scenario / region / "tables"
folder.mkdir(parents=True, exist_ok=True)
_ = (folder / "seen.txt").write_text(repr(region) + language)
"""
SHOW = 'import os\nassert region == "01", region\nprint("Region", region, data, scenario)'


@pytest.fixture
def job_of(tmp_path, write_notebook, network_parameters):
    """Return a job whose chain has the code cells of one notebook, then a second notebook."""

    def make(*code, second=(SHOW,)):
        books = (
            write_notebook(tmp_path / "books" / "01_one.ipynb", *code),
            write_notebook(
                tmp_path / "books" / "09_last.ipynb", *second, title="# 9. Sist", first=True
            ),
        )
        write_notebook(
            tmp_path / "books" / "network.ipynb",
            "print(year, scenario)",
            parameters=network_parameters,
        )
        place = Place(str(tmp_path / "output"), 2027, "base")
        return chain.Job(place, str(tmp_path / "data"), "sv", books)

    return make


def test_region_is_published_whole_and_the_network_links_to_it(job_of):
    job = job_of(WRITE)
    outcome = chain.run_region(job, "01")
    assert outcome.error == ""
    assert list(outcome.seconds) == ["01_one", "09_last", "pack"]
    pack = job.place.published("01")
    assert (pack / "tables" / "seen.txt").read_text() == "'01'sv"
    page = (pack / "index.html").read_text(encoding="utf-8")
    # It says so of itself.
    assert page.index("Sist</a>") < page.index("En fråga</a>")
    assert "Region 01" in (pack / "notebooks" / "09_last.html").read_text(encoding="utf-8")
    own = (pack / "notebooks" / "01_one.html").read_text(encoding="utf-8")
    assert "En fråga</h2>" in own
    assert "assert region" not in own
    kept = (pack / "notebooks" / "01_one.ipynb").read_text(encoding="utf-8")
    assert ".tmp" not in kept
    assert json.dumps(job.place.output)[1:-1] in kept
    assert not job.place.building("01").exists()

    network = chain.run_network(job)
    assert network.error == ""
    index = job.place.index.read_text(encoding="utf-8")
    assert 'href="01/index.html"' in index
    assert "2027 base" in index


@pytest.mark.parametrize(
    ("code", "cell", "said"),
    [
        ('raise KeyError("bed_day")', 3, "KeyError"),
        ("import sys; sys.exit(0)", 3, "SystemExit"),
    ],
)
def test_failed_region_keeps_its_notebook_and_the_former_pack(job_of, code, cell, said):
    job = job_of(code)
    former = job.place.published("01")
    former.mkdir(parents=True)
    (former / "index.html").write_text("former")
    outcome = chain.run_region(job, "01")
    assert (outcome.step, outcome.cell) == ("01_one", cell)
    assert said in outcome.error
    assert not outcome.machine
    assert (former / "index.html").read_text() == "former"
    assert [path.name for path in job.place.failed("01").iterdir()] == ["01_one.ipynb"]


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("import os; os._exit(9)", 3),
        ('raise OSError(28, "No space left on device")', 3),
        # A drive that is gone takes no notebook to keep either.
        ("import shutil; shutil.rmtree(output)", None),
    ],
    ids=["dead kernel", "full disk", "lost drive"],
)
def test_what_the_machine_did_is_told_as_such(job_of, code, cell):
    outcome = chain.run_region(job_of(code), "01")
    assert (outcome.step, outcome.cell, outcome.machine) == ("01_one", cell, True)


def test_step_without_its_declared_tables_fails(job_of, write_notebook):
    job = job_of("1")
    declared = write_notebook(job.notebooks[0].with_name("04_capacity.ipynb"), "1")
    outcome = chain.run_region(chain.Job(job.place, job.data, "sv", (declared,)), "01")
    assert "available_capacity, capacity_limits" in outcome.error
