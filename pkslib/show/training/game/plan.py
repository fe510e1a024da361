"""A year's plan: the chain from forecast to ladder, on what is known when the year begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib import periods, scenario
from pkslib.methods.inputs import Floats
from pkslib.methods.waiting_list import AGES, weights
from pkslib.show.training.game import chance
from pkslib.show.training.game.rules import (
    ACUTE,
    BED_DAY,
    ELECTIVE,
    ELECTIVE_WARD,
    FIRST,
    START_BANDS,
    WARDS,
    Region,
    Year,
)
from pkslib.show.training.year.sums import SEEN, settings_of
from pkslib.steps import balance
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.inputs.capacity import BUY, EXTEND, IMPROVE


@dataclass(frozen=True)
class Plan:
    """What the chain says of a year.

    Attributes
    ----------
    expected : mapping of str to array (12)
        Patients a day that are forecast, by need and month.
    wanted : array (wards, quarters)
        Beds needed at the target level.
    extra : array (wards, quarters)
        Beds that the ladder opens.
    bought : array (quarters)
        Bed days that the ladder buys.
    counted : array (wards)
        Bed days of improvement work that the plan counts in the year.
    """

    expected: Mapping[str, Floats]
    wanted: Floats
    extra: Floats
    bought: Floats
    counted: Floats


def plan(region: Region, seed: int, quarter: int, queue: Floats, chosen: Year) -> Plan:
    """Work a year's plan out through the chain's own steps.

    Parameters
    ----------
    region : Region
        Where.
    seed : int
        The game's; only what has come by now is read of it.
    quarter : int
        The year's first, from 0.
    queue : array (weeks waited)
        Those who wait for an operation.
    chosen : Year
        What management decides.
    """
    year, settings = FIRST + quarter // 4, settings_of(chosen.target)
    tables = tables_of(region, seed, quarter, queue, chosen)
    given = {name: filled(frame, INPUTS[name]) for name, frame in tables.items() if name in INPUTS}
    known = {**given, **scenario.through("capacity", tables, settings, year)}
    ladder = balance.struck(known, settings, year)["ladder"]
    effects = ladder.assign(quarter=_quarter(ladder["period"]))
    step = {name: effects[effects["step"] == at] for name, at in _STEPS.items()}
    return Plan(
        expected=_expected(known["care_need"]),
        wanted=_by_ward(known["capacity_need"].assign(quarter=lambda t: _quarter(t["period"])),
                        "need", year),
        extra=_by_ward(step["extend"], "effect", year),
        bought=_by_quarter(step["buy"]["quarter"], step["buy"]["effect"]),
        counted=_counted(tables["measures"]),
    )  # fmt: skip


def plan_like_last_year(
    region: Region, seed: int, quarter: int, chosen: Year, times: float
) -> Plan:
    """Return a plan that has no forecast: what came last year, times a number.

    Parameters
    ----------
    region, seed, quarter, chosen
        As for :func:`plan`.
    times : float
        How many times as many.
    """
    past = (
        [chance.history(region, seed, quarter - back) for back in (4, 3, 2, 1)] if quarter else []
    )
    daily = {
        need: times * (np.concatenate([one[need] for one in past]) if past else rate)
        for need, rate in region.rate.items()
    }
    wanted = np.stack([_beds(region, daily, ward) for ward in WARDS]) / chosen.target
    none = np.zeros((len(WARDS), 4))
    measures = tables_of(region, seed, quarter, np.zeros(AGES), chosen)["measures"]
    return Plan(daily, wanted, none, none[0], _counted(measures))


def _beds(region: Region, daily: Mapping[str, Floats], ward: str) -> Floats:
    """Return the beds that patients a day lie in on average, by quarter."""
    needs = [*ACUTE[ward], *([ELECTIVE] if ward == ELECTIVE_WARD else [])]
    days = sum(daily[need] * region.stay[need] for need in needs)
    return np.asarray(np.reshape(days, (4, 3)).mean(axis=1))


_STEPS = {"extend": EXTEND, "buy": BUY}


def tables_of(
    region: Region, seed: int, quarter: int, queue: Floats, chosen: Year
) -> dict[str, pd.DataFrame]:
    """Return the course's tables as they stand when a year is planned; as for :func:`plan`."""
    ahead = quarter // 4
    base = region.tables
    measures = base["measures"][base["measures"]["measure"].isin(chosen.measures)].copy()
    for name in ("start", "end"):
        measures[name] = _later(measures[name], ahead)
    better = measures["step"] == IMPROVE
    if chosen.promised:
        measures.loc[better, "status"] = "realised"
    seen = chance.world(region, seed).seen if quarter else SEEN
    told = measures["measure"].map(seen)
    measures.loc[better, "realised"] = 1.0 if chosen.promised else told
    available = base["available"]
    return {
        **base,
        "demand": _demand(region, seed, quarter),
        "available": available.assign(period=_later(available["period"], ahead)),
        "measures": measures,
        "budgets": base["budgets"].assign(
            year=base["budgets"]["year"].astype(int) + ahead, for_measures=chosen.frame
        ),
        "waiting": _waiting(base["waiting"], queue, quarter),
    }


