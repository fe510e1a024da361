"""Beds taken by weekday and hour, in each ward's busiest period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast.profiles import weekday_profile
from pkslib.methods.census import HOURS, WEEK, hourly, weekly_census
from pkslib.methods.inputs import Floats
from pkslib.methods.queueing import beds_for_quantile
from pkslib.settings import Census

# A bed is held ready at this share of the moments.
_MOSTLY = 0.95
_PLACE = ["unit", "capacity"]


def bed_census(
    use: pd.DataFrame,
    capacity: pd.DataFrame,
    needs: pd.DataFrame,
    history: pd.DataFrame,
    census: Census,
) -> pd.DataFrame:
    """Return the beds taken in each hour of the week, in each ward's busiest period.

    Parameters
    ----------
    use : pandas.DataFrame
        need, unit, capacity, period, raw [bed days], count [admissions], as from
        :func:`pkslib.steps.need.capacity.capacity_use`.
    capacity : pandas.DataFrame
        unit, capacity, period, raw, measure, days; only bed days count.
    needs : pandas.DataFrame
        need, flow.
    history : pandas.DataFrame
        series (the need), period, value [patients], as from
        :func:`pkslib.forecast.prepare.treated_history`. Where it tells of days, they give the
        weekday profile of the need; else the settings do.
    census : Census
        Profiles of arrival and discharge.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, weekday (1 = Monday), hour, period, mean (expected), enough (at 95 of 100
        moments) [beds], basis (of the weekday profile).
    """
    beds = capacity[(capacity["measure"] == "bed_day") & (capacity["raw"] > 0)]
    busiest = beds.assign(daily=beds["raw"] / beds["days"]).sort_values("daily", kind="stable")
    busiest = busiest.drop_duplicates(_PLACE, keep="last")[[*_PLACE, "period", "days"]]
    rows = use.merge(busiest, on=[*_PLACE, "period"]).merge(needs[["need", "flow"]], on="need")
    rows = rows[rows["count"] > 0].reset_index(drop=True)
    own = _own_weekdays(history)
    profiles = _profiles(rows, own, census)
    new = (rows["count"] / rows["days"] / HOURS).to_numpy()[:, None] * profiles
    stay = (rows["raw"] / rows["count"] * HOURS).to_numpy()
    present = weekly_census(new, stay, hourly(census.discharge_weekdays, census.discharge_hours))
    sums = pd.DataFrame(present).groupby([rows[name] for name in [*_PLACE, "period"]]).sum()
    found = sums.melt(ignore_index=False, var_name="at", value_name="mean").reset_index()
    at = found["at"].astype(int)
    return found.assign(
        weekday=at // HOURS + 1,
        hour=at % HOURS,
        enough=beds_for_quantile(found["mean"], _MOSTLY),
        basis="own weekdays" if own else "default profile",
    )


def _own_weekdays(history: pd.DataFrame) -> dict[str, Floats]:
    """Return the weight of each weekday by need, where demand is told by day."""
    if history.empty or periods.resolution(history["period"].iloc[0]) != "day":
        return {}
    found = weekday_profile(history)
    by_need = found[found["day"] > 0].sort_values("day").groupby("series")["weight"]
    return {str(need): weights.to_numpy() for need, weights in by_need}


def _profiles(rows: pd.DataFrame, own: dict[str, Floats], census: Census) -> Floats:
    """Return each row's arrivals over the hours of the week, with the mean 1."""
    found = np.ones((len(rows), WEEK))
    for at, (need, flow) in enumerate(zip(rows["need"], rows["flow"], strict=True)):
        acute = flow == "acute"
        weekdays = census.acute_weekdays if acute else census.elective_weekdays
        hours = census.acute_hours if acute else census.elective_hours
        found[at] = hourly(own.get(need, np.array(weekdays)), hours)
    return found
