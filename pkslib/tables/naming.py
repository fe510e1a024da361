"""Codes that become names of folders and files."""

from __future__ import annotations

import re

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables.declaration import NAME_PATTERN

# What stands beside the regions' folders, or means something at its end, and the sign that tells a
# region's folder apart from it; no code holds that sign.
_TAKEN = re.compile(r"(index\.html|receipt\.json|failed|tables)|.*\.former", re.IGNORECASE)
_ESCAPE = "="
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
    fits = re.fullmatch(NAME_PATTERN, code) and not code.endswith((".", " "))
    if not fits or _DEVICES.fullmatch(code):
        raise InputError(
            text(
                "{code!r} can't name a folder or a file: use letters, digits, space and . + & - "
                "only.",
                code=code,
            )
        )
    return code


def folder_of(region: str) -> str:
    """Return the name of a region's folder: its code, marked where that name is taken.

    Parameters
    ----------
    region : str
        Its code.

    Raises
    ------
    InputError
        When it is no code.

    Examples
    --------
    >>> folder_of("06"), folder_of("failed"), folder_of("NUL")
    ('06', '=failed', '=NUL')
    """
    if _DEVICES.fullmatch(region) and re.fullmatch(NAME_PATTERN, region):
        return f"{_ESCAPE}{region}"
    code = plain(region)
    return f"{_ESCAPE}{code}" if _TAKEN.fullmatch(code) else code


def region_of(folder: str) -> str:
    """Return the code of the region that a folder is of."""
    return folder.removeprefix(_ESCAPE)
