"""How good the data are that were followed up: shown beside the results, never a reason to wait."""

from __future__ import annotations

import pandas as pd

from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

# A unit's mean is not comparable when it is this many times above or below that of the others.
_FAR = 2.0
# Production cannot take more of a capacity than there was, overtime apart.
_MOST_USED = 1.2
_PER_UNIT = ["cost", "drg"]
_LOST = ["cancelled_late", "no_show"]


def outcome_quality(
    production: pd.DataFrame, capacity_outcome: pd.DataFrame, labels: list[str]
) -> pd.DataFrame:
    """Return how complete, timely, possible and comparable each unit's outcomes are.

    Parameters
    ----------
    production, capacity_outcome : pandas.DataFrame
        The tables.
    labels : list of str
        Periods of the window, in time order.

    Returns
    -------
    pandas.DataFrame
        Rows of the table outcome_quality. Impossible are cells that cannot be right: part of an
        activity, points or cost without an activity, more visits lost than done, far more
        capacity used than there was; unlike are activities whose cost or points each are less
        than half or more than double of what other units have.

    Examples
    --------
    >>> from pkslib.tables.declaration import filled
    >>> from pkslib.tables.inputs import INPUTS
    >>> months = ["2026-01", "2026-02", "2026-03"]
    >>> done = pd.DataFrame({"unit": "A", "activity": "visit", "period": months,
    ...                      "count": [10.0, 9.5, None]})
    >>> nothing = empty(INPUTS["capacity_outcome"])
    >>> found = outcome_quality(filled(done, INPUTS["production"]), nothing, months)
    >>> found[["missing", "late", "impossible"]].astype(int).to_numpy().tolist()
    [[1, 1, 1]]
    """
    inside = production[production["period"].isin(labels)]
    if inside.empty:
        return empty(RESULTS["outcome_quality"])
    series = production.groupby("unit")["activity"].nunique()
    done = inside.dropna(subset=["count"])
    found = pd.DataFrame({"expected": series * len(labels)})
    found["missing"] = found["expected"] - done.groupby("unit").size().reindex(
        found.index, fill_value=0
    )
    latest = done.groupby("unit")["period"].max().reindex(found.index)
    found["complete"] = 1 - found["missing"] / found["expected"]
    found["late"] = [_behind(label, labels) for label in latest]
    impossible = _impossible(done).groupby(done["unit"]).sum()
    overused = _overused(capacity_outcome[capacity_outcome["period"].isin(labels)])
    found["impossible"] = impossible.add(overused, fill_value=0).reindex(found.index, fill_value=0)
    found["unlike"] = _unlike(done).reindex(found.index, fill_value=0)
    return found.rename_axis("unit").reset_index()


def _behind(label: object, labels: list[str]) -> int:
    """Return how many periods of the window came after a unit's latest outcome."""
    return len(labels) if not isinstance(label, str) else len(labels) - 1 - labels.index(label)


def _impossible(done: pd.DataFrame) -> pd.Series:
    """Tell which rows hold what cannot be right."""
    none_done = (done["count"] == 0) & (done[_PER_UNIT].fillna(0) > 0).any(axis=1)
    lost = done[_LOST].fillna(0).sum(axis=1)
    return none_done | (done["count"] % 1 != 0) | (lost > done["count"].clip(lower=1))


def _overused(there_was: pd.DataFrame) -> pd.Series:
    """Return, by unit, in how many periods far more was used than there was."""
    return (
        (there_was["used"] > _MOST_USED * there_was["available"]).groupby(there_was["unit"]).sum()
    )


def _unlike(done: pd.DataFrame) -> pd.Series:
    """Return, by unit, how many activities cost or weigh quite otherwise than at other units."""
    sums = done.groupby(["unit", "activity"])[["count", *_PER_UNIT]].sum(min_count=1)
    each = sums[_PER_UNIT].astype(float).div(sums["count"].where(sums["count"] > 0), axis=0)
    ratio = each / each.groupby("activity").transform("median")
    far = ((ratio > _FAR) | (ratio < 1 / _FAR)).any(axis=1)
    return far.groupby("unit").sum()
