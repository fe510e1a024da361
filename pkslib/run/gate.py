"""The parameter gate: what a notebook is given must be what its parameters cell declares.

Papermill itself only logs a warning for an unknown name, runs on with the default, and does not
look at types; a pack for the wrong region would come out green.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.pack import book
from pkslib.tables.kinds import of_runs

TAG = "parameters"
_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


def check(notebooks: Sequence[Path], parameters: Mapping[str, Any]) -> None:
    """Check parameters against the parameters cell of every notebook, before a kernel starts.

    Parameters
    ----------
    notebooks : sequence of pathlib.Path
        Notebooks that will be given the parameters.
    parameters : mapping
        Name to value, plain Python.

    Raises
    ------
    InputError
        With all faults at once: no cell tagged ``parameters`` or more than one, a name that is
        unknown or missing, a declared type that is missing or that the value does not have.
    """
    found = [
        f"{notebook.name}: {fault}"
        for notebook in notebooks
        for fault in faults(notebook, parameters)
    ]
    if found:
        message = "\n  ".join([str(of_runs.PARAMETERS.at()), *found])
        raise InputError(message)


def faults(notebook: Path, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with parameters for one notebook, a sentence each.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook with one cell tagged ``parameters``, each line ``name: type = default``.
    parameters : mapping
        Name to value.
    """
    cells = [cell for cell in book.read(notebook).cells if TAG in book.tags(cell)]
    if len(cells) != 1:
        yield text("one cell must carry the tag {tag}; {count} do", tag=TAG, count=len(cells))
        return
    declared = _declared(cells[0])
    for name in sorted(parameters.keys() - declared.keys()):
        yield text("unknown parameter {name}; it knows {known}", name=name, known=_list(declared))
    for name in sorted(declared.keys() - parameters.keys()):
        yield text("no value for parameter {name}", name=name)
    for name in sorted(declared.keys() & parameters.keys()):
        yield from _type_fault(name, declared[name], parameters[name])


def _type_fault(name: str, declared: str, value: Any) -> Iterator[str]:
    if declared not in _TYPES:
        yield text(
            "parameter {name} declares no type; write {name}: {types}",
            name=name,
            types=_list(_TYPES),
        )
    elif type(value) is not _TYPES[declared]:
        yield text(
            "parameter {name} must be {declared}, found {value!r} ({found})",
            name=name,
            declared=declared,
            value=value,
            found=type(value).__name__,
        )


def _declared(cell: Any) -> dict[str, str]:
    """Return the parameters of a cell with their types, as papermill reads them."""
    from papermill.translators import PythonTranslator

    return {found.name: found.inferred_type_name for found in PythonTranslator.inspect(cell)}


def _list(names: Mapping[str, Any]) -> str:
    return ", ".join(sorted(names)) or "–"
