"""Files that another program holds for a moment: Excel, OneDrive, a virus scanner."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pkslib.tables.kinds import of_files
from pkslib.tables.sources.sheet import UnreadableError

# Seconds between attempts.
_WAITS = (0.2, 0.4, 0.8)
_Content = TypeVar("_Content")


def patiently(read: Callable[[Path], _Content], path: Path, table: str = "") -> _Content:
    """Read a file, trying again while another program holds it.

    Parameters
    ----------
    read : callable
        Takes the path.
    path : pathlib.Path
    table : str
        Declared name, for the fault.

    Raises
    ------
    UnreadableError
        When it is held all the time, or the machine can't give it for another reason.
    """
    waits = iter(_WAITS)
    while True:
        try:
            return read(path)
        except OSError as fault:
            wait = next(waits, None) if isinstance(fault, PermissionError) else None
            if wait is None:
                reason = fault.strerror or type(fault).__name__
                held = of_files.NOT_OPENED.at(path.name, table=table, reason=reason)
                raise UnreadableError(held) from fault
            time.sleep(wait)
