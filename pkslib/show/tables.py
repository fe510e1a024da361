"""Report tables: declared frames as text in the reader's language, and as reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from pkslib.language import number, percent, prose, text
from pkslib.show import reasons, told
from pkslib.show.amounts import decimals
from pkslib.show.names import CODES, Names
from pkslib.show.report import Report
from pkslib.tables.declaration import Column, Table

_MEASURE = "capacity's measure"
# A smaller share has a decimal beside others in whole per cent.
_LEAST_WHOLE = 0.01


def cells(
    frame: pd.DataFrame,
    schema: Table,
    *,
    names: Names = CODES,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return a declared table as text: numbers, periods, choices and names as people write them.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    schema : Table
        Its declaration.
    names : Names
        Names that stand for codes.
    columns : sequence of str, optional
        Columns wanted, in order; without it all.

    Returns
    -------
    pandas.DataFrame
        Text; a missing number is a dash, other missing cells are empty. Not escaped for html.

    Examples
    --------
    A share is shown as per cent, a period in words:

    >>> from pkslib import language
    >>> from pkslib.tables.results import RESULTS
    >>> row = pd.DataFrame({"period": ["2027-02"], "utilisation": [0.85]})
    >>> with language.using("en"):
    ...     cells(row, RESULTS["capacity_need"]).iloc[0].tolist()
    ['February 2027', '85%']
    """
    frame = told.filled(frame, schema)
    wanted = [name for name in (columns or schema.seen) if name in frame.columns]
    shown = {name: _column(frame, name, schema, names) for name in wanted}
    if {"parameter", "item"} <= set(shown):
        shown |= _parameters(frame, schema, [*shown], names)
    return pd.DataFrame(shown, columns=wanted, dtype="str")


def _parameters(
    frame: pd.DataFrame, schema: Table, wanted: Sequence[str], names: Names
) -> dict[str, list[str]]:
    """Return amounts with the decimals of their own parameter."""
    shown: dict[str, list[str]] = {}
    of_parameter = frame.reset_index(drop=True).groupby("parameter", sort=False)
    for name in (name for name in wanted if schema.columns[name].kind == "number"):
        parts = [
            pd.Series(_column(rows, name, schema, names), rows.index) for _, rows in of_parameter
        ]
        shown[name] = pd.concat(parts).sort_index().tolist() if parts else []
    return shown


def _capacities(frame: pd.DataFrame, schema: Table, names: Names) -> list[str]:
    """Return the column capacity in words; where rows are in different measures each tells its own.

    Parameters
    ----------
    frame, schema, names
        As for :func:`cells`; the frame has the column.
    """
    measured = any(declared.unit == _MEASURE for declared in schema.columns.values())
    codes = frame["capacity"].tolist()
    known = {code: names.of("capacity", code) for code in set(codes) if not pd.isna(code)}
    if measured and names.measures and len(known) > 1:
        known = {code: _in_its_measure(name, names.in_all(code)) for code, name in known.items()}
    return [known.get(code, "") for code in codes]


def _in_its_measure(name: str, measure: str) -> str:
    """Return a capacity's name with its measure, unless the name says it."""
    return name if measure.lower() in name.lower() else f"{name}, {measure}"


def _column(frame: pd.DataFrame, name: str, schema: Table, names: Names) -> list[str]:
    declared, values = schema.known[name], frame[name]
    kind, share = declared.kind, declared.unit == "share"
    if kind in reasons.NUMERIC:
        amounts = values.astype(float).to_numpy()
        places = 0 if kind == "integer" else decimals(amounts, share=share)
        write = percent if share else number
        each = _several_kinds(declared, schema)
        return [
            write(float(value), _places(float(value), places, declared, each)) for value in amounts
        ]
    return words(frame, name, schema, names)


def _several_kinds(declared: Column, schema: Table) -> bool:
    """Tell whether a column without a unit holds amounts of several kinds, as a key tells."""
    choices = any(schema.columns[name].kind == "choice" for name in schema.key)
    return declared.kind == "number" and not declared.unit and choices


def _places(value: float, places: int, declared: Column, each: bool) -> int:
    """Return the decimals of one number in a column that has so many.

    Amounts of several kinds have decimals of their own, and a share that is there is not written
    as 0 per cent.
    """
    if each:
        return decimals(np.array([value]), share=False)
    small = declared.unit == "share" and 0 < abs(value) < _LEAST_WHOLE
    return max(places, int(small))


