"""The rules of Regionspelet: wards, prices, what is decided, and at which level."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.periods import days
from pkslib.tables import intake
from pkslib.tables.times import capacity_per_patient

FIRST, QUARTERS, WEEKS = 2027, 8, 13
MONTH_WEEKS = (4, 4, 5)  # of each quarter
BED_DAY = "bed_day"
WARDS = ("98-1-M1", "98-1-O1")
# Needs by ward, those that give way first come first; the elective one is not acute.
ACUTE: Mapping[str, tuple[str, ...]] = {
    "98-1-M1": ("heart_failure", "pneumonia"),
    "98-1-O1": ("hip_fracture",),
}
ELECTIVE, ELECTIVE_WARD = "arthroplasty", "98-1-O1"
# Patients that one nurse has, by shift; eight hours each.
PER_NURSE: Mapping[str, int] = {"day": 4, "evening": 6, "night": 10}
SHIFT_HOURS = 8
# SEK. Hired staff, where no measure agreed on covers the beds; a closed bed saves its night staff.
HIRED_BED_DAY, CLOSED_BED_DAY, MOVED_BED_DAY = 9_000.0, 2_000.0, 500.0
NURSE_HOUR, OVERTIME_HOUR = 350.0, 700.0
MOST_MORE, LEAST, MOST = 2, -3, 4  # beds opened since the last quarter; beds from those usual
MOST_MOVED, MOST_BOUGHT = 2, 40
RESERVES = (0.0, 0.05, 0.10)
# Weeks waited and patients at the start: bands of the list for hip and knee replacement.
START_BANDS: Mapping[tuple[int, int | None], float] = {
    (0, 30): 60.0, (31, 60): 50.0, (61, 90): 35.0, (91, None): 15.0,
}  # fmt: skip
GUARANTEE = 90


@dataclass(frozen=True)
class Year:
    """What hospital management decides for a year.

    Attributes
    ----------
    target : float
        Target occupancy [share]: as full as elective care is booked.
    frame : float
        What beds, measures and reserve may cost in the year [SEK].
    measures : tuple of str
        Those that are agreed on.
    promised : bool
        Improvement work is counted as promised, not as it has been seen.
    """

    target: float = 0.85
    frame: float = 4_500_000.0
    measures: tuple[str, ...] = ()
    promised: bool = True


@dataclass(frozen=True)
class Quarter:
    """What the clinics decide for a quarter.

    Attributes
    ----------
    opened : tuple of int
        Beds more than usual, by ward of :data:`WARDS`.
    moved : int
        Beds moved from the medical to the orthopaedic ward; below zero the other way.
    bought : int
        Operations bought.
    """

    opened: tuple[int, ...] = (0, 0)
    moved: int = 0
    bought: int = 0


@dataclass(frozen=True)
class Week:
    """What the wards decide for their weeks.

    Attributes
    ----------
    reserve : float
        How much the schedule lies above what is needed [share].
    lend : bool
        The wards lend to each other within the shift.
    overtime : bool
        What is still lacking is mended by overtime; else beds are closed.
    """

    reserve: float = 0.0
    lend: bool = False
    overtime: bool = True


@dataclass(frozen=True)
class Decisions:
    """What is decided for a quarter, at the level that owns it."""

    year: Year = field(default_factory=Year)
    quarter: Quarter = field(default_factory=Quarter)
    week: Week = field(default_factory=Week)


@dataclass(frozen=True)
class State:
    """What a quarter is begun with.

    Attributes
    ----------
    queue : array (weeks waited)
        Patients who wait for an operation.
    opened : tuple of int
        Beds more than usual in the quarter before, by ward.
    spent : mapping of str to float
        Bed days used of each measure in the year.
    """

    queue: Floats
    opened: tuple[int, ...]
    spent: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Region:
    """The course's region, read once.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        The course's tables.
    measures : sequence of mapping
        Rows of the table measures.
    usual : array (wards, quarters of a year)
        Beds that are open as usual.
    stay : mapping of str to float
        Bed days a patient, by need.
    rate : mapping of str to array (12)
        Patients a day, by need, month by month: the mean of the full years told.
    """

    tables: Mapping[str, pd.DataFrame]
    measures: Sequence[Mapping[Hashable, Any]]
    usual: Floats
    stay: Mapping[str, float]
    rate: Mapping[str, Floats]


def region(source: Path) -> Region:
    """Return the region that the game is played in.

    Parameters
    ----------
    source : pathlib.Path
        The course's data set.
    """
    tables = dict(intake.load(source))
    taken = capacity_per_patient(tables["pathways"], tables["activity_times"])
    available = tables["available"]
    own = available[available["period"].str.startswith(f"{FIRST}")]
    quarter = (own["period"].str[-2:].astype(int) - 1) // 3
    beds = own.assign(quarter=quarter, days=own["period"].map(days))
    sums = beds.pivot_table(["amount", "days"], "unit", "quarter", "sum").loc[list(WARDS)]
    usual = (sums["amount"] / sums["days"]).round()
    return Region(
        tables=tables,
        measures=tables["measures"].sort_values("cost").to_dict("records"),
        usual=usual.to_numpy(float),
        stay=dict(zip(taken["need"], taken["rate"], strict=True)),
        rate=_rates(tables["demand"]),
    )


def _rates(demand: pd.DataFrame) -> dict[str, Floats]:
    """Return each need's patients a day, by month of the year."""
    rows = demand[demand["period"] < f"{FIRST - 1}"]
    daily = rows["patients"].astype(float) / rows["period"].map(days)
    rows = rows.assign(daily=daily, month=rows["period"].str[-2:])
    means = rows.pivot_table("daily", "need", "month", "mean")
    return {str(need): np.asarray(row, float) for need, row in means.iterrows()}
