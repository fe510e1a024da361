"""Bytes of a text file to text: never guessed, never with replacement signs."""

from __future__ import annotations

import codecs
import re

from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.sheet import UnreadableError

# å ä ö é and their capitals in UTF-8 bytes, read as if each byte were a Windows-1252 sign.
_DOUBLE = re.compile("Ã[¥¤¶©…„–‰]")
_LOST = "\N{REPLACEMENT CHARACTER}"


def decode(data: bytes, file: str, table: str) -> tuple[str, list[Fault]]:
    """Return the text of a file, and what had to be done to read it.

    Parameters
    ----------
    data : bytes
    file, table : str
        For the faults.

    Returns
    -------
    tuple of str and list of Fault
        The repairs are notes.

    Raises
    ------
    UnreadableError
        When bytes are broken, encodings are mixed, or the text was garbled before.

    Examples
    --------
    >>> decode("vård".encode("cp1252"), "x.csv", "demand")[0]
    'vård'
    """
    repairs: list[Fault] = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        words = _strict(data, "utf-16", file, table)
        repairs.append(of_files.READ_AS_UTF16.at(file, table=table))
    else:
        try:
            words = data.decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            words = _as_1252(data, broken.start, file, table)
            repairs.append(of_files.READ_AS_1252.at(file, table=table))
    _refuse_garbled(words, file, table)
    return words, repairs


def _as_1252(data: bytes, offset: int, file: str, table: str) -> str:
    """Return Windows-1252 text, unless parts of it are UTF-8, which would be two encodings."""
    words = _strict(data, "cp1252", file, table)
    if _DOUBLE.search(words):
        raise UnreadableError(_broken(data, offset, file, table))
    return words


def _strict(data: bytes, encoding: str, file: str, table: str) -> str:
    try:
        words = data.decode(encoding)
    except UnicodeDecodeError as broken:
        raise UnreadableError(_broken(data, broken.start, file, table)) from broken
    if "\0" in words:
        raise UnreadableError(_broken(data, data.index(b"\0"), file, table))
    return words


def _broken(data: bytes, offset: int, file: str, table: str) -> Fault:
    row = data.count(b"\n", 0, offset) + 1
    return of_files.BROKEN_BYTES.at(file, table=table, row=row, offset=offset)


def _refuse_garbled(words: str, file: str, table: str) -> None:
    found = _DOUBLE.search(words) or re.search(f"{_LOST}|\0", words)
    if found is None:
        return
    row = words.count("\n", 0, found.start()) + 1
    line = words.splitlines()[row - 1]
    sample = next(part for part in re.split("[;,\t]", line) if found[0] in part)
    raise UnreadableError(of_files.DOUBLE_ENCODED.at(file, table=table, row=row, found=sample))
