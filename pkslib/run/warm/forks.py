"""The worker's side of the fork server: starting it, asking for kernels, signalling them."""

from __future__ import annotations

import json
import multiprocessing
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import util
from pathlib import Path
from typing import Any

from pkslib.language import text
from pkslib.run.warm import preload, server

# Preloading takes seconds; on a busy machine it may take ten times as long.
_PATIENCE = 120


class NotWarm(Exception):
    """There is no warm kernel to be had, and why; a stock one does the same."""


class Fork:
    """A kernel's process as :class:`subprocess.Popen` would show it.

    Parameters
    ----------
    process : int
        Its number.
    line : socket.socket
        The line to it; shutting it ends the kernel.
    """

    stdin = stdout = stderr = None

    def __init__(self, process: int, line: socket.socket) -> None:
        self.pid = process
        self.returncode: int | None = None
        self._line = line

    def poll(self) -> int | None:
        """Return the exit status, None while the kernel lives."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self._hear()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end, at most so long [s], and return the exit status."""
        if self.returncode is None and select.select([self._line], [], [], timeout)[0]:
            self._hear()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it has started, unless it has ended."""
        if self.poll() is None:
            self._line.send(bytes([number]))

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def _hear(self) -> None:
        told = _heard(self._line)
        # A server that is gone has taken its kernels along.
        self.returncode = told.get("exit", -signal.SIGKILL)
        self._line.close()


_Begin = Callable[[socket.socket, socket.socket, Path], tuple[Any, Callable[[], Any]]]


class Server:
    """A fork server of this process, which ends when this process does.

    Parameters
    ----------
    begin : callable
        Starts it, given both ends of the line to it and its folder; returns its process and what
        waits for its end.

    Attributes
    ----------
    edition : frozenset
        State of the library that it has imported.
    folder : pathlib.Path
        For the sockets of its kernels, this user's alone; the server clears it away.
    refusal : str
        Why it gave no kernel, the first time it did not.
    """

    def __init__(self, begin: _Begin) -> None:
        self.edition = preload.edition()
        self.folder = Path(tempfile.mkdtemp(prefix="pks-"))
        self.refusal = ""
        self._line, theirs = _pair()
        with theirs:
            self._process, self._wait = begin(self._line, theirs, self.folder)

    def fork(self, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> Fork:
        """Start a kernel.

        Parameters
        ----------
        arguments, environment, folder
            As :func:`pkslib.run.warm.server.become` takes them.

        Raises
        ------
        NotWarm
            When the server is gone, silent, or has threads.
        """
        question = {"arguments": arguments, "environment": environment, "folder": folder}
        near, far = _pair()
        near.settimeout(_PATIENCE)
        try:
            with far:
                socket.send_fds(self._line, [json.dumps(question).encode()], [far.fileno()])
            told = _heard(near)
        except OSError as fault:
            near.close()
            raise NotWarm(text("the fork server can't be reached: {fault}", fault=fault)) from fault
        if "process" not in told:
            near.close()
            raise NotWarm(_reason(told))
        return Fork(told["process"], near)

    def close(self) -> None:
        """End the server and its kernels, wait for it, and clear away what it could not."""
        self._line.close()
        self._wait()
        shutil.rmtree(self.folder, ignore_errors=True)


_running: list[Server] = []


def inherit() -> None:
    """Have a server that is a fork of this process, itself a fork of the image without threads."""
    from pkslib.run.warm import image

    _running.append(Server(_as_fork))
    _running[0].edition = image.EDITION
    # A process of multiprocessing's waits at its end for those that it started.
    util.Finalize(None, close, exitpriority=0)


def current() -> Server:
    """Return the server of this process, started at need; a new one once the library changed."""
    if _running and _running[0].edition != preload.edition():
        close()
    if not _running:
        _running.append(Server(_as_program))
    return _running[0]


def close() -> None:
    """End the server of this process, if there is one."""
    while _running:
        _running.pop().close()


def refusal() -> str:
    """Return why stock kernels were used instead; empty when they were not."""
    return next((one.refusal for one in _running), "")


def _as_program(_: socket.socket, theirs: socket.socket, folder: Path) -> tuple[Any, Any]:
    """Start a server that has everything to import yet."""
    process = subprocess.Popen(
        [sys.executable, "-m", server.__name__, str(theirs.fileno()), str(folder)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env=os.environ | preload.SURROUNDINGS,
        pass_fds=[theirs.fileno()],
        # Ctrl-C is for the run, which then ends its kernels.
        start_new_session=True,
    )
    return process, process.wait


def _as_fork(ours: socket.socket, theirs: socket.socket, folder: Path) -> tuple[Any, Any]:
    """Fork a server off this process."""
    process = multiprocessing.get_context("fork").Process(target=_be, args=(ours, theirs, folder))
    process.start()
    return process, process.join


def _be(ours: socket.socket, theirs: socket.socket, folder: Path) -> None:
    """Be a server, which must not hold its worker's end of the line open itself."""
    from pkslib.run.warm import image

    ours.close()
    # Ctrl-C is for the run, which then ends its kernels.
    os.setsid()
    sys.path[:] = image.PATH
    server.serve(theirs, str(folder))


def _pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def _heard(line: socket.socket) -> dict[str, Any]:
    """Return what is said on a line; nothing when its other end is gone."""
    return dict(json.loads(line.recv(server.LARGEST) or b"{}"))


def _reason(told: Mapping[str, Any]) -> str:
    if "threads" in told:
        return text("the fork server has {count} threads", count=told["threads"])
    return text("the fork server has ended")
