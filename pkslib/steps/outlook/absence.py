"""How much of their time the staff of each unit are away."""

from __future__ import annotations

import pandas as pd

_KEYS = ["unit", "resource"]


def absence_of(staff: pd.DataFrame, resources: pd.DataFrame, otherwise: float) -> pd.Series:
    """Return the mean absence of each unit's resource in the latest year that tells it.

    Parameters
    ----------
    staff : pandas.DataFrame
        unit, resource; rows may repeat.
    resources : pandas.DataFrame
        unit, resource, period, absence [share of paid time].
    otherwise : float
        Where the table tells nothing [share of paid time].

    Returns
    -------
    pandas.Series
        In the order, and with the index, of staff [share of paid time].

    Examples
    --------
    >>> resources = pd.DataFrame({"unit": "A", "resource": "nurse", "absence": [0.9, 0.2, 0.3],
    ...                           "period": ["2025-01", "2026-01", "2026-02"]})
    >>> staff = pd.DataFrame({"unit": ["A", "B"], "resource": "nurse"})
    >>> absence_of(staff, resources, 0.22).tolist()
    [0.25, 0.22]
    """
    year = resources["period"].str[:4]
    latest = year == year.groupby([resources[key] for key in _KEYS]).transform("max")
    known = resources[latest].groupby(_KEYS, as_index=False)[["absence"]].mean()
    absence = staff[_KEYS].merge(known, on=_KEYS, how="left")["absence"]
    return absence.fillna(otherwise).set_axis(staff.index)
