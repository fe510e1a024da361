"""The guidance's list of parameters: each with its value now, the plan, and last year's value."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.steps.follow_up.key_figures import (
    PER_PERSON,
    SCHEDULED,
    WAITING,
    WITHIN,
    availability,
    staffing_ratios,
)
from pkslib.steps.follow_up.window import length
from pkslib.tables.staff_hours import net_hours

# Who follows up how often: operative weekly, tactical monthly, strategic quarterly and yearly.
CADENCES = {"week": 0, "month": 1, "quarter": 3, "year": 12}
# The shortest cadence that periods of a resolution can tell of [months].
_SHORTEST = {"month": 1, "quarter": 3, "year": 12}
_WEEKS_A_MONTH = 4
_COLUMNS = [
    "group", "parameter", "item", "place", "cadence", "value", "upper", "plan", "last_year",
    "is_share",
]  # fmt: skip
_ON_PLAN = 0.005
# What a parameter comes from, for when nothing is known of it; the guidance's order.
_SOURCES = {
    ("production", "first"): "contact",
    ("production", "return"): "contact",
    ("production", "acute"): "contact",
    ("production", "operation"): "operations",
    ("production", "admission"): "admissions",
    ("production", "bed_days"): "admissions",
    ("production", "drg_points"): "drg",
    ("availability", WAITING): "waiting",
    ("availability", WITHIN): "guarantee_days",
    ("utilisation", "capacity_used"): "capacity_outcome",
    ("utilisation", "time_taken"): "recipes",
    ("staffing", SCHEDULED): "staffing",
    ("staffing", PER_PERSON): "patients_per_person",
    ("staffing", "staff_per_bed_day"): "recipes",
    ("economy", "cost"): "cost",
    ("economy", "cost_per_point"): "cost_and_drg",
}
_KEYS = ["place", "item"]


def parameters(
    tables: Mapping[str, pd.DataFrame], known: pd.DataFrame, labels: list[str], region: str
) -> pd.DataFrame:
    """Return the guidance's parameters of the region and of each unit, by how often they are read.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables production, activities, capacities, resources, recipes, schedule,
        staffing, needs and waiting.
    known : pandas.DataFrame
        subject, place, item, period, planned, outcome: hours, DRG points, capacity and cost of
        all periods known.
    labels : list of str
        Periods of the window, in time order; empty without any outcome.
    region : str
        Its code, which stands as the place of sums.

    Returns
    -------
    pandas.DataFrame
        Rows of the table parameters: value, plan and last_year in the parameter's own unit, upper
        where the value is only known to lie between two; verdict against plan; missing where
        nothing is known. Staffing is told of the first weeks of the schedule.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: parameters that may be relevant,
       and how often they are followed up.
    """
    waiting = availability(tables["waiting"], tables["needs"])
    waiting = waiting.assign(is_share=waiting["parameter"] == WITHIN)
    rows = [
        waiting.assign(place=region, item="", cadence="month"),
        staffing_ratios(tables["schedule"], tables["staffing"], region),
    ]
    if labels:
        amounts = _amounts(tables, known, region)
        kind = periods.resolution(labels[-1])
        rows += [
            _at(amounts, tables["capacities"], labels, cadence)
            for cadence, months in CADENCES.items()
            if length(kind, 1) > 1 or months >= _SHORTEST[kind]
        ]
    found = pd.concat([part for part in rows if len(part)] or rows, ignore_index=True)
    found = found.reindex(columns=_COLUMNS)
    found = found.assign(verdict=_against_plan(found), missing="")
    weekly = (found["group"] == "production") & (found["cadence"] == "week")
    absent = _absent(set(found["parameter"]), weekly=bool(weekly.any())).assign(place=region)
    return pd.concat([found, absent], ignore_index=True)


def _absent(known: set[str], *, weekly: bool) -> pd.DataFrame:
    """Return a row for each parameter that nothing is known of: what is missing in the data set."""
    rows = [
        (group, parameter, "month", source)
        for (group, parameter), source in _SOURCES.items()
        if parameter not in known
    ]
    if not weekly:
        rows.append(("production", "by_week", "week", "weeks"))
    found = pd.DataFrame(rows, columns=["group", "parameter", "cadence", "missing"])
    nothing = dict.fromkeys(("value", "upper", "plan", "last_year"), np.nan)
    return found.assign(item="", verdict="", is_share=False, **nothing)


def _amounts(
    tables: Mapping[str, pd.DataFrame], known: pd.DataFrame, region: str
) -> dict[str, pd.DataFrame]:
    """Return every amount behind the parameters: place, item, period, outcome, planned."""
    subjects = {name: known[known["subject"] == name] for name in ("hours", "drg", "money")}
    hours = subjects["hours"]
    measures = tables["capacities"].set_index("capacity")["measure"]
    beds = hours[hours["item"].map(measures) == "bed_day"]
    staff = resource_hours(tables, hours)
    # A bed is staffed whether it is taken or not: at the occupancy aimed at, so much for a day.
    aim = beds["item"].map(tables["capacities"].set_index("capacity")["utilisation"]).astype(float)
    at_wards = resource_hours(tables, beds.assign(outcome=beds["outcome"] / aim)).assign(item="")
    had = known[(known["subject"] == "capacity") & known["outcome"].notna()]
    found = {
        "done": produced(tables["production"], tables["activities"]),
        "bed_days": beds.assign(item=""),
        "points": subjects["drg"].assign(item=""),
        "cost": subjects["money"].assign(item=""),
        "had": had,
        "used": hours.merge(had[[*_KEYS, "period"]], on=[*_KEYS, "period"]),
        "staff": staff.rename(columns={"had": "outcome", "taken": "planned"}),
        "at_wards": at_wards.rename(columns={"had": "outcome", "taken": "planned"}),
    }
    return {name: _with_region(rows, region) for name, rows in found.items()}


def _with_region(rows: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the sums per place, item and period, and those of all places as the region's."""
    keys, amounts = [*_KEYS, "period"], ["outcome", "planned"]
    both = pd.concat([rows[[*keys, *amounts]], rows[[*keys, *amounts]].assign(place=region)])
    return both.groupby(keys, as_index=False)[amounts].sum(min_count=1)


