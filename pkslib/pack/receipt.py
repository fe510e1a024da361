"""The receipt: what a pack was made from and what it consists of, by content.

Times are left out, so that the same input gives the same receipt for the same files.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pkslib
from pkslib.errors import InputError
from pkslib.language import mark, text
from pkslib.pack import seal
from pkslib.tables import decided, naming
from pkslib.tables.inputs.decided import FOLDER

NAME = "receipt.json"
# What the figures and forecasts rest on.
_PACKAGES = (
    "babel", "holidays", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyarrow",
    "scipy", "statsmodels", "xlsxwriter",
)  # fmt: skip
_CHANGED, _ADDED, _MISSING = mark("changed"), mark("added"), mark("missing")
_PARTS = ("parameters", "settings", "inputs", "notebooks", "library", "versions", "files")
# Parts that hold one text a name.
_TEXTS = ("inputs", "notebooks", "versions", "files")
# What stands for the hash of what is no file.
_LINK, _FOLDER = "link to ", "folder"
_LIBRARY = "library"
_LIBRARY_FILES = ("*.py", "*.po", "*.css", "*.j2", "*.mplstyle")


@dataclass(frozen=True)
class Sources:
    """What a pack is made from.

    Attributes
    ----------
    parameters : mapping
        As given to the notebooks.
    notebooks : tuple of pathlib.Path
        The notebooks of the chain.
    inputs : mapping
        Input file to its sha256; see :func:`input_hashes`.
    settings : mapping
        Settings that differ from their defaults.
    steps : mapping
        Step to what it looked at, ``reads`` (table to sha256), and the tables it wrote,
        ``writes``.
    """

    parameters: Mapping[str, Any]
    notebooks: tuple[Path, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def write(folder: Path, sources: Sources) -> None:
    """Write the receipt of a finished pack, the last file of it, in one stroke.

    Parameters
    ----------
    folder : pathlib.Path
        The pack, complete but for the receipt.
    sources : Sources
        What it was made from.
    """
    content = {
        **ground(sources),
        "inputs": dict(sources.inputs),
        "notebooks": {path.name: file_hash(path) for path in sources.notebooks},
        "steps": {step: dict(told) for step, told in sources.steps.items()},
        "files": file_hashes(folder),
    }
    said = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    beside = folder.with_name(f".{folder.name}-{NAME}")
    beside.write_text(said + "\n", encoding="utf-8")
    beside.replace(folder / NAME)


def ground(sources: Sources) -> dict[str, Any]:
    """Return what every step of a pack rests on, as the receipt tells it."""
    return {
        "parameters": dict(sources.parameters),
        "settings": dict(sources.settings),
        "library": library_hash(),
        "versions": versions(),
    }


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names, in order, that two parts of receipts tell otherwise."""
    names = sorted(before.keys() | after.keys())
    return tuple(name for name in names if before.get(name) != after.get(name))


def read(folder: Path) -> dict[str, Any]:
    """Read the receipt of a pack.

    Parameters
    ----------
    folder : pathlib.Path
        A region's folder.

    Raises
    ------
    InputError
        When the folder holds no receipt, or one that can't be read or lacks a part.
    """
    path = folder / NAME
    try:
        found: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError(
            text("{folder} is no planning pack: {name} is missing.", folder=folder, name=NAME)
        ) from None
    # No JSON, none of names and values, or nested beyond reason.
    except (TypeError, ValueError, RecursionError, OSError) as fault:
        raise InputError(text("{path} can't be read: {fault}", path=path, fault=fault)) from fault
    absent = sorted(set(_PARTS) - found.keys())
    if absent:
        raise InputError(
            text(
                "{path} was written by another version: it lacks {parts}. Run the region again.",
                path=path,
                parts=", ".join(absent),
            )
        )
    if odd := _odd(found):
        raise InputError(
            text("{path} is damaged: {parts}. Run the region again.", path=path, parts=odd)
        )
    return found


def _odd(found: Mapping[str, Any]) -> str:
    """Return the parts of a receipt that are not of their kind."""
    odd = [part for part in _TEXTS if not _are_texts(found[part])]
    odd += [part for part in ("parameters", "settings") if not isinstance(found[part], dict)]
    odd += [] if isinstance(found[_LIBRARY], str) else [_LIBRARY]
    steps = found.get("steps", {})
    sound = isinstance(steps, dict) and all(
        isinstance(told, dict) and _are_texts(told.get("reads")) and _are_texts(told.get("writes"))
        for told in steps.values()
    )
    return ", ".join(odd if sound else [*odd, "steps"])


