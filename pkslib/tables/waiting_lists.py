"""The waiting list as it stands: of each need and unit the latest list that was taken.

Units seldom take their lists on the same day, and all of their patients wait. A list without a
unit is that of the whole region: where a need has lists of both kinds, those of the kind taken
last count, so that nobody is counted twice.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods

_NEED = ["region", "need"]
_LIST = [*_NEED, "unit"]
# What ends a wait: operations where the need has any, else examinations, and so on.
_ENDS = {"operation": 1, "day_case": 1, "examination": 2, "visit": 3, "digital": 4, "admission": 5}


def latest(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the bands of the latest list of each need and unit.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting.

    Returns
    -------
    pandas.DataFrame
        The rows of it that count, whatever the days on which the units took their lists.

    Examples
    --------
    Unit B took its list a month before A, and A's former list is past:

    >>> lists = pd.DataFrame({
    ...     "region": "06", "need": "hip", "unit": ["A", "A", "B"], "days_from": 0,
    ...     "as_of": ["2026-09-30", "2026-10-31", "2026-09-30"], "patients": [90.0, 100.0, 60.0],
    ... })
    >>> latest(lists)["patients"].tolist()
    [100.0, 60.0]
    """
    whole = waiting["unit"].isna().rename("whole")
    by_list = waiting.groupby(_LIST, dropna=False)["as_of"].transform("max")
    by_kind = waiting.groupby([*(waiting[key] for key in _NEED), whole])["as_of"].transform("max")
    by_need = waiting.groupby(_NEED)["as_of"].transform("max")
    found: pd.DataFrame = waiting[(waiting["as_of"] == by_list) & (by_kind == by_need)]
    return found


def with_limits(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the bands that count with the days within which each need has to be met.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`latest` with limit [days], missing for a need without a care guarantee.
    """
    limits = needs[["need", "guarantee_days"]].astype({"guarantee_days": float})
    return latest(waiting).merge(limits.rename(columns={"guarantee_days": "limit"}), on="need")


def dated(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return of which days the lists are that count for each need.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting.

    Returns
    -------
    pandas.DataFrame
        region, need, as_of and oldest: the days of the latest and of the oldest list that counts.
    """
    days = latest(waiting).groupby(_NEED, as_index=False)["as_of"]
    found: pd.DataFrame = days.max().assign(oldest=days.min()["as_of"])
    return found


def course(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return how many waited on each day on which a unit took its list.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting.

    Returns
    -------
    pandas.DataFrame
        region, need, as_of, patients: on each of the days the sum that :func:`latest` would have
        given then, in order.

    Examples
    --------
    Until B takes its next list, the one before stands:

    >>> lists = pd.DataFrame({
    ...     "region": "06", "need": "hip", "unit": ["A", "B", "A"],
    ...     "as_of": ["2026-08-31", "2026-09-30", "2026-10-31"], "patients": [90.0, 60.0, 100.0],
    ... })
    >>> course(lists)["patients"].tolist()
    [90.0, 150.0, 160.0]
    """
    rows = waiting.assign(whole=waiting["unit"].isna(), unit=waiting["unit"].fillna(""))
    days = rows.pivot_table(
        index="as_of", columns=[*_NEED, "whole", "unit"], values="patients", aggfunc="sum"
    )
    # The number of the day on which each list was last taken, and those of its kind.
    day = days.notna().mul(np.arange(len(days)), axis=0).where(days.notna())
    by_kind = day.T.groupby([*_NEED, "whole"]).transform("max").T.ffill()
    by_need = by_kind.T.groupby(_NEED).transform("max").T
    known = days.ffill().where(by_kind == by_need)
    sums = known.T.groupby(_NEED).sum().T.where(days.notna().T.groupby(_NEED).any().T)
    found = sums.melt(ignore_index=False, value_name="patients").dropna(subset=["patients"])
    return found.reset_index()[[*_NEED, "as_of", "patients"]]


def ending_care(care: pd.DataFrame) -> pd.DataFrame:
    """Return the care that ends the wait of each need.

    Parameters
    ----------
    care : pandas.DataFrame
        need, kind [as in the table activities].

    Returns
    -------
    pandas.DataFrame
        Its rows of the kind that ends the need's wait: an operation where the need has one, so
        that the visit before it is no second patient.

    Examples
    --------
    >>> ending_care(pd.DataFrame({
    ...     "need": ["hip", "hip", "pain"], "kind": ["visit", "operation", "visit"]
    ... }))
       need       kind
    1   hip  operation
    2  pain      visit
    """
    order = care["kind"].map(_ENDS)
    return care[order == order.groupby(care["need"]).transform("min")]


def daily(flow: pd.DataFrame, first: date, days: int) -> NDArray[np.float64]:
    """Return a flow told by period as so many each day, periods spread evenly over their days.

    Parameters
    ----------
    flow : pandas.DataFrame
        period and patients, in order; what is not known goes on as in the period before.
    first : date
        The first day told.
    days : int
        How many days.

    Examples
    --------
    >>> flow = pd.DataFrame({"period": ["2027-01", "2027-02"], "patients": [31.0, 56.0]})
    >>> daily(flow, date(2027, 1, 30), 5).tolist()
    [1.0, 1.0, 2.0, 2.0, 2.0]
    """
    found = np.zeros(days)
    known = flow.dropna(subset=["patients"])
    for label, patients in zip(known["period"], known["patients"], strict=True):
        found[max((periods.start(label) - first).days, 0) :] = patients / periods.days(label)
    return found


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
        before it is no second patient. Who comes several times counts once: what is booked is
        divided by how much of that care a patient has in the region, as what is planned is.

    Examples
    --------
    Eight visits are booked at A, where half of the patients have their four: two of those booked
    come for the first time.

    >>> bookings = pd.DataFrame({"unit": ["A"], "need": "anxiety", "week": "2027-W01",
    ...                          "booked": 8.0, "hours_per_patient": 1.5})
    >>> pathways = pd.DataFrame({"unit": ["A", "B"], "need": "anxiety", "activity": "talk",
    ...                          "per_patient": 2.0})
    >>> activities = pd.DataFrame({"activity": ["talk"], "kind": "visit"})
    >>> booked_care(bookings, pathways, activities)[["booked", "hours_each"]].iloc[0].tolist()
    [2.0, 6.0]
    """
    ends = pathways.merge(activities[["activity", "kind"]], on="activity")
    ends = ending_care(ends[ends["per_patient"] > 0])
    each = ends.groupby("need", as_index=False)[["per_patient"]].sum()
    rows = bookings.merge(ends[["unit", "need"]].drop_duplicates(), on=["unit", "need"])
    rows = rows.merge(each, on="need")
    rows = rows.assign(
        hours=rows["booked"] * rows["hours_per_patient"],
        booked=rows["booked"] / rows["per_patient"].clip(lower=1),
    )
    found = rows.groupby(["need", "week"], as_index=False)[["booked", "hours"]].sum()
    sums = found.groupby("need")[["hours", "booked"]].transform("sum")
    found["hours_each"] = sums["hours"] / sums["booked"].where(sums["booked"] > 0)
    return found.drop(columns="hours")
