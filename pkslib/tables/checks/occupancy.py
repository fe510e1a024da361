"""The question whether what was produced can have taken what was available."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib.language import percent
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet

# Staffed beds and rooms in use stand less than half empty, and overcrowding ends near 130 %.
BELIEVABLE = (0.5, 1.3)
_LATEST = 4


def outcome_against_available(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each unit and capacity whose outcome can't have filled what was there.

    Production times the amount per activity, over what was available in the same periods, is the
    occupancy that the data set itself claims. Far from one, stays, pathways or available capacity
    are measured in different ways, and no plan built on them will be believed.
    """
    if not {"production", "activity_times", "available"} <= sheets.keys():
        return
    frames = [sheets[name].frame for name in ("production", "activity_times", "available")]
    for unit, capacity, share in claimed(*frames).itertuples(index=False, name=None):
        if not BELIEVABLE[0] <= share <= BELIEVABLE[1]:
            yield sheets["activity_times"].fault(
                of_tables.UNBELIEVABLE_OCCUPANCY,
                column="amount",
                found=percent(share),
                unit=unit,
                capacity=capacity,
                share=percent(share),
            )


def patients_without_capacity(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each unit and period that produced with nothing available."""
    if not {"production", "activity_times", "available"} <= sheets.keys():
        return
    keys = ["unit", "capacity", "period"]
    used = _used(sheets["production"].frame, sheets["activity_times"].frame)
    frame = sheets["available"].frame
    worked = pd.MultiIndex.from_frame(frame[keys]).isin(used[used > 0].index)
    bare = frame[worked & (frame["amount"] == 0)]
    for row, unit, capacity, period in bare[keys].itertuples(name=None):
        yield sheets["available"].fault(
            of_tables.PATIENTS_WITHOUT_CAPACITY,
            row=row,
            column="amount",
            found="0",
            unit=unit,
            capacity=capacity,
            period=period,
        )


def claimed(
    production: pd.DataFrame, activity_times: pd.DataFrame, available: pd.DataFrame
) -> pd.DataFrame:
    """Return the occupancy that a data set claims over the latest periods it tells both sides of.

    Parameters
    ----------
    production, activity_times, available : pandas.DataFrame
        The input tables.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, share: production times the amount per activity over what was available;
        only where both are above zero.

    Examples
    --------
    >>> done = pd.DataFrame({"unit": ["A"], "activity": "stay", "period": "2026-01", "count": 30.0})
    >>> times = pd.DataFrame({"activity": ["stay"], "unit": [None], "capacity": "bed_day",
    ...                       "amount": 4.0})
    >>> there = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "period": "2026-01",
    ...                       "amount": 480.0})
    >>> claimed(done, times, there)
      unit capacity  share
    0    A  bed_day   0.25
    """
    keys = ["unit", "capacity", "period"]
    used = _used(production, activity_times)
    there = available.dropna(subset=keys).groupby(keys)["amount"].sum()
    both = pd.concat([used.rename("used"), there.rename("there")], axis=1, join="inner")
    latest = both.sort_index().groupby(level=["unit", "capacity"]).tail(_LATEST)
    sums = latest.groupby(level=["unit", "capacity"]).sum()
    sums = sums[(sums["there"] > 0) & (sums["used"] > 0)]
    return (sums["used"] / sums["there"]).rename("share").reset_index()


def _used(production: pd.DataFrame, times: pd.DataFrame) -> pd.Series:
    """Return the capacity that production took; a unit's own time goes before the common one."""
    done = production[["unit", "activity", "period", "count"]].dropna()
    amounts = times[["activity", "unit", "capacity", "amount"]]
    own = done.merge(amounts.dropna(), on=["activity", "unit"])
    common = amounts[amounts["unit"].isna()].drop(columns="unit")
    rest = done.merge(common, on="activity")
    held = pd.MultiIndex.from_frame(own[["unit", "activity", "capacity"]])
    rest = rest[~pd.MultiIndex.from_frame(rest[["unit", "activity", "capacity"]]).isin(held)]
    rows = pd.concat([own, rest])
    rows["used"] = rows["count"] * rows["amount"]
    return rows.groupby(["unit", "capacity", "period"])["used"].sum()
