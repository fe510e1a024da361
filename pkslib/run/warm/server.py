"""The fork server: a process of one thread that becomes a kernel whenever it is asked to.

It is forked off a worker that has imported everything, or runs as a program of its own,
``python -m pkslib.run.warm.server``. Its worker asks it over a socket. With
each question comes a line, a socket for that kernel alone: the number of its process goes out on
it, and at last its exit status; signals come in. A line that is shut ends its kernel. When the
worker's socket is shut, be it by the worker's death, all end.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pkslib.run.warm import preload

LARGEST = 2**17
# PR_SET_CHILD_SUBREAPER of <linux/prctl.h>.
_SUBREAPER = 36


@dataclass(frozen=True)
class _Kernel:
    """A fork: its process, a handle that is readable once it has ended, and its line."""

    process: int
    end: int
    line: socket.socket

    def obey(self) -> None:
        """Pass on a signal that came in on the line; shut, it means the last one."""
        asked = self.line.recv(1)
        os.killpg(self.process, asked[0] if asked else signal.SIGKILL)

    def bury(self) -> None:
        """Take leave of the ended process, so that none is left behind dead, and tell of it."""
        _, status = os.waitpid(self.process, 0)
        tell(self.line, exit=os.waitstatus_to_exitcode(status))
        self.close()

    def close(self) -> None:
        os.close(self.end)
        self.line.close()


def main() -> None:
    """Be a program of one's own that imports what kernels need, and serve."""
    # The folder that this was started in; a kernel puts its own there.
    del sys.path[0]
    preload.for_kernels()
    # What is imported stays: forks need neither look through it nor copy its pages.
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])


def serve(worker: socket.socket, folder: str) -> None:
    """Fork kernels until the worker is gone; in a fork, be the kernel.

    Parameters
    ----------
    worker : socket.socket
        Questions come here.
    folder : str
        Of the kernels' sockets, cleared away at the end.
    """
    _adopt()
    with worker:
        question = _asked(worker)
    if question is None:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        become(**question)


def become(arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Be a kernel until it is told to stop.

    Parameters
    ----------
    arguments : sequence of str
        As ``python -m ipykernel_launcher`` takes them.
    environment : mapping
        The kernel's own, instead of the server's.
    folder : str
        Working folder.
    """
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    # Python's own generator is seeded anew in a fork, this one is not.
    np.random.seed()  # noqa: NPY002
    # The kernel looks for its parent in the environment while it is imported, which is long past.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(list(arguments))  # type: ignore[no-untyped-call]
    # The inline backend hooks itself in when it is imported, but then there was no shell.
    backend = os.environ["MPLBACKEND"]
    activate_matplotlib(backend)  # type: ignore[no-untyped-call]
    configure_inline_support(app.shell, backend)  # type: ignore[no-untyped-call]
    app.start()  # type: ignore[no-untyped-call]


def _adopt() -> None:
    """Become the parent of what a kernel leaves behind, be it in a session of its own."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _end_orphans(kernels: list[_Kernel]) -> None:
    """End the processes that ended kernels have left, and those that these leave in turn."""
    known = {one.process for one in kernels}
    while orphans := _children() - known:
        for orphan in orphans:
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)


def _children() -> set[int]:
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(word) for word in path.read_text().split()} if path.exists() else set()


def tell(line: socket.socket, **words: Any) -> None:
    """Send words to the other end of a line, which may be gone."""
    try:
        line.send(json.dumps(words).encode())
    except OSError:
        line.close()


def threads() -> int:
    """Return how many threads this process has, those of compiled libraries included."""
    return len(list(Path("/proc/self/task").iterdir()))


def _asked(worker: socket.socket) -> dict[str, Any] | None:
    """Fork at every question; return it in the fork, and None in the server at the end."""
    kernels: list[_Kernel] = []
    while True:
        lines = [handle for one in kernels for handle in (one.line, one.end)]
        heard, _, _ = select.select([worker, *lines], [], [])
        for one in kernels.copy():
            if one.line in heard:
                one.obey()
            if one.end in heard:
                one.bury()
                kernels.remove(one)
                _end_orphans(kernels)
        if worker not in heard:
            continue
        question, handles, _, _ = socket.recv_fds(worker, LARGEST, 1)
        if not question:
            _end(kernels)
            return None
        if _forked(socket.socket(fileno=handles[0]), kernels):
            return dict(json.loads(question))


def _forked(line: socket.socket, kernels: list[_Kernel]) -> bool:
    """Fork unless a thread forbids it, since it would not be in the fork; tell whether in it."""
    if threads() > 1:
        tell(line, threads=threads())
        line.close()
        return False
    process = os.fork()
    # In both, as neither knows which comes first: signals go to the group.
    os.setpgid(process, 0)
    if not process:
        line.close()
        for other in kernels:
            other.close()
        return True
    kernels.append(_Kernel(process, os.pidfd_open(process), line))
    tell(line, process=process)
    return False


def _end(kernels: list[_Kernel]) -> None:
    for one in kernels:
        os.killpg(one.process, signal.SIGKILL)
        one.bury()
    _end_orphans([])


if __name__ == "__main__":
    main()
