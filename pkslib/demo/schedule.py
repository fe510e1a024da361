"""Staffing needed per shift, and who is scheduled in the weeks ahead; counts, never persons."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from pkslib import periods
from pkslib.demo.calendar import FIRST_WEEK, MONTHS, Values, is_working_day, working_days
from pkslib.demo.care import LEADING, RATIOS, RECIPES, ROOMS, SHIFTS
from pkslib.demo.demand import BY_WEEKDAY
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region
from pkslib.demo.supply import THEATRE_TEAM, Supply, ready_theatres

_FIRST_DAY = periods.start(FIRST_WEEK)
# How many weeks wards have laid; some lay theirs later than others. Invented.
_WARD_WEEKS = (5, 6, 8, 8, 10)
_WINTER = ("2026-11", "2026-12", "2027-01", "2027-02")
# Weeks that the schedule of a clinic or theatre reaches, and how far over the plan it lies, by
# step on the maturity ladder; the goals 12 weeks and 1.10 are Region Jönköpings län's
# ("Praktiskt exempel på framåtblickande uppföljning" in Socialstyrelsen, Uppföljning på taktisk
# nivå).
_REACH = {1: 4, 2: 6, 3: 10, 4: 15, 5: 20}
_OVER_PLAN = {1: 0.90, 2: 0.97, 3: 1.02, 4: 1.10, 5: 1.14}
_UNEVEN = {1: 0.22, 2: 0.15, 3: 0.10, 4: 0.04, 5: 0.02}
# From this step on a week that does not come out in whole persons is staffed up, not down.
_STAFFED_UP = 4
# How far a ward's shifts lie from what is needed; nights and weekends are hard to fill. Invented.
_SHIFT_LEAN = {"day": 0.04, "evening": -0.02, "night": -0.04}
_WEEKEND_LEAN = -0.03
_CHRISTMAS_LEAN = -0.10
_CHRISTMAS = (date(2026, 12, 19), date(2027, 1, 6))
# Who has come far lays the schedule as the plan goes at Christmas too; others find it empty.
_CHRISTMAS_OPEN = {1: 0.6, 2: 0.7, 3: 0.85, 4: 1.0, 5: 1.0}
# Most wards are staffed as needed but for a shift now and then; some lack people all the time.
_STRAINED_WARDS = 0.3
_ODD_SHIFTS = {False: 0.006, True: 0.06}
_DAY_HOURS = SHIFTS["day"]
# Assistants care for so many more at weekends, when nobody is examined or operated on by plan.
_WEEKEND_RATIO = {"undersköterska": 1.15, "skötare": 1.15}
# What comes to an emergency department by shift; invented.
_THEATRE = "theatre_hour"
_EMERGENCY, _BY_SHIFT = "emergency_hour", (0.46, 0.39, 0.15)
# Nurses or midwives that a ward never goes below, at night or around the clock; invented.
_NIGHT_LINE, _ALWAYS_LINE = 1.0, 2.0
_ALWAYS_READY = ("intensive_bed_day", "delivery_bed_day")


def staffing(place: Region, own: Organisation, has: Supply) -> pd.DataFrame:
    """Return the table staffing: wards around the clock, clinics and theatres by day.

    Parameters
    ----------
    place : Region
    own : Organisation
        What clinics and theatres are to produce.
    has : Supply
        What wards can staff in the winter ahead.

    Returns
    -------
    pandas.DataFrame
        unit, resource, weekday, shift, needed [persons]; for wards beds and patients_per_person.
    """
    parts = [_ward_staffing(place, has), _emergency_staffing(has), _day_staffing(own, has)]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def minimum_lines(own: Organisation, has: Supply) -> pd.DataFrame:
    """Return the table minimum_lines: who stands ready whatever the volume.

    Parameters
    ----------
    own : Organisation
        At a central theatre a team stands ready at all hours.
    has : Supply
        Tells what each unit gives.

    Returns
    -------
    pandas.DataFrame
        unit, resource, shift, weekday, persons: wards at night, intensive care and delivery wards
        around the clock, theatre teams when no planned operations are done.
    """
    rows = []
    for unit, capacity in has.giving(RATIOS):
        always = capacity in _ALWAYS_READY
        shifts, line = (SHIFTS, _ALWAYS_LINE) if always else (("night",), _NIGHT_LINE)
        rows += [(unit, next(iter(RATIOS[capacity])), shift, day, line)
                 for shift in shifts for day in range(1, 8)]  # fmt: skip
    for unit, _ in has.giving([_EMERGENCY]):
        rows += [(unit, "sjuksköterska", shift, day, _ALWAYS_LINE)
                 for shift in SHIFTS for day in range(1, 8)]  # fmt: skip
    for unit in ready_theatres(own):
        closed = [
            (shift, day) for shift in SHIFTS for day in range(1, 8) if shift != "day" or day > 5
        ]
        rows += [(unit, resource, *when, 1.0) for resource in THEATRE_TEAM for when in closed]
    return pd.DataFrame(rows, columns=["unit", "resource", "shift", "weekday", "persons"])


def _ward_staffing(place: Region, has: Supply) -> pd.DataFrame:
    """Return persons needed per shift: beds in the commission by the staffing ratio."""
    chance = place.chance("staffing")
    staffed = has.amount[list(_WINTER)].sum(axis=1) / sum(map(periods.days, _WINTER))
    rows = []
    for unit, capacity in has.giving(RATIOS):
        beds = round(max(1.0, staffed[unit]) * chance.uniform(1.0, 1.06))
        for resource, ratios in RATIOS[capacity].items():
            for shift, ratio in zip(SHIFTS, ratios, strict=True):
                for day in range(1, 8):
                    eased = ratio * (_WEEKEND_RATIO.get(resource, 1.0) if day > 5 else 1.0)
                    needed = max(1, round(beds / eased))
                    rows.append((unit, resource, day, shift, needed, beds, round(eased, 3)))
    columns = ["unit", "resource", "weekday", "shift", "needed", "beds", "patients_per_person"]
    return pd.DataFrame(rows, columns=columns)


def _emergency_staffing(has: Supply) -> pd.DataFrame:
    """Return persons needed by shift and weekday where patients come at all hours, as they come."""
    days = sum(map(periods.days, _WINTER))
    rows = []
    for unit, _ in has.giving([_EMERGENCY]):
        daily = has.amount.loc[[unit], list(_WINTER)].to_numpy().sum() / days
        for resource, hours in RECIPES[_EMERGENCY].items():
            if resource in ROOMS:
                continue
            for (shift, length), part in zip(SHIFTS.items(), _BY_SHIFT, strict=True):
                mean = float(daily) * hours * part / length
                rows += [
                    (unit, resource, day, shift, max(1, round(persons)))
                    for day, persons in enumerate(mean * BY_WEEKDAY, 1)
                ]
    return pd.DataFrame(rows, columns=["unit", "resource", "weekday", "shift", "needed"])


def _day_staffing(own: Organisation, has: Supply) -> pd.DataFrame:
    """Return persons needed by day, for the mean working day that the weeks ahead ask for."""
    rows = []
    for unit, capacity in has.giving(LEADING):
        for resource in _team(capacity):
            mean = float(np.mean(_persons_a_day(own, unit, capacity, resource)))
            needed = max(1, round(_OVER_PLAN[4] * mean))
            rows += [(unit, resource, day, "day", needed) for day in range(1, 6)]
    return pd.DataFrame(rows, columns=["unit", "resource", "weekday", "shift", "needed"])


def _team(capacity: str) -> list[str]:
    """Return who is scheduled: in theatre everyone whom an operation takes, else who leads."""
    if capacity != _THEATRE:
        return [LEADING[capacity]]
    return [name for name in RECIPES[capacity] if name not in ROOMS]


def _persons_a_day(own: Organisation, unit: str, capacity: str, resource: str) -> Values:
    """Return persons of a profession that production asks for on a working day.

    Returns
    -------
    numpy.ndarray
        Shape (6,): the months ahead, from November 2026.
    """
    first = MONTHS.index("2026-11")
    days = np.array([working_days(month) for month in MONTHS[first : first + 6]])
    used = own.use.loc[unit].to_numpy()[first : first + 6]
    result: Values = used * RECIPES[capacity][resource] / _DAY_HOURS / days
    return result


def table(
    place: Region, own: Organisation, needed: pd.DataFrame, steps: dict[str, int], has: Supply
) -> pd.DataFrame:
    """Return the table schedule.

    Parameters
    ----------
    place : Region
    own : Organisation
    needed : pandas.DataFrame
        The region's table staffing.
    steps : dict
        Step on the maturity ladder by clinic.
    has : Supply

    Returns
    -------
    pandas.DataFrame
        unit, resource, date, shift, scheduled [persons].
    """
    always = has.capacity.index[has.capacity.isin([*RATIOS, _EMERGENCY])]
    wards = _ward_schedule(place, needed[needed["unit"].isin(always)], has)
    return pd.concat([wards, _day_schedule(place, own, steps, has)], ignore_index=True)


def _ward_schedule(place: Region, needed: pd.DataFrame, has: Supply) -> pd.DataFrame:
    """Return the schedule of units that never close: what is needed, more or less."""
    chance = place.chance("ward schedule")
    by_day = needed.pivot_table("needed", ["unit", "resource", "shift"], "weekday", sort=False)
    shifts = by_day.index.to_frame(index=False)
    days = [_FIRST_DAY + timedelta(days=n) for n in range(7 * max(_WARD_WEEKS))]
    gap = 1 - has.amount.iloc[:, -12:].sum(axis=1) / has.need.iloc[:, -12:].sum(axis=1)
    wards = shifts["unit"].unique()
    drawn = pd.DataFrame(
        {"hard": chance.random(len(wards)), "weeks": chance.choice(_WARD_WEEKS, len(wards))}, wards
    ).loc[shifts["unit"]]
    hard = (drawn["hard"] < _STRAINED_WARDS).to_numpy()[:, None]
    own = (shifts["shift"].map(_SHIFT_LEAN) - shifts["unit"].map(gap) / 2).to_numpy()[:, None]
    of_day = np.array([_day_lean(day) for day in days])
    wanted = by_day.to_numpy()[:, [day.weekday() for day in days]]
    mean = wanted * (1 + hard * (own + of_day))
    # Whole persons whose mean is the mean, without a pattern that comes back every so many days.
    whole = np.floor(mean + chance.random(mean.shape) * (mean % 1 > 0))
    odd = chance.random(mean.shape) < np.where(hard, _ODD_SHIFTS[True], _ODD_SHIFTS[False])
    persons = np.maximum(0, whole + odd * chance.choice([-1, 1], mean.shape))
    table = shifts.loc[shifts.index.repeat(len(days))].reset_index(drop=True)
    laid = np.arange(len(days)) < 7 * drawn["weeks"].to_numpy()[:, None]
    dates = np.tile([day.isoformat() for day in days], len(shifts))
    return table.assign(date=dates, scheduled=persons.ravel())[laid.ravel()]


def _day_lean(day: date) -> float:
    christmas = _CHRISTMAS[0] <= day <= _CHRISTMAS[1]
    return _CHRISTMAS_LEAN * christmas + _WEEKEND_LEAN * (day.weekday() >= 5)


def _day_schedule(
    place: Region, own: Organisation, steps: dict[str, int], has: Supply
) -> pd.DataFrame:
    """Return the schedule of clinics, theatres and endoscopy, as far as it reaches."""
    chance = place.chance("day schedule")
    clinics = own.clinics()
    rows = []
    for unit, capacity in has.giving(LEADING):
        step = steps[clinics[unit]]
        days = [day for day in _weekdays(_REACH[step]) if is_working_day(day)]
        weeks = np.array([(day - _FIRST_DAY).days // 7 for day in days])
        # A whole week is staffed well or badly, so that holes show; the whole team alike.
        level_of_week = chance.normal(_OVER_PLAN[step], _UNEVEN[step], _REACH[step] + 1)
        factor = level_of_week.clip(0.3, 1.3)[weeks]
        for resource in _team(capacity):
            level = _persons_a_day(own, unit, capacity, resource)
            mean = np.array([_mean(level, day, step) for day in days]) * factor
            persons = _whole(chance, mean, weeks, staffed_up=step >= _STAFFED_UP)
            rows += [
                (unit, resource, day.isoformat(), "day", count)
                for day, count in zip(days, persons, strict=True)
            ]
    return pd.DataFrame(rows, columns=["unit", "resource", "date", "shift", "scheduled"])


def _whole(
    chance: np.random.Generator, mean: Values, weeks: npt.NDArray[np.int64], *, staffed_up: bool
) -> Values:
    """Return whole persons whose sum keeps to the mean, whatever the size of the clinic."""
    if staffed_up:
        sums = np.bincount(weeks, mean)
        mean = mean * (np.ceil(sums) / np.maximum(sums, 1e-9))[weeks]
    persons: Values = np.diff(np.floor(np.cumsum(mean) + chance.random()), prepend=0)
    return persons


@lru_cache(maxsize=32)
def _weekdays(weeks: int) -> tuple[date, ...]:
    days = (_FIRST_DAY + timedelta(days=n) for n in range(7 * weeks))
    return tuple(day for day in days if day.weekday() < 5)


def _mean(level: Values, day: date, step: int) -> float:
    """Return the mean persons of a day: its month's, fewer between Christmas and Epiphany."""
    month = (day.year - _FIRST_DAY.year) * 12 + day.month - _FIRST_DAY.month
    christmas = _CHRISTMAS[0] <= day <= _CHRISTMAS[1]
    return float(level[month]) * (_CHRISTMAS_OPEN[step] if christmas else 1.0)
