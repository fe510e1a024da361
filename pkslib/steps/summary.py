"""Summary: a region's year in one row a capacity, in one row in all, and what changed the need."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.change import waterfall
from pkslib.settings import PRODUCTION, Settings
from pkslib.tables.ability import in_activities
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS, STEP_TABLES
from pkslib.tables.results.balance import UNMANNED
from pkslib.tables.results.pack import FACTORS
from pkslib.tables.waiting_lists import latest

_CELL = ["unit", "capacity", "period"]
# What becomes of a shortage that no measure closes.
STRAIN, GIVES_WAY, UNSOLVED = "strain", "gives_way", "unsolved"
# A smaller share of the need is rounding in the sums.
_DUST = 1e-9
(BEFORE, POPULATION, RATE, DEMAND, TARGET_LEVEL,
 WAITING_LIST, UTILISATION, MARGIN, TOGETHER) = FACTORS  # fmt: skip

_WITHIN = ("share_lower", "share_upper")


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Summarise a region's planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, needs, population and capacities, and the result tables
        forecast, waiting_by_plan, accuracy, care_need, queue, capacity_use, capacity_need, gap,
        strain, unsolved, prioritised and verdicts.
    settings : Settings
        Whether capacity or production was balanced.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables summary, region_summary and change.
    """
    demand = tables["demand"]
    if demand.empty:
        return _waiting_alone(tables["waiting"], tables["guarantee"])
    count = len(periods.within_year(year, periods.only_resolution(demand["period"])))
    production = settings.balance.against == PRODUCTION
    balanced = in_activities(tables) if production else tables
    last = latest_year(demand, year, count)
    found = {
        "summary": capacity_year(balanced["capacity_need"], tables["gap"], tables),
        "region_summary": region_year(
            _patients(tables, year), last, tables["accuracy"], tables["queue"], tables["verdicts"]
        ).assign(
            **left_waiting(tables["waiting_by_plan"]),
            lists_unknown=without_list(tables["care_need"], tables["needs"], tables["queue"]),
        ),
        "change": changes(tables, last, year),
    }
    region = demand["region"].iloc[0]
    return {name: frame.assign(region=region) for name, frame in found.items()}


