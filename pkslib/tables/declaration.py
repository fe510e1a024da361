"""How a table is declared: once, as a pandera schema whose columns carry unit and label.

Validation, the data dictionary, the Excel template and the axis labels all read these
declarations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import pandera.pandas as pa

from pkslib import periods

Kind = Literal["text", "code", "choice", "period", "date", "integer", "number", "flag"]
_DTYPES: dict[str, Any] = {"integer": "Int64", "number": float, "flag": bool}
# A code goes into file names and keys; it may hold å ä ö, but no path signs.
CODE_PATTERN = r"[\w][\w .+&-]{0,59}"
_CODE = re.compile(CODE_PATTERN + "$")


def column(
    label: str,
    kind: Kind,
    *,
    unit: str = "",
    key: bool = False,
    optional: bool = False,
    empty: bool = False,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    choices: Sequence[str] = (),
    refers_to: str = "",
    example: str = "",
) -> pa.Column:
    """Declare a column.

    Parameters
    ----------
    label : str
        English label marked for translation.
    kind : str
        ``text``, ``code`` (an identifier), ``choice``, ``period``, ``date`` (ISO text),
        ``integer``, ``number`` or ``flag``.
    unit : str
        Unit of the values, marked for translation: ``"patients"``, ``"share"``, ``"hours"``.
    key : bool
        The column belongs to the table's key.
    optional : bool
        The whole column may be left out.
    empty : bool
        Single cells may be empty.
    low, high : float, optional
        Least and greatest value allowed.
    above : float, optional
        Value that all must exceed.
    choices : sequence of str
        The only values allowed.
    refers_to : str
        ``"table.column"`` that must hold every value.
    example : str
        What a cell may look like, for the template.

    Returns
    -------
    pandera.pandas.Column
        With ``title`` the label and ``metadata`` the rest.
    """
    checks = [
        *([pa.Check.ge(low)] if low is not None else []),
        *([pa.Check.le(high)] if high is not None else []),
        *([pa.Check.gt(above)] if above is not None else []),
        *([pa.Check.isin(list(choices))] if choices else []),
        *([pa.Check.str_matches(_CODE.pattern)] if kind == "code" else []),
        *([pa.Check(_are_periods, name="period")] if kind == "period" else []),
    ]
    facts = {
        "kind": kind,
        "unit": unit,
        "key": key,
        "choices": tuple(choices),
        "refers_to": refers_to,
        "example": example,
        "low": low,
        "high": high,
        "above": above,
    }
    return pa.Column(
        _DTYPES.get(kind, "str"),
        checks,
        nullable=empty,
        required=not optional,
        title=label,
        metadata=facts,
    )


def _are_periods(labels: pd.Series) -> pd.Series:
    return labels.map(_is_period)


def _is_period(label: str) -> bool:
    try:
        return periods.canonical(label) == label
    except ValueError:
        return False


def table(
    name: str,
    label: str,
    description: str,
    /,
    *,
    required: bool = False,
    **columns: pa.Column,
) -> pa.DataFrameSchema:
    """Declare a table.

    Parameters
    ----------
    name : str
        File stem, sheet or database table.
    label, description : str
        English, marked for translation; the description is one sentence.
    required : bool
        A data set must hold the table.
    **columns : pandera.pandas.Column
        The columns in order; see :func:`column`.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        Schema that refuses unknown columns and repeated keys.
    """
    keys = [key for key, declared in columns.items() if declared.metadata["key"]]
    return pa.DataFrameSchema(
        columns,
        name=name,
        title=label,
        description=description,
        unique=keys or None,
        strict=True,
        metadata={"required": required},
    )


def key_of(schema: pa.DataFrameSchema) -> list[str]:
    """Return the names of a table's key columns, in order."""
    return list(schema.unique or [])


def facts(column: pa.Column) -> dict[str, Any]:
    """Return what a column declares besides its type: kind, unit, key, choices, range, example."""
    return dict(column.metadata or {})


