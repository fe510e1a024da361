"""Available capacity: the least of what resources and openings allow, and what limits it.

What each resource allows stands in :mod:`limits`, how shared ones are divided in :mod:`shared`,
and how surely there is enough in :mod:`risk`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps.capacity.limits import net_hours, resource_limits
from pkslib.steps.capacity.risk import gap_risk
from pkslib.steps.capacity.shared import as_stated, divided
from pkslib.tables.declaration import validate
from pkslib.tables.grain import into_periods
from pkslib.tables.results import RESULTS

_PAIR = ["unit", "capacity"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out the available capacity of a region in the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand (for the length of periods), available, resources, recipes
        and openings, and the result tables capacity_need and need_spread.
    settings : Settings
        Not used: what is available is a fact, not an assumption.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables available_capacity, capacity_limits and gap_risk.
    """
    wanted = periods.within_year(year, periods.only_resolution(tables["demand"]["period"]))
    stated = into_periods(tables["available"], _PAIR, ["amount"], wanted)
    opened = into_periods(tables["openings"], _PAIR, ["amount"], wanted)
    hours = net_hours(tables["resources"], wanted)
    need = tables["capacity_need"]
    limits = resource_limits(hours, tables["recipes"], opened, need)
    available = pd.concat([as_stated(stated), divided(limits, stated, need)], ignore_index=True)
    shown = limits.merge(available[_PAIR].drop_duplicates(), on=_PAIR)
    found = {
        "available_capacity": available,
        "capacity_limits": shown,
        "gap_risk": gap_risk(tables["need_spread"], available, tables["units"]),
    }
    return {name: validate(frame, RESULTS[name]) for name, frame in found.items()}
