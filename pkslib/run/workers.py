"""Worker processes that die with the run that started them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from pkslib.errors import EnvironmentFault
from pkslib.run import warm
from pkslib.run.surroundings import within
from pkslib.run.warm import forks, preload
from pkslib.tables.kinds import of_runs

Result = TypeVar("Result")

_IMAGE = f"{preload.__package__}.image"
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
    executor = _forked(jobs) if warm.is_on() else _spawned(jobs)
    try:
        yield executor
    except BaseException:
        _end(multiprocessing.active_children())
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


def apart(function: Callable[..., Result], *arguments: Any) -> Result:
    """Call a function in a process of its own, which gives back all the memory that it took.

    Parameters
    ----------
    function : callable
        At module level.
    *arguments
        Plain data.

    Returns
    -------
    object
        What it returns.

    Raises
    ------
    EnvironmentFault
        When the process was killed; otherwise what the function raises.
    """
    with pool(1) as executor:
        asked = executor.submit(function, *arguments)
        # An error that it raises is an answer, and no reason to end its process at once.
        wait([asked])
    try:
        return asked.result()
    except BrokenExecutor as fault:
        raise EnvironmentFault(str(of_runs.PROCESS_ENDED.at())) from fault


def _spawned(jobs: int) -> Executor:
    """Return workers that import everything themselves, once each; there are on every system."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_watch_parent)


def _forked(jobs: int) -> Executor:
    """Return workers that are forks of one image, a new one for each piece of work.

    What packing a region leaves behind in memory is gone with its worker.
    """
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_IMAGE])
    with within(preload.SURROUNDINGS):
        forkserver.ensure_running()
    return ProcessPoolExecutor(
        jobs,
        mp_context=context,
        initializer=_begin,
        initargs=(dict(os.environ),),
        max_tasks_per_child=1,
    )


def _begin(environment: dict[str, str]) -> None:
    """Make a fork of the image a worker of this run."""
    os.environ.clear()
    os.environ.update(environment)
    # First, while there is one thread.
    forks.inherit()
    _watch_parent()


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
