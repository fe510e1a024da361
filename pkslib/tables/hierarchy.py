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
    hospitals = set(units.loc[units["level"] == _HOSPITAL, "unit"])
    parents = _parents(units)
    else_parent = {str(unit): parents.get(str(unit), str(unit)) for unit in units["unit"]}
    return pd.Series(else_parent | nearest_above(units, hospitals).to_dict(), dtype="str")


def specialty_of(units: pd.DataFrame) -> pd.Series:
    """Return the specialty of each unit.

    Parameters
    ----------
    units : pandas.DataFrame
        The input table units.

    Returns
    -------
    pandas.Series
        By unit: its own specialty, else that of the nearest unit above that has one; units of
        which none is known are not there.

    Examples
    --------
    >>> units = pd.DataFrame({
    ...     "unit": ["H", "ORT", "W1", "W2"], "parent": [None, "H", "ORT", "H"],
    ...     "specialty": [None, "orthopaedics", None, None],
    ... })
    >>> specialty_of(units).to_dict()
    {'ORT': 'orthopaedics', 'W1': 'orthopaedics'}
    """
    own = units.set_index("unit")["specialty"].dropna()
    own = own[own != ""]
    return nearest_above(units, set(own.index)).map(own.to_dict()).astype("str")


def nearest_above(units: pd.DataFrame, chosen: set[str]) -> pd.Series:
    """Return the first of some chosen units from each unit upwards.

    Parameters
    ----------
    units : pandas.DataFrame
        unit and parent (may be empty).
    chosen : set of str
        Units.

    Returns
    -------
    pandas.Series
        By unit; units that have none of them above are not there.
    """
    parents = _parents(units)
    found = {str(unit): _nearest(str(unit), parents, chosen) for unit in units["unit"]}
    return pd.Series({unit: above for unit, above in found.items() if above}, dtype="str")


def _parents(units: pd.DataFrame) -> dict[str, str]:
    rows = units.set_index("unit")["parent"].dropna()
    return {str(unit): str(above) for unit, above in rows.items() if above}


def _nearest(unit: str, parents: dict[str, str], chosen: set[str]) -> str | None:
    seen: set[str] = set()
    step: str | None = unit
    while step is not None and step not in seen:
        if step in chosen:
            return step
        seen.add(step)
        step = parents.get(step)
    return None


def with_all_above(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return amounts of units added up for each of them and for every unit above.

    Parameters
    ----------
    rows : pandas.DataFrame
        unit, and numbers; a missing number adds nothing, and stays missing where all are.
    units : pandas.DataFrame
        unit and parent (may be empty).

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["R", "A", "B"], "parent": [None, "R", "R"]})
    >>> rows = pd.DataFrame({"unit": ["A", "B"], "budget": [2.0, 3.0]})
    >>> with_all_above(rows, units).set_index("unit")["budget"].to_dict()
    {'A': 2.0, 'B': 3.0, 'R': 5.0}
    """
    spread = rows.merge(lines_of(units), on="unit").drop(columns="unit")
    return spread.rename(columns={"above": "unit"}).groupby("unit").sum(min_count=1).reset_index()


def lines_of(units: pd.DataFrame) -> pd.DataFrame:
    """Return each unit with itself and each that lies above it.

    Parameters
    ----------
    units : pandas.DataFrame
        unit and parent (may be empty).

    Returns
    -------
    pandas.DataFrame
        unit, above.

    Examples
    --------
    >>> lines_of(pd.DataFrame({"unit": ["R", "A"], "parent": [None, "R"]})).to_numpy().tolist()
    [['R', 'R'], ['A', 'A'], ['A', 'R']]
    """
    parents = _parents(units)
    pairs = [(unit, above) for unit in map(str, units["unit"]) for above in _line(unit, parents)]
    return pd.DataFrame(pairs, columns=["unit", "above"], dtype="str")


def _line(unit: str, parents: dict[str, str]) -> list[str]:
    """Return a unit and all above it, each once."""
    found = [unit]
    while (above := parents.get(found[-1])) is not None and above not in found:
        found.append(above)
    return found
