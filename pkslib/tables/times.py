"""What an activity takes where, and what belongs together for a patient."""

from __future__ import annotations

import pandas as pd

from pkslib.tables.hierarchy import hospital_of

_USE = ["unit", "need", "capacity"]
# Decimals kept of a mean: the order in which rows are added must not set two alike apart.
_DECIMALS = 6
_TOGETHER = ("operation", "admission")


def times_at(places: pd.DataFrame, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return what each activity takes of each capacity at each unit that does it.

    Parameters
    ----------
    places : pandas.DataFrame
        unit and activity, rows may repeat.
    activity_times : pandas.DataFrame
        The input table. A row for the unit goes before the row without a unit, capacity by
        capacity.

    Returns
    -------
    pandas.DataFrame
        unit, activity, capacity, amount [capacity's measure per activity], sorted.

    Examples
    --------
    >>> places = pd.DataFrame({"unit": ["A", "B"], "activity": "stay"})
    >>> times = pd.DataFrame({
    ...     "activity": "stay", "unit": [None, "B"], "capacity": "bed_day", "amount": [8.0, 6.0]
    ... })
    >>> times_at(places, times)
      unit activity capacity  amount
    0    A     stay  bed_day     8.0
    1    B     stay  bed_day     6.0
    """
    pairs = places[["unit", "activity"]].drop_duplicates()
    general = activity_times[activity_times["unit"].isna()].drop(columns="unit")
    own = pairs.merge(activity_times, on=["unit", "activity"])
    rows = pd.concat([own, pairs.merge(general, on="activity")])
    rows = rows.drop_duplicates(["unit", "activity", "capacity"])
    columns = ["unit", "activity", "capacity", "amount"]
    return rows[columns].sort_values(columns[:3], kind="stable", ignore_index=True)


def capacity_per_patient(pathways: pd.DataFrame, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that a patient with a need takes at each unit.

    Parameters
    ----------
    pathways, activity_times : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, rate [capacity's measure per patient], activities [activities that
        take it, per patient].

    Examples
    --------
    Each patient comes once and calls twice; the calls take no room:

    >>> pathways = pd.DataFrame({
    ...     "need": "hip", "unit": "A", "activity": ["visit", "call"], "per_patient": [1.0, 2.0]
    ... })
    >>> times = pd.DataFrame({
    ...     "activity": ["visit", "call"], "unit": None, "capacity": "room", "amount": [0.5, 0.0]
    ... })
    >>> capacity_per_patient(pathways, times)
      need unit capacity  rate  activities
    0  hip    A     room   0.5         1.0
    """
    rows = pathways.merge(times_at(pathways, activity_times), on=["unit", "activity"])
    rows = rows.assign(
        rate=rows["per_patient"] * rows["amount"],
        activities=rows["per_patient"].where(rows["amount"] > 0, 0.0),
    )
    keys = ["need", "unit", "capacity"]
    return rows.groupby(keys, as_index=False)[["rate", "activities"]].sum()


def mean_times(production_need: pd.DataFrame, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return what an activity takes on average, need by need.

    Parameters
    ----------
    production_need, activity_times : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        unit, need, capacity, use [capacity's measure per activity]; the mean over all activities
        that take the capacity, empty where there are none.

    Examples
    --------
    A first visit of an hour and three of 20 minutes: half an hour each.

    >>> need = pd.DataFrame({"unit": "A", "need": "hip", "activity": ["new", "back"],
    ...                      "count": [1.0, 3.0]})
    >>> times = pd.DataFrame({"activity": ["new", "back"], "unit": None, "capacity": "hour",
    ...                       "amount": [1.0, 1 / 3]})
    >>> mean_times(need, times)["use"].tolist()
    [0.5]
    """
    counts = production_need.groupby(["unit", "need", "activity"], as_index=False)[["count"]].sum()
    rows = counts.merge(times_at(counts, activity_times), on=["unit", "activity"])
    rows = rows.assign(use=rows["count"] * rows["amount"])
    sums = rows.groupby(_USE)[["use", "count"]].sum()
    mean = sums["use"] / sums["count"].where(sums["count"] > 0)
    return mean.round(_DECIMALS).rename("use").reset_index()


def episodes_of(
    production_need: pd.DataFrame,
    activities: pd.DataFrame,
    activity_times: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Return the capacities that a need takes together at a hospital, in one episode of care.

    Parameters
    ----------
    production_need : pandas.DataFrame
        unit, need, activity: the result table.
    activities, activity_times, units : pandas.DataFrame
        The input tables.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity and episode; only of needs that have both operations and admissions
        at a hospital. Visits before and after may fall in other periods and stand alone.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["OP", "W", "C"], "need": "hip",
    ...                      "activity": ["cut", "stay", "visit"]})
    >>> kinds = pd.DataFrame({"activity": ["cut", "stay", "visit"],
    ...                       "kind": ["operation", "admission", "visit"]})
    >>> times = pd.DataFrame({"activity": ["cut", "stay", "visit"], "unit": None,
    ...                       "capacity": ["theatre", "bed", "clinic"], "amount": 1.0})
    >>> units = pd.DataFrame({"unit": ["H", "OP", "W", "C"], "parent": [None, "H", "H", "H"],
    ...                       "level": ["hospital", "ward", "ward", "clinic"]})
    >>> episodes_of(rows, kinds, times, units)
      need unit capacity  episode
    0  hip   OP  theatre  H × hip
    1  hip    W      bed  H × hip
    """
    rows = _by_hospital(production_need, activities[["activity", "kind"]], units)
    rows = rows[rows["kind"].isin(_TOGETHER)]
    rows = rows.assign(episode=rows["hospital"].astype("str") + " × " + rows["need"])
    kinds = rows.groupby("episode")["kind"].transform("nunique")
    rows = rows[kinds == len(_TOGETHER)]
    rows = rows.merge(times_at(rows, activity_times), on=["unit", "activity"])
    columns = ["need", "unit", "capacity", "episode"]
    return rows[columns].drop_duplicates().sort_values(columns, ignore_index=True)


def first_visits_of(
    production_need: pd.DataFrame,
    activities: pd.DataFrame,
    activity_times: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Return what each need takes first of all, and what comes of it later in its pathway.

    Parameters
    ----------
    production_need : pandas.DataFrame
        unit, need, activity: the result table.
    activities, activity_times, units : pandas.DataFrame
        The input tables. Which visits are first ones stands in the column contact.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, first (whether its first visits take the capacity there) and seen_at,
        the hospital whose first visits decide: its own, or where it has none for the need, empty:
        those of the region. Only of needs that have first visits.

    Examples
    --------
    Hospital H sees its patients itself; theatre Q, of no hospital, operates on what all have seen.

    >>> rows = pd.DataFrame({"unit": ["C", "D", "Q"], "need": "eye",
    ...                      "activity": ["new", "cut", "cut"]})
    >>> kinds = pd.DataFrame({"activity": ["new", "cut"], "contact": ["first", None]})
    >>> times = pd.DataFrame({"activity": ["new", "cut"], "unit": None,
    ...                       "capacity": ["clinic", "theatre"], "amount": 1.0})
    >>> units = pd.DataFrame({"unit": ["H", "C", "D", "Q"], "parent": [None, "H", "H", None],
    ...                       "level": ["hospital", "clinic", "ward", "ward"]})
    >>> first_visits_of(rows, kinds, times, units)[["unit", "first", "seen_at"]].values.tolist()
    [['C', True, 'H'], ['D', False, 'H'], ['Q', False, '']]
    """
    rows = _by_hospital(production_need, activities[["activity", "contact"]], units)
    rows = rows.assign(first=rows["contact"] == "first")
    rows = rows[rows.groupby("need")["first"].transform("any")]
    sees = rows.groupby(["need", "hospital"])["first"].transform("any")
    rows = rows.assign(seen_at=rows["hospital"].where(sees, ""))
    rows = rows.merge(times_at(rows, activity_times), on=["unit", "activity"])
    keys = ["need", "unit", "capacity", "seen_at"]
    found = rows.groupby(keys, as_index=False)[["first"]].any()
    return found[[*keys[:3], "first", "seen_at"]]


def _by_hospital(
    production_need: pd.DataFrame, told: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """Return what each unit does for each need, with what is told of it and the hospital."""
    rows = production_need[["need", "unit", "activity"]].drop_duplicates()
    rows = rows.merge(told, on="activity")
    own = rows["unit"].map(hospital_of(units)).astype("str")
    return rows.assign(hospital=own.fillna(rows["unit"]))
