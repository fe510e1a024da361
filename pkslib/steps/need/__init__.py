"""Need: from patients to activities, to capacity, to hours and full-time equivalents.

Patients stand in :mod:`patients`, those who wait in :mod:`queue` and those of them who leave in
:mod:`leaving`, what looking a list through gives in :mod:`reviews`, what patients take at the
units, people and rooms in :mod:`capacity`, when in the week in :mod:`days`, what to aim at in
:mod:`levels`, and what that means for those who come in :mod:`risks`.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import NamedTuple, cast

import pandas as pd

from pkslib.forecast import decided
from pkslib.forecast.prepare import treated_history
from pkslib.settings import Settings
from pkslib.steps.need import queue as waiting_step
from pkslib.steps.need.capacity import (
    capacity_need,
    capacity_use,
    full_time_equivalents,
    places,
    production_need,
    resource_need,
)
from pkslib.steps.need.days import weeks_and_days
from pkslib.steps.need.futures import reliefs
from pkslib.steps.need.leaving import leaving_shares
from pkslib.steps.need.levels import (
    capacity_draws,
    capacity_needs,
    need_spread,
    patient_draws,
    target_levels,
)
from pkslib.steps.need.patients import care_need, expected_patients, queues
from pkslib.steps.need.readiness import acute_hours, readiness, unmanned, with_readiness
from pkslib.steps.need.reviews import list_reviews
from pkslib.steps.need.risks import bed_census, wait_risk, ward_risk
from pkslib.tables.supply_dips import july_dips
from pkslib.tables.times import capacity_per_patient

__all__ = ["capacity_need", "full_time_equivalents", "places", "work_out"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out the need of a region in the planning year, from care need to resources.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, needs, waiting, production, activities, pathways,
        activity_times, capacities, units, measures, resources, recipes, staffing, schedule,
        minimum_lines, population and rates, and the result tables forecast, driver and
        weekday_profile.
    settings : Settings
        Its parts demand, queue, capacities, units, risk, staff and outlook (hours per shift).
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables care_need, queue, those of the waiting lists, list_reviews, production_need,
        capacity_use, capacity_need, capacity_need_weeks, capacity_need_days, target_level,
        need_spread, resource_need, readiness, unmanned, supply_dips, ward_risk, wait_risk and
        bed_census.
    """
    lists = waiting(tables, settings, year)
    # Looked up one by one: whoever keeps results sees which tables they rest on.
    here = ChainMap(lists, cast("dict[str, pd.DataFrame]", tables))
    return lists | taken(here, settings, year)


def waiting(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out those who wait: the first part of :func:`work_out`.

    Parameters
    ----------
    tables, settings, year
        As for :func:`work_out`.

    Returns
    -------
    dict of str to pandas.DataFrame
        The table queue and those of the waiting lists.
    """
    expected = expected_patients(tables["forecast"], tables["demand"], year)
    queue = queues(tables["waiting"], tables["needs"], expected, settings.queue.factor)
    leaving = leaving_shares(tables, settings.queue.leaving)
    return {"queue": queue, **waiting_step.work_out(tables, leaving, settings.queue, year)}


def taken(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out what patients take: the second part of :func:`work_out`.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As for :func:`work_out`, and what :func:`waiting` has found.
    settings, year
        As for :func:`work_out`.

    Returns
    -------
    dict of str to pandas.DataFrame
        All tables of the step but those of the first part.
    """
    care, use, drawn = drawn_use(tables, settings, year)
    capacity = capacity_needs(use, drawn, tables["capacities"], settings)
    production = production_need(care, tables["pathways"])
    acute = acute_hours(use, capacity, tables)
    known = decided.known(tables["demand"], settings.demand)
    census = bed_census(use, capacity, tables["needs"], treated_history(*known), settings.census)
    ready = readiness(acute, tables["minimum_lines"], settings.outlook.shift_hours)
    found = {
        "care_need": care,
        "production_need": production,
        "capacity_use": use,
        "capacity_need": capacity,
        "target_level": target_levels(capacity, drawn),
        "need_spread": need_spread(capacity, drawn, care["region"].iloc[0]),
        "resource_need": with_readiness(resource_need(capacity, tables, settings.staff), ready),
        "readiness": ready,
        "unmanned": unmanned(production, tables, settings.outlook.shift_hours),
        "supply_dips": july_dips(tables["demand"], tables["needs"]),
        "ward_risk": ward_risk(capacity, settings.risk.refused),
        "wait_risk": wait_risk(capacity, settings.risk),
        "bed_census": census,
        "list_reviews": list_reviews(tables, use, care),
    }
    return found | weeks_and_days(use, capacity, tables["weekday_profile"], census)


class Drawn(NamedTuple):
    """Patients of each need, what they take of each capacity, and what possible numbers would."""

    care: pd.DataFrame
    use: pd.DataFrame
    draws: pd.DataFrame


def drawn_use(tables: Mapping[str, pd.DataFrame], settings: Settings, year: int) -> Drawn:
    """Return what patients take of each capacity, before any level is aimed at.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        demand, pathways, activity_times, population and rates, and the result tables forecast,
        driver, queue and waiting_goal.
    settings, year
        As for :func:`work_out`.

    Returns
    -------
    Drawn
        care as from :func:`pkslib.steps.need.patients.care_need`, use as from
        :func:`pkslib.steps.need.capacity.capacity_use`, draws as from
        :func:`pkslib.steps.need.levels.capacity_draws`.
    """
    expected = expected_patients(tables["forecast"], tables["demand"], year)
    relief = reliefs(expected, tables, settings.queue)
    care = care_need(expected, relief, settings.demand.quantile)
    use = capacity_use(care, capacity_per_patient(tables["pathways"], tables["activity_times"]))
    known = decided.known(tables["demand"], settings.demand)
    futures = patient_draws(care, decided.driven(known, tables, year), settings.risk)
    return Drawn(care, use, capacity_draws(use, care, futures))
