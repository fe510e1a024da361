"""Available capacity: the least of what resources and openings allow, and what limits it.

Hours of staff stand in :mod:`staff`, what they, rooms and openings allow and what one more gives
in :mod:`limits`, and how surely there is enough in :mod:`risk`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps.capacity.limits import (
    as_stated,
    bottlenecks,
    divided,
    resource_limits,
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
        capacity_need, resource_need and need_spread.
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
    wanted = periods.within_year(year, periods.only_resolution(tables["demand"]["period"]))
    stated = into_periods(tables["available"], _PAIR, ["amount"], wanted)
    opened = into_periods(tables["openings"], _PAIR, ["amount"], wanted)
    hours = changed(supplied_hours(tables["resources"], wanted), tables["staff_changes"])
    need = tables["capacity_need"]
    taken = capacity_per_patient(tables["pathways"], tables["activity_times"])
    told = pd.concat([taken.loc[taken["rate"] > 0, _PAIR], stated[_PAIR]])
    limits = resource_limits(hours, tables["recipes"], opened, told)
    available = pd.concat([as_stated(stated), divided(limits, stated, need)], ignore_index=True)
    shown = with_room(limits, available)
    found = {
        "available_capacity": available,
        "capacity_limits": shown,
        "shared_hours": shared_hours(shown),
        "bottlenecks": bottlenecks(available, need, hours),
        "staff_supply": staff_supply(
            hours, tables["resource_need"], tables, settings.staff.annual_hours
        ),
        "gap_risk": gap_risk(tables["need_spread"], available, tables["units"]),
    }
    return found
