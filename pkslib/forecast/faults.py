"""What may be wrong with a history, or with what is said of it, told all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import shifts
from pkslib.forecast.arrays import Floats
from pkslib.language import number, text
from pkslib.settings import Demand, Treatment
from pkslib.tables.wording import suggestion

_SHOWN = 20


def raise_all(problems: Iterable[str]) -> None:
    """Raise one error that lists every problem; do nothing when there is none.

    Raises
    ------
    InputError
        When there is a problem; the first twenty are spelt out.
    """
    found = list(problems)
    if not found:
        return
    shown = found[:_SHOWN]
    if len(found) > _SHOWN:
        shown.append(text("… and {count} more", count=number(len(found) - _SHOWN)))
    raise InputError("\n".join(shown))


def shape(history: pd.DataFrame) -> list[str]:
    """Return what is wrong with the columns."""
    absent = [name for name in ("series", "period", "value") if name not in history.columns]
    if absent:
        return [
            text("column {column} is missing; the history needs series, period, value", column=name)
            for name in absent
        ]
    if history.empty:
        return [text("the history has no rows")]
    unnamed = int((history["series"].isna() | (history["series"].astype(str) == "")).sum())
    if unnamed:
        return [text("column series: {count} rows without a name", count=number(unnamed))]
    return []


def read_periods(labels: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the labels in their right spelling, and what is wrong with the others."""
    known, problems = [], []
    for label in labels:
        try:
            known.append(periods.canonical(label))
        except ValueError:
            known.append("")
            problems.append(
                text(
                    "column period: {found} is no period; write 2027, 2027-Q1, 2027-03, 2027-W14 "
                    "or 2027-03-31",
                    found=repr(label),
                )
            )
    return known, problems


def values(rows: pd.DataFrame) -> list[str]:
    """Return what is wrong with values and keys: no number, infinite, negative, duplicated."""
    value = rows["value"]
    return [
        *_each(rows[rows["unread"]], text("no number; leave it empty where nothing was reported")),
        *_each(rows[np.isinf(value)], text("infinite; give a finite number")),
        *_each(rows[value < 0], text("below zero; counts are 0 or more")),
        *_duplicates(rows[rows.duplicated(["series", "ordinal", "resolution"], keep=False)]),
    ]


def _each(rows: pd.DataFrame, what: str) -> list[str]:
    """Return one line for each faulty row."""
    keys = sorted(zip(rows["series"], rows["period"], rows["value"], strict=True))
    return [
        text(
            "series {series}, period {period}: value {found} is {what}",
            series=series,
            period=period,
            found=text("text") if np.isnan(value) else f"{value:g}",
            what=what,
        )
        for series, period, value in keys
    ]


def _duplicates(rows: pd.DataFrame) -> list[str]:
    """Return one line for each key that stands more than once."""
    if rows.empty:
        return []
    return [
        text(
            "series {series}, period {period}: {count} rows ({found}); keep one",
            series=series,
            period=period,
            count=len(group),
            found=", ".join(f"{value:g}" for value in sorted(group["value"])),
        )
        for (series, period), group in rows.groupby(["series", "period"], observed=True)
    ]


def mixed(rows: pd.DataFrame) -> list[str]:
    """Return the series that mix resolutions, such as months and quarters."""
    if len(rows["resolution"].cat.categories) == 1:
        return []
    pairs = rows.groupby(["series", "resolution"], observed=True)["period"].first().reset_index()
    several = pairs[pairs.duplicated("series", keep=False)]
    return [
        text(
            "series {series} mixes periods of different length ({found}); keep one resolution",
            series=series,
            found=", ".join(sorted(labels)),
        )
        for series, labels in several.groupby("series", observed=True)["period"]
    ]


def too_short(series: str, values: Floats, fewest: int) -> str:
    """Return what is wrong with a series of too few outcomes."""
    return text(
        "series {series}: {count} periods, at least {fewest} are needed for a forecast",
        series=series,
        count=int((~np.isnan(values)).sum()),
        fewest=fewest,
    )


def wrong_horizon(horizon: object) -> list[str]:
    """Return what is wrong with a horizon: nothing for a whole number from 1 up."""
    if isinstance(horizon, int) and horizon >= 1:
        return []
    return [text("horizon {found}: give a whole number of periods, 1 or more", found=repr(horizon))]


def wrong_tier(tier: str, known: Collection[str]) -> list[str]:
    """Return what is wrong with a tier: nothing for a known one."""
    if tier in known:
        return []
    return [text("tier {found}: choose full or fast", found=repr(tier))]


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
