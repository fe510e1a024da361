"""Balance: need against available capacity, and the ladder of measures that closes the gap."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.settings import PRODUCTION, Settings
from pkslib.steps.balance.catch_up import catch_up_of
from pkslib.steps.balance.giving_way import prioritised_of
from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.ledger import (
    balance_of,
    ladder_of,
    rounds_of,
    shortfall_of,
    steps_of,
    surplus_of,
)
from pkslib.steps.balance.offers import Frame, budgets_of, offers_of
from pkslib.steps.balance.routes import reached_of
from pkslib.steps.balance.scale import KEY, care_of, gap_of
from pkslib.tables.ability import in_activities
from pkslib.tables.checks.occupancy import claimed
from pkslib.tables.hierarchy import hospital_of, specialty_of
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.times import episodes_of, mean_times


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Balance a region's capacity need and available capacity in the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, needs, activities and activity_times, and of waiting,
        measures, allowed_moves, budgets, production, available and agreements, which may be empty;
        the result tables production_need, capacity_need, capacity_use, available_capacity and
        capacity_limits.
    settings : Settings
        Its part balance.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables gap, moves, delays, shifts, prioritised, ladder, ladder_steps, ladder_limits,
        measure_reach,         balance, shortfall, catch_up, rounds and surplus.

    Notes
    -----
    The steps and their order: Socialstyrelsen (2024), Balansering av behov och tillgänglig
    kapacitet på strategisk nivå. Improvement work counts only as far as it is realised; acute
    care and care of the highest medical priority are never moved in time nor prioritised away.
    Where the scenario balances production, each activity stands as a capacity of its own.
    """
    if settings.balance.against == PRODUCTION:
        tables = in_activities(tables)
    gap = gap_of(tables["capacity_need"], tables["available_capacity"], year)
    episodes = episodes_of(
        tables["production_need"], tables["activities"], tables["activity_times"], tables["units"]
    )
    each = mean_times(tables["production_need"], tables["activity_times"])
    use = tables["capacity_use"].merge(each, on=["unit", "need", "capacity"], how="left")
    care = care_of(gap, use, tables["capacity_need"], tables["needs"], episodes)
    hospital = gap["unit"].map(hospital_of(tables["units"]))
    offers = offers_of(tables["measures"], year)
    budgets = budgets_of(tables["units"], tables["budgets"], year)
    frame = Frame(
        tables["allowed_moves"],
        budgets,
        settings.balance,
        specialty_of(tables["units"]),
        tables["capacity_limits"],
    )
    cells = gap.merge(tables["available_capacity"][[*KEY, "limiting"]], how="left")
    climbed = climb(cells.assign(hospital=hospital), care, offers, frame)
    paid = climbed.effects[climbed.effects["step"] < PRIORITISE]
    spent = frame._replace(budgets=budgets.less(paid))
    balance = balance_of(climbed)
    claims = claimed(tables["production"], tables["activity_times"], tables["available"])
    return {
        "gap": gap,
        "moves": climbed.moves,
        "delays": climbed.delays,
        "shifts": climbed.shifts,
        "prioritised": prioritised_of(climbed.away, tables["needs"]),
        "ladder": ladder_of(climbed),
        "ladder_steps": steps_of(climbed, offers),
        "ladder_limits": climbed.limits,
        "measure_reach": reached_of(offers, climbed, tables["capacity_limits"]),
        "balance": balance,
        "shortfall": shortfall_of(climbed, offers, budgets.payer),
        "catch_up": catch_up_of(tables, climbed, offers, spent, year),
        "rounds": rounds_of(tables["agreements"]),
        "surplus": surplus_of(balance, tables, claims),
    }
