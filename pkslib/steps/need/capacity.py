"""Production need and capacity need: what the patients take at the units, and what it means."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib.methods.inputs import NOT_NEGATIVE, POSITIVE, RISK, Result, as_given, take

# Rounding must not turn 10 beds that came out as 10.0000000001 into 11.
_DECIMALS = 9


def capacity_need(raw: ArrayLike, utilisation: ArrayLike, margin: ArrayLike = 0) -> Result:
    """Return the capacity needed so that a use of it keeps to the target utilisation.

    Parameters
    ----------
    raw : float or array
        Capacity used by production [capacity's measure], from 0 up.
    utilisation : float or array
        Target utilisation [share], above 0 and at most 1.
    margin : float or array
        Margin on top [share], from 0 up.

    Returns
    -------
    float or array
        raw / utilisation · (1 + margin) [capacity's measure]. Divided, not multiplied by 1.15:
        2 000 of 2 300 is more than 85 %.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning, on the two sides of the
       scale.

    Examples
    --------
    The guidance's patients: 1 000 with two bed days each, at 85 % occupancy.

    >>> round(capacity_need(1000 * 2, 0.85))
    2353
    >>> capacity_need([80, 0], utilisation=0.8, margin=0.5)
    array([150.,   0.])
    """
    used, share, extra = take(
        raw=(raw, NOT_NEGATIVE), utilisation=(utilisation, RISK), margin=(margin, NOT_NEGATIVE)
    )
    return as_given(np.asarray(used / share * (1 + extra)))


def places(need: ArrayLike, days: ArrayLike) -> Result:
    """Return the beds that hold a number of bed days.

    Parameters
    ----------
    need : float or array
        Bed days, from 0 up.
    days : float or array
        Calendar days they are spread over, above 0.

    Returns
    -------
    int or array of int
        Whole beds, rounded up: to the nearest would leave some patients without.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> places(2353, 365), places([310, 310.1, 0], 31)
    (7, array([10, 11,  0]))
    """
    wanted, spread = take(need=(need, NOT_NEGATIVE), days=(days, POSITIVE))
    return as_given(np.ceil(np.round(wanted / spread, _DECIMALS)).astype(np.int64))


def production_need(care: pd.DataFrame, pathways: pd.DataFrame) -> pd.DataFrame:
    """Return the activities that patients need at each unit.

    Parameters
    ----------
    care : pandas.DataFrame
        need, period, patients [patients].
    pathways : pandas.DataFrame
        need, unit, activity, per_patient [activities per patient].

    Returns
    -------
    pandas.DataFrame
        unit, need, activity, period, count [activities].
    """
    rows = care[["need", "period", "patients"]].merge(pathways, on="need")
    return rows.assign(count=rows["patients"] * rows["per_patient"])


def capacity_per_patient(pathways: pd.DataFrame, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that a patient with a need takes at each unit.

    Parameters
    ----------
    pathways : pandas.DataFrame
        need, unit, activity, per_patient [activities per patient].
    activity_times : pandas.DataFrame
        activity, unit, capacity, amount [capacity's measure per activity]. A row for the unit
        goes before the row without a unit, capacity by capacity.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, rate [capacity's measure per patient], activities [activities that
        take it, per patient].

    Examples
    --------
    >>> pathways = pd.DataFrame({
    ...     "need": "hip", "unit": ["A", "B"], "activity": "stay", "per_patient": 0.5
    ... })
    >>> times = pd.DataFrame({
    ...     "activity": "stay", "unit": [None, "B"], "capacity": "bed_day", "amount": [8.0, 6.0]
    ... })
    >>> capacity_per_patient(pathways, times)
      need unit capacity  rate  activities
    0  hip    A  bed_day   4.0         0.5
    1  hip    B  bed_day   3.0         0.5
    """
    general = activity_times[activity_times["unit"].isna()].drop(columns="unit")
    own = pathways.merge(activity_times, on=["activity", "unit"])
    rows = pd.concat([own, pathways.merge(general, on="activity")], ignore_index=True)
    rows = rows.drop_duplicates(["need", "unit", "activity", "capacity"])
    rows = rows.assign(
        rate=rows["per_patient"] * rows["amount"],
        activities=rows["per_patient"].where(rows["amount"] > 0, 0.0),
    )
    keys = ["need", "unit", "capacity"]
    return rows.groupby(keys, as_index=False)[["rate", "activities"]].sum()


def capacity_use(care: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that each need takes, before utilisation and margin.

    Parameters
    ----------
    care : pandas.DataFrame
        need, period, and patients, forecast, relief [patients].
    rates : pandas.DataFrame
        As from :func:`capacity_per_patient`.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, period, rate [capacity's measure per patient], raw (of the patients
        planned for) and expected (of forecast and relief) [capacity's measure], and count (of
        the patients planned for) [activities].
    """
    rows = care.merge(rates, on="need")
    return rows.assign(
        raw=rows["patients"] * rows["rate"],
        expected=(rows["forecast"] + rows["relief"]) * rows["rate"],
        count=rows["patients"] * rows["activities"],
    )
