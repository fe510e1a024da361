"""A real scheduler and two real workers, started from their command lines; one is killed midway."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pandas as pd
import pytest

from pkslib.errors import EnvironmentFault
from pkslib.pack import receipt
from pkslib.run import cluster, runner
from pkslib.run.runner import Request

Client = pytest.importorskip("distributed").Client
ROOT = Path(__file__).parents[2]
REGIONS = ("01", "02", "03", "04", "05")
# Each says that it has begun and writes a table of its own; all but the first wait for a word.
STEP = """
import time
from pathlib import Path
import pandas as pd
from pkslib.tables import noted, store
noted.note(noted.DATA)
_ = (Path(data) / "began" / f"{region}-{time.monotonic_ns()}").write_text("")
while region != "01" and not (Path(data) / "go").exists():
    time.sleep(0.05)
folder = store.region_folder(output, year, scenario, region)
(folder / "tables").mkdir()
periods = ["2026-01", "2026-02", "2026-03"]
rows = pd.DataFrame({"region": region, "need": "hip", "period": periods, "patients": 1.0})
rows.to_parquet(folder / "tables" / "demand.parquet", index=False)
print(region, rows["patients"].sum())
"""


@pytest.fixture
def started():
    """Start processes, in a session of their own each, that end with the test."""
    running = []

    def start(*words):
        surroundings = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        one = subprocess.Popen(
            [sys.executable, "-m", "dask", *words], env=surroundings, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        running.append(one)
        return one

    yield start
    for one in running:
        one.kill()
        one.wait()


@pytest.fixture
def scheduler(started, tmp_path):
    """Return the address of a scheduler on loopback, and a way to start its workers."""
    told = tmp_path / "scheduler.json"
    process = started(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter",
        "--scheduler-file", str(told),
    )  # fmt: skip
    _until(lambda: _address(told))

    def worker(threads="1"):
        return started(
            "worker", "--scheduler-file", str(told), "--nthreads", threads, "--no-nanny",
            "--no-dashboard", "--local-directory", str(tmp_path / "spill"),
        )  # fmt: skip

    return _address(told), worker, process


@pytest.fixture
def request_of(tmp_path, write_notebook, network_parameters, monkeypatch):
    """Return a request on five regions; what the run leaves each of the data is a line."""
    demand = pd.DataFrame({"region": REGIONS})
    report = SimpleNamespace(tables={"demand": demand}, raise_for_faults=lambda: None)

    def leave(_report, folders):
        for region, folder in folders.items():
            part = folder.parent / ".checked" / folder.name
            part.mkdir(parents=True, exist_ok=True)
            (part / "part.txt").write_text(region)

    monkeypatch.setattr(runner.intake, "check", lambda *_, **__: report)
    monkeypatch.setattr(runner.workers, "apart", lambda function, *given: function(*given))
    monkeypatch.setattr(runner.handover, "leave", leave)
    (tmp_path / "data" / "began").mkdir(parents=True)
    write_notebook(tmp_path / "books" / "01_one.ipynb", STEP)
    write_notebook(tmp_path / "books" / "network.ipynb", "1", parameters=network_parameters)

    def make(output, **changed):
        given = {"data": str(tmp_path / "data"), "year": 2027, "output": str(tmp_path / output)}
        return Request(**given | {"notebooks": tmp_path / "books"} | changed)

    return make


def test_killed_worker_costs_one_region_and_the_packs_are_those_of_a_local_run(
    scheduler, request_of, tmp_path
):
    address, worker, _ = scheduler
    began = tmp_path / "data" / "began"
    workers = [worker(), worker()]
    killed = []

    def kill():
        """Kill the worker that holds the first region's outcome and is at another region."""
        try:
            with Client(address) as eye:
                _until(lambda: len(list(began.iterdir())) >= 3 and any(eye.who_has().values()))
                ((holder,),) = filter(None, eye.who_has().values())
                killed.append(eye.run(os.getpid)[holder])
            os.kill(killed[0], signal.SIGKILL)
        finally:
            # Without a word the regions would wait for ever, and the test would not fail but stand.
            (tmp_path / "data" / "go").touch()

    with Client(address) as eye:
        eye.wait_for_workers(2)
    Thread(target=kill, daemon=True).start()
    result = runner.run(request_of("far", scheduler=address))
    (lost,) = (one for one in workers if one.pid in killed)
    assert lost.wait() == -signal.SIGKILL
    result.raise_for_failures()
    # What was under way on the lost worker is begun again; what was done there is not.
    times = Counter(path.name.partition("-")[0] for path in began.iterdir())
    assert (times["01"], sorted(times.values())) == (1, [1, 1, 1, 1, 2])
    runner.run(request_of("near", jobs=1)).raise_for_failures()
    far, near = (_packs(tmp_path / name) for name in ("far", "near"))
    assert len(near) >= 3 * len(REGIONS)
    assert far == near
    assert not (tmp_path / "far" / ".tmp" / "2027" / "base").exists()


