"""Available capacity: the least of what resources and openings allow, and what limits it.

Hours of staff stand in :mod:`staff`, what they, rooms and openings allow and what one more gives
in :mod:`limits`, and how surely there is enough in :mod:`risk`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps.capacity.limits import (
    as_stated,
    bottlenecks,
    divided,
    resource_limits,
    set_aside,
    shared_hours,
    supplied_hours,
    with_room,
)
from pkslib.steps.capacity.risk import gap_risk
from pkslib.steps.capacity.staff import changed, staff_supply
from pkslib.tables.grain import into_periods
from pkslib.tables.times import capacity_per_patient

_PAIR = ["unit", "capacity"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out the available capacity of a region in the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand (for the length of periods), units, pathways, activity_times,
        available, resources, staff_changes, recipes and openings, and the result tables
        capacity_need, resource_need, readiness and need_spread.
    settings : Settings
        Its part staff, for what a full-time year is; what is available is no assumption.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables available_capacity, capacity_limits, shared_hours, bottlenecks, staff_supply
        and gap_risk.
    """
    found = _supplied(tables, settings, year)
    shown = with_room(found.limits, found.available)
    return found.tables() | {
        "capacity_limits": shown,
        "shared_hours": shared_hours(shown),
        "bottlenecks": bottlenecks(found.available, tables["capacity_need"], found.hours),
        "gap_risk": gap_risk(tables["need_spread"], found.available, tables["units"]),
    }


def supply_in(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out what is available in any year, with the changes that are dated in the tables.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As for :func:`work_out`, capacity_need, resource_need and readiness of that year.
    settings, year
        As for :func:`work_out`.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables available_capacity and staff_supply of the year.
    """
    return _supplied(tables, settings, year).tables()


class _Supplied(NamedTuple):
    """What a year has: hours, what they and openings allow, what is available, and its staff."""

    hours: pd.DataFrame
    limits: pd.DataFrame
    available: pd.DataFrame
    staff: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        return {"available_capacity": self.available, "staff_supply": self.staff}


def _supplied(tables: Mapping[str, pd.DataFrame], settings: Settings, year: int) -> _Supplied:
    wanted = periods.within_year(year, periods.only_resolution(tables["demand"]["period"]))
    stated = into_periods(tables["available"], _PAIR, ["amount"], wanted)
    opened = into_periods(tables["openings"], _PAIR, ["amount"], wanted)
    hours = changed(supplied_hours(tables["resources"], wanted), tables["staff_changes"])
    taken = capacity_per_patient(tables["pathways"], tables["activity_times"])
    told = pd.concat([taken.loc[taken["rate"] > 0, _PAIR], stated[_PAIR]])
    limits = resource_limits(set_aside(hours, tables["readiness"]), tables["recipes"], opened, told)
    shared = divided(limits, stated, tables["capacity_need"])
    available = pd.concat([as_stated(stated), shared], ignore_index=True)
    staff = staff_supply(hours, tables["resource_need"], tables, settings.staff.annual_hours)
    return _Supplied(hours, limits, available, staff)