def _at(
    amounts: Mapping[str, pd.DataFrame], capacities: pd.DataFrame, labels: list[str], cadence: str
) -> pd.DataFrame:
    """Return the parameters over the last week, month, quarter or year."""
    sums = {name: _over(rows, labels, CADENCES[cadence]) for name, rows in amounts.items()}
    done, staff, wards = sums["done"], sums["staff"], sums["at_wards"]
    done = done.assign(parameter=done.index.get_level_values("item"))
    target = dict(zip(capacities["capacity"], capacities["utilisation"], strict=True))
    used = _ratio(sums["used"], sums["had"])
    used = used.assign(plan=used.index.get_level_values("item").map(target))
    # Of staff "plan" carries the hours taken; of wards the hours that the norm asks for.
    time = (staff["plan"] / staff["value"]).to_frame("value").assign(plan=np.nan, last_year=np.nan)
    per_day = wards[["value", "plan", "last_year"]].div(sums["bed_days"]["value"], axis=0)
    parts = [
        _told(done.droplevel("item").set_index("parameter", append=True), "production"),
        _told(sums["bed_days"], "production", "bed_days"),
        _told(sums["points"], "production", "drg_points"),
        _told(used, "utilisation", "capacity_used"),
        _told(time, "utilisation", "time_taken"),
        _told(per_day.assign(last_year=np.nan), "staffing", "staff_per_bed_day"),
        _told(sums["cost"], "economy", "cost"),
        _told(_ratio(sums["cost"], sums["points"]), "economy", "cost_per_point"),
    ]
    found = pd.concat(parts, ignore_index=True).dropna(subset=["value"])
    return found.assign(cadence=cadence, is_share=found["group"] == "utilisation")


