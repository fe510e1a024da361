"""Rows that are entered by hand into a table of the data set: added, never written over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables.declaration import filled, validate
from pkslib.tables.identity import holds_number
from pkslib.tables.inputs import INPUTS
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import words
from pkslib.tables.wording import column_named


def enter(source: str | Path, known: pd.DataFrame, table: str, row: Mapping[str, Any]) -> Path:
    """Add a row to a table of a data set that is a folder.

    Parameters
    ----------
    source : str or pathlib.Path
        The data set.
    known : pandas.DataFrame
        The table as it was read, whole.
    table : str
        Its declared name; its columns are those of the row.
    row : mapping
        Value by column; dates as dates.

    Returns
    -------
    pathlib.Path
        The file, whole or as it was before.

    Raises
    ------
    InputError
        When the data set is no folder of csv or parquet files, a row with the same key stands
        there, or a text holds a personal identity number.
    """
    schema = INPUTS[table]
    place = Path(source)
    if "://" in str(source) or not place.is_dir():
        raise InputError(text("Rows are added only where the data set is a folder: {source}",
                              source=source))  # fmt: skip
    if any(holds_number(str(value)) for value in row.values()):
        raise InputError(text("Write roles, never persons: there is a personal identity number."))
    said = {name: _as_read(value) for name, value in row.items()}
    new = filled(pd.DataFrame([said]), schema).reindex(columns=list(known.columns))
    whole = pd.concat([known, new.astype(known.dtypes.to_dict())], ignore_index=True)
    keys = [name for name, column in schema.columns.items() if column.key]
    if whole.duplicated(keys).any():
        raise InputError(text("There is such a row already; take another round, level or date."))
    validate(whole, schema)
    return _written(place, table, said)


def _as_read(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _written(folder: Path, table: str, row: Mapping[str, Any]) -> Path:
    """Add the row to the file that the table was read from; to a csv where there was none.

    All that stands in the file stays: cells as they were written, columns of the region's own.
    """
    parquet = folder / f"{table}.parquet"
    path = parquet if parquet.is_file() else folder / f"{table}.csv"
    beside = path.with_suffix(".new")
    if path == parquet:
        before = pd.read_parquet(path)
        added = pd.DataFrame([row]).reindex(columns=before.columns)
        pd.concat([before, added.astype(before.dtypes.to_dict())]).to_parquet(beside, index=False)
    else:
        before = read_csv(path, table)[0].frame if path.exists() else pd.DataFrame(columns=[*row])
        names = {column_named(str(header), table): header for header in before}
        line = {names.get(name, name): words(value) for name, value in row.items()}
        whole = pd.concat([before, pd.DataFrame([line])]).fillna("")
        whole.to_csv(beside, sep=";", index=False, encoding="utf-8-sig", lineterminator="\n")
    beside.replace(path)
    return path
