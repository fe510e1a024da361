"""One writer per year and scenario: an operating-system lock that the death of a run frees."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pkslib.errors import BusyError
from pkslib.tables.kinds import of_runs


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock while a ``with`` block runs.

    Parameters
    ----------
    path : pathlib.Path
        The lock file; who holds it stands beside it in a file of the same stem.

    Raises
    ------
    BusyError
        At once, when another process holds it, naming that one.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    holder = path.with_suffix(".json")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(_busy(holder)) from None
    try:
        holder.write_text(json.dumps(_myself()), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _myself() -> dict[str, str]:
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    return {"host": platform.node(), "process": str(os.getpid()), "since": since}


def _busy(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        # The other run is between taking the lock and writing its name.
        who = dict.fromkeys(("host", "process", "since"), "?")
    return str(of_runs.HELD.at(**who))
