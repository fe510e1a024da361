"""What a flat target means: who finds the ward full, who has to wait, and when beds are taken."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast.profiles import weekday_profile
from pkslib.methods.census import HOURS, WEEK, hourly, weekly_census
from pkslib.methods.inputs import Floats
from pkslib.methods.queueing import (
    beds_for_quantile,
    erlang_b,
    erlang_c,
    mean_wait,
    servers_for_blocking,
    servers_for_waiting,
)
from pkslib.methods.workdays import days_between, is_working_day
from pkslib.settings import Census, Risk

_MINUTES = 60
# A bed is held ready at this share of the moments.
_MOSTLY = 0.95
_PLACE = ["unit", "capacity"]


def ward_risk(capacity: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Return what the occupancy target means for those who find the ward full.

    Parameters
    ----------
    capacity : pandas.DataFrame
        As from :func:`pkslib.steps.need.levels.capacity_needs`; only bed days in use count.
    limit : float
        Largest share turned away that is accepted.

    Returns
    -------
    pandas.DataFrame
        Rows of the table ward_risk; mean_occupied is what it would be if there were always room.

    Notes
    -----
    Erlang B: patients come at random and those who find the ward full go elsewhere. The same
    flat target means many refusals in a small ward, few in a large one.
    """
    beds = capacity[(capacity["measure"] == "bed_day") & (capacity["raw"] > 0)]
    occupied = beds["raw"] / beds["days"]
    return beds.assign(
        mean_occupied=occupied,
        refused=erlang_b(occupied, beds["places"].astype(int)),
        limit=limit,
        places_within_limit=servers_for_blocking(occupied, limit),
    )


def wait_risk(capacity: pd.DataFrame, risk: Risk) -> pd.DataFrame:
    """Return what the utilisation target means for those who wait for theatre or visit.

    Parameters
    ----------
    capacity : pandas.DataFrame
        As from :func:`pkslib.steps.need.levels.capacity_needs`; only hours in use count.
    risk : Risk
        Hours that a theatre or a clinic team is open on a working day, and the largest share
        made to wait.

    Returns
    -------
    pandas.DataFrame
        Rows of the table wait_risk; servers are those of the flat target, minutes the mean of
        all, also of those who do not wait.

    Notes
    -----
    Erlang C: patients come at random in the open hours and wait for the next free server, as
    acute operations and drop-in visits do. Booked times make the wait shorter.
    """
    rows = capacity[(capacity["measure"] == "hour") & (capacity["raw"] > 0)]
    hours = risk.open_hours * rows["period"].map(_working_days).astype(float)
    load = rows["raw"] / hours
    servers = np.ceil((rows["need"] / hours).round(9)).astype(int)
    service = rows["raw"] / rows["count"] * _MINUTES
    return rows.assign(
        load=load,
        servers=servers,
        waits=erlang_c(load, servers),
        minutes=mean_wait(load, servers, service),
        limit=risk.waits,
        servers_within_limit=servers_for_waiting(load, risk.waits),
    )


@lru_cache(maxsize=512)
def _working_days(period: str) -> int:
    """Return the working days of a period; one at least, so that no period is closed."""
    days = days_between(periods.start(period), periods.end(period))
    return max(int(is_working_day(days).sum()), 1)


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
        As from :func:`pkslib.steps.need.capacity.capacity_use`.
    capacity : pandas.DataFrame
        As from :func:`pkslib.steps.need.levels.capacity_needs`; only bed days count.
    needs : pandas.DataFrame
        The table.
    history : pandas.DataFrame
        series (the need), period, value [patients], as from
        :func:`pkslib.forecast.prepare.treated_history`. Where it tells of days, they give the
        weekday profile of the need; else the settings do.
    census : Census
        Profiles of arrival and discharge.

    Returns
    -------
    pandas.DataFrame
        Rows of the table bed_census.
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
        basis="own_weekdays" if own else "default_profile",
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
