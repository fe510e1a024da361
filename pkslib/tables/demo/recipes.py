"""How capacity is put together: targets, staffing ratios and recipes, all invented."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class Capacity(NamedTuple):
    """A capacity as the table capacities holds it."""

    name: str
    measure: str
    utilisation: float
    margin: float


# 85 % for wards is the guidance's own example; the others are invented.
CAPACITIES = {
    "bed_day": Capacity("Vårddygn, somatik", "bed_day", 0.85, 0.0),
    "delivery_bed_day": Capacity("Vårddygn, förlossning och BB", "bed_day", 0.75, 0.0),
    "child_bed_day": Capacity("Vårddygn, barn", "bed_day", 0.75, 0.0),
    "psychiatric_bed_day": Capacity("Vårddygn, psykiatri", "bed_day", 0.90, 0.0),
    "intensive_bed_day": Capacity("Vårddygn, intensivvård", "bed_day", 0.70, 0.0),
    "theatre_hour": Capacity("Operationstid", "hour", 0.80, 0.0),
    "endoscopy_slot": Capacity("Endoskopitider", "slot", 0.90, 0.0),
    "clinic_hour": Capacity("Mottagningstid", "hour", 0.90, 0.0),
    "psychiatric_hour": Capacity("Mottagningstid, psykiatri", "hour", 0.90, 0.0),
    "primary_care_hour": Capacity("Mottagningstid, primärvård", "hour", 0.92, 0.0),
}
# Hours of a shift; the nights overlap with evening and day.
SHIFTS = {"day": 8.0, "evening": 8.0, "night": 10.0}
# Patients per person by shift: day, evening, night.
RATIOS = {
    "bed_day": {"sjuksköterska": (4.0, 5.0, 8.0), "undersköterska": (4.5, 5.5, 9.0)},
    "delivery_bed_day": {"barnmorska": (3.0, 3.5, 4.0), "undersköterska": (4.0, 4.5, 6.0)},
    "child_bed_day": {"sjuksköterska": (3.0, 3.5, 5.0), "undersköterska": (3.5, 4.0, 6.0)},
    "psychiatric_bed_day": {"sjuksköterska": (6.0, 7.0, 10.0), "skötare": (3.5, 4.0, 7.0)},
    "intensive_bed_day": {"sjuksköterska": (1.2, 1.3, 1.4), "undersköterska": (1.5, 1.5, 2.0)},
}
# Resource hours per unit of capacity, for all that ratios do not tell.
_HOURS = {
    "bed_day": {"läkare": 0.9},
    "delivery_bed_day": {"läkare": 0.7},
    "child_bed_day": {"läkare": 1.1},
    "psychiatric_bed_day": {"läkare": 0.5},
    "intensive_bed_day": {"läkare": 5.5},
    "theatre_hour": {
        "operationssjuksköterska": 1.35,
        "anestesisjuksköterska": 1.15,
        "kirurg": 1.3,
        "operationssal": 1.0,
    },
    "endoscopy_slot": {"sjuksköterska": 1.2, "endoskopist": 0.75, "endoskopirum": 0.85},
    "clinic_hour": {"läkare": 0.85, "sjuksköterska": 0.5, "mottagningsrum": 1.0},
    "psychiatric_hour": {"behandlare": 0.8, "läkare": 0.22, "mottagningsrum": 1.0},
    "primary_care_hour": {"läkare": 0.42, "distriktssköterska": 0.6, "mottagningsrum": 1.0},
}
# Rooms, not persons: open on working days, never absent.
ROOMS = ("operationssal", "endoskopirum", "mottagningsrum")
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
    8 / 4 + 8 / 5 + 10 / 8 = 4.85 nurse hours per bed day.
    """
    by_ratio = {
        resource: sum(hours / ratio for hours, ratio in zip(SHIFTS.values(), ratios, strict=True))
        for resource, ratios in RATIOS.get(capacity, {}).items()
    }
    return {name: round(amount, 3) for name, amount in {**by_ratio, **_HOURS[capacity]}.items()}


RECIPES = {capacity: _recipe(capacity) for capacity in CAPACITIES}


def tables(used: set[str]) -> dict[str, pd.DataFrame]:
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
