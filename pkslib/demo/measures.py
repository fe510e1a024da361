"""What the invented regions can do about their gaps, in the order of the ladder."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.demo.calendar import PLANNING_YEAR
from pkslib.demo.care import RECIPES
from pkslib.demo.constants import rows
from pkslib.demo.hospitals import ROLES
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region
from pkslib.demo.supply import Supply
from pkslib.tables.inputs.capacity import BUY, EXTEND, PRIORITISE


class _Kind(NamedTuple):
    """A kind of measure.

    `part` is how much of the unit's shortage over the year it can close at most, `cost` is its
    cost against that of own capacity. Time to full effect in months.
    """

    step: int
    side: str
    part: float
    cost: float
    name: str
    ramp_months: int = 0
    dip: float = 0.0


# Parts, costs and times are invented. Step 1, moving, needs no measure beside the capacity to
# spare.
_KINDS = (
    _Kind(2, "need", 0.30, 0.15, "Ändrat arbetssätt som minskar behovet", 3, 0.1),
    _Kind(3, "capacity", 0.45, 1.15, "Utökad bemanning"),
    _Kind(4, "capacity", 0.40, 1.40, "Köpt vård"),
    _Kind(5, "need", 0.25, 0.40, "Uppskjuten vård efter medicinsk prioritering"),
)
# Where what is bought is found, in the order that it is asked for, and what that adds to its name.
_BOUGHT = {
    "agreement": "enligt avtal",
    "other_agreement": "enligt annan regions avtal",
    "other_region": "i annan region",
    "procurement": "efter upphandling",
}
# Weeks from order to effect by where it is found, and of staff by how; invented, none shorter than
# the least that the balance counts with.
_LEADS = {
    **{"agreement": 3, "other_agreement": 5, "other_region": 6, "procurement": 28},
    **{"recruitment": 18, "agency": 5, "overtime": 2},
}
# Ordered when the plan is agreed.
_ORDERED = f"{PLANNING_YEAR - 1}-12"
# One extension of so many is by agency staff.
_HIRED = 3
# Care that may be put off: planned care, at units that have any. Births, children, intensive care,
# emergency departments and psychiatric wards have none.
_PUT_OFF = (
    "theatre_hour",
    "endoscopy_slot",
    "clinic_hour",
    "psychiatric_hour",
    "primary_care_hour",
)
_PUT_OFF_WARDS = ("KIA", "KOA", "ORA")
# What nobody else can be paid for.
_NOT_BOUGHT = ("emergency_hour",)
# The least worth opening or buying at once, by capacity: a bed for a fortnight, a day's list.
_BLOCKS = {"bed_day": 14, "theatre_hour": 8}
_BLOCK_STEPS = (3, 4)
# Improvement work that shortens stays and operations; elsewhere it makes activities fewer.
_SHORTER = ("bed_day", "theatre_hour")
# Return visits that primary care can take over: part of a clinic's shortage, and hours there for
# each hour at the clinic; invented.
_SHIFTED, _SHIFT_RATE = 0.3, 0.75
# Wording where a capacity has one of its own.
_NAMES = {(row["capacity"], int(row["step"])): row["name"] for row in rows("measures")}
# What such a measure adds: one profession, or all that the capacity takes when it is named so.
_ADDS = {(row["capacity"], int(row["step"])): row["resource"] for row in rows("measures")}
_LONGER = {
    (row["capacity"], int(row["step"]))
    for row in rows("measures")
    if row["extends_opening"] == "ja"
}
# Cost of one more unit of capacity [SEK]; invented, of the size of cost-per-case accounts.
_COST = {
    **{"bed_day": 9_500, "delivery_bed_day": 13_000, "child_bed_day": 13_500},
    **{"psychiatric_bed_day": 8_000, "intensive_bed_day": 52_000, "theatre_hour": 16_500},
    **{"endoscopy_slot": 5_200, "clinic_hour": 2_900, "psychiatric_hour": 2_100},
    **{"primary_care_hour": 1_500, "emergency_hour": 3_400},
}
# How much of the cost of more beds is posts, and the least time that they are paid for; invented.
_POSTS, _LEAST_MONTHS = 0.5, 6.0
# How many units of a capacity have measures, those with the largest shortage.
_UNITS = {"bed_day": 4, "clinic_hour": 3, "primary_care_hour": 3}
_UNITS_ELSE = 2
# How often a kind of measure is to be had at a unit.
_AT_HAND = 0.75
# Moves agreed between units already: of these capacities, at most so many a region.
_MOVED, _MOVES = ("theatre_hour", "bed_day", "psychiatric_bed_day"), 2
# Improvement work under way is larger than what is only planned; invented.
_UNDER_WAY = 2.0
_STATUSES = ("planned", "ongoing", "realised")
# Month of the year before in which improvement work that has given something began; invented.
_BEGUN = {"ongoing": "05", "realised": "02"}


def table(place: Region, own: Organisation, has: Supply) -> pd.DataFrame:
    """Return the table measures of a region.

    Parameters
    ----------
    place : Region
    own : Organisation
        Names the units.
    has : Supply
        Its shortages set where there are measures and how far they go at most.

    Returns
    -------
    pandas.DataFrame
        As declared, max_amount [capacity's measure], cost [SEK per unit of it].
    """
    chance = place.chance("measures")
    names = own.units.set_index("unit")["name"]
    short = _shortage(has)
    roles = own.units.set_index("unit")["role"]
    made = _improvements(chance, short, has.capacity, roles)
    rows = [*_moves(has, roles), *_shifts(has, short, full=place.full), *made]
    measures = pd.DataFrame(rows)
    measures["name"] = measures["name"] + ": " + measures["unit"].map(names)
    measures["cost"] = (measures["capacity"].map(_COST) * measures["cost"]).round(-1)
    measures["max_amount"] = measures["max_amount"].round()
    measures = measures[measures["max_amount"] > 0].sort_values("step", kind="stable")
    measures = _in_parts(measures) if place.thorough else measures
    numbers = [f"{place.code}-M{number:02d}" for number in range(1, len(measures) + 1)]
    return measures.assign(measure=numbers, end=f"{PLANNING_YEAR}-12")


def _in_parts(measures: pd.DataFrame) -> pd.DataFrame:
    """Return measures with the cost of more beds in its parts: posts are paid whatever is used."""
    beds = (measures["step"] == EXTEND) & (measures["capacity"] == "bed_day")
    posts = measures["cost"] * _POSTS * measures["max_amount"] / 12
    return measures.assign(
        fixed_cost=posts.where(beds).round(-3),
        unit_cost=(measures["cost"] * (1 - _POSTS)).where(beds).round(-1),
        cost_kind=pd.Series("running", measures.index).where(beds, None),
        min_months=pd.Series(_LEAST_MONTHS, measures.index).where(beds),
    )


def _shortage(has: Supply) -> pd.Series:
    """Return each unit's shortage over the planning year, months to spare not counted."""
    year = has.need.columns[-12:]
    return (has.need[year] - has.amount[year]).clip(lower=0).sum(axis=1)


def _moves(has: Supply, roles: pd.Series) -> list[dict[str, object]]:
    """Return moves agreed already, from the unit with most to spare to the shortest one.

    Only between units alike: theatres of one kind, wards of one specialty.
    """
    year = has.need.columns[-12:]
    left = (has.amount[year] - has.need[year]).clip(lower=0).sum(axis=1)
    short = _shortage(has)
    alike = roles.reindex(left.index).map(lambda role: ROLES[role].parent if role in ROLES else "")
    alike = alike.where(has.capacity != "theatre_hour", roles)
    rows: list[dict[str, object]] = []
    for capacity in _MOVED:
        for _, units in alike[has.capacity == capacity].groupby(alike):
            giver, taker = str(left[units.index].idxmax()), str(short[units.index].idxmax())
            amount = 0.5 * min(left[giver], short[taker])
            if giver != taker and amount > 0:
                row = _row(giver, capacity, "Flytta kapacitet", 1, "capacity")
                rows.append(row | {"to_unit": taker, "max_amount": amount, "cost": 0.02})
    return rows[:_MOVES]


def _shifts(has: Supply, short: pd.Series, *, full: bool) -> list[dict[str, object]]:
    """Return return visits that the clinic with most to win leaves to primary care.

    They go to the area with most to spare, or in a region where nobody asked to the fullest one.
    """
    year = has.need.columns[-12:]
    over = has.amount[year] - has.need[year]
    left = over.sum(axis=1) if full else over.clip(lower=0).sum(axis=1)
    clinics, centres = (
        amounts[has.capacity == capacity]
        for amounts, capacity in ((short, "clinic_hour"), (left, "primary_care_hour"))
    )
    if clinics.empty or centres.empty:
        return []
    row = _row(str(clinics.idxmax()), "clinic_hour", "Återbesök på vårdcentral", 2, "need")
    to = {
        "to_unit": centres.idxmin() if full else centres.idxmax(),
        "to_capacity": "primary_care_hour",
    }
    done = {"status": "realised", "realised": 0.8, "ramp_months": 2}
    amount = {"max_amount": _SHIFTED * clinics.max(), "to_amount": _SHIFT_RATE, "cost": 0.1}
    return [row | to | done | amount]


def _improvements(
    chance: np.random.Generator, short: pd.Series, capacity: pd.Series, roles: pd.Series
) -> list[dict[str, object]]:
    """Return the measures of steps 2 to 5 at the units with the largest shortage in money."""
    rank = short.groupby(capacity).rank(ascending=False, method="first")
    chosen = rank[rank <= capacity.map(_UNITS).fillna(_UNITS_ELSE)].index
    rows: list[dict[str, object]] = []
    for unit in chosen:
        for kind in (kind for kind in _KINDS if chance.random() < _AT_HAND):
            if not _possible(kind.step, capacity[unit], roles[unit]):
                continue
            name, source = _NAMES.get((capacity[unit], kind.step), kind.name), "own"
            if kind.step == BUY:
                source = list(_BOUGHT)[len(rows) % len(_BOUGHT)]
                name = f"{name} {_BOUGHT[source]}"
            row = _row(str(unit), capacity[unit], name, kind.step, kind.side)
            row |= _way(row, source, len(rows))
            progress = _progress(chance, kind.step)
            large = _UNDER_WAY if progress.get("realised") else 1.0
            amount = short[unit] * kind.part * large * chance.uniform(0.7, 1.3)
            cost = kind.cost * chance.uniform(0.9, 1.1)
            rows.append(
                row
                | {"max_amount": amount, "cost": cost, "source": source}
                | {"ramp_months": kind.ramp_months, "dip": kind.dip}
                | progress
            )
    return rows


def _way(row: dict[str, object], source: str, number: int) -> dict[str, object]:
    """Return how staff or care is found, by what contract, and how long that takes."""
    if row["step"] == BUY:
        bought = None if source == "procurement" else f"VÅ-{PLANNING_YEAR - 3}-{number:02d}"
        return {"lead_weeks": _LEADS[source], "contract": bought}
    if row["step"] != EXTEND:
        return {"lead_weeks": 0}
    own = row["extends_opening"] or row["resource"] is None
    way = "overtime" if own else "recruitment" if number % _HIRED else "agency"
    return {"kind": way, "lead_weeks": _LEADS[way]}


def _possible(step: int, capacity: str, role: str) -> bool:
    """Return whether such a measure is to be had: acute care is neither put off nor bought."""
    if step == PRIORITISE:
        return capacity in _PUT_OFF or role in _PUT_OFF_WARDS
    return step != BUY or capacity not in _NOT_BOUGHT


def _row(unit: str, capacity: str, name: str, step: int, side: str) -> dict[str, object]:
    block = _BLOCKS.get(capacity) if step in _BLOCK_STEPS else None
    return {
        **{"unit": unit, "to_unit": None, "capacity": capacity, "name": name},
        **{"step": step, "side": side, "start": f"{PLANNING_YEAR}-01"},
        **{"status": "planned", "realised": 0.0, "min_block": block, "source": "own"},
        **{"resource": _added(capacity, step), "extends_opening": (capacity, step) in _LONGER},
        **(
            {"kind": "shorter_time" if capacity in _SHORTER else "fewer_activities"}
            if step == 2
            else {}
        ),
    }


def _added(capacity: str, step: int) -> str | None:
    """Return the resource that a measure buys: staff, where nothing else is said."""
    if step != EXTEND:
        return None
    return _ADDS.get((capacity, step), next(iter(RECIPES[capacity]))) or None


def _progress(chance: np.random.Generator, step: int) -> dict[str, object]:
    """Return how far improvement work has come; other measures are decided but not begun."""
    if step != 2:
        start = f"{PLANNING_YEAR}-{chance.integers(1, 4):02d}"
        return {"start": _ORDERED if step in (EXTEND, BUY) else start}
    status = str(chance.choice(_STATUSES, p=(0.3, 0.5, 0.2)))
    low, high = {"planned": (0.0, 0.0), "ongoing": (0.15, 0.6), "realised": (0.7, 1.0)}[status]
    begun = {} if status == "planned" else {"start": f"{PLANNING_YEAR - 1}-{_BEGUN[status]}"}
    return {"status": status, "realised": round(float(chance.uniform(low, high)), 2)} | begun
