"""Summary: a region's year in one row a capacity, in one row in all, and what changed the need."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.settings import PRODUCTION, Settings
from pkslib.steps.summary.change import changes, latest_year
from pkslib.steps.summary.year import capacity_year, region_year
from pkslib.tables.ability import in_activities

__all__ = ["work_out"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Summarise a region's planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, population and capacities, and the result tables
        accuracy, care_need, queue, capacity_use, capacity_need, gap, balance and verdicts.
    settings : Settings
        Whether capacity or production was balanced.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables summary, region_summary and change.
    """
    demand = tables["demand"]
    count = len(periods.within_year(year, periods.only_resolution(demand["period"])))
    production = settings.balance.against == PRODUCTION
    balanced = in_activities(tables) if production else tables
    last = latest_year(demand, year, count)
    found = {
        "summary": capacity_year(balanced["capacity_need"], tables["gap"], tables["balance"]),
        "region_summary": region_year(
            tables["care_need"], last, tables["accuracy"], tables["queue"], tables["verdicts"]
        ),
        "change": changes(tables, last, year),
    }
    region = demand["region"].iloc[0]
    return {name: frame.assign(region=region) for name, frame in found.items()}
