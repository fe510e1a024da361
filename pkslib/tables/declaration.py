"""How a table is declared: once, with everything that anyone needs to know of it.

Validation, the data dictionary, the Excel template, the axis labels and what a notebook says of
a missing table all read these declarations.

A column's range is what its reader may rely on: what can't be below nothing is bounded where it
arises, never by a tolerance here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from pkslib import periods

Kind = Literal["text", "code", "choice", "period", "date", "integer", "number", "flag"]
_DTYPES: dict[str, Any] = {"integer": "Int64", "number": float, "flag": bool}
# A code goes into keys; it may hold å ä ö, and a colon within a time of day: the shift 10:30-19.
CODE_PATTERN = r"\w(?:[\w .+&-]|(?<=\d):(?=\d)){0,59}"
# What names a file has no colon and no path signs.
NAME_PATTERN = r"\w[\w .+&-]{0,59}"
_CODE = re.compile(CODE_PATTERN + "$")
_LISTED = 5


class DeclarationError(Exception):
    """A step made a table that is not as declared: a bug, not a user's fault."""


@dataclass(frozen=True)
class Column:
    """A declared column.

    Attributes
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
    choices : tuple of str
        The only values allowed.
    refers_to : str
        ``"table.column"`` that must hold every value.
    holds : str
        Kind of the codes in a column of text that also holds nothing, or of another name.
    example : str
        What a cell may look like, for the template.
    default : float, str or bool, optional
        What an empty cell stands for, or a column left out, where that is a value.
    name : str
        Given by :func:`table`.
    """

    label: str
    kind: Kind
    _: KW_ONLY
    unit: str = ""
    key: bool = False
    optional: bool = False
    empty: bool = False
    low: float | None = None
    high: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    holds: str = ""
    example: str = ""
    default: float | str | bool | None = None
    name: str = ""


