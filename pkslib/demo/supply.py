"""The invented supply: staff, rooms and openings, sized so that regions are out of balance.

Each unit gets a gap of its own: what its region, its kind and chance make of it. The resource
that is short is chosen first; the others get slack, so that staff is mostly the limit and rooms
now and then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.demo.calendar import MONTHS, Values, is_working_day, working_days
from pkslib.demo.care import CAPACITIES, RECIPES, ROOMS, ROUND_THE_CLOCK
from pkslib.demo.constants import rows as constants
from pkslib.demo.hospitals import ROLES
from pkslib.demo.organisation import PRIMARY, PRIMARY_CAPACITY, Organisation
from pkslib.demo.regions import Region

SUPPLY_MONTHS = MONTHS[-24:]
_YEAR = slice(-12, None)
# How far primary care is short; other kinds of unit tell their own [share of need]. Invented.
_LEAN = {PRIMARY: 0.03} | {role: what.lean for role, what in ROLES.items()}
_LEAN_BY_SIZE = {"L": 0.01, "M": 0.0, "S": -0.07, "": 0.0}
# How often a region has an area of primary care with room, and how much [share of need]; invented.
_ROOMY, _ROOM = 0.6, 0.10
# How far such an area is short where there is room in none of the months [share of need]; invented.
_FULL = 0.18
# Paid time that staff is away, by month: holiday in July above all, sickness in winter; invented.
_AWAY_SHIFTS = (0.20, 0.21, 0.20, 0.18, 0.18, 0.23, 0.32, 0.26, 0.18, 0.18, 0.19, 0.23)
_AWAY_DAYS = (0.19, 0.21, 0.18, 0.18, 0.18, 0.24, 0.55, 0.33, 0.16, 0.16, 0.17, 0.25)
# Weekly hours of full-time staff: round the clock, and by day (38.25 as in settings).
_WEEK_SHIFTS, _WEEK_DAYS = 36.33, 38.25
_SUMMER_WEEKS = range(27, 32)
# What runs of planned care in the summer weeks; invented.
_SUMMER_OPEN = 0.4
# Hours that a room is open on a working day, or on every day; invented.
_ROOM_DAY, _ROOM_ALWAYS = 8.0, 24.0
# Which of a unit's staff is short, in the order of its recipe; invented.
_SHORT = (0.6, 0.2, 0.1, 0.05, 0.05)
# How often rooms or beds are the limit, where there are more than so many.
_ROOMS_SHORT = 0.15
_MANY_ROOMS = 6
# Who stands ready where there is acute surgery, and the hours a year that takes of each beyond
# what acute operations take; invented.
THEATRE_TEAM = ("operationssjuksköterska", "anestesisjuksköterska", "kirurg", "anestesiläkare")
_READY_HOURS = 6_500.0

# What one more hour worked costs, or an hour of a room [SEK]; invented.
_PRICES = {row["resource"]: float(row["price"]) for row in constants("prices")}


class _Row(NamedTuple):
    """A unit's resource over the months: persons or rooms, hours each, absence."""

    unit: str
    resource: str
    staffed: Values
    hours: Values
    absence: Values


@dataclass(frozen=True)
class Supply:
    """What a region has against what it needs.

    Attributes
    ----------
    resources, openings, available : pandas.DataFrame
        The tables.
    need, amount : pandas.DataFrame
        Capacity need in the mean and available capacity: index unit, columns the 24 months of
        :data:`SUPPLY_MONTHS` [capacity's measure].
    capacity : pandas.Series
        Capacity by unit.
    """

    resources: pd.DataFrame
    openings: pd.DataFrame
    available: pd.DataFrame
    need: pd.DataFrame
    amount: pd.DataFrame
    capacity: pd.Series

    def giving(self, capacities: Iterable[str]) -> list[tuple[str, str]]:
        """Return the units that give one of some capacities, each with its capacity."""
        found = self.capacity[self.capacity.isin(list(capacities))]
        return list(zip(found.index, found, strict=True))


def capacity_of(role: str) -> str:
    """Return the one capacity that a unit of a role gives."""
    return PRIMARY_CAPACITY if role == PRIMARY else ROLES[role].capacity


