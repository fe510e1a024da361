"""A data set that a run has checked once, left in parts so that no region checks it all again.

The parts lie beside the folders that the regions are built in, and are gone with the run::

    <root>/.checked/<region>/   a parquet file per input table, peers.parquet and notes.json
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from pkslib.settings import BASE, Settings
from pkslib.tables import intake, noted, overview, peers, scenario_codes
from pkslib.tables.faults import Fault, Report
from pkslib.tables.inputs import INPUTS

_PARTS, _NOTES, _PEERS = ".checked", "notes.json", "peers.parquet"
_DEFAULTS = Settings()


def leave(report: Report, folders: Mapping[str, Path]) -> None:
    """Leave each region its part of a checked data set, and what all regions have to compare.

    Parameters
    ----------
    report : Report
        Without faults.
    folders : mapping of str to pathlib.Path
        Where each region, by its code, will be built.
    """
    told = peers.values(report.tables)
    notes = json.dumps([asdict(note) for note in report.notes])
    for region, folder in folders.items():
        place = _place(folder)
        place.mkdir(parents=True, exist_ok=True)
        for name, part in overview.region_slice(report.tables, region).items():
            part.to_parquet(place / f"{name}.parquet", index=False)
        told.to_parquet(place / _PEERS, index=False)
        (place / _NOTES).write_text(notes, encoding="utf-8")


def copy(folder: Path, other: Path) -> None:
    """Leave what a run has left a region for another folder that it will be built in."""
    shutil.copytree(_place(folder), _place(other))


def state(folder: Path) -> str:
    """Return one sha256 over what a run has left a region; empty when it has left nothing.

    Parameters
    ----------
    folder : pathlib.Path
        Where the region is built.
    """
    parts = sorted(_place(folder).glob("*"))
    total = hashlib.sha256()
    for part in parts:
        total.update(part.name.encode() + hashlib.sha256(part.read_bytes()).digest())
    return total.hexdigest() if parts else ""


def left(folder: Path) -> bool:
    """Tell whether a run, which has held the scenario against the data set, left a region its part.

    Parameters
    ----------
    folder : pathlib.Path
        Where the region is built.
    """
    return (_place(folder) / _NOTES).exists()


def report(
    source: str | Path, folder: Path, settings: Settings = _DEFAULTS, scenario: str = BASE
) -> Report:
    """Return what a look at a data set gave: the run's, or a look of one's own.

    Parameters
    ----------
    source : str or pathlib.Path
        As for :func:`pkslib.tables.intake.load`.
    folder : pathlib.Path
        The region's. A notebook that is run by itself has none that a run has left anything for.
    settings : pkslib.settings.Settings, optional
        The scenario's, which a run has held against the data set already.
    scenario : str
        Its name.

    Returns
    -------
    Report
        From a run its tables are the region's part only.

    Raises
    ------
    InputError
        When the scenario names codes that the data set lacks.
    """
    noted.note(noted.DATA)
    place = _place(folder)
    if not left(folder):
        found = intake.check(source)
        if found.faults:
            return found
        return scenario_codes.held_against(found, settings, scenario)
    tables = {name: pd.read_parquet(place / f"{name}.parquet") for name in INPUTS}
    notes = json.loads((place / _NOTES).read_text(encoding="utf-8"))
    return Report(str(source), tables, (), tuple(Fault(**note) for note in notes))


def among(found: Report, folder: Path) -> pd.DataFrame:
    """Return what all regions of the data set have of what plans assume.

    Parameters
    ----------
    found : Report
        As :func:`report` returns it.
    folder : pathlib.Path
        The region's.

    Returns
    -------
    pandas.DataFrame
        As :func:`pkslib.tables.peers.values` returns it.
    """
    if left(folder):
        return pd.read_parquet(_place(folder) / _PEERS)
    return peers.values(found.tables)


def _place(folder: Path) -> Path:
    return folder.parent / _PARTS / folder.name
