"""The care guarantee in days: who is within it, and until when.

A wait of exactly the limit is within: 90 days is, 91 is not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pkslib.errors import InputError
from pkslib.language import number, text
from pkslib.methods.inputs import (
    NOT_NEGATIVE,
    NOT_NEGATIVE_OR_MISSING,
    WHOLE,
    Floats,
    Result,
    as_given,
    as_numbers,
    take,
)

_DAY = np.dtype("datetime64[D]")


def share_within(bands: pd.DataFrame, days: ArrayLike) -> Result:
    """Return the share of waiting patients who have waited at most a number of days.

    Parameters
    ----------
    bands : DataFrame
        days_from, days_to (first and last day of the band, both in it; days_to empty = and
        longer) [days] and patients, a row a band.
    days : int or array
        Longest wait that counts as within, the day itself included [days], from 0 up.

    Returns
    -------
    float or array
        Share within, 0–1; missing (NaN) when no one waits, and where patients wait in a band that
        straddles the limit: :func:`share_range` tells what is known then.

    Raises
    ------
    InputError
        When a column is missing, a number is missing or negative, or a band ends before it
        begins.

    Examples
    --------
    Of those who have waited 61–120 days nobody knows how many are within 90:

    >>> bands = pd.DataFrame({
    ...     "days_from": [0, 61, 121], "days_to": [60, 120, None], "patients": [50, 40, 10]
    ... })
    >>> share_within(bands, [60, 90, 120])
    array([0.5, nan, 0.9])
    """
    lower, upper = share_range(bands, days)
    return as_given(np.where(lower == upper, lower, np.nan))


def share_range(bands: pd.DataFrame, days: ArrayLike) -> tuple[Result, Result]:
    """Return the least and the greatest share that may have waited at most a number of days.

    Parameters
    ----------
    bands, days
        As for :func:`share_within`.

    Returns
    -------
    tuple of float or array
        Lower: all in bands that straddle the limit have waited longer; upper: none of them has.
        Both missing (NaN) when no one waits.

    Raises
    ------
    InputError
        As for :func:`share_within`.

    Examples
    --------
    Who has waited 121 days or longer may be within 365, or not:

    >>> bands = pd.DataFrame({
    ...     "days_from": [0, 61, 121], "days_to": [60, 120, None], "patients": [50, 40, 10]
    ... })
    >>> share_range(bands, [90, 365])
    (array([0.5, 0.9]), array([0.9, 1. ]))
    """
    first, last, patients = _bands(bands)
    (limit,) = take(days=(days, NOT_NEGATIVE))
    total = patients.sum()
    # No days_to is later than any limit.
    sides = [
        np.where(edge <= limit[..., None], patients, 0.0).sum(axis=-1) for edge in (last, first)
    ]
    lower, upper = (side / total if total else np.full(side.shape, np.nan) for side in sides)
    return as_given(lower), as_given(upper)


def within_limits(bands: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return how many wait in each group, and how many of them within their own limit.

    Parameters
    ----------
    bands : pandas.DataFrame
        The columns by, days_from, days_to (empty = and longer), limit [days; missing where there
        is none], patients; width where counts are told as ranges: how far from the truth patients
        may be, as 1.5 of fewer than five.
    by : list of str
        What makes a group.

    Returns
    -------
    pandas.DataFrame
        The columns by; waiting and its width, promised (of those, with a limit), within_lower and
        within_upper (surely, and at most, within it) [patients]; share_lower and share_upper [of
        promised], as :func:`share_range` has them, all ranges at the end that is the worse for
        the share, and the better.

    Examples
    --------
    Two needs, of 90 and of 30 days; the second has a band across its limit:

    >>> bands = pd.DataFrame({
    ...     "region": "06", "days_from": [0, 91, 0, 16], "days_to": [90, None, 15, 45],
    ...     "limit": [90, 90, 30, 30], "patients": [50, 10, 25, 15],
    ... })
    >>> found = within_limits(bands, ["region"])
    >>> found[["waiting", "within_lower", "within_upper", "share_lower", "share_upper"]]
       waiting  within_lower  within_upper  share_lower  share_upper
    0    100.0          75.0          90.0         0.75          0.9
    """
    patients, limit = bands["patients"].astype(float), bands["limit"].astype(float)
    width = bands["width"].astype(float).fillna(0.0) if "width" in bands else 0 * patients
    fewest, most = (patients - width).clip(lower=0.0), patients + width
    surely = bands["days_to"].astype(float) <= limit
    perhaps = bands["days_from"].astype(float) <= limit
    rows = bands[by].assign(
        waiting=patients,
        width=width,
        promised=patients.where(limit.notna(), 0.0),
        within_lower=fewest.where(surely, 0.0),
        within_upper=most.where(perhaps, 0.0),
        worst=fewest.where(surely, most).where(limit.notna(), 0.0),
        best=most.where(perhaps, fewest).where(limit.notna(), 0.0),
    )
    amounts = [name for name in rows if name not in by]
    sums = rows.groupby(by, as_index=False, dropna=False)[amounts].sum()
    worst, best = (sums[end].where(sums[end] > 0) for end in ("worst", "best"))
    return sums.drop(columns=["worst", "best"]).assign(
        share_lower=sums["within_lower"] / worst, share_upper=sums["within_upper"] / best
    )


