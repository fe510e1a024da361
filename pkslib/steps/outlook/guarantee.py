"""The care guarantee: who is within it today, and who on the list passes it when.

Bookings are taken to be for those nearest the limit, because the overdue are by definition not
booked.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.guarantee import share_range, within_limits
from pkslib.methods.inputs import Floats
from pkslib.tables import waiting_lists

_PLACE = ["region", "need"]
_AHEAD = [*_PLACE, "week", "passing", "passed_lower", "passed_upper"]
# Who waits without the care giver being late.
_EXCLUDED = ["patient_chosen", "medically_caused"]


def guarantee(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return how many wait for each need with a care guarantee, and how many within it.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        Rows of the table guarantee; without those who wait at their own wish or on medical
        grounds too, where that is told, as the regions publish it.
    """
    listed = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    days = listed.groupby(_PLACE, as_index=False).agg(days=("limit", "first"))
    rows = days.merge(within_limits(listed, _PLACE), on=_PLACE)
    own = listed[_EXCLUDED].astype(float)
    excluded = listed.assign(excluded=own.fillna(0.0).sum(axis=1).where(own.notna().any(axis=1)))
    sums = excluded.groupby(_PLACE)["excluded"].sum(min_count=1).reset_index()
    rest = (excluded["patients"] - excluded["excluded"].fillna(0.0)).clip(lower=0.0)
    others = within_limits(excluded.assign(patients=rest), _PLACE)
    others = others.rename(columns={"share_lower": "rest_lower", "share_upper": "rest_upper"})
    rows = rows.merge(sums).merge(others[[*_PLACE, "rest_lower", "rest_upper"]])
    told = rows["excluded"].notna()
    rows = rows.assign(**{each: rows[each].where(told) for each in ("rest_lower", "rest_upper")})
    return rows.merge(waiting_lists.dated(waiting), on=_PLACE)


def passing_ahead(waiting: pd.DataFrame, needs: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return who on the list passes the guarantee in which week, unless treated before.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.
    weeks : int
        Weeks to look ahead from the day after the list was taken.

    Returns
    -------
    pandas.DataFrame
        Rows of the table guarantee_ahead, of passing and those passed. Patients are spread evenly
        over the days of their band; a wait of exactly the limit is still within. Where a band
        straddles the limit the list does not tell who passes, only between how many. A list that
        a unit took before the others stands as it is on their day.
    """
    listed = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    found = [_passing(bands, weeks) for _, bands in listed.groupby(_PLACE)]
    return pd.concat([pd.DataFrame(columns=_AHEAD), *found])


def _passing(bands: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return the rows of one need's waiting list."""
    as_of, limit = date.fromisoformat(bands["as_of"].max()), int(bands["limit"].iloc[0])
    first = periods.label_of(as_of + timedelta(days=1), "week")
    labels = [first, *periods.following(first, weeks - 1)]
    days = [as_of + timedelta(days=ahead) for ahead in range(1, limit + 2)]
    week = [periods.label_of(day, "week") for day in days]
    passing, least, most = (
        pd.Series(by_day, week).groupby(level=0).sum().reindex(labels, fill_value=0.0).to_numpy()
        for by_day in _by_day(bands, limit)
    )
    lower, upper = share_range(bands, limit)
    place = {name: bands[name].iloc[0] for name in _PLACE}
    return pd.DataFrame(place | {"week": labels, "passed_lower": least.cumsum()}).assign(
        passing=passing if lower == upper or np.isnan(lower) else np.nan, passed_upper=most.cumsum()
    )


def _by_day(bands: pd.DataFrame, limit: int) -> tuple[Floats, Floats, Floats]:
    """Return how many pass the limit each day after the list was taken, the next day first.

    Patients are spread evenly in their band; the latest that they can pass; and the earliest.
    """
    even, latest, earliest = (np.zeros(limit + 1) for _ in range(3))
    ends = bands["days_to"].astype(float).fillna(np.inf)
    for low, high, patients in zip(bands["days_from"], ends, bands["patients"], strict=True):
        if high <= limit:
            even[limit - int(high) : limit - int(low) + 1] += patients / (high - low + 1)
            latest[limit - int(low)] += patients
        if low <= limit:
            earliest[limit - int(min(high, limit))] += patients
    return even, latest, earliest


def passing_booked(passing: Floats, booked: Floats) -> Floats:
    """Return how many pass the limit each week although bookings are kept.

    Parameters
    ----------
    passing : array (weeks)
        Patients who pass the limit unless they are treated, in the week they do.
    booked : array (weeks)
        Patients booked; they are those of the list who are nearest the limit.

    Returns
    -------
    array (weeks)

    Examples
    --------
    Two booked in the first week cover one who passes then and one of the next week's three:

    >>> passing_booked(np.array([1.0, 3.0, 0.0]), np.array([2.0, 0.0, 5.0]))
    array([0., 2., 0.])
    """
    ahead, found = 0.0, np.zeros(len(passing))
    for week, (due, care) in enumerate(zip(passing, booked, strict=True)):
        found[week] = max(due - care - ahead, 0.0)
        ahead = max(ahead + care - due, 0.0)
    return found


def with_bookings(ahead: pd.DataFrame, booked: pd.DataFrame) -> pd.DataFrame:
    """Return who passes the guarantee in each week, also when the bookings are kept.

    Parameters
    ----------
    ahead : pandas.DataFrame
        As from :func:`passing_ahead`.
    booked : pandas.DataFrame
        As from :func:`booked_care`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table guarantee_ahead; booked is missing where nothing is.
    """
    rows = ahead.merge(booked[["need", "week", "booked"]], on=["need", "week"], how="left")
    rows = rows.sort_values([*_PLACE, "week"], ignore_index=True)
    kept = rows["booked"].fillna(0.0)
    still = [
        pd.Series(
            passing_booked(group["passing"].to_numpy(float), kept[group.index].to_numpy()),
            group.index,
        )
        for _, group in rows.groupby(_PLACE)
    ]
    return rows.assign(passing_booked=pd.concat([pd.Series(dtype=float), *still]))
