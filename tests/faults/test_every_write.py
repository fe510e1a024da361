"""A run that is killed at any of its writes leaves the old pack or the new one, never a mix."""

import multiprocessing
import os
import shutil
import signal
import sys
from dataclasses import replace

import pandas as pd
import pytest

from pkslib.pack import book, receipt
from pkslib.run import chain, notebook
from pkslib.run.publish import Place

# What changes a disk, as Python tells of it; folders change places through a looked-up symbol.
CHANGES = {
    "ctypes.dlsym", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.copyfile",
}  # fmt: skip
TABLES = {
    "01_step": ("regions", {"region": ["06"], "name": ["Region Jönköpings län"]}),
    "02_step": (
        "demand",
        {"region": ["06"], "need": ["hip"], "period": ["2026-01"], "patients": [1.0]},
    ),
}
WRITES = os.O_WRONLY | os.O_RDWR


@pytest.fixture
def job(tmp_path, write_notebook, monkeypatch):
    """Return a job of two steps that are not executed: each writes its notebook and a table."""
    books = [write_notebook(tmp_path / "books" / f"{step}.ipynb", "1") for step in TABLES]

    def execute(source, target, parameters, folder, _surroundings):
        node = book.read(source)
        for cell in node.cells:
            cell.source += f"# {parameters['scenario']}"
        node.metadata.papermill = {"parameters": {}}
        book.write(node, target)
        (folder / "tables").mkdir(exist_ok=True)
        name, rows = TABLES[source.stem]
        pd.DataFrame(rows).to_parquet(folder / "tables" / f"{name}.parquet")

    monkeypatch.setattr(notebook, "execute", execute)
    place = Place(str(tmp_path / "output"), 2027, "base")
    return chain.Job(place, str(tmp_path / "data"), "sv", tuple(books), force=True)


def _run(job, survived):
    """Run a region in this process, which is killed before the write after so many."""
    left = [survived]

    def watch(event, words):
        writing = event == "open" and isinstance(words[2], int) and words[2] & WRITES
        if writing or event in CHANGES:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    outcome = chain.run_region(job, "06")
    os._exit(bool(outcome.error))


def _files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
@pytest.mark.parametrize("attempt", ["", ".try-1"], ids=["alone", "one of several"])
@pytest.mark.parametrize("swaps", [True, False])
def test_f68_killed_at_any_write_the_old_or_the_new_pack_stands(
    job, tmp_path, monkeypatch, swaps, attempt
):
    if not swaps:
        monkeypatch.setattr("pkslib.run.publish.exchange", lambda *_: False)
    published = job.place.published("06")
    assert chain.run_region(job, "06").error == ""
    old = _files(published)
    shutil.copytree(job.place.output, tmp_path / "before")
    other = replace(job, settings={"need": 1}, place=replace(job.place, attempt=attempt))
    killed, new = [], None
    for survived in range(1000):
        process = multiprocessing.get_context("fork").Process(target=_run, args=(other, survived))
        process.start()
        process.join()
        job.place.sweep()
        found = _files(published)
        assert receipt.verify(published) == {}
        if process.exitcode == 0:
            new = found
            break
        assert process.exitcode == -signal.SIGKILL
        killed.append(found)
        shutil.rmtree(job.place.output)
        shutil.copytree(tmp_path / "before", job.place.output)
    assert len(killed) > 30
    assert new != old
    assert all(found in (old, new) for found in killed)
    # Killed early the old one stands, killed late the new.
    assert (killed[0], killed[-1]) == (old, new)
