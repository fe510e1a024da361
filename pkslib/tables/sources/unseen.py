"""What stands in a workbook that its reader leaves out.

Cells whose value is not there (errors, and formulas never calculated) and rows that a filter
hides come as any other, and bare day numbers come without their calendar; so these are looked for
in the file itself.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

_BOOK = "xl/workbook.xml"
_CALENDAR = re.compile(rb'<workbookPr\s[^>]*date1904="(1|true)"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_CELL = re.compile(
    rb'<c r="(?P<address>[A-Z]+[0-9]+)"(?P<kind>[^>]*)>'
    rb"(?P<formula><f[^>]*/>|<f[^>]*>[^<]*</f>)?(?P<value><v\s*/>|<v>[^<]*</v>)?"
)
_PLACE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
# The widest table is declared with some twenty; two letters in Excel.
MOST_COLUMNS = 702
# So many cells are read in seconds, whatever they hold; beyond it, so many for each that is there.
_MOST_EMPTY, _MOST_TIMES = 2_000_000, 20
_HIDDEN = re.compile(rb'<row r="([0-9]+)"[^>]*\shidden="(?:1|true)"')


@dataclass(frozen=True)
class Unseen:
    """What a workbook holds beside the values of its cells.

    Attributes
    ----------
    from_1904 : bool
        Days are counted from 1904, as Excel for Mac once did, and not from 1900.
    stray : dict of str to str
        By sheet, for those that are too wide or hold next to nothing: the address of the corner
        that they reach to.
    valueless : dict of str to list of str
        By sheet, for those that have any: addresses such as ``"B4"`` of cells that hold an error
        or a formula without a saved value.
    hidden : dict of str to list of int
        By sheet, for those that have any: rows that are hidden or filtered away.
    """

    from_1904: bool
    stray: dict[str, str] = field(default_factory=dict)
    valueless: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[str, list[int]] = field(default_factory=dict)


def look(path: Path) -> Unseen:
    """Return what a workbook holds beside the values of its cells.

    Parameters
    ----------
    path : pathlib.Path
        An xlsx that is safe to unpack.

    Raises
    ------
    KeyError
        When the archive is no workbook.
    """
    with zipfile.ZipFile(path) as archive:
        found = Unseen(bool(_CALENDAR.search(archive.read(_BOOK))))
        for name, part in _parts(archive):
            content = archive.read(part)
            if corner := _too_sparse(content):
                found.stray[name] = corner
            if addresses := list(_valueless(content)):
                found.valueless[name] = addresses
            if rows := [int(row) for row in _HIDDEN.findall(content)]:
                found.hidden[name] = rows
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name and the file of each sheet."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {
        _attribute(relation, b"Id"): _attribute(relation, b"Target")
        for relation in _RELATION.findall(relations)
    }
    members = set(archive.namelist())
    for sheet in _SHEET.findall(archive.read(_BOOK)):
        target = targets.get(_attribute(sheet, rb"\w+:id"), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in members:
            yield _attribute(sheet, b"name"), part


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return found[1].decode("utf-8") if found else ""


def _too_sparse(content: bytes) -> str:
    """Return the corner of a sheet that would take far more room than its cells; empty if none.

    Its reader makes room for every cell up to the last.
    """
    letters: set[bytes] = set()
    rows = cells = 0
    for cell in _PLACE.finditer(content):
        letters.add(cell[1])
        rows, cells = max(rows, int(cell[2])), cells + 1
    last = max(letters, key=lambda word: (len(word), word), default=b"A")
    columns = reduce(lambda sum_, sign: 26 * sum_ + sign - 64, last, 0)
    sparse = rows * columns > _MOST_EMPTY and rows * columns > _MOST_TIMES * cells
    return f"{last.decode()}{rows}" if sparse or columns > MOST_COLUMNS else ""


def _valueless(content: bytes) -> Iterator[str]:
    for cell in _CELL.finditer(content):
        value = re.sub(rb"<[^>]*>", b"", cell["value"] or b"")
        # A formula may well give an empty text; then its kind says so.
        uncalculated = cell["formula"] and not value and b't="str"' not in cell["kind"]
        if b't="e"' in cell["kind"] or uncalculated:
            yield cell["address"].decode("ascii")
