"""What the calendar does to a month, week or day: working days, holidays, days between.

Months differ in their number of weekdays and weekend days from year to year; Easter moves; a
holiday on a Saturday takes nothing away. All columns count days above what is usual for that time
of year, so that they move nothing between seasons.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pkslib.errors import InputError
from pkslib.forecast.arrays import Days, Floats
from pkslib.language import text


def columns(starts: Days, ends: Days, resolution: str, country: str) -> dict[str, Floats]:
    """Return the calendar columns of periods by part.

    Parameters
    ----------
    starts, ends : numpy.ndarray of datetime64[D]
        First day of each period and the first day after it.
    resolution : str
        ``quarter`` to ``day``; years get none.
    country : str
        ISO code of the country whose public holidays count.

    Returns
    -------
    dict of str to numpy.ndarray
        ``days`` (weekdays and weekend days) for months and quarters, ``holidays`` for all but
        years: for days also the day before, the day after and a day between. For days ``each``
        has a column for every holiday that comes each year.

    Raises
    ------
    InputError
        When the country is not known to the package ``holidays``.
    """
    years = int(str(starts[0])[:4]), int(str(ends[-1])[:4])
    free = holidays(*years, country)
    if resolution == "day":
        return {"holidays": _around(starts, free), "each": _each(starts, named(*years, country))}
    weekdays = np.busday_count(starts, ends).astype(float)
    lost = weekdays - np.busday_count(starts, ends, holidays=free).astype(float)
    if resolution == "week":
        return {"holidays": (lost - lost.mean())[:, None]}
    if resolution in ("month", "quarter"):
        place = starts.astype("datetime64[M]").astype(int) % 12
        weekends = (ends - starts).astype(float) - weekdays
        days = [_unusual(weekdays, place), _unusual(weekends, place)]
        return {"days": np.column_stack(days), "holidays": _unusual(lost, place)[:, None]}
    return {}


def holidays(first: int, last: int, country: str) -> Days:
    """Return the public holidays of a country from one year to another, sorted.

    In Sweden the eves that all are off count too: Midsummer, Christmas and New Year.
    """
    days: Days = np.sort(np.concatenate([*named(first, last, country).values()]))
    return days


@lru_cache(maxsize=64)
def named(first: int, last: int, country: str) -> dict[str, Days]:
    """Return the days of every public holiday of a country from one year to another.

    A day observed instead of another counts as that holiday too.
    """
    from holidays import country_holidays

    try:
        wanted = {"public", "de_facto"}.intersection(country_holidays(country).supported_categories)
    except NotImplementedError as error:
        raise InputError(
            text("country {country}: no holidays known; give an ISO code, SE", country=country)
        ) from error
    days: dict[str, list[str]] = {}
    for day, name in country_holidays(
        country, years=range(first, last + 1), categories=wanted
    ).items():
        days.setdefault(name.split(" (")[0], []).append(str(day))
    return {name: np.array(found, dtype="datetime64[D]") for name, found in days.items()}


def _unusual(count: Floats, place: NDArray[np.int64]) -> Floats:
    """Return counts less the mean count of the same place in the year."""
    total = np.bincount(place, weights=count)
    mean = total / np.maximum(np.bincount(place), 1)
    unusual: Floats = count - mean[place]
    return unusual


def _around(days: Days, free: Days) -> Floats:
    """Return columns for holiday, day before, day after and day between (0 or 1)."""
    off = np.isin(days, free)
    eve, morrow = np.isin(days + 1, free) & ~off, np.isin(days - 1, free) & ~off
    weekday = (days.astype(int) + 3) % 7
    between = (eve & (weekday == 0)) | (morrow & (weekday == 4))
    return np.column_stack([off, eve & ~between, morrow & ~between, between]).astype(float)


def _each(days: Days, free: dict[str, Days]) -> Floats:
    """Return a column (0 or 1) for every holiday that comes each whole year."""
    whole = int(days.size / 366)
    shown = np.array([np.isin(days, dates) for dates in free.values()]).reshape(-1, days.size)
    each: Floats = shown[shown.sum(axis=1) >= max(whole, 1)].T.astype(float)
    return each
