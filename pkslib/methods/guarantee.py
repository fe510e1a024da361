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
        Share within, 0–1; missing (NaN) when no one waits.

    Raises
    ------
    InputError
        When a column is missing, a number is missing or negative, or a band ends before it
        begins.

    Notes
    -----
    A band that straddles the limit counts by the share of its days within, as if its patients
    were spread evenly over them: of 61–120 days half lie within 90. A band without end counts
    none, wherever it begins: how long its patients have waited is not known.

    Examples
    --------
    >>> bands = pd.DataFrame({
    ...     "days_from": [0, 61, 121], "days_to": [60, 120, None], "patients": [50, 40, 10]
    ... })
    >>> share_within(bands, [60, 90, 365])
    array([0.5, 0.7, 0.9])
    """
    first, last, patients = _bands(bands)
    (limit,) = take(days=(days, NOT_NEGATIVE))
    # An empty days_to makes an endless band, of which any number of days is the share 0.
    width = np.where(np.isnan(last), np.inf, last - first + 1)
    within = np.clip((limit[..., None] - first + 1) / width, 0, 1) @ patients
    total = patients.sum()
    return as_given(np.asarray(within / total if total else np.full_like(within, np.nan)))


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
