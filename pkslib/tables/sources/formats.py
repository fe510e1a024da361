"""What a file really is, whether it is safe to open, and whether another program holds it."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pkslib.language import mark, number, text
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.sheet import UnreadableError

_MEBIBYTE = 2**20
# Ten million rows of demand are some 300 MB of text; beyond that the laptop is the limit.
MOST_BYTES = 500 * _MEBIBYTE
# A workbook of a million rows unpacks to some 150 MB at about 10:1; bombs pass all three.
MOST_UNPACKED = 200 * _MEBIBYTE
MOST_TIMES = 200
MOST_MEMBERS = 1000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_STARTS = {
    _ZIP: "xlsx",
    _OLE: "xls",
    b"PAR1": "parquet",
    b"%PDF": "pdf",
    b"SQLite format 3": "sqlite",
    b"\x80\x04": "pickle",
    b"\x80\x05": "pickle",
}
_NAMES = {
    "csv": mark("a csv file"),
    "xlsx": mark("an xlsx workbook"),
    "xls": mark("an old or protected workbook"),
    "parquet": mark("a parquet file"),
    "pdf": mark("a pdf"),
    "sqlite": mark("a SQLite database"),
    "pickle": mark("program code (pickle)"),
    "html": mark("a web page (html)"),
}
EXECUTABLE = (".pkl", ".pickle", ".joblib", ".ipynb", ".xlsm", ".xlsb", ".py")
# Seconds between attempts.
_WAITS = (0.2, 0.4, 0.8)
_Content = TypeVar("_Content")


def require(path: Path, expected: str, table: str = "") -> None:
    """Make sure that a file is what its name says and not too large to open.

    Parameters
    ----------
    path : pathlib.Path
    expected : str
        ``"csv"``, ``"xlsx"`` or ``"parquet"``.
    table : str
        Declared name, for the fault.

    Raises
    ------
    UnreadableError
        With what the file really is, or how large it is.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError(of_files.EMPTY_FILE.at(path.name, table=table))
    actual = really(path)
    if expected == "xlsx" and actual == "xls":
        raise UnreadableError(of_files.LOCKED_WORKBOOK.at(path.name, table=table))
    if actual != expected:
        raise UnreadableError(
            of_files.NOT_WHAT_IT_SAYS.at(
                path.name,
                table=table,
                expected=text(_NAMES[expected]),
                actual=text(_NAMES[actual]),
            )
        )
    if size > MOST_BYTES:
        raise _too_large(path, table, size, MOST_BYTES)
    if actual == "xlsx":
        _refuse_bomb(path, table)


def really(path: Path) -> str:
    """Return what a file is by its first bytes; ``"csv"`` for any text.

    Parameters
    ----------
    path : pathlib.Path
    """
    with path.open("rb") as file:
        start = file.read(512)
    for known, name in _STARTS.items():
        if start.startswith(known):
            return name
    words = start.decode("latin-1").replace("\0", "").lstrip("ÿþï»¿ \r\n\t").casefold()
    return "html" if words.startswith(("<!doctype html", "<html", "<table", "<?xml")) else "csv"


def _refuse_bomb(path: Path, table: str) -> None:
    """Refuse an archive by the sizes it states, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableError(
            of_files.NOT_OPENED.at(path.name, table=table, reason=fault)
        ) from fault
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS:
        raise _too_large(path, table, unpacked, MOST_UNPACKED)
    if unpacked > MOST_TIMES * packed:
        raise _too_large(path, table, unpacked, MOST_TIMES * packed)


def _too_large(path: Path, table: str, size: int, limit: int) -> UnreadableError:
    fault = of_files.TOO_LARGE.at(
        path.name,
        table=table,
        size=text("{count} MB", count=number(size / _MEBIBYTE)),
        limit=text("{count} MB", count=number(limit / _MEBIBYTE)),
    )
    return UnreadableError(fault)


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
