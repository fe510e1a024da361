"""The care guarantee ahead: who passes it with the bookings made, and what it takes to stop it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.ending import ending_care
from pkslib.methods.inputs import Floats

_PLACE = ["region", "need"]
# Patients are spread over the days of their band, so counts come in parts.
_NOBODY = 1e-6


def booked_care(
    bookings: pd.DataFrame, pathways: pd.DataFrame, activities: pd.DataFrame
) -> pd.DataFrame:
    """Return the patients booked to the care they wait for, and the hours it takes.

    Parameters
    ----------
    bookings : pandas.DataFrame
        unit, need, week, booked [patients], hours_per_patient.
    pathways : pandas.DataFrame
        need, unit, activity, per_patient.
    activities : pandas.DataFrame
        activity, kind.

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
        region, need, week, passing [patients].
    booked : pandas.DataFrame
        As :func:`booked_care` returns it.

    Returns
    -------
    pandas.DataFrame
        The rows with booked [patients; missing before the first booked week of any need and
        where nothing is booked] and passing_booked, those who pass although bookings are kept.
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
        As :func:`with_bookings` returns it.
    booked : pandas.DataFrame
        As :func:`booked_care` returns it.
    within : pandas.DataFrame
        As the table guarantee.

    Returns
    -------
    pandas.DataFrame
        region, need; late_lower and late_upper: patients surely, and at most, beyond the limit
        today; passing: those of the list who pass
        it unless treated; passing_booked: although bookings are kept; first_week: the first of
        those weeks (empty: nobody); start: the first booked week, from which more can be done;
        unreached: who pass before it; extra: patients a week from it on with which nobody more
        passes; last_week: the last week that asks for it; extra_hours: hours a week (missing
        where nothing is booked that tells).
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