def supply(place: Region, own: Organisation) -> Supply:
    """Return the staff, rooms and openings of a region.

    Parameters
    ----------
    place : Region
    own : Organisation
        Its use of capacity sets the size of everything; a unit's gap is taken off.

    Returns
    -------
    Supply
    """
    roles = own.units.set_index("unit")["role"].reindex(own.use.index)
    capacity = roles.map(capacity_of)
    target_use = capacity.map({code: what.utilisation for code, what in CAPACITIES.items()})
    need = own.use.iloc[:, -24:].div(target_use, axis=0).set_axis(list(SUPPLY_MONTHS), axis=1)
    wanted = need.iloc[:, _YEAR].sum(axis=1) * (1 - _gaps(place, own))
    chance = place.chance("supply")
    ready = pd.Series(_READY_HOURS, ready_theatres(own)).reindex(wanted.index, fill_value=0.0)
    made = [_unit(chance, *row) for row in zip(wanted.index, capacity, wanted, ready, strict=True)]
    opened, amount = (
        pd.DataFrame(np.array([one[part] for one in made]), need.index, need.columns)
        for part in (1, 2)
    )
    known = _known_directly(roles)
    kept = [row for rows, _, _ in made for row in rows if row.unit not in known]
    return Supply(
        resources=_resource_table(kept),
        openings=_long(opened.drop(index=known), capacity),
        available=_long(amount.loc[known].round(), capacity),
        need=need,
        amount=amount,
        capacity=capacity,
    )


def ready_theatres(own: Organisation) -> list[str]:
    """Return the central theatres, where acute operations are done at all hours."""
    return own.units.loc[own.units["role"] == "OP", "unit"].tolist()


def _gaps(place: Region, own: Organisation) -> pd.Series:
    """Return each unit's gap [share of need]; below zero it has to spare."""
    chance = place.chance("gaps")
    units = own.units.set_index("unit").reindex(own.use.index)
    lean = units["role"].map(_LEAN) + units["size"].map(_LEAN_BY_SIZE)
    region = float(np.clip(chance.normal(0.028, 0.014), 0.0, 0.06))
    gaps = (lean + region + chance.normal(0, 0.035, len(units))).clip(-0.25, 0.22)
    # In some regions one area's health centres have room for what hospitals leave to them.
    area = units.index[units["role"] == PRIMARY][-1:]
    if chance.random() < _ROOMY:
        gaps[area] = -_ROOM
    if place.full:
        gaps[area] = _FULL
    return gaps


def _unit(
    chance: np.random.Generator, unit: str, capacity: str, total: float, ready: float
) -> tuple[list[_Row], Values, Values]:
    """Return a unit's resources, its openings, and the capacity they give by month."""
    opening, rooms = _opening(chance, unit, capacity, total)
    staff = _staff(chance, unit, capacity, total)
    recipe = RECIPES[capacity]
    allowed = [
        row.staffed * row.hours * (1 - row.absence) / recipe[row.resource]
        for row in [*staff, *rooms]
    ]
    rows = [*(_with_ready(row, ready) for row in staff), *rooms]
    return rows, opening, np.minimum.reduce([opening, *allowed])


def _staff(chance: np.random.Generator, unit: str, capacity: str, total: float) -> list[_Row]:
    """Return a unit's staff: one profession gives just the total, the others somewhat more."""
    recipe = {name: hours for name, hours in RECIPES[capacity].items() if name not in ROOMS}
    hours, absence = _hours(capacity in ROUND_THE_CLOCK)
    weights = np.array(_SHORT[: len(recipe)])
    short = chance.choice(len(recipe), p=weights / weights.sum())
    slack = chance.uniform(1.04, 1.20, len(recipe))
    slack[short] = 1.0
    # Staff grew or shrank a little since the year before.
    former = 1 + chance.normal(-0.004, 0.012, len(recipe))
    rows = []
    for number, (name, amount) in enumerate(recipe.items()):
        count = slack[number] * total * amount / (hours * (1 - absence))[_YEAR].sum()
        counts = np.repeat([count * former[number], count], 12).round(2)
        rows.append(_Row(unit, name, counts, hours.round(1), absence))
    return rows


def _with_ready(row: _Row, hours: float) -> _Row:
    """Return a profession with those who stand ready on top, if it does."""
    if not hours or row.resource not in THEATRE_TEAM:
        return row
    # As many hours every month: whoever is on holiday is stood in for.
    more = hours / 12 / (row.hours * (1 - row.absence))
    return row._replace(staffed=(row.staffed + more).round(2))


