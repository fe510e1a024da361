"""The question whether what was produced can have taken what was available."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from pkslib import periods
from pkslib.language import percent
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet

# Staffed beds and rooms in use stand less than half empty, and overcrowding ends near 130 %.
BELIEVABLE = (0.5, 1.3)
_LATEST = 4
# Demand may be far from what there is, that being why one plans; not as far as this.
_POSSIBLE = (0.1, 1.5)
# Occupancy that a data set in one set of units comes near.
_USUAL = 0.85
# Of what size a slip of units is, and what it is about; nearest first.
_BED_DAY = "bed_day"
_SLIPS = (
    (24.0, "activity_times", "hours_for_days"),
    (30.4, "available", "beds_for_bed_days"),
    (60.0, "activity_times", "minutes_for_hours"),
    (100.0, "pathways", "per_cent_for_shares"),
    (1000.0, "available", "thousands"),
)
# The same where too little seems to be taken.
_OPPOSITE = (
    (12.0, "available", "year_in_month"),
    (24.0, "available", "available_in_hours"),
    (60.0, "available", "available_in_minutes"),
    (1000.0, "demand", "demand_in_thousands"),
)
# How far from a slip's size the share may lie [ratio], and a mean stay that is long in days.
_NEAR = 1.5
_LONG_STAY = 24.0


def outcome_against_available(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each unit and capacity whose outcome can't have filled what was there.

    Production times the amount per activity, over what was available in the same periods, is the
    occupancy that the data set itself claims. Far from one, stays, pathways or available capacity
    are measured in different ways, and no plan built on them will be believed.
    """
    if not {"production", "activity_times", "available"} <= sheets.keys():
        return
    frames = [sheets[name].frame for name in ("production", "activity_times", "available")]
    slip = _slips(sheets)
    for unit, capacity, share in claimed(*frames).itertuples(index=False, name=None):
        if not BELIEVABLE[0] <= share <= BELIEVABLE[1]:
            yield sheets["activity_times"].fault(
                of_tables.UNBELIEVABLE_OCCUPANCY,
                column="amount",
                found=percent(share),
                unit=unit,
                capacity=capacity,
                share=share,
                guess=slip(capacity, share / _USUAL),
            )


