"""One writer per year and scenario: an operating-system lock that the death of a run frees."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from pkslib.errors import BusyError

BUILDING = ".tmp"


def file(output: str, year: int, scenario: str) -> Path:
    """Return the lock file of a year and scenario."""
    return Path(output) / BUILDING / f"{year:04d}-{scenario}.lock"


def look(path: Path) -> None:
    """Stop where a lock is held already, before a run loads its libraries; leave all as it is.

    Parameters
    ----------
    path : pathlib.Path
        The lock file, which may not be there.

    Raises
    ------
    BusyError
        As :func:`held` does.
    """
    # Whatever else is wrong with the place is told when it is taken.
    with suppress(OSError):
        if path.is_file() and path.with_suffix(".json").is_file():
            with held(path, write=False):
                pass


@contextmanager
def held(path: Path, *, write: bool = True) -> Iterator[None]:
    """Hold a lock while a ``with`` block runs.

    Parameters
    ----------
    path : pathlib.Path
        The lock file; who holds it stands beside it in a file of the same stem.
    write : bool
        Write who holds it.

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
        if write:
            holder.write_text(json.dumps(_myself()), encoding="utf-8")
        yield
    finally:
        if write:
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
    # It rests on libraries that take long to load, which a run that is free to go loads later.
    from pkslib.tables.kinds import of_runs

    return str(of_runs.HELD.at(**who))
