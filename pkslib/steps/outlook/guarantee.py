"""The care guarantee ahead: who is within it, who passes it when, and what it takes to stop it.

Bookings are taken to be for those nearest the limit, because the overdue are by definition not
booked.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.guarantee import within_limits
from pkslib.methods.inputs import Floats
from pkslib.methods.leaving import ending_care
from pkslib.tables import waiting_lists

_PLACE = ["region", "need"]
# Patients are spread over the days of their band, so counts come in parts.
_NOBODY = 1e-6


def guarantee(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return how many wait for each need with a care guarantee, and how many within it.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        Rows of the table guarantee.
    """
    listed = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    days = listed.groupby(_PLACE, as_index=False).agg(days=("limit", "first"))
    rows = days.merge(within_limits(listed, _PLACE), on=_PLACE)
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
        Rows of the table guarantee_ahead, of passing alone. Patients are spread evenly over the
        days of their band; a wait of exactly the limit is still within. A list that a unit took
        before the others stands as it is on their day.
    """
    listed = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    found = [_passing(bands, weeks) for _, bands in listed.groupby(_PLACE)]
    return pd.concat([pd.DataFrame(columns=[*_PLACE, "week", "passing"]), *found])


def _passing(bands: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return region, need, week and passing of one need's waiting list."""
    as_of = date.fromisoformat(bands["as_of"].max())
    first = periods.label_of(as_of + timedelta(days=1), "week")
    labels = [first, *periods.following(first, weeks - 1)]
    by_day = _by_day(bands, int(bands["limit"].iloc[0]))
    days = [as_of + timedelta(days=ahead) for ahead in range(1, len(by_day) + 1)]
    sums = pd.Series(by_day, [periods.label_of(day, "week") for day in days]).groupby(level=0).sum()
    passing = sums.reindex(labels, fill_value=0.0).to_numpy()
    place = {name: bands[name].iloc[0] for name in _PLACE}
    return pd.DataFrame(place | {"week": labels, "passing": passing})


def _by_day(bands: pd.DataFrame, limit: int) -> Floats:
    """Return how many pass the limit on each day after the list was taken, the next day first."""
    passing = np.zeros(limit + 1)
    ended = bands[bands["days_to"].notna()]
    columns = (ended[name].to_numpy(float) for name in ("days_from", "days_to", "patients"))
    for low, high, patients in zip(*columns, strict=True):
        waited = np.arange(low, min(high, limit) + 1).astype(int)
        passing[limit - waited] += patients / (high - low + 1)
    return passing


def booked_care(
    bookings: pd.DataFrame, pathways: pd.DataFrame, activities: pd.DataFrame
) -> pd.DataFrame:
    """Return the patients booked to the care they wait for, and the hours it takes.

    Parameters
    ----------
    bookings, pathways, activities : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        need, week, booked [patients], hours_each [hours per patient]. Only units that do for the
        need what ends the wait count: an operation where the need has one, so that the visit
        before it is no second patient. Who comes several times counts once.

    Examples
    --------
    Eight patients are booked for visits, four each: two of them come for the first time.

    >>> bookings = pd.DataFrame({"unit": ["A"], "need": "anxiety", "week": "2027-W01",
    ...                          "booked": 8.0, "hours_per_patient": 1.5})
    >>> pathways = pd.DataFrame({"unit": ["A"], "need": "anxiety", "activity": "talk",
    ...                          "per_patient": 4.0})
    >>> activities = pd.DataFrame({"activity": ["talk"], "kind": "visit"})
    >>> booked_care(bookings, pathways, activities)[["booked", "hours_each"]].iloc[0].tolist()
    [2.0, 6.0]
    """
    doers = pathways.merge(activities[["activity", "kind"]], on="activity")
    doers = doers.merge(bookings[["unit", "need"]].drop_duplicates(), on=["unit", "need"])
    visits = ending_care(doers).groupby(["unit", "need"], as_index=False)[["per_patient"]].sum()
    rows = bookings.merge(visits, on=["unit", "need"])
    rows = rows.assign(
        hours=rows["booked"] * rows["hours_per_patient"],
        booked=rows["booked"] / rows["per_patient"].clip(lower=1),
    )
    found = rows.groupby(["need", "week"], as_index=False)[["booked", "hours"]].sum()
    sums = found.groupby("need")[["hours", "booked"]].transform("sum")
    found["hours_each"] = sums["hours"] / sums["booked"].where(sums["booked"] > 0)
    return found.drop(columns="hours")


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


def extra_needed(passing: Floats, booked: Floats) -> float:
    """Return the least extra care a week, from the first on, with which nobody passes the limit.

    Parameters
    ----------
    passing, booked : array (weeks)
        As for :func:`passing_booked`.

    Examples
    --------
    In all 9 pass within three weeks; the first two ask for most, 8 less 2 booked over 2 weeks:

    >>> extra_needed(np.array([2.0, 6.0, 1.0]), np.array([2.0, 0.0, 0.0]))
    3.0
    """
    lacking = np.cumsum(passing) - np.cumsum(booked)
    return float(max((lacking / np.arange(1, len(lacking) + 1)).max(initial=0.0), 0.0))


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


def stop_of(ahead: pd.DataFrame, booked: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
    """Return what it takes of each need that nobody more passes the guarantee.

    Parameters
    ----------
    ahead : pandas.DataFrame
        As from :func:`with_bookings`.
    booked : pandas.DataFrame
        As from :func:`booked_care`.
    within : pandas.DataFrame
        As from :func:`guarantee`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table guarantee_stop: extra a week from start, the first booked week, from
        which more can be done; unreached pass before it; extra_hours are missing where nothing is
        booked that tells.
    """
    start = booked["week"].min() if len(booked) else ahead["week"].min()
    each = booked.groupby("need")["hours_each"].first()
    rows = [
        dict(zip(_PLACE, place, strict=True)) | _stop(weeks, start)
        for place, weeks in ahead.groupby(_PLACE)
    ]
    columns = [
        *_PLACE, "passing", "passing_booked", "first_week", "start", "unreached", "extra",
        "last_week",
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=columns).merge(within, on=_PLACE)
    hours = found["extra"] * found["need"].map(each).astype(float)
    return found.assign(
        late_lower=found["waiting"] - found["within_upper"],
        late_upper=found["waiting"] - found["within_lower"],
        extra_hours=hours.where(found["extra"] > 0, 0.0),
    )


def _stop(weeks: pd.DataFrame, start: str) -> dict[str, object]:
    """Return what one need takes."""
    passes = weeks[weeks["passing_booked"] > _NOBODY]["week"]
    reached, before = weeks[weeks["week"] >= start], weeks[weeks["week"] < start]
    due = reached["passing"].to_numpy(float)
    return {
        "passing": weeks["passing"].sum(),
        "passing_booked": weeks["passing_booked"].sum(),
        "first_week": passes.iloc[0] if len(passes) else None,
        "start": start,
        "unreached": before["passing_booked"].sum(),
        "extra": extra_needed(due, reached["booked"].fillna(0.0).to_numpy()),
        "last_week": passes.iloc[-1] if len(passes) else None,
    }
