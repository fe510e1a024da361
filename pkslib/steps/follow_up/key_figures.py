"""Key figures of waiting and staffing: who waits and how long, who is scheduled of those needed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.guarantee import within_limits
from pkslib.tables import waiting_lists

WAITING, MEDIAN, WITHIN = "waiting", "median_wait", "within_guarantee"
SCHEDULED, PER_PERSON = "scheduled", "patients_per_person"
_COLUMNS = ["group", "parameter", "value", "upper", "plan", "last_year"]
# The schedule lies ahead: its first week, and its first four.
_DAYS = {"week": 7, "month": 28}
_DAY = ["unit", "resource", "date"]
_SHIFT = ["unit", "resource", "weekday", "shift"]
_OF_STAFF = [
    "group", "parameter", "item", "place", "cadence", "value", "plan", "last_year", "is_share",
]  # fmt: skip
_AMOUNTS = ["scheduled", "needed", "beds", "by_ratio"]


def availability(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the waiting list as it stands against the care guarantee and a year before.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        group, parameter, value, upper, plan, last_year: patients waiting, their median wait so
        far [days], and share within the guarantee, of which all are meant to be; none without a
        waiting list. Share and median are at least value and at most upper where the bands that
        tell them straddle a limit; upper is missing where they are known, as is last_year where
        they were not.

    Examples
    --------
    >>> lists = pd.DataFrame({"region": "06", "need": "hip", "unit": None, "as_of": "2026-10-31",
    ...                       "days_from": [0, 31, 91], "days_to": [30, 90, None],
    ...                       "patients": [40.0, 20.0, 20.0]})
    >>> needs = pd.DataFrame({"need": ["hip"], "guarantee_days": [90]})
    >>> availability(lists, needs)["value"].tolist()
    [80.0, 31.0, 0.75]
    """
    if waiting.empty:
        return pd.DataFrame(columns=_COLUMNS)
    month = waiting["as_of"].str[:7]
    last = str(month.max())
    before = f"{int(last[:4]) - 1}{last[4:]}"
    past = waiting[month <= before] if (month == before).any() else waiting.iloc[:0]
    now, then = _of_lists(waiting, needs), _of_lists(past, needs)
    rows = [
        (WAITING, now.waiting, np.nan, np.nan, then.waiting),
        (MEDIAN, *_told(now.median), np.nan, _known(then.median)),
        (WITHIN, *_told(now.within), 1.0, _known(then.within)),
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=_COLUMNS[1:]).assign(group="availability")
    return found.dropna(subset=["value"])[_COLUMNS]


_Range = tuple[float, float]
_MISSING: _Range = (np.nan, np.nan)


class _Lists(NamedTuple):
    """Patients who wait, the ranges of their median wait [days] and of the share within."""

    waiting: float
    median: _Range
    within: _Range


def _told(found: _Range) -> _Range:
    """Return the least that it is, and the most where that is not the same."""
    lower, upper = found
    return lower, upper if lower < upper else np.nan


def _known(found: _Range) -> float:
    lower, upper = found
    return lower if lower == upper else np.nan


def _of_lists(waiting: pd.DataFrame, needs: pd.DataFrame) -> _Lists:
    """Return what the latest lists of all needs tell together."""
    bands = waiting_lists.with_limits(waiting, needs)
    if not bands["patients"].sum() > 0:
        return _Lists(np.nan if bands.empty else 0.0, _MISSING, _MISSING)
    sums = within_limits(bands, ["region"]).iloc[0]
    return _Lists(sums["waiting"], _median(bands), (sums["share_lower"], sums["share_upper"]))


def _median(bands: pd.DataFrame) -> _Range:
    """Return the wait that half have not reached; within a band evenly, in the last its start.

    A band that straddles a limit of those in it tells no more than its first and its last day.
    """
    width = bands.assign(to=bands["days_to"].astype(float) + 1)
    sums = width.groupby(["days_from"]).agg(patients=("patients", "sum"), to=("to", "max"))
    upto = sums["patients"].cumsum()
    half = upto.iloc[-1] / 2
    start = float(upto.index.to_numpy(dtype=float)[int((upto >= half).to_numpy().argmax())])
    end, inside = float(sums["to"].loc[start]), float(sums["patients"].loc[start])
    into = (half - (float(upto.loc[start]) - inside)) / inside
    if np.isnan(end):
        return start, start
    own = bands[(bands["days_from"] == start) & (bands["patients"] > 0)]
    if (own["limit"].astype(float).ge(start) & (own["days_to"] > own["limit"])).any():
        return start, end - 1
    middle = start + into * (end - start)
    return middle, middle


