"""What a plan says, and what the year that came gave patients and staff.

A plan is a data set and a scenario. The year takes no notice of what was promised: demand, staff
and improvement work are as the cards say, and of what costs money there is as much as was planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pkslib import scenario
from pkslib.methods.queueing import erlang_b
from pkslib.periods import days
from pkslib.settings import Demand, Level, Settings
from pkslib.steps import balance
from pkslib.steps.worked_examples import BED_DAYS
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.inputs.capacity import IMPROVE

YEAR = 2027
CAPACITY = "bed_day"
# What the wards know: how much of each promise has been seen, and that two leave before summer.
SEEN: Mapping[str, float] = {"K1": 0.4, "K4": 0.1}
SUMMER_WARD, SUMMER, SUMMER_BEDS = "98-1-M1", ("-07", "-08"), 16
# Event cards, by number: need or ward, months, and how many times as much as usual.
_WINTER, _FROM_MARCH = ("-01", "-02", "-03"), tuple(f"-{month:02d}" for month in range(3, 13))
EVENTS: Mapping[int, tuple[str, tuple[str, ...], float]] = {
    1: ("pneumonia", _WINTER, 1.3),
    2: ("arthroplasty", _FROM_MARCH, 1.25),
    3: ("98-1-O1", _FROM_MARCH, 0.9),
}


@dataclass(frozen=True)
class Year:
    """What a year gives, by plan or when it has been.

    Attributes
    ----------
    refused : float
        Patients who find no bed free, if all come at random.
    given_way : float
        Patients whose care is put off or refused by priority.
    strained : int
        Months that some ward is fuller than the target level.
    worst : float
        Highest mean occupancy of a ward in a month [share].
    cost : float
        What the measures cost [SEK].
    improved : float
        Bed days that improvement work gives.
    """

    refused: float
    given_way: float
    strained: int
    worst: float
    cost: float
    improved: float


def settings_of(target: float) -> Settings:
    """Return the scenario with a target occupancy [share] and the quick forecast."""
    level = {CAPACITY: Level(utilisation=target)}
    return Settings(demand=Demand(tier="fast"), capacities=level)


def plan(tables: Mapping[str, pd.DataFrame], settings: Settings) -> tuple[Year, pd.Series]:
    """Work a plan out through the chain's own steps.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables of one region.
    settings : Settings
        The scenario.

    Returns
    -------
    tuple of Year and pandas.Series
        What the plan says, and the amount used of each measure.
    """
    given = {name: filled(frame, INPUTS[name]) for name, frame in tables.items() if name in INPUTS}
    known = {**given, **scenario.through("capacity", tables, settings, YEAR)}
    found = balance.work_out(known, settings, YEAR)
    ladder = found["ladder"]
    used = ladder[ladder["measure"].notna()].groupby("measure")["effect"].sum()
    refused, loads = _refused(found["balance"], known["production_need"], settings)
    target = settings.capacities[CAPACITY].utilisation or BED_DAYS.utilisation
    told = Year(
        refused=refused,
        given_way=float(found["prioritised"]["patients"].sum()),
        strained=int((loads > target + 0.005).sum()),
        worst=float(loads.max()),
        cost=float(ladder["cost"].sum()),
        improved=float(ladder.loc[ladder["step"] == IMPROVE, "effect"].sum()),
    )
    return told, used


def come(
    base: Mapping[str, pd.DataFrame], planned: Mapping[str, pd.DataFrame], used: pd.Series,
    card: int,
) -> Year:  # fmt: skip
    """Tell what the year that came gave a group.

    Parameters
    ----------
    base, planned : mapping of str to pandas.DataFrame
        The course's tables, and those of the group's plan.
    used : pandas.Series
        Amount of each measure in the plan.
    card : int
        Which event came.

    Returns
    -------
    Year
        At a target of 85 % whatever the group's own, so that groups can be compared.
    """
    measures = planned["measures"].assign(status="ongoing")
    bought = measures["step"] > IMPROVE
    measures["realised"] = measures["measure"].map(SEEN).fillna(0.0)
    measures.loc[bought, "max_amount"] = measures["measure"].map(used).fillna(0.0)
    happened = summer_known(after_event(base, card))
    there = measures[~bought | (measures["max_amount"] > 0)]
    tables = {**happened, "measures": there, "budgets": planned["budgets"]}
    return plan(tables, settings_of(BED_DAYS.utilisation))[0]


def after_event(tables: Mapping[str, pd.DataFrame], card: int) -> dict[str, pd.DataFrame]:
    """Return the tables with an event in them: history tells it to the forecast."""
    where, months, times = EVENTS[card]
    name, key, column = ("available", "unit", "amount")
    if where in set(tables["demand"]["need"]):
        name, key, column = ("demand", "need", "patients")
    frame = tables[name].copy()
    hit = (frame[key] == where) & frame["period"].str[-3:].isin(months)
    frame[column] = frame[column].astype(float).where(~hit, frame[column] * times)
    return {**tables, name: frame}


def summer_known(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with the beds that the ward knows it can staff in summer."""
    frame = tables["available"].copy()
    hit = (frame["unit"] == SUMMER_WARD) & frame["period"].str[-3:].isin(SUMMER)
    most = SUMMER_BEDS * frame["period"].map(days)
    frame["amount"] = frame["amount"].astype(float).where(~hit, most)
    return {**tables, "available": frame}


def _refused(
    rows: pd.DataFrame, production: pd.DataFrame, settings: Settings
) -> tuple[float, pd.Series]:
    """Return patients without a free bed, and each ward's mean occupancy a month."""
    target = settings.capacities[CAPACITY].utilisation or BED_DAYS.utilisation
    asked = rows["need"] - rows["prioritised"]
    cover = asked - rows["remaining"]
    loads = target * asked / cover
    beds = (cover / rows["period"].map(days)).round().astype(int)
    come_in = production.groupby(["unit", "period"])["count"].sum()
    patients = come_in.reindex(pd.MultiIndex.from_frame(rows[["unit", "period"]])).to_numpy()
    each = [float(erlang_b(load * n, n)) for load, n in zip(loads, beds, strict=True)]
    return float((patients * each).sum()), loads
