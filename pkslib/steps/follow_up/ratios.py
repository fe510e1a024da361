"""Key figures of staffing: the schedule that is laid against what is needed and its ratios."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods

SCHEDULED, PER_PERSON = "scheduled", "patients_per_person"
# The schedule lies ahead: its first week, and its first four.
_DAYS = {"week": 7, "month": 28}
_DAY = ["unit", "resource", "date"]
_SHIFT = ["unit", "resource", "weekday", "shift"]
_COLUMNS = [
    "group", "parameter", "item", "place", "cadence", "value", "plan", "last_year", "is_share",
]  # fmt: skip
_AMOUNTS = ["scheduled", "needed", "beds", "by_ratio"]


def staffing_ratios(schedule: pd.DataFrame, staffing: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the persons scheduled of those needed, and the patients that each is to care for.

    Parameters
    ----------
    schedule : pandas.DataFrame
        unit, resource, date, shift, scheduled [persons].
    staffing : pandas.DataFrame
        unit, resource, weekday, shift, needed [persons] and, optionally, beds and
        patients_per_person.
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
        return pd.DataFrame(columns=_COLUMNS)
    both = pd.concat([days, days.assign(unit=region)])
    both = both.rename(columns={"unit": "place", "resource": "item"})
    first = str(both["date"].min())
    ends = {cadence: periods.shift(first, length) for cadence, length in _DAYS.items()}
    parts = [_told(both[both["date"] < end], cadence) for cadence, end in ends.items()]
    return pd.concat(parts, ignore_index=True)


def _days(schedule: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Return persons scheduled and needed on each day that a unit has scheduled a resource.

    Returns
    -------
    pandas.DataFrame
        unit, resource, date, scheduled, needed [persons], beds and by_ratio (the persons that
        the staffing ratio asks for); a shift that nobody is scheduled on counts.
    """
    needed = staffing.reindex(columns=[*_SHIFT, "needed", "beds", "patients_per_person"])
    ratio = needed["patients_per_person"].astype(float)
    beds = needed["beds"].astype(float).where(ratio.notna())
    needed = needed.assign(beds=beds, by_ratio=beds / ratio)
    sums = needed.groupby(_SHIFT[:3], as_index=False)[_AMOUNTS[1:]].sum(min_count=1)
    scheduled = schedule.groupby(_DAY, as_index=False)["scheduled"].sum()
    weekdays = {date: periods.start(date).isoweekday() for date in scheduled["date"].unique()}
    weekday = scheduled["date"].map(weekdays).astype("int64")
    sums = sums.astype({"weekday": "int64"})
    return pd.DataFrame(scheduled.assign(weekday=weekday)).merge(sums, on=_SHIFT[:3])


def _told(rows: pd.DataFrame, cadence: str) -> pd.DataFrame:
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
    return found.assign(group="staffing", cadence=cadence, last_year=np.nan)[_COLUMNS]
