"""Forks: asked for, signalled, ended, and nothing of them left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pkslib.run.warm import forks, preload


@pytest.fixture
def fork(tmp_path):
    """Return a kernel that waits for questions which nobody asks."""
    place = str(tmp_path / "kernel.json")
    one = forks.current().fork(["-f", place], dict(os.environ), str(tmp_path))
    yield one
    if one.poll() is None:
        one.kill()
        one.wait(120)


def _gone(process):
    """Tell whether a process ends, before one would lose patience."""
    for _ in range(2400):
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.05)
    return False


def _handles():
    """Return how many handles this process and its server hold."""
    mother = forks.current()._process.pid
    return [len(list(Path(f"/proc/{one}/fd").iterdir())) for one in (os.getpid(), mother)]


def test_kernels_that_are_ended_say_so_and_leave_nothing(tmp_path):
    mother = forks.current()._process.pid
    seen = []
    for _ in range(4):
        one = forks.current().fork(["-f", "x.json"], dict(os.environ), str(tmp_path))
        children = Path(f"/proc/{mother}/task/{mother}/children").read_text()
        seen.append((_handles(), children == f"{one.pid} "))
        one.terminate()
        assert one.wait(120) == -signal.SIGTERM
        # To signal one that has ended does nothing.
        one.kill()
        assert one.poll() == -signal.SIGTERM
    assert seen == [(seen[0][0], True)] * 4


def test_a_kernel_ends_with_the_line_to_it(fork):
    assert fork.poll() is None
    assert os.getpgid(fork.pid) == fork.pid
    fork._line.close()
    assert _gone(fork.pid)
    fork.returncode = 0


def test_a_killed_worker_takes_server_kernel_and_folder_along(tmp_path):
    program = (
        "import os, time\nfrom pkslib.run.warm import forks\nserver = forks.current()\n"
        "fork = server.fork(['-f', 'k.json'], dict(os.environ), '.')\n"
        "print(server._process.pid, fork.pid, server.folder, flush=True)\ntime.sleep(600)"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as worker:
        mother, kernel, folder = worker.stdout.readline().split()
        assert not _gone_at_once(mother)
        worker.kill()
        assert _gone(mother)
        assert _gone(kernel)
        assert not Path(folder).exists()


def _gone_at_once(process):
    return not Path(f"/proc/{process}").exists()


def test_a_changed_library_starts_a_new_server(monkeypatch):
    before = forks.current()
    assert forks.current() is before
    monkeypatch.setattr(preload, "edition", lambda: frozenset({("steps/plan.py", 1, 2)}))
    assert forks.current() is not before
    assert before._process.returncode is not None
    assert not before.folder.exists()
    # Undone before the next kernel, which would start yet another.
    forks.close()