@dataclass(frozen=True)
class Table:
    """A declared table.

    Attributes
    ----------
    name : str
        File stem, sheet or database table.
    label, description : str
        English, marked for translation; the description is one sentence.
    columns : mapping of str to Column
        In order.
    required : bool
        A data set must hold the table.
    without : str
        What falls away without a table that a data set may lack, marked for translation; ends the
        sentence "Table … is missing – …".
    told : mapping of str to Column
        Columns of words, which the table does not hold: whoever shows it makes them of the others.
    shown : tuple of str
        The columns that a reader sees, in order, of both kinds; all that it holds when empty.
    registering : str
        What is counted, when and by whom, marked for translation: figures of two units can be
        held together only where they are registered alike.
    whole : tuple of str
        Columns that name what a count that was not reported leaves out with it: a waiting list
        without one of its bands is no list. Empty where the count is kept, and missing.
    items : mapping of str to str
        Kind of the codes in the column item by what the column subject says, where it is not the
        subject's own name.
    """

    name: str
    label: str
    description: str
    columns: Mapping[str, Column]
    required: bool = False
    without: str = ""
    told: Mapping[str, Column] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    registering: str = ""
    whole: tuple[str, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> list[str]:
        """The names of the key columns, in order."""
        return [name for name, declared in self.columns.items() if declared.key]

    @cached_property
    def known(self) -> Mapping[str, Column]:
        """The columns that it holds and those that are told of them."""
        return {**self.columns, **self.told}

    @property
    def seen(self) -> tuple[str, ...]:
        """The names of the columns that a reader sees, in order."""
        return self.shown or tuple(self.columns)

    @cached_property
    def counts(self) -> list[str]:
        """The names of the columns whose cells may be not reported, which is not 0."""
        return [
            name
            for name, each in self.columns.items()
            if each.kind == "number" and each.empty and not each.optional
        ]


# Declarations read as sentences: a table of columns.
column = Column


def table(
    name: str,
    label: str,
    description: str,
    /,
    *,
    required: bool = False,
    without: str = "",
    told: Mapping[str, Column] | None = None,
    shown: tuple[str, ...] = (),
    registering: str = "",
    whole: tuple[str, ...] = (),
    items: Mapping[str, str] | None = None,
    **columns: Column,
) -> Table:
    """Declare a table.

    Parameters
    ----------
    name, label, description, required, without, told, shown, registering, whole, items
        As for :class:`Table`.
    **columns : Column
        The columns in order.
    """
    named = {each: replace(declared, name=each) for each, declared in columns.items()}
    return Table(
        name, label, description, named, required, without,
        told=told or {}, shown=shown, registering=registering, whole=whole,
        items=items or {},
    )  # fmt: skip


def empty(declared: Table) -> pd.DataFrame:
    """Return a table without rows that has every column of its declaration, rightly typed."""
    return pd.DataFrame(
        {name: pd.Series([], dtype=_dtype(each.kind)) for name, each in declared.columns.items()}
    )


def typed(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return the declared columns of a frame, in declared order and type, rows sorted by key.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds at least the required columns; others than the declared are left behind.
    declared : Table
        The table's declaration.

    Returns
    -------
    pandas.DataFrame
        With a plain index from 0, ready to write.
    """
    found = frame[[name for name in declared.columns if name in frame.columns]]
    types = {name: _dtype(declared.columns[name].kind) for name in found.columns}
    given = dict(zip(found.columns, found.dtypes, strict=True))
    other = {name: wanted for name, wanted in types.items() if given[name] != wanted}
    found = found.astype(other) if other else found
    keys = [name for name in declared.key if name in found.columns]
    if _in_order(found, keys):
        return found.reset_index(drop=True)
    return found.sort_values(keys or [*found.columns], kind="stable", ignore_index=True)


def filled(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return a table as by :func:`typed`, with every column that may be left out.

    Parameters
    ----------
    frame : pandas.DataFrame
        As for :func:`typed`.
    declared : Table
        Its defaults stand in columns left out and in empty cells; without one they stay missing.
        What a count that was not reported spoils is left out, as the table says.
    """
    left_out = {
        name: each.default
        for name, each in declared.columns.items()
        if each.optional and name not in frame.columns
    }
    usual = {
        name: each.default for name, each in declared.columns.items() if each.default is not None
    }
    whole = frame.assign(**left_out) if left_out else frame
    # Before the types: an empty flag would be read as a yes.
    return reported(typed(whole.fillna(usual) if usual else whole, declared), declared)


def reported(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return a table without what a count that was not reported spoils.

    Parameters
    ----------
    frame : pandas.DataFrame
        With every column that is declared.
    declared : Table
        Its ``whole`` names what is left out together.

    Examples
    --------
    One band of the first list is not known, so nothing is known of that list:

    >>> lists = table(
    ...     "lists", "Lists", "Lists.", whole=("day",), day=column("Day", "text", key=True),
    ...     band=column("Band", "integer", key=True), patients=column("P", "number", empty=True),
    ... )
    >>> rows = pd.DataFrame({"day": ["a", "a", "b"], "band": [1, 2, 1], "patients": [5, None, 7]})
    >>> reported(rows, lists)["day"].tolist()
    ['b']
    """
    missing = frame[declared.counts].isna().any(axis=1) if declared.whole else None
    if missing is None or not missing.any():
        return frame
    spoilt = missing.groupby([frame[name] for name in declared.whole], dropna=False)
    return frame[~spoilt.transform("any")].reset_index(drop=True)


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


def validate(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return a table as declared, after checking every rule of its declaration.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table made by a planning step.
    declared : Table
        Its declaration.

    Returns
    -------
    pandas.DataFrame
        As by :func:`typed`.

    Raises
    ------
    DeclarationError
        With all faults at once.
    """
    found = typed(frame, declared)
    faults = [*_faults(found, declared)]
    if faults:
        raise DeclarationError("\n".join([f"Table {declared.name}:", *faults]))
    return found


def _faults(frame: pd.DataFrame, declared: Table) -> Iterator[str]:
    for name, each in declared.columns.items():
        if name in frame.columns:
            yield from (f"{name}: {fault}" for fault in _column_faults(frame[name], each))
        elif not each.optional:
            yield f"{name}: the column is missing"
    keys = [name for name in declared.key if name in frame.columns]
    if keys and not _in_order(frame, keys) and (twice := frame.duplicated(keys)).any():
        repeated = frame.loc[twice, keys].head(_LISTED).to_numpy().tolist()
        yield f"{', '.join(keys)}: repeated keys: {repeated}"


def _column_faults(values: pd.Series, declared: Column) -> Iterator[str]:
    if values.count() < len(values):
        if not declared.empty:
            yield f"empty cells in {len(values) - values.count()} rows"
        values = values.dropna()
    if declared.empty and declared.kind not in _DTYPES:
        # A code of none: the list of a whole region has no unit.
        values = values[values != ""]
    if declared.kind in ("integer", "number"):
        yield from _beyond(values, declared)
    elif allowed := _allowed(declared):
        odd = sorted(value for value in set(values.tolist()) if not allowed(value))
        if odd:
            yield f"not a {declared.kind}: {odd[:_LISTED]}"


def _allowed(declared: Column) -> Callable[[str], object] | None:
    """Return what tells whether a text may stand in a column; nothing when all may."""
    asked: dict[str, Callable[[str], object]] = {
        "code": _CODE.match,
        "period": _is_period,
        "choice": declared.choices.__contains__,
    }
    return asked.get(declared.kind)


def _is_period(label: str) -> bool:
    try:
        return periods.canonical(label) == label
    except ValueError:
        return False


def _beyond(values: pd.Series, declared: Column) -> Iterator[str]:
    low, high, above = declared.low, declared.high, declared.above
    if values.empty or (low, high, above) == (None, None, None):
        return
    least, greatest = float(values.min()), float(values.max())
    if low is not None and least < low:
        yield f"{least} is below {low}"
    if above is not None and least <= above:
        yield f"{least} is not above {above}"
    if high is not None and greatest > high:
        yield f"{greatest} is above {high}"
