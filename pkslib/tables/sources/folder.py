"""A folder as a data set: csv or parquet files, file stem = table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pyarrow import ArrowInvalid, parquet, types

from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.formats import EXECUTABLE, patiently, require
from pkslib.tables.sources.sheet import Sheet, UnreadableError, text_frame
from pkslib.tables.wording import nearest, table_named

_DATA = (".csv", ".txt", ".tsv", ".parquet")
_OTHER_DATA = (".xlsx", ".xls", ".ods", ".json", ".feather", ".db", ".sqlite")


def read_folder(folder: Path) -> tuple[list[Sheet], list[Fault]]:
    """Read the files of a folder that are named as tables.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    tuple of list of Sheet and list of Fault
        Cells as text; faults of the files, each read as far as it can be.
    """
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.casefold()
        if not path.is_file() or path.name.startswith(("~$", ".")):
            continue
        if suffix in EXECUTABLE:
            faults.append(of_files.EXECUTABLE.at(path.name))
        elif suffix in _OTHER_DATA or (suffix in _DATA and _table(path) not in INPUTS):
            near = nearest(_table(path), INPUTS)
            faults.append(of_files.UNKNOWN_TABLE.at(path.name, nearest=near))
        elif suffix in _DATA:
            read, odd = _read_file(path)
            sheets.extend(read)
            faults.extend(odd)
    return sheets, faults


def _table(path: Path) -> str:
    return table_named(path.stem)


def _read_file(path: Path) -> tuple[list[Sheet], list[Fault]]:
    """Read one file; what can't be read gives its faults and no sheet."""
    try:
        sheet, repairs = patiently(_opened, path, _table(path))
    except UnreadableError as unreadable:
        return [], list(unreadable.faults)
    return [sheet], repairs


def _opened(path: Path) -> tuple[Sheet, list[Fault]]:
    table = _table(path)
    if path.suffix.casefold() != ".parquet":
        require(path, "csv", table)
        return read_csv(path, table)
    require(path, "parquet", table)
    return Sheet(table, path.name, text_frame(_read_parquet(path, table))), []


def _read_parquet(path: Path, table: str) -> pd.DataFrame:
    """Read a parquet file, refusing columns that hold anything else than plain values."""
    try:
        stored = parquet.read_table(path)
    except ArrowInvalid as fault:
        raise UnreadableError(
            of_files.NOT_OPENED.at(path.name, table=table, reason=fault)
        ) from fault
    odd = [
        of_files.NOT_PLAIN.at(
            path.name, table=table, row=1, column=field.name, found=str(field.type)
        )
        for field in stored.schema
        if types.is_nested(field.type) or types.is_binary(field.type)
    ]
    if odd:
        raise UnreadableError(*odd)
    # Metadata may name classes to build; only the columns are wanted.
    frame: pd.DataFrame = stored.replace_schema_metadata(None).to_pandas()
    return frame
