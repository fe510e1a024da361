"""Worker processes that die with the run that started them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

# A kernel needs a moment to be told to go.
_GRACE = 10


@contextmanager
def pool(jobs: int) -> Iterator[Executor]:
    """Give worker processes for a ``with`` block; an interrupt inside it ends them at once.

    Parameters
    ----------
    jobs : int
        Number of processes.

    Yields
    ------
    concurrent.futures.Executor
        Takes module-level functions and plain data.
    """
    # Spawned, as the parent's threads (arrow's) must not be forked; works on every system.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_watch_parent)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        _end(multiprocessing.active_children())
        raise
    executor.shutdown()


def cores() -> int:
    """Return the number of processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _watch_parent() -> None:
    """End this worker when the run is killed, so that nothing is published after its death."""
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _end(workers: list[BaseProcess]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(_GRACE)
        worker.kill()