def _patients(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return the care need; where nothing tells what care it takes, the forecast of the year."""
    if len(tables["care_need"]):
        return tables["care_need"]
    coming = tables["forecast"][tables["forecast"]["period"].str.startswith(str(year))]
    return coming.rename(columns={"mean": "patients"})


def _waiting_alone(waiting: pd.DataFrame, guarantee: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the summary of a region that knows its waiting list and nothing else."""
    within = {side: _weighted(guarantee[side], guarantee["waiting"]) for side in _WITHIN}
    row = {
        "region": waiting["region"].iloc[0],
        "systematic": 0,
        "to_look_at": 0,
        "lists_unknown": 0,
        "waiting": latest(waiting)["patients"].sum(),
        **within,
    }
    found = {name: empty(RESULTS[name]) for name in STEP_TABLES["09_pack"]}
    columns = [*found["region_summary"]]
    return found | {"region_summary": pd.DataFrame([row]).reindex(columns=columns)}


def _weighted(share: pd.Series, patients: pd.Series) -> float:
    """Return a mean share, each counted by its patients; missing where nobody is counted."""
    promised = patients.sum()
    return float((share * patients).sum() / promised) if promised > 0 else np.nan


def capacity_year(
    capacity_need: pd.DataFrame, gap: pd.DataFrame, left: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return need, available and shortage of each capacity over the year, and what becomes of it.

    Parameters
    ----------
    capacity_need, gap : pandas.DataFrame
        The tables.
    left : mapping of str to pandas.DataFrame
        The tables strain, unsolved and prioritised.

    Returns
    -------
    pandas.DataFrame
        The table summary: shortage is the sum of the units and periods that lack, which a surplus
        elsewhere does not make up for; of it some is closed, some is strain, some gives way and
        some is unsolved, together all of it. Where no unit lacks anything there is no worst one.
    """
    lacking = gap.assign(shortage=gap["gap"].clip(lower=0.0))
    rows = lacking.groupby("capacity")[["need", "available", "gap", "shortage"]].sum()
    rows = rows.join(capacity_need.groupby("capacity")["raw"].sum()).fillna({"raw": 0.0})
    short = lacking.loc[lacking["shortage"] > 0, _CELL]
    above = left[UNSOLVED][left[UNSOLVED]["why"] != UNMANNED]
    for name, parts in ((STRAIN, left[STRAIN]), (UNSOLVED, above)):
        rows[name] = short.merge(parts, on=_CELL).groupby("capacity")["amount"].sum()
    rows[GIVES_WAY] = _gives_way(left["prioritised"], short, capacity_need)
    rows = rows.fillna({STRAIN: 0.0, UNSOLVED: 0.0, GIVES_WAY: 0.0})
    # What is put off into a cell may outweigh what goes from it by a rounding.
    rows[GIVES_WAY] = rows[GIVES_WAY].mask(rows[GIVES_WAY].abs() < _DUST * rows["need"], 0.0)
    rows["closed"] = rows["shortage"] - rows[[STRAIN, GIVES_WAY, UNSOLVED]].sum(axis=1)
    rows["occupancy"] = (rows["raw"] / rows["available"]).where(rows["available"] > 0)
    lacks = gap["capacity"].isin(rows.index[rows["shortage"] > 0])
    periods = gap[lacks].groupby(["capacity", "period"], as_index=False)[["gap"]].sum()
    units = lacking.groupby(["capacity", "unit"], as_index=False)[["shortage"]].sum()
    rows = rows.join(_largest(periods, "gap", worst_period="period", worst_gap="gap"))
    rows = rows.join(_largest(units[units["shortage"] > 0], "shortage", worst_unit="unit"))
    return rows.reset_index()


def _gives_way(
    prioritised: pd.DataFrame, short: pd.DataFrame, capacity_need: pd.DataFrame
) -> pd.Series:
    """Return what gives way for its own cell's sake, in units of capacity need, by capacity.

    What is put off into a cell that lacks counts against it there.
    """
    weight = capacity_need.assign(
        weight=capacity_need["need"] / capacity_need["raw"].where(capacity_need["raw"] > 0)
    )
    own = prioritised[prioritised["reason"] == "own"].merge(weight[[*_CELL, "weight"]], on=_CELL)
    own = own.assign(amount=own["amount"] * own["weight"])
    into = own.dropna(subset=["to_period"]).drop(columns="period")
    into = into.rename(columns={"to_period": "period"}).assign(amount=-into["amount"])
    both = pd.concat([own[[*_CELL, "amount"]], into[[*_CELL, "amount"]]])
    return short.merge(both, on=_CELL).groupby("capacity")["amount"].sum()


def _largest(rows: pd.DataFrame, by: str, **named: str) -> pd.DataFrame:
    """Return the row of each capacity that is largest, the first of equals, under new names."""
    first = rows.sort_values(by, ascending=False, kind="stable").drop_duplicates("capacity")
    return first.set_index("capacity")[[*named.values()]].set_axis([*named], axis=1)


def region_year(
    care_need: pd.DataFrame,
    last: pd.Series,
    accuracy: pd.DataFrame,
    queue: pd.DataFrame,
    verdicts: pd.DataFrame,
) -> pd.DataFrame:
    """Return care need, forecast accuracy and waiting of a region in one row.

    Parameters
    ----------
    care_need, accuracy, queue, verdicts : pandas.DataFrame
        The tables. Of accuracy the needs' plain mean is given; lists without a care guarantee
        count among those waiting alone; verdicts of need and production are counted.
    last : pandas.Series
        Patients of the latest year known, by need [patients].

    Returns
    -------
    pandas.DataFrame
        The table region_summary, without region; missing where nothing is known.
    """
    patients, before = care_need["patients"].sum(min_count=1), last.sum()
    known = queue.dropna(subset=["share_lower"])
    within = {side: _weighted(known[side], known["queue"]) for side in _WITHIN}
    # Hours, points and money tell of the same production once more.
    first = verdicts["subject"].isin(("need", "production"))
    told = verdicts[first]
    row = {
        "patients": patients,
        "change": patients / before - 1 if before > 0 else np.nan,
        **accuracy[["mase", "mase_naive", "coverage_80"]].mean().to_dict(),
        "systematic": int((told["verdict"] == "systematic").sum()),
        "to_look_at": int((told["flag"] == "look").sum()),
        "waiting": queue["queue"].sum() if len(queue) else np.nan,
        **within,
    }
    return pd.DataFrame([row])


def left_waiting(waiting_by_plan: pd.DataFrame) -> dict[str, float]:
    """Return between how many the plan leaves waiting too long at the end of the year.

    Parameters
    ----------
    waiting_by_plan : pandas.DataFrame
        The table; missing without any list that has a limit.
    """
    last = waiting_by_plan["period"].max()
    rows = waiting_by_plan[waiting_by_plan["period"] == last]
    return {f"late_{side}": rows[f"overdue_{side}"].sum(min_count=1) for side in ("lower", "upper")}


def without_list(care_need: pd.DataFrame, needs: pd.DataFrame, queue: pd.DataFrame) -> int:
    """Return how many elective needs have no waiting list: their waits are not known."""
    elective = needs.loc[needs["flow"] == "elective", "need"]
    return len(set(elective) & set(care_need["need"]) - set(queue["need"]))


def latest_year(demand: pd.DataFrame, year: int, count: int) -> pd.Series:
    """Return the patients of the latest year known before the planning year, by need.

    Parameters
    ----------
    demand : pandas.DataFrame
        The table.
    year : int
        Planning year.
    count : int
        Periods in a year. A need that lacks some of them counts by its mean period.

    Returns
    -------
    pandas.Series
        Patients in a year, by need [patients].

    Examples
    --------
    >>> demand = pd.DataFrame({
    ...     "need": "hip", "period": ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q4"],
    ...     "patients": [9, 10, 12, 14]
    ... })
    >>> latest_year(demand, 2027, 2)
    need
    hip    26.0
    Name: patients, dtype: float64
    """
    past = demand[demand["period"].str[:4].astype(int) < year]
    latest = sorted(past["period"].unique())[-count:]
    return past[past["period"].isin(latest)].groupby("need")["patients"].mean() * count


def changes(tables: Mapping[str, pd.DataFrame], last: pd.Series, year: int) -> pd.DataFrame:
    """Return the capacity need of the latest year, and what makes it that of the planning year.

    The latest year is counted with the pathways and activity times of the plan, and with the
    target utilisation and margin of the table capacities. Where the population of both years is
    known, the change in patients is split into inhabitants and patients per inhabitant.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        demand, population, capacities, care_need, capacity_use and capacity_need.
    last : pandas.Series
        As from :func:`latest_year`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        capacity, factor, order (0 is the latest year) and effect [capacity's measure]. A
        capacity's effects add up to its need in the planning year. One that was not used, or
        will not be, has nothing to compare with and is left out.
    """
    if tables["capacity_need"].empty:
        return empty(RESULTS["change"])
    stages = _stages(tables, last)
    stages = stages[(stages[BEFORE] > 0) & (stages[DEMAND] > 0)]
    ratios = stages.div(stages.shift(axis=1)).drop(columns=BEFORE)
    factors = {str(name): ratio for name, ratio in ratios.items()}
    growth = _growth(tables["population"], tables["demand"], year)
    if growth is not None:
        rate = factors.pop(DEMAND) / growth
        factors = {POPULATION: rate * 0 + growth, RATE: rate, **factors}
    parts = waterfall(stages[BEFORE], factors)
    effects = {
        BEFORE: stages[BEFORE].to_numpy(),
        **{name: parts[name] for name in factors},
        TOGETHER: parts["interaction"],
    }
    rows = [
        pd.DataFrame({"capacity": stages.index, "factor": name, "order": order, "effect": effect})
        for order, (name, effect) in enumerate(effects.items())
    ]
    return pd.concat(rows, ignore_index=True)


def _stages(tables: Mapping[str, pd.DataFrame], last: pd.Series) -> pd.DataFrame:
    """Return each capacity's need as one factor after the other takes its new value."""
    rows = _rates(tables["capacity_use"], tables["care_need"], last)
    base = tables["capacities"].rename(columns={"utilisation": "base", "margin": "base_margin"})
    chosen = _aims(tables["capacity_need"])
    rows = rows.merge(base[["capacity", "base", "base_margin"]], on="capacity")
    rows = rows.merge(
        chosen[["unit", "capacity", "utilisation", "margin"]], on=["unit", "capacity"]
    )
    stages = {
        BEFORE: _need(rows, "last", "base", "base_margin"),
        DEMAND: _need(rows, "forecast", "base", "base_margin"),
        TARGET_LEVEL: _need(rows, "target_level", "base", "base_margin"),
        WAITING_LIST: _need(rows, "patients", "base", "base_margin"),
        UTILISATION: _need(rows, "patients", "utilisation", "base_margin"),
        MARGIN: _need(rows, "patients", "utilisation", "margin"),
    }
    return pd.DataFrame(stages).groupby(rows["capacity"]).sum()


def _aims(capacity_need: pd.DataFrame) -> pd.DataFrame:
    """Return target utilisation and mean margin of each unit and capacity over the year."""
    rows = capacity_need.assign(extra=capacity_need["raw"] * capacity_need["margin"])
    pairs = rows.groupby(["unit", "capacity"], as_index=False)
    sums = pairs.agg(
        extra=("extra", "sum"), raw=("raw", "sum"), utilisation=("utilisation", "first")
    )
    margin = (sums["extra"] / sums["raw"]).where(sums["raw"] > 0, 0.0)
    return sums.assign(margin=margin)


def _need(rows: pd.DataFrame, patients: str, utilisation: str, margin: str) -> pd.Series:
    """Return capacity need from the columns named."""
    return rows["rate"] * rows[patients] / rows[utilisation] * (1 + rows[margin])


def _rates(use: pd.DataFrame, care_need: pd.DataFrame, last: pd.Series) -> pd.DataFrame:
    """Return what a patient takes at each unit, beside the patients of both years."""
    columns = ["forecast", "target_level", "patients"]
    patients = care_need.groupby("need", as_index=False)[columns].sum()
    patients["last"] = patients["need"].map(last).fillna(0.0)
    rows = use.groupby(["need", "unit", "capacity"], as_index=False)[["raw"]].sum()
    rows = rows.merge(patients, on="need")
    return rows.assign(rate=(rows["raw"] / rows["patients"]).where(rows["patients"] > 0, 0.0))


def _growth(population: pd.DataFrame, demand: pd.DataFrame, year: int) -> float | None:
    """Return inhabitants in the planning year over those in the latest year; none if unknown."""
    persons = population.groupby("year")["persons"].sum()
    known = demand["period"].str[:4].astype(int)
    before, after = persons.get(known[known < year].max(), 0.0), persons.get(year, 0.0)
    return float(after / before) if before > 0 and after > 0 else None
