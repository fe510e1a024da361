"""What the table resources tells of hours worked, and of time away."""

from __future__ import annotations

import pandas as pd

_KEYS = ["unit", "resource"]


def worked_each(resources: pd.DataFrame) -> pd.Series:
    """Return the hours that one counted person, room or machine works in the period.

    Parameters
    ----------
    resources : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.Series
        hours · (1 − absence) [hours], with the index of resources.
    """
    return resources["hours"] * (1 - resources["absence"])


def net_hours(resources: pd.DataFrame) -> pd.Series:
    """Return the hours worked by all that are counted: what is had of the resource.

    Parameters
    ----------
    resources : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.Series
        count · hours · (1 − absence) [hours], with the index of resources.

    Examples
    --------
    >>> net_hours(pd.DataFrame({"count": [10.0], "hours": [160.0], "absence": [0.25]})).tolist()
    [1200.0]
    """
    return resources["count"] * worked_each(resources)


def absence_of(places: pd.DataFrame, resources: pd.DataFrame, otherwise: float) -> pd.Series:
    """Return the mean absence of each unit's resource in the latest year that tells it.

    Parameters
    ----------
    places : pandas.DataFrame
        unit, resource; rows may repeat.
    resources : pandas.DataFrame
        The table.
    otherwise : float
        Where the table tells nothing [share of paid time].

    Returns
    -------
    pandas.Series
        In the order, and with the index, of places [share of paid time].

    Examples
    --------
    >>> resources = pd.DataFrame({"unit": "A", "resource": "nurse", "absence": [0.9, 0.2, 0.3],
    ...                           "period": ["2025-01", "2026-01", "2026-02"]})
    >>> places = pd.DataFrame({"unit": ["A", "B"], "resource": "nurse"})
    >>> absence_of(places, resources, 0.22).tolist()
    [0.25, 0.22]
    """
    year = resources["period"].str[:4]
    latest = year == year.groupby([resources[key] for key in _KEYS]).transform("max")
    known = resources[latest].groupby(_KEYS, as_index=False)[["absence"]].mean()
    absence = places[_KEYS].merge(known, on=_KEYS, how="left")["absence"]
    return absence.fillna(otherwise).set_axis(places.index)
