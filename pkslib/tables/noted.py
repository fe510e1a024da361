"""What a notebook of a run reads, told by the notebook's own process.

A run sets the variable of the surroundings below for each notebook. Elsewhere nothing is noted.
"""

from __future__ import annotations

import os
from pathlib import Path

RECORD = "PKS_READS"
# Stands for the data set itself among the names of tables.
DATA = "data"


def note(name: str) -> None:
    """Note that a table, or the data set, is looked at, whether it is there or not."""
    if record := os.environ.get(RECORD):
        with Path(record).open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")


def noted(record: Path) -> frozenset[str]:
    """Return what has been noted in a record; nothing when there is none."""
    return frozenset(record.read_text(encoding="utf-8").split()) if record.exists() else frozenset()