def _demand(region: Region, seed: int, quarter: int) -> pd.DataFrame:
    """Return the course's history, and what has come in the game since."""
    known = region.tables["demand"]
    found = [known]
    for past in range(quarter):
        year = FIRST + past // 4
        told = chance.history(region, seed, past)
        months = [f"{year}-{3 * (past % 4) + at + 1:02d}" for at in range(3)]
        length = [periods.days(month) for month in months]
        found += [
            pd.DataFrame({"region": known["region"].iloc[0], "need": need, "period": months,
                          "patients": np.round(each * length)})
            for need, each in told.items()
        ]  # fmt: skip
    if quarter:
        found.append(_gap(region, known))
    rows = pd.concat(found, ignore_index=True)
    return rows.assign(patients=rows["patients"].astype(float))


def _gap(region: Region, known: pd.DataFrame) -> pd.DataFrame:
    """Return the months between the course's history and the game, as they usually are."""
    months = [f"{FIRST - 1}-{at:02d}" for at in (11, 12)]
    return pd.DataFrame(
        {"region": known["region"].iloc[0], "need": need, "period": month,
         "patients": round(rate[int(month[-2:]) - 1] * periods.days(month))}
        for need, rate in region.rate.items() for month in months
    )  # fmt: skip


def _waiting(empty: pd.DataFrame, queue: Floats, quarter: int) -> pd.DataFrame:
    """Return the list in bands, as a region tells it on the day the year is planned."""
    first, last = zip(*START_BANDS, strict=True)
    patients = weights(first, [np.nan if one is None else one for one in last]) @ queue
    rows = pd.DataFrame({
        "region": "98", "need": ELECTIVE, "as_of": f"{FIRST + quarter // 4 - 1}-12-31",
        "days_from": first, "days_to": last, "patients": patients.round(),
    })  # fmt: skip
    return pd.concat([empty, rows], ignore_index=True)[[*rows]]


def _counted(measures: pd.DataFrame) -> Floats:
    """Return the bed days of improvement work that count in a plan, by ward."""
    rows = measures[measures["step"] == IMPROVE]
    amount = rows["max_amount"].astype(float) * rows["realised"].astype(float)
    return np.array([amount[rows["unit"] == ward].sum() for ward in WARDS])


def _later(labels: pd.Series, years: int) -> pd.Series:
    return (labels.str[:4].astype(int) + years).astype(str) + labels.str[4:]


def _quarter(labels: pd.Series) -> pd.Series:
    return (labels.str[-2:].astype(int) - 1) // 3


def _expected(care: pd.DataFrame) -> dict[str, Floats]:
    rows = care.sort_values("period")
    daily = rows["forecast"].astype(float) / rows["period"].map(periods.days)
    return {str(need): each.to_numpy() for need, each in daily.groupby(rows["need"])}


def _by_ward(rows: pd.DataFrame, column: str, year: int) -> Floats:
    """Return beds by ward and quarter."""
    length = np.array([periods.days(f"{year}-Q{at}") for at in (1, 2, 3, 4)])
    own = [rows[(rows["unit"] == ward) & (rows["capacity"] == BED_DAY)] for ward in WARDS]
    return np.asarray(np.stack([_by_quarter(one["quarter"], one[column]) for one in own]) / length)


def _by_quarter(quarter: pd.Series, amount: pd.Series) -> Floats:
    return np.bincount(quarter.astype(int), amount.astype(float), 4).astype(float)


def acute_days(region: Region, plan_: Plan, ward: str, quarter: int) -> float:
    """Return the acute bed days a week that the plan expects of a ward in a quarter."""
    part = slice(3 * (quarter % 4), 3 * (quarter % 4) + 3)
    return float(sum(7 * plan_.expected[need][part].mean() * region.stay[need]
                     for need in ACUTE[ward]))  # fmt: skip
