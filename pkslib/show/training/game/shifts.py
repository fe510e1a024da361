"""The wards' weeks: who is on the schedule, who is at work, and the beds that can be kept open."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.show.training.game import chance
from pkslib.show.training.game.chance import DAYS, Came
from pkslib.show.training.game.rules import (
    FIRST,
    PER_NURSE,
    SHIFT_HOURS,
    WARDS,
    WEEKS,
    Decisions,
    Region,
    Week,
)
from pkslib.steps.outlook.beds import bed_shifts, beds_open
from pkslib.steps.outlook.gap_list import gap_list
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

NURSE = "nurse"
_FIRST_DAY = datetime.date(FIRST, 1, 4)  # a Monday


def open_beds(region: Region, quarter: int, decided: Decisions, card: int) -> Floats:
    """Return the beds that are to be open, by ward."""
    moved = np.array([-decided.quarter.moved, decided.quarter.moved])
    beds = region.usual[:, quarter % 4] + np.array(decided.quarter.opened) + moved
    return np.asarray(np.round(beds * [chance.touched(card, ward) for ward in WARDS]))


@dataclass(frozen=True)
class Staffed:
    """Beds that could be kept open, by ward and week, and overtime for it [hours]."""

    beds: Floats
    overtime: float


def needed(beds: Floats) -> Floats:
    """Return the nurses that beds need, by ward and shift."""
    return np.asarray(np.ceil(beds[:, None] / np.array(list(PER_NURSE.values()))))


def at_work(quarter: int, beds: Floats, brought: Came, reserve: float) -> Floats:
    """Return the nurses at work, by ward, day and shift: those on the schedule who are not ill."""
    days = np.arange(1, WEEKS * DAYS + 1)[None, :, None]
    wanted = needed(beds)[:, None, :] * (1 + reserve)
    scheduled = np.floor(days * wanted + 1e-9) - np.floor((days - 1) * wanted + 1e-9)
    ill = brought.lots < np.repeat(brought.leave, DAYS, axis=1)[:, :, None, None]
    on_list = np.arange(brought.lots.shape[-1]) < scheduled[..., None]
    return np.asarray(scheduled - (ill & on_list).sum(axis=-1))


def tables_of_shifts(
    quarter: int, beds: Floats, present: Floats
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables schedule and staffing of a quarter."""
    dates, shifts = _dates(quarter), list(PER_NURSE)
    index = pd.MultiIndex.from_product([WARDS, dates, shifts], names=["unit", "date", "shift"])
    schedule = pd.DataFrame({"scheduled": present.ravel()}, index).reset_index()
    keys = pd.MultiIndex.from_product(
        [WARDS, range(1, DAYS + 1), shifts], names=["unit", "weekday", "shift"]
    )
    norm = np.repeat(needed(beds)[:, None, :], DAYS, axis=1).ravel()
    staffing = pd.DataFrame({"needed": norm}, keys).reset_index()
    staffing = staffing.assign(
        beds=np.repeat(beds, DAYS * len(shifts)),
        patients_per_person=staffing["shift"].map(PER_NURSE).astype(float), resource=NURSE,
    )  # fmt: skip
    return schedule.assign(resource=NURSE), staffing


@lru_cache(maxsize=16)
def _dates(quarter: int) -> tuple[str, ...]:
    first = _FIRST_DAY + datetime.timedelta(DAYS * WEEKS * quarter)
    return tuple(str(first + datetime.timedelta(day)) for day in range(DAYS * WEEKS))


def gaps(
    quarter: int, beds: Floats, brought: Came, week: Week
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a quarter's gap list as the chain makes it, and the table staffing behind it.

    Parameters
    ----------
    quarter : int
        From 0.
    beds : array (wards)
        As from :func:`open_beds`.
    brought : Came
        What the quarter brings.
    week : Week
        What the wards decide; what they lend is at work where it is lent to.
    """
    present = at_work(quarter, beds, brought, week.reserve)
    if week.lend:
        present = _lent(present, needed(beds)[:, None, :])
    schedule, staffing = tables_of_shifts(quarter, beds, present)
    return gap_list(schedule, staffing), staffing


def staffed(quarter: int, beds: Floats, brought: Came, decided: Decisions) -> Staffed:
    """Return beds and overtime, by the chain's gap list and what its shifts can carry."""
    listed, staffing = gaps(quarter, beds, brought, decided.week)
    if decided.week.overtime:
        level = np.repeat(beds[:, None], WEEKS, axis=1)
        return Staffed(level, float(listed["minus"].sum() * SHIFT_HOURS))
    shifts = bed_shifts(listed, staffing, empty(RESULTS["shift_moves"]))
    usual = beds_open(shifts)[["unit", "week", "open"]]
    level = usual.sort_values(["unit", "week"])["open"].to_numpy(float).reshape(len(WARDS), WEEKS)
    below = shifts.merge(usual, on=["unit", "week"], suffixes=("", "_usual"))
    ratio = below["shift"].map(PER_NURSE)
    lacking = np.ceil((below["open_usual"] - below["open"]).clip(lower=0) / ratio)
    return Staffed(level, float(lacking.sum() * SHIFT_HOURS))


def _lent(present: Floats, wanted: Floats) -> Floats:
    """Return the nurses at work when a ward with one over lends to the other in the shift."""
    over, short = np.floor((present - wanted).clip(0)), (wanted - present).clip(0)
    given = np.minimum(over, short[::-1])
    return np.asarray(present - given + given[::-1])
