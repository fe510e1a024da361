"""Questions about keys and periods within one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib import periods
from pkslib.language import text
from pkslib.tables.checks.delivered import SERIES
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS, KEPT
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.wording import RESOLUTIONS

_MOST_ROWS = 10_000
# Of a series' periods so many may be missing; a mistyped year leaves more.
_BORNE = 0.25
_LISTED = 6
# Months of one series seldom differ by more from what is usual.
_LIKE = 0.25
_OF_ANY_LENGTH = {"decisions", "indicators", "national", *(schema.name for schema in KEPT)}


def repeated_keys(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each row whose key an earlier row has."""
    for name, sheet in sheets.items():
        keys = INPUTS[name].key
        twice = sheet.frame[sheet.frame.duplicated(keys, keep=False) & _readable(sheet)]
        later = twice[twice.duplicated(keys)].head(_MOST_ROWS)
        if later.empty:
            continue
        group = twice.groupby(keys, dropna=False, sort=False).ngroup()
        first = twice.index.to_series().groupby(group).transform("first").loc[later.index]
        same = _equal(later, twice.loc[first].set_axis(later.index))
        guesses = _guesses(sheet, twice).reindex(later.index, fill_value="")
        told = zip(later[keys].itertuples(name=None), first, same, guesses, strict=True)
        for (row, *key), earlier, agree, guess in told:
            yield _repeated(sheet, row, key, earlier, agree=agree, guess="" if agree else guess)


def _guesses(sheet: Sheet, twice: pd.DataFrame) -> pd.Series:
    """Return what each row of a repeated key looks like, against the other periods of its series.

    ``parts`` of a whole where the sum is as the others; ``one`` where a single row is; ``always``
    where the series has no others to tell by.
    """
    value = next((value for name, _, value in SERIES if name == sheet.table), None)
    if value is None:
        return pd.Series(dtype="str")
    keys = INPUTS[sheet.table].key
    series = [key for key in keys if key != "period"]
    alone = sheet.frame.drop(index=twice.index).groupby(series)[value].median().rename("usual")
    usual = twice[series].join(alone, on=series)["usual"]
    of_key = twice.groupby(keys)[value]
    whole, most = of_key.transform("sum") / usual, of_key.transform("max") / usual
    several = twice.groupby(series)["period"].transform("nunique") > 1
    found = pd.Series("", twice.index)
    found[usual.isna() & several & ~twice.set_index(series).index.isin(alone.index)] = "always"
    found[((most - 1).abs() < _LIKE) & (whole - 1 > 2 * _LIKE)] = "one"
    found[((whole - 1).abs() < _LIKE) & (most < 1 - _LIKE)] = "parts"
    return found


def _equal(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Tell which rows of two frames are the same, missing values equal to one another."""
    same = (one == other).fillna(value=False) | (one.isna() & other.isna())
    return same.all(axis=1)


def _readable(sheet: Sheet) -> pd.Series:
    """Tell which rows have every key that may not be empty."""
    columns = INPUTS[sheet.table].columns
    needed = [name for name in INPUTS[sheet.table].key if not columns[name].empty]
    return sheet.frame[needed].notna().all(axis=1)


def _repeated(
    sheet: Sheet, row: int, key: list[str | float], first: int, *, agree: bool, guess: str
) -> Fault:
    words = ", ".join(str(cell) for cell in key if not pd.isna(cell))
    agreement = text("The values are the same.") if agree else text("The values differ.")
    return sheet.fault(
        of_tables.REPEATED_KEY, row=row, first=first, key=words, agreement=agreement, guess=guess
    )


def mixed_resolutions(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each key column that mixes months with quarters, and the like."""
    # A choice covers a month or a quarter as it may be, plans of other years and indicators others.
    bound = (name for name in sheets if name not in _OF_ANY_LENGTH)
    for name, sheet in ((name, sheets[name]) for name in bound):
        for column, declared in INPUTS[name].columns.items():
            if declared.kind != "period" or not declared.key:
                continue
            labels = sheet.frame[column].drop_duplicates().dropna()
            kinds_found = labels.map(periods.resolution).drop_duplicates()
            if len(kinds_found) > 1:
                yield _mixed(sheet, column, kinds_found)


def _mixed(sheet: Sheet, column: str, found: pd.Series) -> Fault:
    words = ", ".join(
        f"{text(RESOLUTIONS[kind])} ({text('row {row}', row=row)})" for row, kind in found.items()
    )
    row = int(found.index[1])
    shown = str(sheet.frame.loc[row, column])
    return sheet.fault(
        of_tables.MIXED_RESOLUTIONS, row=row, column=column, found=shown, resolutions=words
    )


def weeks_that_are_none(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each booking whose week is another kind of period."""
    if "bookings" not in sheets:
        return
    weeks = sheets["bookings"].frame["week"].dropna()
    wrong = weeks[weeks.map(periods.resolution) != "week"]
    for row, found in wrong.head(_MOST_ROWS).items():
        yield sheets["bookings"].fault(
            of_tables.NOT_A_WEEK, row=int(str(row)), column="week", found=found
        )


def gaps_in_demand(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault, or a warning where few, for each region and need that lacks periods inside."""
    if "demand" not in sheets:
        return
    frame = sheets["demand"].frame[["region", "need", "period"]].dropna().drop_duplicates()
    codes, labels = pd.factorize(frame["period"])
    if len({periods.resolution(label) for label in labels}) != 1:
        return
    # A mistyped year makes the span long, but not endless: years have four digits.
    calendar = periods.between(min(labels), max(labels))
    order = pd.Index(calendar).get_indexer(labels)[codes]
    series = frame.assign(order=order).groupby(["region", "need"])["order"]
    spans = series.agg(["min", "max", "count"])
    short = spans[spans["count"] < spans["max"] - spans["min"] + 1]
    for place, first, last, _ in short.itertuples(name=None):
        present = set(series.get_group(place))
        span = calendar[first : last + 1]
        missing = [label for at, label in enumerate(span, start=first) if at not in present]
        yield _gap(sheets["demand"], " × ".join(place), span, missing)


def _gap(sheet: Sheet, series: str, span: list[str], missing: list[str]) -> Fault:
    borne = len(missing) <= _BORNE * len(span)
    return sheet.fault(
        of_tables.UNREPORTED_PERIODS if borne else of_tables.GAP,
        column="period",
        count=len(missing),
        start=span[0],
        end=span[-1],
        series=series,
        missing=", ".join(missing[:_LISTED]) + (" …" if len(missing) > _LISTED else ""),
    )