def empty(schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a table without rows that has every column of its declaration, rightly typed."""
    kinds = {name: facts(declared)["kind"] for name, declared in schema.columns.items()}
    return pd.DataFrame({name: pd.Series([], dtype=_dtype(kind)) for name, kind in kinds.items()})


def typed(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the declared columns of a frame, in declared order and type, rows sorted by key.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds at least the required columns; others than the declared are left behind.
    schema : pandera.pandas.DataFrameSchema
        The table's declaration.

    Returns
    -------
    pandas.DataFrame
        With a plain index from 0, ready to write.
    """
    kinds = {name: facts(declared)["kind"] for name, declared in schema.columns.items()}
    found = frame[[name for name in kinds if name in frame.columns]]
    types = {name: _dtype(kinds[name]) for name in found.columns}
    given = dict(zip(found.columns, found.dtypes, strict=True))
    other = {name: wanted for name, wanted in types.items() if given[name] != wanted}
    found = found.astype(other) if other else found
    keys = [name for name in key_of(schema) if name in found.columns]
    if _in_order(found, keys):
        return found.reset_index(drop=True)
    return found.sort_values(keys or [*found.columns], kind="stable", ignore_index=True)


def _dtype(kind: Kind) -> Any:
    """Return the type of a kind of column; text as pandas is told to keep it when called."""
    return _DTYPES.get(kind) or pd.StringDtype(na_value=np.nan)


def _in_order(frame: pd.DataFrame, keys: list[str]) -> bool:
    """Tell whether every row's key is whole and comes after the key of the row before."""
    same = np.ones(max(len(frame) - 1, 0), dtype=bool)
    for column in (frame[key] for key in keys):
        if column.count() < len(column):
            return False
        values = column.to_numpy()
        if (values[1:] < values[:-1])[same].any():
            return False
        same &= values[1:] == values[:-1]
    return not same.any()


def validate(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a table as declared, after checking every rule of its declaration.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table made by a planning step.
    schema : pandera.pandas.DataFrameSchema
        Its declaration.

    Returns
    -------
    pandas.DataFrame
        As by :func:`typed`.

    Raises
    ------
    pandera.errors.SchemaErrors
        With all faults at once; a step that writes a wrong table is a bug, not a user's fault.
    """
    found = typed(frame, schema)
    # Pandera looks at a sound table for longer than the step took to make it.
    if sound(found, schema):
        return found
    # Pandera wants text kept as pandas kept it when the declaration was made.
    declared = {name: schema.columns[name].dtype.type for name in found.columns}
    return schema.validate(found.astype(declared), lazy=True)


def sound(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> bool:
    """Tell whether a table keeps every rule of its declaration; pandera tells which it breaks.

    Parameters
    ----------
    frame : pandas.DataFrame
        As by :func:`typed`.
    schema : pandera.pandas.DataFrameSchema
        Its declaration.
    """
    lacking = {name for name, declared in schema.columns.items() if declared.required}
    if lacking - set(frame.columns):
        return False
    keys = key_of(schema)
    if keys and not _in_order(frame, keys) and frame.duplicated(keys).any():
        return False
    return all(_column_sound(frame[name], schema.columns[name]) for name in frame.columns)


def _column_sound(values: pd.Series, declared: pa.Column) -> bool:
    about = facts(declared)
    if values.count() < len(values):
        if not declared.nullable:
            return False
        values = values.dropna()
    if about["kind"] in ("integer", "number"):
        return _within(values, about)
    if about["kind"] not in ("code", "choice", "period"):
        return True
    found = set(values.tolist())
    if about["kind"] == "choice":
        return found <= set(about["choices"])
    return all(map(_CODE.match if about["kind"] == "code" else _is_period, found))


def _within(values: pd.Series, about: dict[str, Any]) -> bool:
    low, high, above = about["low"], about["high"], about["above"]
    if values.empty or (low, high, above) == (None, None, None):
        return True
    least, greatest = float(values.min()), float(values.max())
    return (
        (low is None or least >= low)
        and (high is None or greatest <= high)
        and (above is None or least > above)
    )