def staffing_ratios(schedule: pd.DataFrame, staffing: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the persons scheduled of those needed, and the patients that each is to care for.

    Parameters
    ----------
    schedule, staffing : pandas.DataFrame
        The tables.
    region : str
        Its code, which stands as the place of sums.

    Returns
    -------
    pandas.DataFrame
        group, parameter, item (resource), place, cadence, value, plan, last_year, is_share:
        scheduled of needed [share], all of which is the plan; and, where the staffing ratio is
        known, beds of the commission per scheduled person against that ratio.

    Examples
    --------
    Twelve beds at four patients a person ask for three; two are scheduled:

    >>> staffing = pd.DataFrame({"unit": "A", "resource": "nurse", "weekday": [1], "shift": "day",
    ...                          "needed": 3, "beds": 12, "patients_per_person": 4.0})
    >>> schedule = pd.DataFrame({"unit": "A", "resource": "nurse", "date": ["2027-01-04"],
    ...                          "shift": "day", "scheduled": 2})
    >>> found = staffing_ratios(schedule, staffing, "99")
    >>> found[found["place"] == "A"][["cadence", "value", "plan"]].round(2).to_numpy().tolist()
    [['week', 0.67, 1.0], ['week', 6.0, 4.0], ['month', 0.67, 1.0], ['month', 6.0, 4.0]]
    """
    days = _days(schedule, staffing)
    if days.empty:
        return pd.DataFrame(columns=_OF_STAFF)
    both = pd.concat([days, days.assign(unit=region)])
    both = both.rename(columns={"unit": "place", "resource": "item"})
    first = str(both["date"].min())
    ends = {cadence: periods.shift(first, length) for cadence, length in _DAYS.items()}
    parts = [_ratios(both[both["date"] < end], cadence) for cadence, end in ends.items()]
    return pd.concat(parts, ignore_index=True)


def _days(schedule: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Return persons scheduled and needed on each day that a unit has scheduled a resource.

    Returns
    -------
    pandas.DataFrame
        unit, resource, date, scheduled, needed [persons], beds and by_ratio (the persons that
        the staffing ratio asks for); a shift that nobody is scheduled on counts.
    """
    needed = staffing[[*_SHIFT, "needed", "beds", "patients_per_person"]]
    ratio = needed["patients_per_person"].astype(float)
    beds = needed["beds"].astype(float).where(ratio.notna())
    needed = needed.assign(beds=beds, by_ratio=beds / ratio)
    sums = needed.groupby(_SHIFT[:3], as_index=False)[_AMOUNTS[1:]].sum(min_count=1)
    scheduled = schedule.groupby(_DAY, as_index=False)["scheduled"].sum()
    weekdays = {date: periods.start(date).isoweekday() for date in scheduled["date"].unique()}
    weekday = scheduled["date"].map(weekdays).astype("int64")
    sums = sums.astype({"weekday": "int64"})
    return pd.DataFrame(scheduled.assign(weekday=weekday)).merge(sums, on=_SHIFT[:3])


def _ratios(rows: pd.DataFrame, cadence: str) -> pd.DataFrame:
    """Return the key figures over some days as rows of the table parameters."""
    # Persons at units without beds, as clinics, care for none of the commission's patients.
    rows = rows.assign(at_beds=rows["scheduled"].where(rows["beds"].notna()))
    sums = rows.groupby(["place", "item"])[[*_AMOUNTS, "at_beds"]].sum(min_count=1)
    needed, at_beds = (sums[name].where(sums[name] > 0) for name in ("needed", "at_beds"))
    shares = pd.DataFrame({"value": sums["scheduled"] / needed, "plan": 1.0, "is_share": True})
    ratios = pd.DataFrame(
        {"value": sums["beds"] / at_beds, "plan": sums["beds"] / sums["by_ratio"],
         "is_share": False}
    )  # fmt: skip
    both = [shares.assign(parameter=SCHEDULED), ratios.assign(parameter=PER_PERSON)]
    found = pd.concat(both).dropna(subset=["value"]).reset_index()
    return found.assign(group="staffing", cadence=cadence, last_year=np.nan)[_OF_STAFF]
