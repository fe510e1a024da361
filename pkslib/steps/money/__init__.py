"""Money: what the plan costs against the planning year's budget, what is unused, what to hire."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.settings import Settings
from pkslib.steps.money.bridge import money_bridge
from pkslib.steps.money.budget import budget_moves, latest_year, money_of, planned_of
from pkslib.steps.money.productivity import hires, productivity


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Set a region's plan against its budgets, its hours and last year's outcome.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, activities, activity_times, production, resources, recipes,
        resource_outcome, measures and budgets, all but units and activities perhaps empty, and
        the result tables forecast_years, capacity_need, targets, plan_needs, ladder,
        ladder_limits, measure_reach, balance and staff_supply.
    settings : Settings
        Its part money.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables money, money_bridge, budget_moves, productivity and hires.
    """
    last = latest_year(tables["production"])
    planned = planned_of(tables["targets"], last, tables["activities"], year)
    money = money_of(tables, planned, year)
    return {
        "money": money,
        "money_bridge": money_bridge(tables, planned, last, settings.money.index, year),
        "budget_moves": budget_moves(money, tables),
        "productivity": productivity(tables, planned, year),
        "hires": hires(tables["staff_supply"], tables["units"]),
    }
