"""Cells of a workbook whose value is not there: errors, and formulas never calculated.

The reader of workbooks gives both as empty cells, so they are looked for in the file itself.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_CELL = re.compile(
    rb'<c r="(?P<address>[A-Z]+[0-9]+)"(?P<kind>[^>]*)>'
    rb"(?P<formula><f[^>]*/>|<f[^>]*>[^<]*</f>)?(?P<value><v\s*/>|<v>[^<]*</v>)?"
)


def valueless_cells(path: Path) -> dict[str, list[str]]:
    """Return the cells that hold an error or a formula without a saved value.

    Parameters
    ----------
    path : pathlib.Path
        An xlsx that is safe to unpack.

    Returns
    -------
    dict of str to list of str
        Addresses such as ``"B4"`` by sheet name, for the sheets that have any.
    """
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _parts(archive):
            addresses = list(_valueless(archive.read(part)))
            if addresses:
                found[name] = addresses
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name and the file of each sheet."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {
        _attribute(relation, b"Id"): _attribute(relation, b"Target")
        for relation in _RELATION.findall(relations)
    }
    members = set(archive.namelist())
    for sheet in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(sheet, rb"\w+:id"), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in members:
            yield _attribute(sheet, b"name"), part


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return found[1].decode("utf-8") if found else ""


def _valueless(content: bytes) -> Iterator[str]:
    for cell in _CELL.finditer(content):
        value = re.sub(rb"<[^>]*>", b"", cell["value"] or b"")
        # A formula may well give an empty text; then its kind says so.
        uncalculated = cell["formula"] and not value and b't="str"' not in cell["kind"]
        if b't="e"' in cell["kind"] or uncalculated:
            yield cell["address"].decode("ascii")
