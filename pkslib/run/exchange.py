"""Two folders that change places in one stroke, where the system has that."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

# Linux, from 3.15 on; the numbers are those of <fcntl.h> and <linux/fs.h>.
_HERE = -100
_EXCHANGE = 2


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places so that at every moment both names have one.

    Parameters
    ----------
    one, other : pathlib.Path
        On the same volume.

    Returns
    -------
    bool
        False, and nothing done, where system or file system cannot.
    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # another system, or an older library
        return False
    done = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)
