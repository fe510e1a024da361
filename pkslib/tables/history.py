"""Many series in one csv file: the history read, the forecast written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables import noted, numbers, written_periods
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_cells, of_files
from pkslib.tables.persons import in_cells
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import Sheet, UnreadableError
from pkslib.tables.wording import bare

_PERIOD, _VALUE = "period", "value"
_OPEN = of_cells.MONTH_OR_WEEK
# What a spreadsheet takes for the beginning of a formula (CWE-1236), unless a number follows.
_FORMULA = re.compile(r"[=@\t\r\x00]|[+-](?![0-9.,]+$)")


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
        Listing every cell that is no number or looks like a person, decimal signs that mix, or
        why the file can't be read.
    """
    noted.note(noted.BEYOND)
    try:
        sheet, _ = read_csv(path, path.stem)
    except UnreadableError as fault:
        raise _told(fault.faults) from fault
    frame = sheet.frame.set_axis([bare(str(name)) for name in sheet.frame], axis=1)
    twice = frame.columns[frame.columns.duplicated()]
    _refuse(sheet.fault(of_files.COLUMN_TWICE, row=1, column=str(name)) for name in twice)
    # A value with decimals may look like an identity number, and is none.
    for name in map(str, frame.columns.drop(_VALUE, errors="ignore")):
        _refuse(fault for fault in in_cells(sheet, name, frame[name]) if fault.is_error)
    for header in frame:
        frame[header] = frame[header].str.strip()
    if _PERIOD in frame:
        frame[_PERIOD] = _periods(sheet.with_frame(frame))
    if _VALUE in frame:
        frame[_VALUE] = _numbers(sheet.with_frame(frame))
    return frame.reset_index(drop=True)


def write(forecast: pd.DataFrame, target: Path | TextIO) -> None:
    """Write a forecast as csv with comma and decimal point.

    Parameters
    ----------
    forecast : pandas.DataFrame
        As from :func:`pkslib.forecast.forecast`. A name that a spreadsheet would run as a formula
        gets an apostrophe before it.
    target : pathlib.Path or open text file
        Where to.
    """
    safe = {name: f"'{name}" for name in forecast["series"].unique() if _FORMULA.match(name)}
    shown = forecast.assign(series=forecast["series"].replace(safe)) if safe else forecast
    shown.to_csv(target, index=False, lineterminator="\n", encoding="utf-8")


def _periods(sheet: Sheet) -> pd.Series:
    """Return periods read as those of a data set; what is none is left for the forecast to tell."""
    cells = sheet.frame[_PERIOD]
    distinct = [str(found) for found in cells.unique() if found]
    reading = written_periods.read(distinct)
    open_ones = {distinct[at] for at, kind in reading.wrong.items() if kind is _OPEN}
    first = cells.index[cells.isin(open_ones)][:1]
    _refuse(sheet.fault(_OPEN, row=int(row), column=_PERIOD, found=cells[row]) for row in first)
    told = {text: label for text, label in zip(distinct, reading.labels, strict=True) if label}
    return cells.replace(told)


def _numbers(sheet: Sheet) -> pd.Series:
    cells = sheet.frame[_VALUE]
    written = cells[cells != ""]
    values, wrong = numbers.read(written)
    _refuse(
        sheet.fault(kind, row=int(written.index[at]), column=_VALUE, found=written.iloc[at])
        for at, kind in wrong.items()
    )
    _refuse(_mixed(sheet, written))
    return pd.Series(values, index=written.index).reindex(cells.index)


def _mixed(sheet: Sheet, written: pd.Series) -> Iterator[Fault]:
    """Yield a fault when decimal comma and decimal point mix: one of them may part thousands."""
    commas, points = numbers.decimal_signs(written)
    if len(commas) and len(points):
        first, later = sorted((int(commas[0]), int(points[0])))
        other = f"{written.iloc[first]} ({text('row {row}', row=written.index[first])})"
        row, found = int(written.index[later]), written.iloc[later]
        yield sheet.fault(of_cells.MIXED_DECIMALS, row=row, column=_VALUE, found=found, other=other)


def _refuse(faults: Iterable[Fault]) -> None:
    if found := list(faults):
        raise _told(found)


def _told(faults: Iterable[Fault]) -> InputError:
    return InputError("\n".join(map(str, faults)))
