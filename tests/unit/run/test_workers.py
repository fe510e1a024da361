import os
import signal
import sys
import time
from pathlib import Path

import pytest

from pkslib.errors import EnvironmentFault
from pkslib.run import warm, workers
from pkslib.run.warm import forks


@pytest.fixture(params=["1", "0"])
def switched(request, monkeypatch):
    """Switch warm workers on and off."""
    monkeypatch.setenv(warm.SWITCH, request.param)


def _say_and_sleep(place):
    place.write_text(str(os.getpid()))
    time.sleep(60)
    place.with_name("awake").touch()


def _interrupted_while_working(place):
    with workers.pool(1) as executor:
        executor.submit(_say_and_sleep, place)
        while not (place.exists() and place.read_text()):
            time.sleep(0.05)
        raise KeyboardInterrupt


def test_work_is_done_in_other_processes_and_an_interrupt_ends_them(tmp_path, switched):
    with pytest.raises(KeyboardInterrupt):
        _interrupted_while_working(tmp_path / "worker")
    assert not (tmp_path / "awake").exists()
    worker = int((tmp_path / "worker").read_text())
    assert worker != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_what_is_done_apart_may_fail_and_leaves_nothing_behind(switched):
    # Its process ends at the same time: several tries, as either may be the first.
    for _ in range(3):
        with pytest.raises(ValueError, match="invalid literal"):
            workers.apart(int, "many")


def _told():
    server = forks.current()
    return [os.getpid(), server._process.pid], server.folder, os.environ["PKS_SAID"]


@pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux only")
def test_a_forked_worker_does_one_piece_and_takes_its_server_along(monkeypatch):
    said = []
    for word in ("one", "other"):
        # The image is older than what the second pool is told.
        monkeypatch.setenv("PKS_SAID", word)
        with workers.pool(1) as executor:
            said += [executor.submit(_told).result() for _ in range(2)]
    assert [told[2] for told in said] == ["one", "one", "other", "other"]
    processes = {process for told in said for process in told[0]}
    assert len(processes) == 8
    assert not any(Path(f"/proc/{process}").exists() for process in processes)
    assert not any(told[1].exists() for told in said)


def _be_killed():
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_apart_that_is_killed_is_the_machines_fault():
    assert workers.apart(max, 1, 3) == 3
    with pytest.raises(EnvironmentFault, match=r"minnet|memory"):
        workers.apart(_be_killed)


def test_at_least_one_core():
    assert workers.cores() >= 1
