"""Many series in one file: the history read, the forecast written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
import pandas as pd
import xlsxwriter

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.tables import noted, numbers, wide, written_periods
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import HISTORY
from pkslib.tables.kinds import of_cells, of_files
from pkslib.tables.persons import in_cells
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import Sheet, UnreadableError
from pkslib.tables.sources.workbook import read_only_sheet
from pkslib.tables.wording import column_named, is_label

_SERIES, _PERIOD, _VALUE = HISTORY.columns
_OPEN = of_cells.MONTH_OR_WEEK
# What a spreadsheet takes for the beginning of a formula (CWE-1236), unless a number follows.
_FORMULA = re.compile(r"[=@\t\r\x00]|[+-](?![0-9.,]+$)")
_XLSX = ".xlsx"
# Of figures that are smaller still every program shows the exponent.
_MOST_DECIMALS = 6
# Fixed, so that the same forecast is the same file.
_CREATED = datetime.datetime(2000, 1, 1)
# How csv is written: as programs read it, and as Swedish Excel opens it.
_WRITTEN = {
    "en": {"lineterminator": "\n", "encoding": "utf-8"},
    "sv": {"sep": ";", "lineterminator": "\r\n", "encoding": "utf-8-sig"},
}


def read(path: Path) -> pd.DataFrame:
    """Read a history, as :func:`told` does, without what was understood.

    Parameters
    ----------
    path : pathlib.Path
        A csv file or a workbook with one sheet.
    """
    return told(path)[0]


def told(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a history: comma, semicolon or tab, decimal comma or point, every name kept as text.

    Parameters
    ----------
    path : pathlib.Path
        A csv file, or a workbook with one sheet, with the columns series, period and value under
        these names or such as people use; or wide, with periods or series as columns.

    Returns
    -------
    tuple of pandas.DataFrame and list of Fault
        As the file has it, ``value`` as numbers, missing where it was not reported; and notes of
        what was understood.

    Raises
    ------
    InputError
        Listing every cell that is no number or looks like a person, decimal signs that mix, or
        why the file can't be read.
    """
    noted.note(noted.BEYOND)
    read_file = read_only_sheet if path.suffix.casefold() == _XLSX else read_csv
    try:
        found, repairs = read_file(path, HISTORY.name)
    except UnreadableError as fault:
        raise _told(fault.faults) from fault
    _refuse(fault for fault in repairs if fault.is_error)
    sheet, asked = wide.turned(found)
    _refuse(fault for fault in asked if fault.is_error)
    sheet, understood = _named(sheet)
    frame = sheet.frame
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
    return frame.reset_index(drop=True), [*asked, *understood]


def _named(sheet: Sheet) -> tuple[Sheet, list[Fault]]:
    """Return a table with its columns by name, those that can be but one thing among them."""
    headers = [str(header) for header in sheet.frame]
    names = [column_named(header, HISTORY.name) for header in headers]
    left = [name for name in HISTORY.columns if name not in names]
    spare = [at for at, name in enumerate(names) if name not in HISTORY.columns]
    if len(left) == len(spare) and left:
        for name in (name for name in (_PERIOD, _VALUE) if name in left):
            holds = wide.holds_periods if name == _PERIOD else wide.holds_figures
            fits = [at for at in spare if holds(sheet.frame.iloc[:, at])]
            if len(fits) == 1:
                names[fits[0]] = name
                spare.remove(fits[0])
        if len(spare) == 1 and _SERIES in left:
            names[spare[0]] = _SERIES
    own = [
        f"{header} = {name}"
        for header, name in zip(headers, names, strict=True)
        if name in HISTORY.columns and not is_label(header, name, HISTORY.name)
    ]
    named = sheet.with_frame(sheet.frame.set_axis(names, axis=1))
    words = ", ".join(own)
    note = [sheet.fault(of_files.SERIES_UNDERSTOOD, row=1, words=words)] if own else []
    return named, note