def words(frame: pd.DataFrame, name: str, schema: Table, names: Names) -> list[str]:
    """Return a column that holds no numbers in words: reasons, choices and names by their codes.

    Parameters
    ----------
    frame, schema, names
        As for :func:`cells`.
    name : str
        The column. Free text of the user's stands as it was written.
    """
    table, values = str(schema.name), frame[name]
    if name == "capacity":
        return _capacities(frame, schema, names)
    if name == "item" and "subject" in frame:
        both = zip(frame["subject"], values, strict=True)
        return [names.item(subject, item) for subject, item in both]
    if (table, name) in reasons.REASONS:
        return reasons.sentences(table, name, frame, names)
    if (table, name) == ("proposals", "setting"):
        return [reasons.setting(row) for row in frame.to_dict("records")]
    say = _said(table, name, schema.known[name], names)
    known = {value: say(value) for value in values.dropna().unique()}
    shown = [known.get(value, "") for value in values.tolist()]
    if name == "subject" and "item" in frame:
        # What a capacity was used for is counted in its own measure: a ward's in bed days.
        rows = zip(values, frame["item"], shown, strict=True)
        shown = [names.in_all(item) if subject == "hours" and item in names.measures else word
                 for subject, item, word in rows]  # fmt: skip
    return shown


def _said(table: str, name: str, declared: Column, names: Names) -> Callable[[Any], str]:
    """Return what says a single value of a column."""
    if (table, name) in told.SET:
        return told.set_value
    if declared.holds:
        return partial(names.of, declared.holds)
    return partial(reasons.written, declared=declared, names=names)


def headings(frame: pd.DataFrame, schema: Table, *, names: Names = CODES) -> dict[str, str]:
    """Return each column's heading: label and unit in the language in use.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; when it is about one capacity, its measure stands as the unit.
    schema : Table
        Its declaration.
    names : Names
        Measures of the capacities.

    Returns
    -------
    dict of str to str
        Column to heading.

    Examples
    --------
    >>> from pkslib import language
    >>> from pkslib.tables.results import RESULTS
    >>> with language.using("en"):
    ...     headings(pd.DataFrame(), RESULTS["care_need"])["patients"]
    'Patients'
    """
    found = set(frame["capacity"].dropna()) if "capacity" in frame.columns else set()
    measure = names.in_all(found.pop()) if len(found) == 1 else ""
    return {name: _heading(declared, measure) for name, declared in schema.known.items()}


def _heading(declared: Column, measure: str) -> str:
    unit = declared.unit
    shown = measure if unit == _MEASURE else text(unit) if unit and unit != "share" else ""
    label = text(declared.label)
    # What is counted may be the heading itself.
    return f"{label} [{shown}]" if shown and shown.lower() != label.lower() else label


def report(
    frame: pd.DataFrame,
    schema: Table,
    *,
    names: Names = CODES,
    columns: Sequence[str] | None = None,
    limit: int | None = None,
    title: str = "",
) -> Report:
    """Return a declared table ready to show in a notebook or a page.

    Parameters
    ----------
    frame, schema, names, columns
        As for :func:`cells`.
    limit : int, optional
        Rows shown at most; a line below tells how many there are.
    title : str
        Heading, Swedish as the notebooks' prose is; without it the table's own label.

    Returns
    -------
    pkslib.show.report.Report
        It escapes every text for html.
    """
    rows = frame if limit is None else frame.head(limit)
    shown = cells(rows, schema, names=names, columns=columns)
    heads = headings(frame, schema, names=names)
    wanted = [str(name) for name in shown]
    kinds = [schema.known[name].kind for name in wanted]
    table = Report(
        prose(title) if title else text(schema.label),
        [heads[name] for name in wanted],
        shown.to_numpy().tolist(),
        frozenset(at for at, kind in enumerate(kinds) if kind in reasons.NUMERIC),
    )
    if frame.empty:
        return table.noted(text("No rows."))
    if len(rows) < len(frame):
        return table.noted(
            text("{shown} of {all} rows.", shown=number(len(rows)), all=number(len(frame)))
        )
    return table
