"""Notebook files, read and written without what makes that slow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# An Earley grammar built at import, over a second of every process, for a check of "iri" values
# that notebooks have none of; jsonschema does without it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def read(path: Path) -> Any:
    """Return a notebook file as a node in the newest format."""
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def write(notebook: Any, path: Path) -> None:
    """Write a notebook node to a file."""
    import nbformat

    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def comes_first(notebook: Any) -> bool:
    """Tell whether a notebook says, in its metadata, that it opens the page: ``pks.first``."""
    return bool(notebook.metadata.get("pks", {}).get("first"))


def tags(cell: Any) -> set[str]:
    """Return the tags of a cell."""
    return set(cell.metadata.get("tags", []))
