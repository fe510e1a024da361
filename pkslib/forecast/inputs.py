"""What a user says of a history that can't be, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib import periods
from pkslib.forecast import shifts
from pkslib.language import text
from pkslib.settings import Demand, Treatment
from pkslib.tables.wording import suggestion


def unknown_treatments(wishes: pd.DataFrame, kept: str, active: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the treatments asked for.

    Parameters
    ----------
    wishes : pandas.DataFrame
        series, kind, treatment.
    kept : str
        The treatment that leaves every kind as it is.
    active : mapping
        Kind to the other treatment that it may have.

    Returns
    -------
    iterator of str
        A sentence each.
    """
    choices = ", ".join(f"{kind} / {kept} | {other}" for kind, other in active.items())
    for series, kind, treatment in wishes[["series", "kind", "treatment"]].to_numpy():
        if treatment not in (kept, active.get(kind)):
            yield text(
                "treatments, series {series}: {kind} / {treatment}; choose {choices}",
                series=series,
                kind=kind,
                treatment=treatment,
                choices=choices,
            )


def outside(demand: pd.DataFrame, wanted: Mapping[str, Treatment]) -> Iterator[str]:
    """Yield what is wrong with the periods of the treatments.

    Parameters
    ----------
    demand : pandas.DataFrame
        need and period.
    wanted : mapping
        Need to its treatment.

    Returns
    -------
    iterator of str
        A sentence each.
    """
    spans = demand.groupby("need")["period"].agg(["min", "max"])
    for need in spans.index.intersection(list(wanted)):
        first, last = (str(label) for label in spans.loc[need])
        begins = [label for label in [wanted[need].history_from] if label]
        for period in [*wanted[need].periods, *begins]:
            if not inside(period, first, last):
                yield text(
                    "Setting demand.treatments.{need}, {period}: give a period of its history, "
                    "{first} to {last}.",
                    need=need, period=period, first=first, last=last,
                )  # fmt: skip
        for period, choice in wanted[need].periods.items():
            if choice == "level shift" and not measurable(period, first, last):
                yield text(
                    "Setting demand.treatments.{need}, {period}: a level shift needs {fewest} "
                    "periods from there on, and one before. Try again when they are known.",
                    need=need, period=period, fewest=shifts.LEAST,
                )  # fmt: skip


def inside(period: str, first: str, last: str) -> bool:
    """Return whether a period is one of a history's."""
    return periods.resolution(period) == periods.resolution(first) and first <= period <= last


def measurable(period: str, first: str, last: str) -> bool:
    """Return whether both levels of a shift have periods enough to be measured."""
    if not inside(period, first, last):
        return True
    return first < period <= periods.shift(last, 1 - shifts.LEAST)


def unknown_needs(settings: Demand, known: set[str]) -> list[str]:
    """Return a sentence for each treatment of a need that the data set does not have.

    Examples
    --------
    >>> from pkslib.language import using
    >>> with using("en"):
    ...     unknown_needs(Demand(treatments={"stork": Treatment()}), {"stroke"})
    ['Setting demand.treatments.stork: no such need. Did you mean “stroke”?']
    """
    return [
        text("Setting demand.treatments.{need}: no such need.", need=need) + suggestion(need, known)
        for need in settings.treatments
        if need not in known
    ]
