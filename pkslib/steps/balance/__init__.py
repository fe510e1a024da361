"""Balance: need against available capacity, and the ladder of measures that closes the gap."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.settings import PRODUCTION, Settings
from pkslib.steps.balance.catch_up import catch_up_of
from pkslib.steps.balance.ceiling import cells_of
from pkslib.steps.balance.fairness import by_hospital, elsewhere, inversion_of, prioritised_of
from pkslib.steps.balance.inversions import undoing
from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.ledger import balance_of, ladder_of, rounds_of, steps_of, surplus_of
from pkslib.steps.balance.left import strain_of, to_decide_of, unmanned_of, unsolved_of
from pkslib.steps.balance.offers import Frame, as_chosen, budgets_of, offers_of
from pkslib.steps.balance.options import options_of
from pkslib.steps.balance.routes import reached_of
from pkslib.steps.balance.scale import Climbed, care_of, gap_of
from pkslib.steps.balance.stops import stops_of
from pkslib.tables.ability import in_activities
from pkslib.tables.checks.occupancy import claimed
from pkslib.tables.decided import first_day
from pkslib.tables.hierarchy import specialty_of
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.lead_times import in_time
from pkslib.tables.times import episodes_of, mean_times


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Balance a region's capacity need and available capacity in the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, needs, activities, activity_times and capacities, and of
        demand, waiting, bookings, measures, decided_measures, allowed_moves, budgets, production,
        available, agreements, decisions, recipes, resources, staffing, schedule and minimum_lines,
        which may be empty; the result tables care_need, production_need, capacity_need,
        target_level, capacity_use, available_capacity, capacity_limits, expected_waits and
        unmanned.
    settings : Settings
        Its parts balance and staff, and the ceilings in capacities and units.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables gap, moves, delays, shifts, prioritised, ladder, ladder_steps, ladder_limits,
        measure_reach, balance, strain, unsolved, to_decide, equal_care, priority_shares,
        inversion_options, places_elsewhere, catch_up, rounds, surplus and gap_options.

    Notes
    -----
    The steps and their order: Socialstyrelsen (2024), Balansering av behov och tillgänglig
    kapacitet på strategisk nivå. Improvement work counts only as far as it is realised; acute
    care and care of the highest medical priority are never moved in time nor prioritised away.
    A target level is no ceiling: care gives way only above the ceiling.
    Where the scenario balances production, each activity stands as a capacity of its own.
    """
    if settings.balance.against == PRODUCTION:
        tables = in_activities(tables)
    gap, offers, frame, climbed = _struck(tables, settings, year)
    budgets = frame.budgets
    paid = climbed.effects[climbed.effects["step"] < PRIORITISE]
    spent = frame._replace(budgets=budgets.less(paid))
    balance = balance_of(climbed)
    reach = reached_of(offers, climbed, tables["capacity_limits"])
    claims = claimed(tables["production"], tables["activity_times"], tables["available"])
    left = _left(climbed, offers, frame, tables)
    given = prioritised_of(climbed, tables)
    equal = by_hospital(given, tables, tables["expected_waits"])
    shares = inversion_of(equal, tables["capacity_use"])
    places = elsewhere(given, climbed, tables)
    return {
        "gap": gap,
        "moves": climbed.moves,
        "delays": climbed.delays,
        "shifts": climbed.shifts,
        "prioritised": given,
        "ladder": ladder_of(climbed),
        "ladder_steps": steps_of(climbed, offers),
        "ladder_limits": climbed.limits,
        "measure_reach": reach,
        "balance": balance,
        **left,
        "to_decide": to_decide_of(left, tables["decisions"]),
        "equal_care": equal,
        "priority_shares": shares,
        "inversion_options": undoing(given, shares, reach, places, tables),
        "places_elsewhere": places,
        "catch_up": catch_up_of(tables, climbed, offers, spent, year),
        "rounds": rounds_of(tables["agreements"]),
        "surplus": surplus_of(balance, tables, claims),
        "gap_options": options_of(balance, reach, tables, settings.staff),
    }


def struck(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Strike the balance and tell only what becomes of shortage and surplus, and what it costs.

    Parameters
    ----------
    tables, settings, year
        As for :func:`work_out`.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables gap, prioritised, ladder, ladder_steps, strain, unsolved, to_decide and surplus,
        each as from :func:`work_out`.
    """
    if settings.balance.against == PRODUCTION:
        tables = in_activities(tables)
    gap, offers, frame, climbed = _struck(tables, settings, year)
    left = _left(climbed, offers, frame, tables)
    claims = claimed(tables["production"], tables["activity_times"], tables["available"])
    return {
        "gap": gap,
        "prioritised": prioritised_of(climbed, tables),
        "ladder": ladder_of(climbed),
        "ladder_steps": steps_of(climbed, offers),
        **left,
        "to_decide": to_decide_of(left, tables["decisions"]),
        "surplus": surplus_of(balance_of(climbed), tables, claims),
    }


def _struck(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> tuple[pd.DataFrame, pd.DataFrame, Frame, Climbed]:
    """Return the gap, what may be done about it, what bounds that, and the ladder climbed."""
    gap = gap_of(tables["capacity_need"], tables["available_capacity"], year)
    cells = cells_of(gap, tables, settings)
    care = _care(cells, tables)
    measures = as_chosen(tables["measures"], settings.balance.measures)
    day = first_day(tables)
    measures = in_time(measures, tables["decided_measures"], day, settings.balance, year)
    offers = offers_of(measures, year)
    frame = Frame(
        tables["allowed_moves"],
        budgets_of(tables["units"], tables["budgets"], year),
        settings.balance,
        specialty_of(tables["units"]),
        tables["capacity_limits"],
    )
    stops = stops_of(care, cells, tables, settings.balance.most_given)
    return gap, offers, frame, climb(cells, care, offers, frame, stops)


def _left(
    climbed: Climbed, offers: pd.DataFrame, frame: Frame, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    unsolved = unsolved_of(climbed, offers, frame.budgets.payer, frame.settings)
    return {
        "strain": strain_of(climbed, frame.settings),
        "unsolved": pd.concat([unsolved, unmanned_of(climbed, tables)]),
    }


def _care(cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the care behind the need of each cell."""
    episodes = episodes_of(
        tables["production_need"], tables["activities"], tables["activity_times"], tables["units"]
    )
    each = mean_times(tables["production_need"], tables["activity_times"])
    use = tables["capacity_use"].merge(each, on=["unit", "need", "capacity"], how="left")
    waits = tables["expected_waits"]
    return care_of(cells, use, tables["needs"], episodes, waits)