def _hours(round_the_clock: bool) -> tuple[Values, Values]:
    """Return hours per full-time person and absence by month."""
    if round_the_clock:
        worked = [_WEEK_SHIFTS / 7 * periods.days(month) for month in SUPPLY_MONTHS]
        return np.array(worked), np.tile(_AWAY_SHIFTS, 2)
    worked = [_WEEK_DAYS / 5 * working_days(month) for month in SUPPLY_MONTHS]
    return np.array(worked), np.tile(_AWAY_DAYS, 2)


def _opening(
    chance: np.random.Generator, unit: str, capacity: str, total: float
) -> tuple[Values, list[_Row]]:
    """Return what rooms and opening hours allow by month, and the rooms as resource."""
    if capacity.endswith("bed_day"):
        beds = _places(chance, total / 365)
        return beds * np.array([periods.days(month) for month in SUPPLY_MONTHS], float), []
    name, hours = next((n, h) for n, h in RECIPES[capacity].items() if n in ROOMS)
    always = capacity in ROUND_THE_CLOCK
    day = _ROOM_ALWAYS if always else _ROOM_DAY
    run = np.array([_open_days(month, capacity) for month in SUPPLY_MONTHS])
    held = run if always else np.array([working_days(month) for month in SUPPLY_MONTHS])
    count = _places(chance, total * hours / (day * run[_YEAR].sum()))
    row = _Row(unit, name, np.full(24, count), day * held, np.zeros(24))
    return (count * day * run / hours).round(1), [row]


def _places(chance: np.random.Generator, wanted: float) -> float:
    """Return whole beds or rooms: mostly more than staff can use, now and then fewer."""
    tight = chance.random() < _ROOMS_SHORT and wanted > _MANY_ROOMS
    return float(np.floor(wanted) if tight else np.ceil(wanted * chance.uniform(1.06, 1.30)))


@lru_cache(maxsize=512)
def _open_days(month: str, capacity: str) -> float:
    """Return the open days of a month: theatres and endoscopy run less in the summer weeks."""
    if capacity in ROUND_THE_CLOCK:
        return float(periods.days(month))
    first = periods.start(month)
    days = [first + timedelta(days=n) for n in range(periods.days(month))]
    closes = capacity in ("theatre_hour", "endoscopy_slot")
    return sum(
        _SUMMER_OPEN if closes and _is_summer(day) else 1.0 for day in days if is_working_day(day)
    )


def _is_summer(day: date) -> bool:
    return day.isocalendar().week in _SUMMER_WEEKS


def _known_directly(roles: pd.Series) -> list[str]:
    """Return the units whose capacity a region knows without counting staff and rooms."""
    return [str(roles[roles == role].index[0]) for role in ("IVA", "END") if role in set(roles)]


def _long(wide: pd.DataFrame, capacity: pd.Series) -> pd.DataFrame:
    """Return a table with a row per unit and month."""
    long = (
        wide.rename_axis("unit").reset_index().melt("unit", var_name="period", value_name="amount")
    )
    return long.assign(capacity=long["unit"].map(capacity))


def _resource_table(rows: list[_Row]) -> pd.DataFrame:
    """Return the table resources."""
    names = pd.DataFrame([row[:2] for row in rows], columns=["unit", "resource"])
    table = names.loc[names.index.repeat(len(SUPPLY_MONTHS))].reset_index(drop=True)
    return table.assign(
        period=np.tile(SUPPLY_MONTHS, len(rows)),
        count=np.concatenate([row.staffed for row in rows]),
        hours=np.concatenate([row.hours for row in rows]),
        absence=np.concatenate([row.absence for row in rows]),
        price=table["resource"].map(_PRICES),
    )


def tables(has: Supply) -> dict[str, pd.DataFrame]:
    """Return the tables resources, openings and available."""
    return {name: getattr(has, name) for name in ("resources", "openings", "available")}


def changes(place: Region, has: Supply) -> pd.DataFrame:
    """Return the table staff_changes: units whose staff is known, some with each change."""
    chance = place.chance("staff changes")
    known = has.resources[["unit", "resource"]].drop_duplicates()
    found = []
    for row in constants("staff_changes"):
        share = float(row.pop("share"))
        units = known.loc[known["resource"] == row["resource"], "unit"]
        found += [{**row, "unit": unit} for unit in units if chance.random() < share]
    table = pd.DataFrame(found)
    return table.assign(count=table["count"].astype(float), end=table["end"].replace("", None))
