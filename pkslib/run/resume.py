"""Resuming by content: a step is not run again when all it rests on is as in the published pack.

A step rests on the parameters, settings, library and versions, on its notebook, and on the tables
that it looked at, which its own process tells (:mod:`pkslib.tables.noted`). Tables are compared by
their bytes, so that a step that comes to the same result again ends the chain of what is redone.
A notebook that may have read anything else (a file of one's own, another region, the clock) can't
be compared, and is always run.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pkslib.errors import InputError
from pkslib.language import mark, text
from pkslib.pack import book, receipt
from pkslib.tables import handover, noted

# Parts of the receipt that every step rests on.
_GROUND = {
    "parameters": mark("other parameters: {names}"),
    "settings": mark("other settings: {names}"),
    "versions": mark("other versions: {names}"),
}
_LIBRARY = "pkslib"
# With these a notebook may read past the library though it imports nothing else.
_DOORS = frozenset(
    ("__builtins__", "__import__", "compile", "eval", "exec", "get_ipython", "glob", "iterdir",
     "open", "rglob")
)  # fmt: skip
_READS = "read_"
_NOTEBOOKS = "notebooks/"


@dataclass(frozen=True)
class Former:
    """The published pack of a region, as far as it can be taken over.

    Attributes
    ----------
    folder : pathlib.Path
        The pack.
    told : mapping
        Its receipt; empty when there is none to go by.
    altered : frozenset of str
        Files that are no longer as the receipt says.
    ground : str
        Why every step has to be run; empty when none has to for this.
    """

    folder: Path
    told: Mapping[str, Any] = field(default_factory=dict)
    altered: frozenset[str] = frozenset()
    ground: str = ""

    def why(self, source: Path, built: Path) -> str:
        """Return why a step has to be run; empty when it has not.

        Parameters
        ----------
        source : pathlib.Path
            Its notebook.
        built : pathlib.Path
            Folder that the region is built in, with the tables of the steps before.
        """
        if self.ground:
            return self.ground
        step = self.told["steps"].get(source.stem)
        if step is None or not step["reads"]:
            return text("not told what it reads")
        if noted.BEYOND in step["reads"]:
            return text("it may read more than its tables")
        if self.told["notebooks"].get(source.name) != receipt.file_hash(source):
            return text("the notebook is another")
        if self._spoilt(source.stem, step["writes"]):
            return text("its results were altered")
        other = [name for name, was in step["reads"].items() if _state(built, name) != was]
        return text("other data: {names}", names=", ".join(other)) if other else ""

    def _spoilt(self, step: str, writes: Mapping[str, str]) -> bool:
        """Tell whether a step's files are no longer as it left them, be it by a later step."""
        files = self.told["files"]
        later = any(files.get(name) != state for name, state in writes.items())
        return later or bool(self.altered & {_notebook(step), *writes})

    def take(self, step: str, built: Path) -> dict[str, Any]:
        """Take a step's results over, and return what the receipt told of it."""
        told = dict(self.told["steps"][step])
        for name in (_notebook(step), *told["writes"]):
            (built / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.folder / name, built / name)
        return told


class Watch:
    """What a step rests on and leaves, looked at before it is run and after.

    Parameters
    ----------
    source : pathlib.Path
        Its notebook.
    built : pathlib.Path
        Folder that the region is built in.
    record : pathlib.Path
        File in which its process is to note what it looks at.
    """

    def __init__(self, source: Path, built: Path, record: Path) -> None:
        self.surroundings = {noted.RECORD: str(record), noted.FOLDER: str(built)}
        self._source, self._built, self._record = source, built, record
        self._before = _files(built)

    def told(self) -> dict[str, dict[str, str]]:
        """Return, once it has been run, what it read (name to state) and wrote (path to hash)."""
        after = _files(self._built)
        writes = {name: state for name, state in after.items() if self._before.get(name) != state}
        looked_at = {
            name
            for name in noted.noted(self._record)
            if _table(name) in self._before or _table(name) not in writes
        }
        if reads_beyond(self._source):
            looked_at.add(noted.BEYOND)
        states = {name: self._before.get(_table(name), "") for name in sorted(looked_at)}
        if noted.DATA in states:
            states[noted.DATA] = handover.state(self._built)
        return {"reads": states, "writes": writes}


def reads_beyond(source: Path) -> bool:
    """Tell whether a notebook may read anything but by way of the library.

    Parameters
    ----------
    source : pathlib.Path
        A notebook. One that imports more than the library, opens files, or has lines that are no
        Python is held to.
    """
    cells = [cell.source for cell in book.read(source).cells if cell.cell_type == "code"]
    try:
        return any(_is_door(node) for cell in cells for node in ast.walk(ast.parse(cell)))
    except SyntaxError:  # a magic, or a command of a shell
        return True


def _is_door(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(name.name.partition(".")[0] != _LIBRARY for name in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] != _LIBRARY
    name = getattr(node, "id", getattr(node, "attr", ""))
    return name in _DOORS or name.startswith(_READS)


def former(folder: Path, sources: receipt.Sources, *, force: bool) -> Former:
    """Return the published pack of a region, and what of it still holds.

    Parameters
    ----------
    folder : pathlib.Path
        Where it is published, if it is.
    sources : pkslib.pack.receipt.Sources
        What the pack is to be made from now.
    force : bool
        Take nothing over.
    """
    if force:
        return Former(folder, ground=text("asked for"))
    if not folder.exists():
        return Former(folder, ground=text("no pack yet"))
    try:
        told = receipt.read(folder)
    except InputError:
        return Former(folder, ground=text("the pack has no receipt that can be read"))
    if "steps" not in told:
        return Former(folder, ground=text("not told what it reads"))
    return Former(folder, told, frozenset(receipt.verify(folder)), _ground(told, sources))


def _ground(told: Mapping[str, Any], sources: receipt.Sources) -> str:
    now = receipt.ground(sources)
    if told["library"] != now["library"]:
        return text("the library is another")
    for part, words in _GROUND.items():
        names = receipt.differing(told[part], now[part])
        if names:
            return text(words, names=", ".join(names))
    return ""


def _state(built: Path, name: str) -> str:
    """Return the hash of a table of a region as it stands now; empty when it is not there."""
    if name == noted.DATA:
        return handover.state(built)
    path = built / _table(name)
    return receipt.file_hash(path) if path.exists() else ""


def _files(built: Path) -> dict[str, str]:
    """Return the hash of every file that steps have left but the notebooks, by its path."""
    paths = sorted(path for path in built.rglob("*") if path.is_file())
    names = [path.relative_to(built).as_posix() for path in paths]
    return {
        name: receipt.file_hash(built / name) for name in names if not name.startswith(_NOTEBOOKS)
    }


def _table(name: str) -> str:
    return f"tables/{name}.parquet"


def _notebook(step: str) -> str:
    return f"{_NOTEBOOKS}{step}.ipynb"
