"""The guidance's list of parameters: each with its value now, the plan, and last year's value."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.language import mark, text
from pkslib.steps.follow_up.amounts import produced, resource_hours
from pkslib.steps.follow_up.availability import WAITING, WITHIN, availability
from pkslib.steps.follow_up.ratios import PER_PERSON, SCHEDULED, staffing_ratios
from pkslib.steps.follow_up.window import length

# Who follows up how often: operative weekly, tactical monthly, strategic quarterly and yearly.
CADENCES = {"week": 0, "month": 1, "quarter": 3, "year": 12}
# The shortest cadence that periods of a resolution can tell of [months].
_SHORTEST = {"month": 1, "quarter": 3, "year": 12}
_WEEKS_A_MONTH = 4
_COLUMNS = [
    "group", "parameter", "item", "place", "cadence", "value", "plan", "last_year", "is_share",
]  # fmt: skip
_ON_PLAN = 0.005
# Parameters of production in the guidance's order, and what tells of them.
_PRODUCTION = {
    "first": mark("First visits"),
    "return": mark("Return visits"),
    "acute": mark("Acute visits"),
    "visit": mark("Visits of a kind not told"),
    "operation": mark("Operations"),
    "examination": mark("Examinations"),
    "digital": mark("Digital contacts"),
    "admission": mark("Admissions"),
}
_BED_DAYS, _POINTS = mark("Bed days"), mark("DRG points")
_USED, _TIME = mark("Capacity used of what there was"), mark("Time taken of what there was")
_PER_BED_DAY = mark("Staff hours per bed day")
_COST, _PER_POINT = mark("Cost [SEK]"), mark("Cost per DRG point [SEK]")
# Where a parameter comes from, for when it is missing.
_VISITS = mark("column contact in the table activities")
_SOURCES = {
    ("production", _PRODUCTION["first"]): _VISITS,
    ("production", _PRODUCTION["return"]): _VISITS,
    ("production", _PRODUCTION["acute"]): _VISITS,
    ("production", _PRODUCTION["operation"]): mark("operations in the table production"),
    ("production", _PRODUCTION["admission"]): mark("admissions in the table production"),
    ("production", _BED_DAYS): mark("admissions in the table production"),
    ("production", _POINTS): mark("column drg in the table production"),
    ("availability", WAITING): mark("table waiting"),
    ("availability", WITHIN): mark("column guarantee_days in the table needs"),
    ("utilisation", _USED): mark("table capacity_outcome"),
    ("utilisation", _TIME): mark("tables resources and recipes"),
    ("staffing", SCHEDULED): mark("tables schedule and staffing"),
    ("staffing", PER_PERSON): mark("column patients_per_person in the table staffing"),
    ("staffing", _PER_BED_DAY): mark("tables resources and recipes"),
    ("economy", _COST): mark("column cost in the table production"),
    ("economy", _PER_POINT): mark("columns cost and drg in the table production"),
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
        group, parameter, item (capacity or resource, else empty), place, cadence; value, plan and
        last_year in the parameter's own unit; is_share; verdict against plan. Staffing is told
        of the first weeks of the schedule.

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
    found = found[_COLUMNS].assign(verdict=_against_plan(found["value"], found["plan"]), missing="")
    weekly = (found["group"] == "production") & (found["cadence"] == "week")
    absent = _absent(set(found["parameter"]), weekly=bool(weekly.any())).assign(place=region)
    return pd.concat([found, absent], ignore_index=True)


def _absent(known: set[str], *, weekly: bool) -> pd.DataFrame:
    """Return a row for each parameter that nothing is known of: what is missing in the data set."""
    rows = [
        (group, parameter, "month", text("Not known: {source}.", source=text(source)))
        for (group, parameter), source in _SOURCES.items()
        if parameter not in known
    ]
    if not weekly:
        why = text("Not known: {source}.", source=text("production by week"))
        rows.append(("production", mark("Weekly follow-up"), "week", why))
    found = pd.DataFrame(rows, columns=["group", "parameter", "cadence", "missing"])
    nothing = dict.fromkeys(("value", "plan", "last_year"), np.nan)
    return found.assign(item="", verdict="", is_share=False, **nothing)


def _amounts(
    tables: Mapping[str, pd.DataFrame], known: pd.DataFrame, region: str
) -> dict[str, pd.DataFrame]:
    """Return every amount behind the parameters: place, item, period, outcome, planned."""
    subjects = {name: known[known["subject"] == name] for name in ("hours", "drg", "money")}
    hours = subjects["hours"]
    measures = tables["capacities"].set_index("capacity")["measure"]
    beds = hours[hours["item"].map(measures) == "bed_day"].assign(item="")
    staff = resource_hours(tables, hours.rename(columns={"place": "unit", "item": "capacity"}))
    at_wards = staff[staff["place"].isin(beds["place"])].assign(item="")
    had = known[(known["subject"] == "capacity") & known["outcome"].notna()]
    found = {
        "done": produced(tables["production"], tables["activities"]),
        "bed_days": beds,
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
    done = done.assign(parameter=done.index.get_level_values("item").map(_PRODUCTION))
    target = dict(zip(capacities["capacity"], capacities["utilisation"], strict=True))
    used = _ratio(sums["used"], sums["had"])
    used = used.assign(plan=used.index.get_level_values("item").map(target))
    # Of staff "plan" carries the hours taken; of wards the hours that the recipes ask for.
    time = (staff["plan"] / staff["value"]).to_frame("value").assign(plan=np.nan, last_year=np.nan)
    per_day = wards[["value", "plan", "last_year"]].div(sums["bed_days"]["value"], axis=0)
    parts = [
        _told(done.droplevel("item").set_index("parameter", append=True), "production"),
        _told(sums["bed_days"], "production", _BED_DAYS),
        _told(sums["points"], "production", _POINTS),
        _told(used, "utilisation", _USED),
        _told(time, "utilisation", _TIME),
        _told(per_day.assign(last_year=np.nan), "staffing", _PER_BED_DAY),
        _told(sums["cost"], "economy", _COST),
        _told(_ratio(sums["cost"], sums["points"]), "economy", _PER_POINT),
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


def _against_plan(value: pd.Series, plan: pd.Series) -> pd.Series:
    """Say in words how a value stands to its plan; nothing without a plan."""
    off = (value - plan) / plan.where(plan > 0)
    words = np.select(
        [off.isna(), off.abs() < _ON_PLAN, off > 0], ["", "on plan", "above plan"], "below plan"
    )
    return pd.Series(words, index=value.index)