def demand_against_available(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning, with the slip of units guessed, where demand can't fit what is available.

    Asked of data sets without production: demand times pathways stands for it.
    """
    place = sheets.get("available") or sheets.get("resources")
    needed = {"demand", "pathways", "units", "activity_times", "capacities"}
    if place is None or not needed <= sheets.keys() or "production" in sheets:
        return
    slip = _slips(sheets)
    for unit, capacity, share in _by_day(_expected(sheets), sheets):
        if not _POSSIBLE[0] <= share <= _POSSIBLE[1]:
            yield place.fault(
                of_tables.UNBELIEVABLE_DEMAND,
                column="amount",
                found=percent(share),
                unit=unit,
                capacity=capacity,
                share=share,
                times=round(share / _USUAL, 1),
                least=percent(_POSSIBLE[0]),
                most=percent(_POSSIBLE[1]),
                guess=slip(capacity, share / _USUAL),
            )


def demand_without_capacity(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each unit with patients to come and none of a capacity at any time."""
    needed = {"demand", "pathways", "units", "activity_times", "available"}
    if not needed <= sheets.keys() or "production" in sheets:
        return
    place = ["unit", "capacity"]
    used = _used(_expected(sheets), sheets["activity_times"].frame)
    wanted = used.groupby(level=place).sum()
    frame = sheets["available"].frame.dropna(subset=["amount"])
    most = frame.groupby(place)["amount"].agg(["max", "size"])
    first = frame.reset_index(names="row").groupby(place)["row"].first()
    bare = most.index[(most["max"] == 0) & most.index.isin(wanted[wanted > 0].index)]
    for unit, capacity in bare:
        yield sheets["available"].fault(
            of_tables.NEVER_AVAILABLE,
            row=int(first[(unit, capacity)]),
            column="amount",
            found="0",
            unit=unit,
            capacity=capacity,
        )


def _by_day(
    expected: pd.DataFrame, sheets: Mapping[str, Sheet]
) -> Iterator[tuple[str, str, float]]:
    """Yield unit, capacity and the share of a day's capacity that a day's demand would take.

    What is available may be told for other periods than demand, and in other lengths. Of less
    than a year of demand nothing is concluded: holidays would be taken for slips.
    """
    labels = sorted(expected["period"].unique())
    if not labels or len(labels) < periods.season(periods.resolution(labels[-1])):
        return
    place = ["unit", "capacity"]
    latest = labels[-periods.season(periods.resolution(labels[-1])) :]
    recent = expected[expected["period"].isin(latest)]
    used = _used(recent, sheets["activity_times"].frame).groupby(level=place).sum()
    took = used / sum(map(periods.days, latest))
    there = _given(sheets).dropna()
    if there.empty or used.empty:
        return
    there["days"] = there["period"].map(periods.days).astype(float)
    sums = there.groupby(place)[["amount", "days"]].sum()
    both = pd.concat([took.rename("took"), sums["amount"] / sums["days"]], axis=1, join="inner")
    both = both.set_axis(["took", "there"], axis=1)
    both = both[(both["took"] > 0) & (both["there"] > 0)]
    shares = (both["took"] / both["there"]).rename("share").reset_index()
    yield from shares.itertuples(index=False, name=None)


def _given(sheets: Mapping[str, Sheet]) -> pd.DataFrame:
    """Return unit, capacity, period and amount: stated, else what resources and recipes allow."""
    if "available" in sheets:
        return sheets["available"].frame[["unit", "capacity", "period", "amount"]]
    if "recipes" not in sheets:
        return pd.DataFrame(columns=["unit", "capacity", "period", "amount"], dtype="str")
    staff = sheets["resources"].frame
    hours = staff["count"] * staff["hours"] * (1 - staff["absence"])
    rows = staff.assign(had=hours)[["unit", "resource", "period", "had"]]
    rows = rows.merge(sheets["recipes"].frame, on="resource")
    rows = rows.assign(amount=rows["had"] / rows["amount"])
    return rows.groupby(["unit", "capacity", "period"], as_index=False)[["amount"]].min()


def _expected(sheets: Mapping[str, Sheet]) -> pd.DataFrame:
    """Return production as demand and pathways have it: unit, activity, period, count."""
    regions = sheets["units"].frame.drop_duplicates("unit").set_index("unit")["region"]
    paths = sheets["pathways"].frame
    paths = paths.assign(region=paths["unit"].map(regions))
    rows = sheets["demand"].frame.merge(paths, on=["region", "need"])
    rows = rows.assign(count=rows["patients"] * rows["per_patient"])
    return rows.groupby(["unit", "activity", "period"], as_index=False)[["count"]].sum()


def _slips(sheets: Mapping[str, Sheet]) -> Callable[[str, float], str]:
    """Return what tells the code of the slip of units that a capacity's ratio looks like.

    Each capacity has its measure, and the middle of its stays or times.
    """
    kinds: dict[str, str] = {}
    if "capacities" in sheets:
        known = sheets["capacities"].frame.drop_duplicates("capacity").set_index("capacity")
        kinds = {str(code): measure for code, measure in known["measure"].items()}
    stays = sheets["activity_times"].frame.groupby("capacity")["amount"].median()

    def guessed(capacity: str, times: float) -> str:
        beds, stay = kinds.get(capacity) == _BED_DAY, float(stays.get(capacity, 0.0))
        return _guess(times, beds=beds, stay=stay)

    return guessed


def _guess(times: float, *, beds: bool, stay: float) -> str:
    """Return the code of the slip of units that a ratio looks like; empty for none."""
    slips, size = (_SLIPS, times) if times > 1 else (_OPPOSITE, 1 / times)
    near = [slip for slip in slips if 1 / _NEAR <= size / slip[0] <= _NEAR]
    if times < 1:
        near = [slip for slip in near if (slip[0] == _SLIPS[0][0]) <= beds]
        near.sort(key=lambda slip: abs(size / slip[0] - 1))
    elif not beds:
        near = [slip for slip in near if slip[0] > _SLIPS[1][0]]
    elif len(near) > 1 and near[0][0] == _SLIPS[0][0]:
        # Both are near one another: long stays tell of hours.
        near = near[:1] if stay >= _LONG_STAY else near[1:]
    return near[0][2] if near else ""


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