def _told(rows: pd.DataFrame, group: str, parameter: str = "") -> pd.DataFrame:
    """Return sums as rows of the table, under a group and a name."""
    found = rows.reset_index().assign(group=group)
    named = {"parameter": parameter, "item": ""}
    return found.assign(**{name: word for name, word in named.items() if name not in found})


def _over(rows: pd.DataFrame, labels: list[str], months: int) -> pd.DataFrame:
    """Return sums over the last months (0: the last week), and the same a year before."""
    kind = periods.resolution(labels[-1])
    count = length(kind, months) if months else length(kind, 1) // _WEEKS_A_MONTH
    latest = labels[-count:] if count <= len(labels) else labels
    before = [periods.shift(label, -length(kind, 12)) for label in latest]
    found = {}
    for name, column, wanted in (
        ("value", "outcome", latest), ("plan", "planned", latest), ("last_year", "outcome", before)
    ):  # fmt: skip
        inside = rows[rows["period"].isin(wanted)].groupby(_KEYS)[column]
        found[name] = inside.sum(min_count=len(wanted))
    return pd.DataFrame(found, columns=["value", "plan", "last_year"]).astype(float)


def _ratio(top: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """Return one sum over another where both are known."""
    return (top / below.where(below > 0)).dropna(subset=["value"])


def _against_plan(rows: pd.DataFrame) -> pd.Series:
    """Return how values stand to plan; nothing without a plan, or where a range leaves it open."""
    plan = rows["plan"].where(rows["plan"] > 0)
    least = rows["value"] / plan - 1
    most = rows["upper"].fillna(rows["value"]) / plan - 1
    found = np.select(
        [least >= _ON_PLAN, most <= -_ON_PLAN, (least.abs() < _ON_PLAN) & (most.abs() < _ON_PLAN)],
        ["above_plan", "below_plan", "on_plan"],
        "",
    )
    return pd.Series(found, index=rows.index)


def produced(production: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Return activities done and planned by kind: visits as first, return or acute if told.

    Parameters
    ----------
    production, activities : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        place, item (kind, or kind of visit), period, outcome, planned [activities].

    Examples
    --------
    >>> done = pd.DataFrame({"unit": "A", "activity": ["new", "op"], "period": "2026-01",
    ...                      "count": [5.0, 2.0], "planned": [4.0, 2.0]})
    >>> known = pd.DataFrame({"activity": ["new", "op"], "kind": ["visit", "day_case"],
    ...                       "contact": ["first", None]})
    >>> produced(done, known)[["item", "outcome"]].to_numpy().tolist()
    [['first', 5.0], ['operation', 2.0]]
    """
    rows = production[["unit", "activity", "period", "count", "planned"]]
    rows = rows.merge(activities[["activity", "kind", "contact"]], on="activity")
    kind = rows["kind"].replace({"day_case": "operation"})
    rows = rows.assign(
        item=rows["contact"].where(rows["kind"] == "visit").fillna(kind),
        place=rows["unit"],
        outcome=rows["count"],
    )
    keys = ["place", "item", "period"]
    return rows.groupby(keys, as_index=False)[["outcome", "planned"]].sum(min_count=1)


def resource_hours(tables: Mapping[str, pd.DataFrame], used: pd.DataFrame) -> pd.DataFrame:
    """Return the hours of staff and rooms there were, and those that production took.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables resources and recipes.
    used : pandas.DataFrame
        place, item (capacity), period, outcome [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        item (resource), place, period, had (count · hours · (1 − absence)) and taken (by the
        recipes) [hours]; only of units and resources known on both sides.
    """
    resources = tables["resources"]
    keys = ["unit", "resource", "period"]
    had = resources.assign(had=net_hours(resources))[[*keys, "had"]]
    used = used.rename(columns={"place": "unit", "item": "capacity"})
    takes = used[["unit", "capacity", "period", "outcome"]].merge(tables["recipes"], on="capacity")
    takes = takes.assign(taken=takes["outcome"] * takes["amount"])
    taken = takes.groupby(keys, as_index=False)["taken"].sum(min_count=1).dropna()
    return had.merge(taken, on=keys).rename(columns={"unit": "place", "resource": "item"})
