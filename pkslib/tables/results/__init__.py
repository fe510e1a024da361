"""The result tables: what each planning step writes and the next ones read, declared once.

Steps never import one another; these tables are where they meet. One module a step.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.tables.declaration import Table, validate
from pkslib.tables.results import (
    balance,
    capacity,
    data,
    decisions,
    demand,
    follow_up,
    learning,
    money,
    need,
    outlook,
    pack,
    plan,
    waiting,
    years,
)

RESULTS: dict[str, Table] = {
    schema.name: schema
    for step in (
        *(data, demand, need, waiting, capacity, balance, plan, decisions, money),
        *(years, follow_up, learning, outlook, pack),
    )
    for schema in vars(step).values()
    if isinstance(schema, Table)
}
# Which notebook writes which table; a step reads those of the steps before it.
STEP_TABLES: dict[str, tuple[str, ...]] = {
    "01_data": ("data_tables", "data_notes", "assumptions", "assumption_places"),
    "02_demand": (
        "forecast",
        "forecast_sums",
        "forecast_weeks",
        "forecast_years",
        "forecast_levels",
        "forecast_units",
        "unit_levels",
        "accuracy",
        "backtest",
        "corrections",
        "driver",
        "models",
        "marks",
        "seasons",
        "weekday_profile",
        "hour_profile",
    ),
    "03_need": (
        "care_need",
        "queue",
        "waiting_model",
        "waiting_start",
        "waiting_weeks",
        "waiting_ahead",
        "waiting_goal",
        "waiting_backtest",
        "expected_waits",
        "list_reviews",
        "production_need",
        "capacity_use",
        "capacity_need",
        "capacity_need_weeks",
        "capacity_need_days",
        "target_level",
        "need_spread",
        "resource_need",
        "readiness",
        "unmanned",
        "supply_dips",
        "ward_risk",
        "wait_risk",
        "bed_census",
    ),
    "04_capacity": (
        "available_capacity",
        "capacity_limits",
        "shared_hours",
        "bottlenecks",
        "staff_supply",
        "gap_risk",
    ),
    "05_balance": (
        "gap",
        "moves",
        "delays",
        "shifts",
        "prioritised",
        "ladder",
        "ladder_steps",
        "ladder_limits",
        "measure_reach",
        "balance",
        "strain",
        "unsolved",
        "to_decide",
        "equal_care",
        "priority_shares",
        "inversion_options",
        "places_elsewhere",
        "catch_up",
        "rounds",
        "surplus",
        "gap_options",
    ),
    "06_plan": (
        "targets",
        "plan",
        "plan_weeks",
        "plan_weekdays",
        "plan_needs",
        "plan_change",
        "acute_above",
        "waiting_by_plan",
        "displacement",
        "catalogue",
        "catalogue_decisions",
        "status",
        "decided_change",
        "awaiting",
        "plan_status",
        "stops",
        "money",
        "money_bridge",
        "budget_moves",
        "productivity",
        "hires",
        "four_years",
        "years_asked",
        "years_posts",
        "years_decisions",
        "judged",
    ),
    "07_follow_up": (
        "need_follow_up",
        "production_follow_up",
        "deviations",
        "verdicts",
        "deviation_parts",
        "available_parts",
        "improvement_follow_up",
        "improvement_kinds",
        "lessons",
        "indicator_follow_up",
        "action_list",
        "national_compared",
        "unit_forecasts_compared",
        "weekly_outcomes",
        "rolling_plan",
        "proposals",
        "large_deviations",
        "parameters",
        "outcome_quality",
    ),
    "08_outlook": (
        "weeks_ahead",
        "schedule_reach",
        "schedule_cover",
        "overbooked",
        "free_time",
        "unused_time",
        "unused_score",
        "calls",
        "operations_ahead",
        "gap_list",
        "gap_sums",
        "bed_shifts",
        "beds_open",
        "shift_moves",
        "guarantee",
        "guarantee_ahead",
    ),
    "09_pack": ("summary", "region_summary", "change", "sensitivity"),
}


def as_declared(found: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return what a step has made as its declarations say: typed, sorted by key, checked.

    The seam between the steps, in memory; in a region's folder it is :func:`store.write`.

    Parameters
    ----------
    found : mapping of str to pandas.DataFrame
        Result tables by name.

    Raises
    ------
    pkslib.tables.declaration.DeclarationError
        For a table that breaks its declaration.
    """
    return {name: validate(frame, RESULTS[name]) for name, frame in found.items()}