def _are_texts(part: object) -> bool:
    return isinstance(part, dict) and all(isinstance(value, str) for value in part.values())


def verify(folder: Path) -> dict[str, str]:
    """Compare a pack with its receipt, and its receipt with the page of all regions.

    Parameters
    ----------
    folder : pathlib.Path
        A region's folder, or the one of all regions, whose packs are then all compared.

    Returns
    -------
    dict
        File to ``"changed"``, ``"missing"`` or ``"added"`` (marked for translation); empty when
        all is as it was made.

    Raises
    ------
    InputError
        When the folder holds no readable receipt.
    """
    page = folder / seal.PAGE
    if not (folder / NAME).exists() and page.exists() and seal.receipts(page):
        return _verify_all(folder)
    then, now = read(folder)["files"], file_hashes(folder)
    parents = {str(parent) for name in then for parent in Path(name).parents}
    # A folder that has become empty is told by the files that are missing.
    now = {name: state for name, state in now.items() if name not in parents}
    known = seal.receipts(folder.parent / seal.PAGE).get(naming.region_of(folder.resolve().name))
    if known is not None:
        then, now = then | {NAME: known}, now | {NAME: own_hash(folder)}
    return _differ(then, now)


def _verify_all(folder: Path) -> dict[str, str]:
    """Compare the page of all regions with its own seal, and every pack that it names."""
    page = folder / seal.PAGE
    found = {} if seal.holds(page) else {seal.PAGE: _CHANGED}
    for region in seal.receipts(page):
        pack = folder / naming.folder_of(region)
        if not (pack / NAME).exists():
            found[f"{region}/{NAME}"] = _MISSING
            continue
        found |= {f"{region}/{name}": what for name, what in verify(pack).items()}
    return found


def _differ(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    return {
        name: _MISSING if name not in now else _ADDED if name not in then else _CHANGED
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    }


def own_hash(folder: Path) -> str:
    """Return the sha256 of a pack's receipt, which covers all that it names; empty without one."""
    path = folder / NAME
    return _state(path) if path.exists() else ""


def input_hashes(data: str, kept: str = "") -> dict[str, str]:
    """Return the sha256 of every file of a data set.

    Parameters
    ----------
    data : str
        Folder or file. A database has no files of its own.
    kept : str
        Folder of what was decided; the one beside the data set when left out.

    Returns
    -------
    dict
        File name to hash, by name, what was decided last; Excel's own lock files left out.
    """
    path, place = Path(data), kept or decided.place_of(data)
    files: Iterable[Path] = path.iterdir() if path.is_dir() else [path]
    found = {
        file.name: file_hash(file)
        for file in sorted(files)
        if file.is_file() and not file.name.startswith("~$")
    }
    beside = sorted(Path(place).glob("[!.~]*")) if place else []
    return found | {f"{FOLDER}/{file.name}": file_hash(file) for file in beside if file.is_file()}


def file_hashes(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file of a pack but its receipt, by path inside the pack.

    A link is told by where it leads, and a folder without anything in it as such.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {name: _state(path) for name, path in found.items() if name != NAME and _counts(path)}


def _counts(path: Path) -> bool:
    """Tell whether a path stands for itself, and is not told by what is in it."""
    return path.is_symlink() or not path.is_dir() or not any(path.iterdir())


def _state(path: Path) -> str:
    if path.is_symlink():
        return f"{_LINK}{path.readlink()}"
    return _FOLDER if path.is_dir() else file_hash(path)


def file_hash(path: Path) -> str:
    """Return the sha256 of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def library_hash() -> str:
    """Return one sha256 over the files of the library."""
    root = Path(pkslib.__file__).parent
    total = hashlib.sha256()
    for file in sorted(path for form in _LIBRARY_FILES for path in root.rglob(form)):
        total.update(f"{file.relative_to(root).as_posix()} {file_hash(file)}\n".encode())
    return total.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python, the library and the packages that the figures rest on."""
    found = {name: version(name) for name in _PACKAGES}
    return {"python": platform.python_version(), "pkslib": pkslib.__version__, **found}
