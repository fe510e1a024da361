"""Follow-up: outcome against forecast and plan, and whether the errors are chance."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import cast

import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps.follow_up.actions import action_list
from pkslib.steps.follow_up.deviations import (
    deviations,
    need_follow_up,
    production_follow_up,
    with_decided_plan,
)
from pkslib.steps.follow_up.flags import flagged
from pkslib.steps.follow_up.goals import figures, indicator_follow_up, told
from pkslib.steps.follow_up.improvements import improvement_follow_up
from pkslib.steps.follow_up.lessons import improvement_kinds, lessons
from pkslib.steps.follow_up.measured import measured
from pkslib.steps.follow_up.others import (
    national_compared,
    rolling_plan,
    unit_forecasts_compared,
    weekly_outcomes,
)
from pkslib.steps.follow_up.parameters import parameters
from pkslib.steps.follow_up.parts import deviation_parts
from pkslib.steps.follow_up.professions import available_parts, with_other
from pkslib.steps.follow_up.proposals import Followed, proposals
from pkslib.steps.follow_up.quality import outcome_quality
from pkslib.steps.follow_up.verdicts import (
    Deviations,
    deviation_table,
    large_deviations,
    verdicts_of,
)

__all__ = ["Deviations", "deviation_table", "work_out"]

# What the operative level looks back on at its weekly meeting.
_WEEKS = 4
_NEED = {"region": "place", "need": "item", "forecast": "planned"}
_WHAT = ["unit", "activity", "period"]
_PRODUCTION = {"unit": "place", "activity": "item", "plan": "planned"}


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Follow up a region's need forecast, production, capacity, queue, money and improvements.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, needs, pathways, activities, activity_times, capacities,
        production, capacity_outcome, resource_outcome, resources, recipes, budgets, units,
        waiting, measures, schedule, staffing, population, rates, openings, unit_demand,
        allowed_moves, indicators, goals, actions, crowding, national, unit_forecasts,
        decided_forecast, decided_plan and decided_measures, and the result tables driver, forecast
        and plan; all but demand may be empty.
    settings : Settings
        Its parts follow_up and demand.
    year : int
        Not used: the window ends with the latest outcome.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables need_follow_up, production_follow_up, deviations, verdicts, deviation_parts,
        available_parts, improvement_follow_up, proposals, large_deviations, parameters and
        outcome_quality; and what is learnt: improvement_kinds, lessons, indicator_follow_up,
        action_list, national_compared, unit_forecasts_compared, weekly_outcomes, rolling_plan.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå.
    """
    produced = with_decided_plan(tables["production"], tables["decided_plan"])
    # Not copied: a table that the steps before have not left is worked out when it is asked for.
    tables = ChainMap({"production": produced}, cast("dict[str, pd.DataFrame]", tables))
    need = need_follow_up(tables, settings)
    known = measured(tables)
    rows = deviations(tables, known, settings.follow_up)
    parts = deviation_parts(tables, need, rows)
    by_resource = available_parts(tables, parts)
    production = _with_basis(production_follow_up(produced, settings.follow_up), produced)
    judged = flagged(_verdicts(need, production, rows), tables, settings.follow_up)
    improved = improvement_follow_up(tables, _latest_year(tables["demand"]))
    followed = Followed(need, rows, parts, by_resource, improved)
    labels = sorted(production["period"].unique())
    region = str(tables["demand"]["region"].iloc[0])
    found = {
        "need_follow_up": need,
        "production_follow_up": production,
        "deviations": rows,
        "verdicts": judged,
        "deviation_parts": with_other(parts, by_resource),
        "available_parts": by_resource,
        "improvement_follow_up": improved,
        "proposals": proposals(judged, followed, tables, settings.follow_up),
        "large_deviations": large_deviations(rows, tables, settings.follow_up),
        "parameters": parameters(tables, known, labels, region),
        "outcome_quality": outcome_quality(
            tables["production"], tables["capacity_outcome"], labels
        ),
    }
    return found | _learnt(tables, found, region)


def _learnt(
    tables: Mapping[str, pd.DataFrame], found: Mapping[str, pd.DataFrame], region: str
) -> dict[str, pd.DataFrame]:
    """Return what is learnt of measures, goals, actions and others' figures."""
    latest = str(tables["demand"]["period"].max())
    known = figures(tables, found["parameters"], region)
    improved, need = found["improvement_follow_up"], found["need_follow_up"]
    return {
        "improvement_kinds": improvement_kinds(improved, region),
        "lessons": lessons(tables["measures"]),
        "indicator_follow_up": indicator_follow_up(known, tables["goals"], region),
        "action_list": action_list(
            tables["actions"], found["verdicts"], found["deviation_parts"],
            periods.end(latest).isoformat(),
        ),
        "national_compared": national_compared(
            tables["national"], told(tables, known, region), found["outcome_quality"], region
        ),
        "unit_forecasts_compared": unit_forecasts_compared(tables, need),
        "weekly_outcomes": weekly_outcomes(tables["production"], _WEEKS),
        "rolling_plan": rolling_plan(tables["production"], tables["plan"], latest),
    }  # fmt: skip


def _latest_year(demand: pd.DataFrame) -> int:
    """Return the year of the latest outcome."""
    return int(str(demand["period"].max())[:4])


def _with_basis(production: pd.DataFrame, produced: pd.DataFrame) -> pd.DataFrame:
    """Tell of each plan followed up whether a round decided it, and which."""
    known = produced.set_index(_WHAT)[["basis", "round"]]
    told = known.reindex(pd.MultiIndex.from_frame(production[_WHAT]))
    told = told.set_axis(production.index).fillna({"basis": ""})
    return production.assign(basis=told["basis"], round=told["round"])


def _verdicts(need: pd.DataFrame, production: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts of everything that was followed up."""
    levels = measured["subject"] == "queue"
    parts = [
        (need.rename(columns=_NEED).assign(subject="need"), False),
        (production.rename(columns=_PRODUCTION).assign(subject="production"), False),
        (measured[~levels], False),
        (measured[levels], True),
    ]
    judged = [verdicts_of(rows, stock=stock) for rows, stock in parts if len(rows)]
    return pd.concat(judged, ignore_index=True)
