"""Writing an invented data set: beside its place first, then put there whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables.inputs import INPUTS
from pkslib.tables.inputs.decided import FOLDER
from pkslib.tables.sources.delimited import csv_bytes

# Where a data set's scenario files lie.
SCENARIOS = "scenarios"
# Where what is planted in the data stands: read by no step, so nobody plans by it.
TRUTHS = "planted"
# What users decided beside the data.
_DECIDED = (SCENARIOS, FOLDER)


def write_parquet(
    folder: Path, tables: Mapping[str, pd.DataFrame], truths: Mapping[str, pd.DataFrame]
) -> None:
    """Write tables as parquet files into a folder that is made whole or not at all.

    Parameters
    ----------
    folder : pathlib.Path
        Is made, with the folders above it; an earlier data set there is replaced, its scenarios
        kept.
    tables : mapping of str to pandas.DataFrame
        As declared.
    truths : mapping of str to pandas.DataFrame
        What is planted in them; written as csv in a folder of its own, which no data set reads.

    Raises
    ------
    InputError
        When the folder holds anything but tables as parquet; nothing is written then.
    """
    folder = folder.absolute()
    _refuse_other(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, frame in tables.items():
            frame.to_parquet(beside / f"{name}.parquet", index=False)
        write_csv(beside / TRUTHS, truths)
        beside.chmod(0o755)
        for name in _DECIDED:
            _keep(folder / name, beside)
        shutil.rmtree(folder, ignore_errors=not folder.exists())
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _keep(decided: Path, beside: Path) -> None:
    """Carry over what users decided beside the former data."""
    if decided.exists():
        shutil.copytree(decided, beside / decided.name)


def _refuse_other(folder: Path) -> None:
    """Stop before a folder with other things in it is replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(text("{folder} is a file; name a folder.", folder=folder))
    known = {*_DECIDED, TRUTHS, *(f"{name}.parquet" for name in INPUTS)}
    others = sorted(found.name for found in folder.iterdir() if found.name not in known)
    if others:
        raise InputError(
            text(
                "{folder} holds other things than a demo data set: {names}. Name an empty folder.",
                folder=folder,
                names=", ".join(others[:5]),
            )
        )


def write_csv(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as Swedish Excel reads and writes csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(frame))
