"""What is invented to be done for patients, which kind of unit does it, and what it takes.

Stays, times, weights, targets and ratios are invented, of the size that Swedish care knows.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from pkslib.demo import needs
from pkslib.demo.constants import records, rows


class Activity(NamedTuple):
    """Something done for patients, with the capacity it takes in that capacity's measure.

    Primary care has no DRG weights: its activities have a cost of their own [SEK].
    """

    name: str
    kind: str
    drg_weight: float | None
    amount: float
    cost: float | None


ACTIVITIES = records("activities", Activity)
_CONTACTS = {row["activity"]: row["contact"] or None for row in rows("activities")}
CAPACITY_OF = {row["activity"]: row["capacity"] for row in rows("activities")}

# need -> (role of the unit, activity, mean number per patient); organisation names the roles.
PATHWAYS: dict[str, tuple[tuple[str, str, float], ...]] = {
    need: tuple((row["role"], row["activity"], float(row["per_patient"])) for row in steps)
    for need, steps in groupby(rows("pathways"), itemgetter("need"))
}


def steps(only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the pathways by role of unit.

    Returns
    -------
    pandas.DataFrame
        Columns need, role, activity, per_patient [activities per patient], capacity, amount
        [capacity's measure per activity].
    """
    rows = [
        (need, *step, CAPACITY_OF[step[1]], ACTIVITIES[step[1]].amount)
        for need in needs.codes(only)
        for step in PATHWAYS[need]
    ]
    columns = ["need", "role", "activity", "per_patient", "capacity", "amount"]
    return pd.DataFrame(rows, columns=columns)


def tables(only: tuple[str, ...] = ()) -> dict[str, pd.DataFrame]:
    """Return the tables activities and activity_times, the same for all regions."""
    used = list(dict.fromkeys(steps(only)["activity"]))
    done = pd.DataFrame([{"activity": code, **ACTIVITIES[code]._asdict()} for code in used])
    done["capacity"] = done["activity"].map(CAPACITY_OF)
    done["contact"] = done["activity"].map(_CONTACTS)
    return {
        "activities": done[["activity", "name", "kind", "drg_weight", "contact"]],
        "activity_times": done[["activity", "capacity", "amount"]].assign(unit=None),
    }


class Capacity(NamedTuple):
    """A capacity as the table capacities holds it."""

    name: str
    measure: str
    utilisation: float
    margin: float
    ceiling: float


# 85 % for wards is the guidance's own example; the others are invented.
CAPACITIES = records("capacities", Capacity)
# Hours of a shift; the nights overlap with evening and day.
SHIFTS = {"day": 8.0, "evening": 8.0, "night": 10.0}
# Patients per person by shift: day, evening, night.
RATIOS = {
    capacity: {row["resource"]: tuple(float(row[shift]) for shift in SHIFTS) for row in ratios}
    for capacity, ratios in groupby(rows("ratios"), itemgetter("capacity"))
}
# Resource hours per unit of capacity, for all that ratios do not tell.
_HOURS = {
    capacity: {row["resource"]: float(row["amount"]) for row in hours}
    for capacity, hours in groupby(rows("hours"), itemgetter("capacity"))
}
# Rooms, not persons: open on working days, never absent.
ROOMS = ("operationssal", "endoskopirum", "mottagningsrum", "akutrum")
# Open at all hours; other units by day.
ROUND_THE_CLOCK = (*RATIOS, "emergency_hour")
# The profession whose schedule the weeks ahead are read from.
LEADING = {
    "theatre_hour": "operationssjuksköterska",
    "endoscopy_slot": "sjuksköterska",
    "clinic_hour": "läkare",
    "psychiatric_hour": "behandlare",
}


def _recipe(capacity: str) -> dict[str, float]:
    """Return resource hours per unit of a capacity.

    A staffed bed takes each shift's hours divided by the patients a person cares for:
    8 / 3.5 + 8 / 4.5 + 10 / 7 = 5.492 nurse hours per bed day.
    """
    by_ratio = {
        resource: sum(hours / ratio for hours, ratio in zip(SHIFTS.values(), ratios, strict=True))
        for resource, ratios in RATIOS.get(capacity, {}).items()
    }
    return {name: round(amount, 3) for name, amount in {**by_ratio, **_HOURS[capacity]}.items()}


RECIPES = {capacity: _recipe(capacity) for capacity in CAPACITIES}


def capacities(used: set[str]) -> dict[str, pd.DataFrame]:
    """Return the tables capacities and recipes, of the capacities in use."""
    rows = [
        {"capacity": code, **capacity._asdict()}
        for code, capacity in CAPACITIES.items()
        if code in used
    ]
    hours = [
        (code, resource, amount)
        for code, recipe in RECIPES.items()
        if code in used
        for resource, amount in recipe.items()
    ]
    return {
        "capacities": pd.DataFrame(rows),
        "recipes": pd.DataFrame(hours, columns=["capacity", "resource", "amount"]),
    }
