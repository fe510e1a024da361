"""Codes that become names of folders and files."""

from __future__ import annotations

import re

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables.declaration import CODE_PATTERN

# Windows keeps these for devices, whatever ending follows.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def plain(code: str) -> str:
    """Return a code that may name a folder or a file on every system.

    Parameters
    ----------
    code : str
        A region, a scenario.

    Raises
    ------
    InputError
        When it could lead to another folder, or is no name on Windows.

    Examples
    --------
    >>> plain("höst 2027")
    'höst 2027'
    """
    fits = re.fullmatch(CODE_PATTERN, code) and not code.endswith((".", " "))
    if not fits or _DEVICES.fullmatch(code):
        raise InputError(
            text(
                "{code!r} can't name a folder or a file: use letters, digits, space and . + & - "
                "only.",
                code=code,
            )
        )
    return code
