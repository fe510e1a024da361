"""What a flat target means for patients: how many find the ward full, how many have to wait."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.queueing import (
    erlang_b,
    erlang_c,
    mean_wait,
    servers_for_blocking,
    servers_for_waiting,
)
from pkslib.methods.workdays import days_between, is_working_day
from pkslib.settings import Risk

_MINUTES = 60


def ward_risk(capacity: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Return what the occupancy target means for those who find the ward full.

    Parameters
    ----------
    capacity : pandas.DataFrame
        As from :func:`capacity_needs`; only bed days in use count.
    limit : float
        Largest share turned away that is accepted.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, mean_occupied (if there were always room), places (for the flat
        target) [beds], refused, limit [shares], places_within_limit [beds].

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
        As from :func:`capacity_needs`; only hours in use count.
    risk : Risk
        Hours that a theatre or a clinic team is open on a working day, and the largest share
        made to wait.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, load [erlang], servers (theatres or teams for the flat target),
        waits (share who find all taken), minutes (mean wait of all) [minutes], limit [share],
        servers_within_limit.

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
