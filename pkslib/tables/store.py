"""Our own tables between the steps: parquet files in a region's output folder.

This module alone knows the folder tree ``<output>/<year>/<scenario>/<region>/tables/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow
from pyarrow.parquet import ParquetFile, write_table

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables import naming, noted
from pkslib.tables.declaration import Table, empty, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.inputs.care import BED_DAYS, PATIENTS
from pkslib.tables.results import RESULTS, STEP_TABLES

DECLARED = INPUTS | RESULTS
# How pandas keeps text where steps and pages work, an option and its value. Arrow's arrays of text
# are for millions of rows; tables of some thousands taken apart and put together cost a tenth less
# with plain strings.
PLAIN_TEXT = ("mode.string_storage", "python")
_FILED = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "flag": pyarrow.bool_()}


def region_folder(output: str | Path, year: int, scenario: str, region: str) -> Path:
    """Return the folder of a region's results, which may not be there yet.

    Parameters
    ----------
    output : str or pathlib.Path
        Root of all output.
    year : int
        Planning year.
    scenario, region : str
        Codes; they become folder names and are refused when they could be anything else.

    Raises
    ------
    InputError
        When scenario or region is no plain code.

    Examples
    --------
    >>> region_folder("output", 2027, "base", "06").as_posix()
    'output/2027/base/06'
    """
    return scenario_folder(output, year, scenario) / naming.folder_of(region)


def scenario_folder(output: str | Path, year: int, scenario: str) -> Path:
    """Return the folder of all regions' results, which may not be there yet.

    Parameters
    ----------
    output, year, scenario
        As for :func:`region_folder`.
    """
    return Path(output) / f"{year:04d}" / naming.plain(scenario)


def published(output: str | Path, year: int, scenario: str) -> list[Path]:
    """Return the folders of all regions whose chain has come to its end, in order of code.

    Parameters
    ----------
    output, year, scenario
        As for :func:`region_folder`.

    Raises
    ------
    InputError
        When there is none.
    """
    root = scenario_folder(output, year, scenario)
    found = sorted(path.parents[1] for path in root.glob("[!.]*/tables/region_summary.parquet"))
    if not found:
        raise InputError(text("No region has been run in {folder} yet.", folder=root))
    return found


def write(folder: Path, **frames: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Write tables of a region, each checked against its declaration first, and return them so.

    Parameters
    ----------
    folder : pathlib.Path
        As :func:`region_folder` returns it.
    **frames : pandas.DataFrame
        Tables by declared name.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables as declared: typed, sorted by key.

    Raises
    ------
    KeyError
        For a table that is not declared.
    DeclarationError
        For a table that breaks its declaration; nothing is written then.
    """
    checked = {name: validate(frame, DECLARED[name]) for name, frame in frames.items()}
    place = folder / "tables"
    place.mkdir(parents=True, exist_ok=True)
    for name, frame in checked.items():
        beside = place / f".{name}.parquet"
        write_table(_arrow(frame, DECLARED[name]), beside)
        beside.replace(place / f"{name}.parquet")
    return checked


def _arrow(frame: pd.DataFrame, schema: Table) -> pyarrow.Table:
    """Return a table typed for its file, the same however pandas is told to keep text."""
    kinds = [(name, schema.columns[name].kind) for name in frame.columns]
    fields = [(name, _FILED.get(kind, pyarrow.large_string())) for name, kind in kinds]
    return pyarrow.Table.from_pandas(frame, pyarrow.schema(fields), preserve_index=False)


def read(folder: Path, name: str) -> pd.DataFrame:
    """Read a table of a region.

    Parameters
    ----------
    folder : pathlib.Path
        As :func:`region_folder` returns it.
    name : str
        Declared name. An input table that the data set lacks comes back without rows.

    Raises
    ------
    InputError
        When a step has not been run that should have written the table.
    """
    noted.note(name, folder)
    path = folder / "tables" / f"{name}.parquet"
    if path.exists():
        # A file, not a data set of files that pandas would look for: half the time for small ones.
        with ParquetFile(path) as file:
            found: pd.DataFrame = file.read(use_threads=False).to_pandas()
        return found
    if name in INPUTS and (folder / "tables" / "data_tables.parquet").exists():
        return empty(INPUTS[name])
    step = next((step for step, names in STEP_TABLES.items() if name in names), "01_data")
    raise InputError(
        text(
            "Table {name} is not in {folder}. Run the notebook {step} first.",
            name=name,
            folder=folder / "tables",
            step=step,
        )
    )


def counted_in(folder: Path) -> str:
    """Return what the figures of a region count: bed days where every need does, else patients.

    Parameters
    ----------
    folder : pathlib.Path
        As :func:`region_folder` returns it; before its first step it has no needs.
    """
    if not (folder / "tables" / "needs.parquet").exists():
        return PATIENTS
    needs = read(folder, "needs")
    # A pack of an earlier version does not tell.
    told = needs["counted"] if "counted" in needs else pd.Series([PATIENTS])
    return BED_DAYS if len(told) and (told == BED_DAYS).all() else PATIENTS


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a region, read from its folder when asked for.

    Parameters
    ----------
    folder : pathlib.Path
        As :func:`region_folder` returns it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, tuple[tuple[int, int], pd.DataFrame]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in DECLARED:
            raise KeyError(name)
        state = self._state(name)
        if state is None:
            return read(self._folder, name)
        if name not in self._kept or self._kept[name][0] != state:
            self._kept[name] = state, read(self._folder, name)
        # Shallow: pandas copies what the taker changes.
        return self._kept[name][1].copy(deep=False)

    def _state(self, name: str) -> tuple[int, int] | None:
        """Return what tells a table's file from one written later; None when there is none."""
        try:
            found = (self._folder / "tables" / f"{name}.parquet").stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def __iter__(self) -> Iterator[str]:
        found = (path.stem for path in (self._folder / "tables").glob("[!.]*.parquet"))
        # What an earlier version left is none of this one's.
        present = sorted(name for name in found if name in DECLARED)
        for name in present:
            noted.note(name, self._folder)
        return iter(present)

    def __len__(self) -> int:
        return sum(1 for _ in self)
