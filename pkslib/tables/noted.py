"""What a notebook of a run reads, told by the notebook's own process.

A run sets the variables of the surroundings below for each notebook. Elsewhere nothing is noted.
"""

from __future__ import annotations

import os
from pathlib import Path

RECORD = "PKS_READS"
# Folder of the region that the notebook is run for.
FOLDER = "PKS_FOLDER"
# Stands for the region's part of the data set among the names of tables.
DATA = "data"
# Stands for all that a run can't compare: other regions, earlier plans, files of one's own.
BEYOND = "*"


def note(name: str, folder: Path | None = None) -> None:
    """Note that a table, or the data set, is looked at, whether it is there or not.

    Parameters
    ----------
    name : str
        The table, or one of the two words above.
    folder : pathlib.Path, optional
        Folder of the region that the table belongs to; the run's own when left out.
    """
    if record := os.environ.get(RECORD):
        if folder and folder.resolve() != Path(os.environ[FOLDER]).resolve():
            name = BEYOND
        with Path(record).open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")


def noted(record: Path) -> frozenset[str]:
    """Return what has been noted in a record; nothing when there is none."""
    return frozenset(record.read_text(encoding="utf-8").split()) if record.exists() else frozenset()
