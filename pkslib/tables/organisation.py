"""Where a unit belongs: what the column parent of the table units says."""

from __future__ import annotations

import pandas as pd

_HOSPITAL = "hospital"


def hospital_of(units: pd.DataFrame) -> pd.Series:
    """Return the hospital each unit belongs to.

    Parameters
    ----------
    units : pandas.DataFrame
        The input table units.

    Returns
    -------
    pandas.Series
        By unit: the nearest unit of level hospital from the unit itself upwards; outside
        hospitals the unit's parent, and without a parent the unit itself.

    Examples
    --------
    >>> units = pd.DataFrame({
    ...     "unit": ["H", "MED", "W1", "P1"], "parent": [None, "H", "MED", None],
    ...     "level": ["hospital", "clinic", "ward", "primary"],
    ... })
    >>> hospital_of(units).to_dict()
    {'H': 'H', 'MED': 'H', 'W1': 'H', 'P1': 'P1'}
    """
    rows = units.set_index("unit")
    parents = {str(unit): str(above) for unit, above in rows["parent"].dropna().items() if above}
    hospitals = set(rows.index[rows["level"] == _HOSPITAL])
    return pd.Series(
        {unit: _nearest(str(unit), parents, hospitals) for unit in rows.index}, dtype="str"
    )


def _nearest(unit: str, parents: dict[str, str], hospitals: set[str]) -> str:
    """Return the first hospital on the way up, else the parent, else the unit itself."""
    seen: list[str] = []
    step: str | None = unit
    while step is not None and step not in seen:
        if step in hospitals:
            return step
        seen.append(step)
        step = parents.get(step)
    return parents.get(unit, unit)
