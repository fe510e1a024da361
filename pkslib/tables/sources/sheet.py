"""One table of a data set as the user keeps it: a file, a sheet, a database table."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from pkslib.tables.faults import Fault, Kind

# A cell beyond this year is a number (202701) that is shown as a date.
_LATEST = 2400
_EXCEL_DAY_0 = datetime.date(1899, 12, 30).toordinal()


@dataclass(frozen=True)
class Sheet:
    """A table with the place it came from.

    Attributes
    ----------
    table : str
        Declared name.
    file : str
        File, and sheet where there are several, as shown to the user.
    frame : pandas.DataFrame
        The index is the row as the user sees it: the header is row 1. Cells are text, ``""``
        where empty, until they are read as their kinds.
    """

    table: str
    file: str
    frame: pd.DataFrame

    def fault(
        self,
        kind: Kind,
        *,
        row: int | None = None,
        column: str = "",
        found: str = "",
        **values: object,
    ) -> Fault:
        """Return a fault of a kind in this table."""
        return kind.at(self.file, table=self.table, row=row, column=column, found=found, **values)

    def with_frame(self, frame: pd.DataFrame) -> Sheet:
        """Return the same table with other contents."""
        return replace(self, frame=frame)


class UnreadableError(Exception):
    """A file could not be read; it carries the faults that say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.code for fault in faults))
        self.faults = faults


def words(value: Any) -> str:
    """Return a cell's value as text.

    Numbers come without exponent and with decimal comma, as Swedish Excel shows them; dates in
    ISO form; what is missing as nothing.

    Examples
    --------
    >>> words(2.5), words(90.0), words(None), words(datetime.datetime(2027, 3, 1))
    ('2,5', '90', '', '2027-03-01')
    """
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating | Decimal):
        return np.format_float_positional(float(value), trim="-").replace(".", ",")
    if isinstance(value, datetime.date) and value.year > _LATEST:
        return str(value.toordinal() - _EXCEL_DAY_0)
    if isinstance(value, datetime.datetime):
        whole_day = value.time() == datetime.time()
        return value.date().isoformat() if whole_day else value.isoformat(" ")
    return str(value)


def text_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a typed frame as cells of text, rows numbered as if the header were row 1.

    Parameters
    ----------
    frame : pandas.DataFrame
        As read from parquet or a database.
    """
    cells = {name: _text_column(frame[name]) for name in frame.columns}
    return pd.DataFrame(cells).set_axis(pd.RangeIndex(2, len(frame) + 2))


def _text_column(column: pd.Series) -> pd.Series:
    """Return a column as text, each distinct value turned into text once."""
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    texts = pd.array([words(value) for value in distinct.tolist()], dtype="str")
    return pd.Series(texts.take(codes))