def write(forecast: pd.DataFrame, target: Path | TextIO, *, csv: str = "en") -> None:
    """Write a forecast as csv, or as a workbook where the file is named so.

    Parameters
    ----------
    forecast : pandas.DataFrame
        As from :func:`pkslib.forecast.forecast`. A name that a spreadsheet would run as a formula
        gets an apostrophe before it in csv.
    target : pathlib.Path or open text file
        Where to; a name that ends in ``.xlsx`` gives a workbook.
    csv : str
        ``"en"``: comma, decimal point and every decimal, for programs. ``"sv"``: as Swedish Excel
        opens it, with semicolon, decimal comma and byte order mark; there and in a workbook
        figures have no more decimals than their interval bears.
    """
    if isinstance(target, Path) and target.suffix.casefold() == _XLSX:
        _write_workbook(_rounded(forecast), target)
        return
    safe = {name: f"'{name}" for name in forecast["series"].unique() if _FORMULA.match(name)}
    shown = forecast.assign(series=forecast["series"].replace(safe)) if safe else forecast
    how = _WRITTEN[csv]
    if csv == "sv":
        decimals = _decimals(forecast)
        for name in _figures(forecast):
            shown = shown.assign(**{name: _written(forecast[name], decimals)})
    shown.to_csv(
        target,
        index=False,
        sep=how.get("sep", ","),
        lineterminator=how["lineterminator"],
        encoding=how["encoding"],
    )


def _figures(forecast: pd.DataFrame) -> list[str]:
    return [str(name) for name in forecast if forecast[name].dtype.kind == "f"]


def _decimals(forecast: pd.DataFrame) -> pd.Series:
    """Return for each row how many decimals tell something, by its series.

    As many as give the mean half-width of the interval two figures; without an interval, the mean
    three.
    """
    size, figures = forecast["mean"].abs(), 3
    if "upper_95" in forecast:
        half = (forecast["upper_95"] - forecast["lower_95"]) / 2
        size, figures = half.where(half > 0, size / 10), 2
    by_series = size.groupby(forecast["series"]).transform("mean")
    known = by_series.where(by_series > 0, 1.0).fillna(1.0)
    places = figures - 1 - np.floor(np.log10(known.to_numpy()))
    return pd.Series(places.clip(0, _MOST_DECIMALS).astype(int), forecast.index)


def _rounded(forecast: pd.DataFrame) -> pd.DataFrame:
    """Return a forecast with figures rounded to the decimals that tell something."""
    decimals = _decimals(forecast)
    rounded = {
        name: [round(value, places) for value, places in zip(forecast[name], decimals, strict=True)]
        for name in _figures(forecast)
    }
    return forecast.assign(**rounded)


def _written(values: pd.Series, decimals: pd.Series) -> list[str]:
    """Return figures as Swedish Excel reads them; what is missing as nothing."""
    return [
        "" if pd.isna(value) else f"{value:.{places}f}".replace(".", ",")
        for value, places in zip(values, decimals, strict=True)
    ]


def _write_workbook(forecast: pd.DataFrame, path: Path) -> None:
    """Write a forecast as one sheet: text as text, numbers as numbers."""
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), plain) as workbook:
        workbook.set_properties({"created": _CREATED})
        sheet = workbook.add_worksheet(text("Forecast"))
        heading = workbook.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(forecast):
            sheet.set_column(at, at, 14)
            sheet.write_string(0, at, str(name), heading)
        for line, row in enumerate(forecast.itertuples(index=False, name=None), start=1):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, at, value)
                elif not pd.isna(value):
                    sheet.write_number(line, at, value)


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
    told = ~cells.isin(numbers.ABSENT)
    written = cells[told]
    values, wrong = numbers.read(written)
    _refuse(
        sheet.fault(kind, row=int(written.index[at]), column=_VALUE, found=written.iloc[at])
        for at, kind in wrong.items()
    )
    _refuse(_mixed(sheet, written))
    found = pd.Series(float("nan"), index=cells.index)
    found[told.to_numpy()] = values
    return found


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
