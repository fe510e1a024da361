"""What would stop a run late is looked at before anything is computed: room, paths, open books."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pkslib.errors import EnvironmentFault
from pkslib.language import number
from pkslib.pack.make import WORKBOOK
from pkslib.run.publish import Place
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_runs
from pkslib.tables.results import RESULTS

# A demo region takes 14 MB; what is built, what it replaces, and as much again.
ROOM = 42e6
# Windows' limit of 260, less what programs put beside a file while they save it.
LONGEST_PATH = 240 if os.name == "nt" else 4000
# What Excel and LibreOffice put beside a workbook that is open.
_HELD = (f"~${WORKBOOK}", f".~lock.{WORKBOOK}#")


def check(place: Place, regions: Sequence[str]) -> None:
    """Stop a run that could not publish its packs.

    Parameters
    ----------
    place : pkslib.run.publish.Place
        Where they are to be; its building folder is there.
    regions : sequence of str
        Whose packs.

    Raises
    ------
    EnvironmentFault
        With all that is in the way.
    """
    if found := list(_faults(place, regions)):
        message = "\n".join(map(str, found))
        raise EnvironmentFault(message)


def _faults(place: Place, regions: Sequence[str]) -> Iterator[Fault]:
    free, needed = shutil.disk_usage(place.building_root).free, ROOM * len(regions)
    if free < needed:
        yield of_runs.ROOM_SHORT.at(
            free=number(free / 1e6),
            needed=number(needed / 1e6),
            folder=Path(place.output),
        )
    yield from _shut(place, regions)
    longest = max(regions, key=len) + "/tables/" + max(RESULTS, key=len) + ".parquet"
    length = len(str(place.building_root / str(place.year) / place.scenario / longest))
    if length > LONGEST_PATH:
        yield of_runs.LONG_PATHS.at(folder=Path(place.output), length=length, limit=LONGEST_PATH)
    for region in regions:
        folder = place.published(region)
        if any((folder / name).exists() for name in _HELD):
            yield of_runs.BOOK_OPEN.at(book=folder / WORKBOOK)


def _shut(place: Place, regions: Sequence[str]) -> Iterator[Fault]:
    """Yield the folders that packs can't be put in; the folder of a pack that moves is one too."""
    folders = [place.published_root, *(place.published(region) for region in regions)]
    there = (next(path for path in (one, *one.parents) if path.exists()) for one in folders)
    for folder in dict.fromkeys(there):
        if not os.access(folder, os.W_OK):
            yield of_runs.NOT_WRITABLE.at(folder=folder)