def _bands(bands: pd.DataFrame) -> tuple[Floats, ...]:
    """Return days_from, days_to (missing = endless) and patients as checked arrays."""
    columns = ("days_from", "days_to", "patients")
    if absent := [column for column in columns if column not in bands]:
        raise InputError(
            text("The waiting bands lack {columns}; add them.", columns=", ".join(absent))
        )
    first, last, patients = (as_numbers(column, bands[column]) for column in columns)
    take(
        days_from=(first, NOT_NEGATIVE),
        days_to=(last, NOT_NEGATIVE_OR_MISSING),
        patients=(patients, NOT_NEGATIVE),
    )
    for row in np.flatnonzero(last < first)[:1]:
        raise InputError(
            text(
                "days_to: band {place} ends on day {last}, before it begins on day {first}.",
                place=row + 1,
                last=number(last[row]),
                first=number(first[row]),
            )
        )
    return first, last, patients


def last_day(start: object, limit_days: ArrayLike, excluded_days: ArrayLike = 0) -> Result:
    """Return the last day on which care still comes within the guarantee.

    Parameters
    ----------
    start : date, ISO text, or array of them
        Day the clock starts: the day the referral was issued (not received) for a visit, the
        day of the decision for a treatment.
    limit_days : int or array
        Days of the guarantee, from 0 up; the last of them is within (0–3–90–90).
    excluded_days : int or array
        Days that do not count: on medical grounds or at the patient's own wish, from 0 up.

    Returns
    -------
    date or array of datetime64[D]
        The start day plus the limit and the days that do not count.

    Raises
    ------
    InputError
        When a start is no day, or days are not whole numbers from 0 up.

    References
    ----------
    .. [1] Hälso- och sjukvårdslagen (2017:30), 9 kap. 1 §; hälso- och sjukvårdsförordningen
       (2017:80), 6 kap.

    Examples
    --------
    >>> last_day("2024-03-01", 90)
    datetime.date(2024, 5, 30)
    >>> last_day("2024-03-01", [0, 90], excluded_days=7)
    array(['2024-03-08', '2024-06-06'], dtype='datetime64[D]')
    """
    limit, excluded = take(limit_days=(limit_days, WHOLE), excluded_days=(excluded_days, WHOLE))
    return as_given(np.asarray(_days(start) + (limit + excluded).astype("timedelta64[D]")))


def _days(start: object) -> NDArray[Any]:
    """Return starts as an array of days, none of them missing."""
    try:
        # A number would be read as days since 1970.
        days = None if np.asarray(start).dtype.kind in "iufb" else np.asarray(start, _DAY)
    except (TypeError, ValueError):
        days = None
    if days is None or np.isnat(days).any():
        raise InputError(
            text("start: days as 2027-03-31 are needed, found {found}.", found=repr(start))
        )
    return days
