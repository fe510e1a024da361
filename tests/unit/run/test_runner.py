"""A whole run over three regions on tiny notebooks: what is checked first, and what is left."""

import os
import re
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from pkslib.errors import BusyError, EnvironmentFault, InputError, RegionError
from pkslib.language import active
from pkslib.run import chain, lock, runner
from pkslib.run.publish import Place
from pkslib.run.runner import Request, Result

BREAKS_FOR_02 = 'if region == "02":\n    raise ValueError("no beds")'


@pytest.fixture
def request_of(tmp_path, write_notebook, network_parameters, monkeypatch):
    """Return a request on three regions, whose data set is a table of demand in memory."""
    demand = pd.DataFrame({"region": ["03", "01", "02", "01"]})
    report = SimpleNamespace(tables={"demand": demand}, raise_for_faults=lambda: None)
    monkeypatch.setattr(runner.intake, "check", lambda *_, **__: report)
    # In this process, where the data set is.
    monkeypatch.setattr(runner.workers, "apart", lambda function, *given: function(*given))
    monkeypatch.setattr(runner.handover, "leave", lambda *_: None)
    books, data = tmp_path / "books", tmp_path / "data"
    data.mkdir()
    write_notebook(books / "01_one.ipynb", BREAKS_FOR_02)
    write_notebook(books / "network.ipynb", "print(year)", parameters=network_parameters)

    def make(**changed):
        given = {"data": str(data), "year": 2027, "output": str(tmp_path / "out")}
        return Request(**given | {"notebooks": books} | changed)

    return make


def test_one_failure_stays_one_failure(request_of, capfd):
    result = runner.run(request_of(jobs=2))
    assert [outcome.region for outcome in result.outcomes] == ["01", "02", "03", "network"]
    with pytest.raises(RegionError, match=r"02: .*01_one, cell 3: PKS-618 .*ValueError"):
        result.raise_for_failures()
    published = sorted(path.name for path in result.index.parent.iterdir())
    assert published == ["01", "03", "failed", "index.html"]
    assert (result.index.parent / "failed" / "02" / "01_one.ipynb").exists()
    links = result.index.read_text(encoding="utf-8")
    assert ("01/index.html" in links, "02/index.html" in links) == (True, False)
    assert "TCP" not in capfd.readouterr().err


def test_an_english_run_of_a_swedish_process_is_told_in_english(request_of, capfd):
    assert active() == "sv"
    result = runner.run(request_of(language="en", jobs=1))
    told = capfd.readouterr().err
    assert re.search(r"^01: done in [\d.]+ s; all steps: no pack yet$", told, re.MULTILINE)
    assert "klar" not in told
    with pytest.raises(RegionError, match=r"(?s)1 of 4 failed.*02: failed in 01_one, cell 3"):
        result.raise_for_failures()
    with pytest.raises(InputError, match="Regions 77 have no demand"):
        runner.run(request_of(language="en", regions=("77",)))
    assert active() == "sv"


def test_a_tenth_step_is_run_like_any_other(request_of, tmp_path, write_notebook):
    write_notebook(tmp_path / "books" / "10_ours.ipynb", "1", title="# 10. Vårt eget")
    result = runner.run(request_of(regions=("01",)))
    result.raise_for_failures()
    assert list(result.outcomes[0].seconds) == ["01_one", "10_ours", "pack"]
    page = (result.index.parent / "01" / "index.html").read_text(encoding="utf-8")
    assert page.index("En fråga</a>") < page.index("Vårt eget</a>")


def test_packs_are_the_same_however_many_are_made_at_a_time(request_of, tmp_path, write_notebook):
    write_notebook(tmp_path / "books" / "01_one.ipynb", "print(region, year)")
    made = []
    for jobs in (1, 2):
        runner.run(request_of(jobs=jobs, force=True)).raise_for_failures()
        made.append(
            {
                # The page of all regions names receipts, which cover the notebooks' own clocks.
                file.relative_to(tmp_path): re.sub(rb"\b[0-9a-f]{64}\b", b"", file.read_bytes())
                for form in ("*.html", "*.xlsx")
                for file in (tmp_path / "out").rglob(form)
            }
        )
    # The page of all regions; document, appendix, notebook's page and workbook of each of three.
    assert len(made[0]) == 1 + 3 * 4
    assert made[0] == made[1]


def _run_once_killed(job, region):
    """Run a region, but end the worker like the system does when 02 is run there first."""
    killed = Path(job.place.output) / "killed"
    if region == "02" and not killed.exists():
        killed.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return chain.run_region(job, region)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
def test_a_killed_worker_costs_no_region(request_of, monkeypatch, write_notebook, tmp_path):
    monkeypatch.setattr(runner, "run_region", _run_once_killed)
    write_notebook(tmp_path / "books" / "01_one.ipynb", "1")
    result = runner.run(request_of(jobs=2))
    result.raise_for_failures()
    assert [outcome.region for outcome in result.outcomes] == ["01", "02", "03", "network"]
    assert sorted(path.name for path in result.index.parent.glob("0*")) == ["01", "02", "03"]


def _killed(_job):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such signal")
def test_a_killed_worker_of_the_page_is_told_and_the_packs_stand(request_of, monkeypatch):
    monkeypatch.setattr(runner, "run_network", _killed)
    result = runner.run(request_of(jobs=1, regions=("01",)))
    with pytest.raises(EnvironmentFault, match="network"):
        result.raise_for_failures()
    assert (result.index.parent / "01" / "receipt.json").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"regions": ("99",)}, "01, 02, 03"),
        ({"year": "2027"}, "year"),
        ({"scenario": "tight"}, "tight"),
        ({"scenario": "../up"}, "up"),
        ({"data": "mssql://reader:hemligt@host/dw"}, "password|lösenord"),
        ({"data": "mssql://host/dw?PWD=hemligt"}, "password|lösenord"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_published(request_of, tmp_path, changed, said):
    with pytest.raises(InputError, match=said) as raised:
        runner.run(request_of(**changed))
    assert "hemligt" not in str(raised.value)
    assert not (tmp_path / "out" / "2027").exists()


def test_second_run_on_the_same_output_is_refused(request_of, tmp_path):
    held = Place(str(tmp_path / "out"), 2027, "base").lock
    with lock.held(held), pytest.raises(BusyError):
        runner.run(request_of())


def test_a_dead_machine_outranks_a_broken_notebook(tmp_path):
    broken = chain.Outcome("01", {}, "03_need", 4, "KeyError")
    dead = chain.Outcome("02", {}, "03_need", None, "kernel died", machine=True)
    done = chain.Outcome("03", {"03_need": 1.0})
    index = tmp_path / "index.html"
    Result(index, (done,)).raise_for_failures()
    with pytest.raises(RegionError):
        Result(index, (broken, done)).raise_for_failures()
    with pytest.raises(EnvironmentFault):
        Result(index, (broken, dead, done)).raise_for_failures()
