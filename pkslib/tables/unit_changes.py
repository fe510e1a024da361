"""Units that were renamed, merged or split keep one history.

What was counted under a former code is moved to the units that went on, before anything reads it.
Amounts are divided by the shares and added up, so that sums are kept; what does not add up, such
as hours per person, is weighed by what it was counted for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.declaration import Table
from pkslib.tables.inputs import INPUTS

# When a row of each table with a history by unit was.
TIMES = {
    "unit_demand": "period",
    "available": "period",
    "resources": "period",
    "openings": "period",
    "production": "period",
    "capacity_outcome": "period",
    "resource_outcome": "period",
    "waiting": "as_of",
    "bookings": "week",
    "beds": "period",
    "unit_forecasts": "period",
}
# Columns that do not add up, and what each is weighed by.
_WEIGHED = {"hours": "count", "absence": "count", "hours_per_patient": "booked"}
# The last day of a waiting band: of two with one first day the later, so that nothing is told
# that is not known.
_OPEN_END = "days_to"


def continued(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return tables in which every unit has the history of those that it goes on from.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Input tables as declared, unit_changes among them.

    Returns
    -------
    dict of str to pandas.DataFrame
        The same, those with a history by unit changed. Rows before the change are moved by share;
        what the shares leave stays. A unit that gives all of itself away has no rows left, also
        after the change: late ones go the same way.

    Examples
    --------
    Two clinics become one:

    >>> changes = pd.DataFrame(
    ...     {"unit": ["A", "B"], "to_unit": "C", "from": "2026-02", "share": 1.0}
    ... )
    >>> done = pd.DataFrame({"unit": ["A", "B", "C"], "activity": "stay",
    ...                      "period": ["2026-01", "2026-01", "2026-02"], "count": [4.0, 6, 11]})
    >>> moved = continued({"unit_changes": changes, "production": done})["production"]
    >>> moved[["unit", "period", "count"]].to_numpy().tolist()
    [['C', '2026-01', 10.0], ['C', '2026-02', 11.0]]
    """
    found = dict(tables)
    changes = tables["unit_changes"]
    for start in sorted(changes["from"].unique(), key=periods.start):
        now = changes[changes["from"] == start]
        for name, time in TIMES.items():
            if name in found and found[name]["unit"].isin(now["unit"]).any():
                found[name] = _moved(found[name], INPUTS[name], time, now, start)
    return found


def _moved(
    frame: pd.DataFrame, declared: Table, time: str, changes: pd.DataFrame, start: str
) -> pd.DataFrame:
    """Return a table after the changes of one day."""
    left = (1.0 - changes.groupby("unit")["share"].sum()).round(9)
    stay = {*left[left > 0].index, *changes.loc[changes["unit"] == changes["to_unit"], "unit"]}
    gone = set(left.index) - stay
    before = frame[time].map(periods.start) < periods.start(start)
    concerned = frame["unit"].isin(gone) | (frame["unit"].isin(changes["unit"]) & before)
    rows = frame[concerned]
    staying = left[left > 0].rename("share").reset_index()
    going = changes[["unit", "to_unit", "share"]]
    shares = pd.concat([going, staying.assign(to_unit=staying["unit"])])
    parts = rows.merge(shares, on="unit").assign(unit=lambda each: each["to_unit"])
    adds = [name for name in _amounts(declared) if name in frame and name not in _WEIGHED]
    parts[adds] = parts[adds].mul(parts["share"], axis=0)
    parts = parts.drop(columns=["to_unit", "share"])
    return _added(pd.concat([frame[~concerned], parts], ignore_index=True), declared, adds)


def _amounts(declared: Table) -> list[str]:
    return [name for name, each in declared.columns.items() if each.kind == "number"]


def _added(frame: pd.DataFrame, declared: Table, adds: Sequence[str]) -> pd.DataFrame:
    """Return a table with one row a key: amounts added up, a sum with an unknown part unknown."""
    if not frame.duplicated(declared.key).any():
        return frame
    weighed = {name: by for name, by in _WEIGHED.items() if name in frame and by in frame}
    work = frame.assign(**{name: frame[name] * frame[by] for name, by in weighed.items()})
    groups = work.groupby(declared.key, dropna=False)
    found = groups.first()
    for name in [*adds, *weighed]:
        known = groups[name].count() == groups.size() if name in declared.counts else None
        sums = groups[name].sum(min_count=1)
        found[name] = sums if known is None else sums.where(known)
    for name, by in weighed.items():
        plain = frame.groupby(declared.key, dropna=False)[name].mean()
        found[name] = (found[name] / found[by].where(found[by] > 0)).fillna(plain)
    if _OPEN_END in found:
        ends = work[_OPEN_END].astype(float).fillna(np.inf)
        last = ends.groupby([work[key] for key in declared.key], dropna=False).max()
        found[_OPEN_END] = last.replace(np.inf, np.nan).astype("Int64")
    return found.reset_index()[list(frame.columns)]
