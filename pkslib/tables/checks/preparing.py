"""Questions of the one who prepares a data set: what is too short, has grown old, is small.

A run asks none of them: the same data must give the same pack on any day.

Small counts are told, not hidden: a pack is for those who plan in the region, and cells hidden in
some of its tables could be solved for from the others.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib import periods
from pkslib.language import number
from pkslib.tables import starters
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet

# Figures of a month are as a rule there within the next two.
_FRESH = 62
# No public text fixes the limit; regions and official statistics commonly hide counts under 5.
_SMALL = 5
_PATIENTS = {
    "demand": "patients", "unit_demand": "patients", "waiting": "patients", "bookings": "booked",
}  # fmt: skip
_OUTCOMES = {
    "demand": ("period", "patients"), "unit_demand": ("period", "patients"),
    "production": ("period", "count"),
}  # fmt: skip


def histories_too_short(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each need that is too short for a forecast; one for a region of no other.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name.
    """
    if "demand" not in sheets:
        return
    for region, told in starters.lengths(sheets["demand"].frame).groupby("region"):
        short = told[told["known"] < told["fewest"]]
        none = len(short) == len(told)
        kind = of_tables.NOTHING_LONG_ENOUGH if none else of_tables.SHORT_SERIES
        # Of a region without any, the need that lacks least is told.
        for row in (short.nlargest(1, "known") if none else short).to_dict("records"):
            yield sheets["demand"].fault(
                kind, column="period", region=region, series=f"{region} × {row['need']}",
                count=row["known"], fewest=row["fewest"],
            )  # fmt: skip


def outcomes_to_come(sheets: Mapping[str, Sheet], today: datetime.date) -> Iterator[Fault]:
    """Yield a fault for each table with outcomes of periods that begin after a date.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name.
    today : datetime.date
        Plans for periods to come are no outcomes and may stand in production.
    """
    for name, (period, value) in _OUTCOMES.items():
        if name not in sheets:
            continue
        labels = sheets[name].frame.dropna(subset=[period, value])[period]
        coming = [label for label in labels.unique() if periods.start(label) > today]
        early = labels[labels.isin(coming)]
        if len(early):
            yield sheets[name].fault(
                of_tables.TO_COME,
                row=int(early.index[0]),
                column=period,
                found=str(early.iloc[0]),
                count=number(len(early)),
                today=today.isoformat(),
            )


def old_demand(sheets: Mapping[str, Sheet], today: datetime.date) -> Iterator[Fault]:
    """Yield a warning when the latest demand ended long before a date.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name.
    today : datetime.date
    """
    if "demand" not in sheets:
        return
    labels: pd.Series = sheets["demand"].frame["period"].dropna()
    if labels.empty:
        return
    last = max(labels.unique(), key=periods.end)
    if (today - periods.end(last)).days > _FRESH:
        yield sheets["demand"].fault(
            of_tables.OLD_DEMAND, column="period", last=last, today=today.isoformat()
        )


def small_counts(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each table where so few patients share a cell that one may be known.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name.
    """
    for name, column in _PATIENTS.items():
        if name not in sheets:
            continue
        counts = sheets[name].frame[column]
        small = int(((counts > 0) & (counts < _SMALL)).sum())
        if small:
            yield sheets[name].fault(
                of_tables.SMALL_COUNTS,
                column=column,
                count=small,
                total=len(counts),
                limit=_SMALL,
            )
