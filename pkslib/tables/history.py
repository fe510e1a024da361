"""The history of many series in one csv file: series, period, value."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from pkslib.errors import InputError
from pkslib.tables import numbers
from pkslib.tables.faults import Fault
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import Sheet, UnreadableError

_VALUE = "value"


def read(path: Path) -> pd.DataFrame:
    """Read a history: comma, semicolon or tab, decimal comma or point, every name kept as text.

    Parameters
    ----------
    path : pathlib.Path
        A csv file with the columns series, period and value.

    Returns
    -------
    pandas.DataFrame
        As the file has it, ``value`` as numbers, missing where the cell is empty.

    Raises
    ------
    InputError
        Listing every cell that is no number, or why the file can't be read.
    """
    try:
        sheet, _ = read_csv(path, path.stem)
    except UnreadableError as fault:
        raise _told(fault.faults) from fault
    frame = sheet.frame.copy()
    for name in frame:
        frame[name] = frame[name].str.strip()
    if _VALUE in frame:
        frame[_VALUE] = _numbers(sheet.with_frame(frame))
    return frame.reset_index(drop=True)


def _numbers(sheet: Sheet) -> pd.Series:
    cells = sheet.frame[_VALUE]
    written = cells[cells != ""]
    values, wrong = numbers.read(written)
    if wrong:
        faults = [
            sheet.fault(kind, row=int(written.index[at]), column=_VALUE, found=written.iloc[at])
            for at, kind in wrong.items()
        ]
        raise _told(faults)
    return pd.Series(values, index=written.index).reindex(cells.index)


def _told(faults: Iterable[Fault]) -> InputError:
    return InputError("\n".join(map(str, faults)))
