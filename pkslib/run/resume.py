"""Resuming by content: a step is not run again when all it rests on is as in the published pack.

A step rests on the parameters, settings, library and versions, on its notebook, and on the tables
that it looked at, which its own process tells (:mod:`pkslib.tables.reads`). Tables are compared by
their bytes, so that a step that comes to the same result again ends the chain of what is redone.

A step of which nothing was told is always run; a notebook of the user's own rests on all of the
region's data, which it may read past the library.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pkslib.errors import InputError
from pkslib.language import mark, text
from pkslib.pack import receipt
from pkslib.tables import checked, reads

# Parts of the receipt that every step rests on.
_GROUND = {
    "parameters": mark("other parameters: {names}"),
    "settings": mark("other settings: {names}"),
    "versions": mark("other versions: {names}"),
}


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
        if self.told["notebooks"].get(source.name) != receipt.file_hash(source):
            return text("the notebook is another")
        if self.altered & set(_files(source.stem, step["writes"])):
            return text("its results were altered")
        now = states(built, step["reads"])
        other = [name for name, state in step["reads"].items() if now[name] != state]
        return text("other data: {names}", names=", ".join(other)) if other else ""

    def take(self, step: str, built: Path) -> dict[str, Any]:
        """Take a step's results over, and return what the receipt told of it."""
        told = dict(self.told["steps"][step])
        for name in _files(step, told["writes"]):
            (built / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(self.folder / name, built / name)
        return told


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
    try:
        told = receipt.read(folder)
    except InputError:
        return Former(folder, ground=text("no pack yet"))
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


def states(built: Path, names: Mapping[str, str] | frozenset[str]) -> dict[str, str]:
    """Return the hash of each table of a region as it stands now; empty for one that is not there.

    Parameters
    ----------
    built : pathlib.Path
        Folder that the region is built in.
    names : collection of str
        Tables; ``data`` stands for the region's part of the data set.
    """
    return {name: _state(built, name) for name in sorted(names)}


def _state(built: Path, name: str) -> str:
    if name == reads.DATA:
        return checked.state(built)
    path = built / "tables" / f"{name}.parquet"
    return receipt.file_hash(path) if path.exists() else ""


def _files(step: str, tables: list[str]) -> list[str]:
    return [f"notebooks/{step}.ipynb", *(f"tables/{name}.parquet" for name in tables)]