def test_workers_that_are_not_fit_are_named_before_anything_is_run(scheduler, request_of, tmp_path):
    address, worker, _ = scheduler
    worker(threads="2")
    with pytest.raises(EnvironmentFault, match="--nthreads 1"):
        runner.run(request_of("far", scheduler=address, language="en"))
    assert not list((tmp_path / "data" / "began").iterdir())


def test_worker_with_other_versions_is_named(scheduler, request_of, monkeypatch):
    address, worker, _ = scheduler
    worker()
    mine = receipt.versions() | {"pandas": "1.0"}
    monkeypatch.setattr(cluster.receipt, "versions", lambda: mine)
    with pytest.raises(EnvironmentFault, match="other versions of pandas"):
        runner.run(request_of("far", scheduler=address, language="en"))


def test_lost_scheduler_ends_the_run_and_leaves_what_was_published(scheduler, request_of, tmp_path):
    address, worker, process = scheduler
    worker()
    published = tmp_path / "far" / "2027" / "base"

    def kill():
        try:
            _until(lambda: (published / "01").exists())
        finally:
            process.kill()

    Thread(target=kill, daemon=True).start()
    result = runner.run(request_of("far", scheduler=address))
    with pytest.raises(EnvironmentFault):
        result.raise_for_failures()
    assert (published / "01" / "receipt.json").exists()
    assert not (published / "05").exists()


SLOW = """
import time
from pathlib import Path
Path({flag!r}).touch()
while not Path({go!r}).exists():
    time.sleep(0.05)
print("old")
"""


def test_killed_run_leaves_whole_packs_and_the_next_one_is_not_disturbed(
    scheduler, words, tmp_path
):
    address, worker, _ = scheduler
    worker()
    flag, go, pack = tmp_path / "flag", tmp_path / "go", tmp_path / "out" / "2027" / "base" / "06"
    pks = [sys.executable, "-c", "from pkslib.cli import main; main()"]
    slow = SLOW.format(flag=str(flag), go=str(go))
    first = subprocess.Popen([*pks, *words(slow), "--scheduler", address])
    _until(flag.exists)
    first.kill()
    assert first.wait() == -signal.SIGKILL
    # Its worker has the step under way still, while another run clears up and makes the pack.
    subprocess.run([*pks, *words("print('new')")], check=True, capture_output=True)
    assert "new" in (pack / "notebooks" / "01_one.html").read_text(encoding="utf-8")
    with Client(address) as eye:
        assert _under_way(eye) == 1
        go.touch()
        _until(lambda: _under_way(eye) == 0)
    assert receipt.verify(pack) == {}
    assert "new" in (pack / "notebooks" / "01_one.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / ".tmp" / "2027" / "base").exists()


def test_scheduler_that_is_not_there_is_named(request_of, monkeypatch):
    monkeypatch.setattr("pkslib.run.cluster._PATIENCE", 1)
    with pytest.raises(EnvironmentFault, match=r"tcp://127\.0\.0\.1:9"):
        runner.run(request_of("far", scheduler="tcp://127.0.0.1:9", language="en"))


def _packs(output):
    """Return the bytes of every file of every pack but those with a clock or a path in them.

    The page of all regions names receipts, which cover the notebooks' own clocks.
    """
    return {
        file.relative_to(output).as_posix(): re.sub(rb"\b[0-9a-f]{64}\b", b"", file.read_bytes())
        for file in (output / "2027").rglob("*")
        if file.is_file() and file.suffix not in (".ipynb", ".json")
    }


def _under_way(eye):
    """Return how many regions the workers are at, also those that nobody waits for any longer."""
    return sum(eye.run(lambda dask_worker: len(dask_worker.state.executing)).values())


def _address(told):
    """Return the address a scheduler's file tells, none until the file is whole."""
    try:
        return json.loads(told.read_text())["address"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def _until(holds):
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.1)
    raise TimeoutError
