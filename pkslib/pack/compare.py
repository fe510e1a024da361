"""What changed between two packs: cell by cell, by each table's declared key."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pkslib.pack import receipt
from pkslib.tables import store
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

COLUMNS = ["table", "key", "column", "change", "before", "after"]
CHANGES = ("changed", "added", "removed")
# Parts of the receipt that tell what a pack was made from, and the one that is a single hash.
_PARTS = ("parameters", "settings", "inputs", "notebooks", "versions")
LIBRARY = "library"
# Two forecasts of the same data agree this far on different machines.
_ALIKE = 1e-6


def compare(one: Path, other: Path) -> pd.DataFrame:
    """List every cell of the result tables that differs between two packs.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders, before and after.

    Returns
    -------
    pandas.DataFrame
        table, key (values of the declared key, joined by " | "), column, change (``"changed"``,
        ``"added"``, ``"removed"``), before, after. Numbers that differ by less than a millionth
        of their size count as equal.

    Raises
    ------
    InputError
        When a folder is no planning pack.
    """
    for folder in (one, other):
        receipt.read(folder)
    before, after = store.Tables(one), store.Tables(other)
    listed = set(before) | set(after)
    parts = [
        _changes(name, _cells(before, name), _cells(after, name))
        for name in RESULTS
        if name in listed
    ]
    return pd.concat([pd.DataFrame(columns=COLUMNS), *parts], ignore_index=True)


def totals(changes: pd.DataFrame) -> pd.DataFrame:
    """Count changes per table and column, and sum what the numbers among them add up to.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`compare` returns it.

    Returns
    -------
    pandas.DataFrame
        table, column, changed, added, removed (cells), difference (sum after − sum before; 0 for
        a column without numbers).
    """
    rows = [
        {
            "table": table,
            "column": column,
            **{kind: int((cells["change"] == kind).sum()) for kind in CHANGES},
            "difference": _sum(cells["after"]) - _sum(cells["before"]),
        }
        for (table, column), cells in changes.groupby(["table", "column"], sort=False)
    ]
    return pd.DataFrame(rows, columns=["table", "column", *CHANGES, "difference"])


def origins(one: Path, other: Path) -> dict[str, tuple[str, ...]]:
    """Return what two packs were made from that differs.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders.

    Returns
    -------
    dict
        Part of the receipt (``"inputs"``, ``"settings"`` …) to the names in it that differ.
    """
    before, after = receipt.read(one), receipt.read(other)
    differ = {part: receipt.differing(before[part], after[part]) for part in _PARTS}
    if before[LIBRARY] != after[LIBRARY]:
        differ[LIBRARY] = ("pkslib",)
    return {part: names for part, names in differ.items() if names}


def table_of(tables: store.Tables, name: str) -> pd.DataFrame:
    """Return a table of a pack; one without rows where the pack has none of that name."""
    return tables[name] if name in set(tables) else empty(RESULTS[name])


def _cells(tables: store.Tables, name: str) -> pd.Series:
    """Return a table as one series of its cells, by key and column."""
    schema = RESULTS[name]
    frame = table_of(tables, name)
    keys = schema.key
    labels = [" | ".join(map(str, row)) for row in frame[keys].itertuples(index=False)]
    # Of a table that is all key, a row is there or it is not.
    told = [column for column in frame if column not in keys] or keys[-1:]
    columns = {column: pd.Series(frame[column].to_numpy(object), labels) for column in told}
    return pd.concat(columns, names=["column", "key"])


def _changes(name: str, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    both = pd.concat({"before": before, "after": after}, axis=1)
    change = pd.Series("changed", index=both.index)
    change[~both.index.isin(before.index)] = "added"
    change[~both.index.isin(after.index)] = "removed"
    same = (change == "changed") & _alike(both["before"], both["after"])
    found = both.assign(table=name, change=change)[~same].reset_index()
    return found[COLUMNS]


def _alike(one: pd.Series, other: pd.Series) -> pd.Series:
    """Tell cell by cell whether two columns agree; missing agrees with missing."""
    numbers, others = (pd.to_numeric(side, errors="coerce").astype(float) for side in (one, other))
    close = (numbers - others).abs() <= _ALIKE * others.abs()
    return close | (one == other) | (one.isna() & other.isna())


def _sum(cells: pd.Series) -> float:
    numbers = pd.to_numeric(cells, errors="coerce")
    return float(numbers.sum()) if numbers.notna().any() else 0.0
