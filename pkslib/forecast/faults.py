"""What may be wrong with a history, told all at once with series and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.language import number, text

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
