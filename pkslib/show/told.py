"""Columns of words that a table does not hold, made of those that it does when it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from pkslib import settings
from pkslib.language import number, text
from pkslib.show.names import IN_ALL
from pkslib.show.reasons import word
from pkslib.tables.declaration import Table
from pkslib.tables.faults import where
from pkslib.tables.kinds import KINDS

Row = Mapping[Any, Any]
# (table, column) of a setting's values, which are kept as JSON.
SET = {("assumptions", name) for name in ("value", "base", "low", "high")}


def filled(frame: pd.DataFrame, schema: Table) -> pd.DataFrame:
    """Return a table with the columns that its declaration has told, in the language in use.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    schema : Table
        Its declaration.

    Examples
    --------
    >>> from pkslib import language
    >>> from pkslib.tables.results import RESULTS
    >>> kept = {"code": "PKS-516", "file": "a.csv", "row": 7, "column": "", "values": "{}"}
    >>> with language.using("en"):
    ...     filled(pd.DataFrame([kept]), RESULTS["data_notes"])["place"].tolist()
    ['a.csv, row 7']
    """
    if not schema.told:
        return frame
    tell = _TELL[schema.name]
    rows = [tell(row) for row in frame.to_dict("records")]
    return frame.assign(**{name: [row[name] for row in rows] for name in schema.told})


def seen(frame: pd.DataFrame, schema: Table) -> pd.DataFrame:
    """Return the columns of a table that a reader sees, in order; as for :func:`filled`."""
    whole = filled(frame, schema)
    return whole[[name for name in schema.seen if name in whole.columns]]


def set_value(kept: str) -> str:
    """Return a value of a setting, kept as JSON, as a reader sees it.

    Examples
    --------
    >>> from pkslib import language
    >>> with language.using("sv"):
    ...     set_value("0.8"), set_value("false"), set_value('{"2026-03": "drop"}'), set_value("")
    ('0,8', 'nej', '2026-03 drop', '')
    """
    return _said(json.loads(kept)) if kept else ""


def set_number(kept: str) -> float | None:
    """Return a setting's value where it is a number; none for any other, and for none.

    Examples
    --------
    >>> set_number("0.8"), set_number("false"), set_number("")
    (0.8, None, None)
    """
    value = json.loads(kept) if kept else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    if isinstance(value, dict):
        return ", ".join(f"{_key(key)} {_said(part)}" for key, part in value.items())
    if isinstance(value, list):
        return " ".join(_said(part) for part in value)
    if isinstance(value, int | float):
        return number(value, len(f"{value:.4f}".rstrip("0").partition(".")[2]))
    return text(str(value))


def _key(code: str) -> str:
    """Return what a part of a setting is about: a measure, a shift, or a code of the data."""
    return text(IN_ALL[code]) if code in IN_ALL else word(code)


def _note(row: Row) -> dict[str, str]:
    """Return where a note on the data belongs, and what it says."""
    file, column = (row[name] if isinstance(row[name], str) else "" for name in ("file", "column"))
    line: int | None = None if pd.isna(row["row"]) else int(row["row"])
    return {
        "place": where(file, line, column),
        "note": KINDS[row["code"]].told(row["values"]),
    }


def _assumption(row: Row) -> dict[str, str]:
    """Return what is declared of a setting."""
    declared = settings.declared(row["setting"])
    return {name: text(fact) if fact else "" for name, fact in declared.items()}


_TELL: dict[str, Callable[[Row], dict[str, str]]] = {
    "data_notes": _note,
    "assumptions": _assumption,
}
