"""Who gives way: which patients, of which medical priority, and at which hospital."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.priority import HIGHEST
from pkslib.steps.balance.ceiling import load, over
from pkslib.steps.balance.scale import KEY, Climbed, places
from pkslib.tables.hierarchy import hospital_of, specialty_of
from pkslib.tables.times import times_at

CANCEL, LIMIT, POSTPONE = "cancel", "limit", "postpone"
UNSEEN = "unseen"
_AT = ["need", *KEY]
_POOL = ["hospital", "capacity", "period"]
# A smaller share is rounding in the sums.
_DUST = 1e-9


def prioritised_of(found: Climbed, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of the table prioritised: what gives way, how, and why.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    tables : mapping of str to pandas.DataFrame
        needs, bookings, care_need, production_need and activity_times.

    Returns
    -------
    pandas.DataFrame
        The table prioritised: amounts before utilisation and margin, and patients by what an
        activity takes of the capacity; who comes several times, to one unit or to several, is
        counted once. Care is cancelled
        only where more gives way than is not yet booked.
    """
    needs = tables["needs"]
    limit = needs["longest_wait_days"].fillna(needs["guarantee_days"])
    facts = needs[["need", "priority", "consequence"]].assign(limit_days=limit)
    cells = found.cells.assign(load=load(found.cells))[[*KEY, "load", "raw", "need"]]
    rows = _cancelled(found, tables).merge(facts, on="need")
    rows = rows.merge(cells.rename(columns={"need": "wanted"}), on=KEY)
    raw = rows["amount"].astype(float) * rows["raw"] / rows["wanted"]
    use = rows["use"].astype(float)
    made = tables["production_need"]
    taking = made.merge(times_at(made, tables["activity_times"]), on=["unit", "activity"])
    rows = rows.merge(_times_a_patient(taking, "capacity", tables["care_need"]), how="left")
    patients = raw / use.where(use > 0) / rows["times"].fillna(1.0)
    return rows.assign(amount=raw, patients=patients)


def _times_a_patient(made: pd.DataFrame, kind: str, care_need: pd.DataFrame) -> pd.DataFrame:
    """Return how many activities of a kind a patient has in the region, at least one (times).

    Pathways tell the mean over all patients of the need, wherever they come: a unit's own count
    does not tell whether a fifth of them come there, or all of them at every fifth time.
    """
    patients = care_need.groupby("need")["patients"].sum()
    counts = made.groupby(["need", kind])["count"].sum()
    each = counts / patients.reindex(counts.index.get_level_values("need")).to_numpy()
    times: pd.DataFrame = each.replace(np.inf, np.nan).rename("times").reset_index()
    return times.assign(times=times["times"].fillna(1.0).clip(lower=1.0))


def _cancelled(found: Climbed, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what gives way, with the part of it that is booked already as cancelled."""
    rows = found.away
    kept = places(found.cells).merge(found.care[["cell", "need", "whole"]], on="cell")
    rows = rows.merge(kept[[*_AT, "whole"]], on=_AT, how="left")
    rows = rows.merge(_booked(found.cells, tables), on=_AT, how="left")
    # Nobody is booked for what comes after a first visit that is not given.
    limited = (rows["decision"] == LIMIT) & (rows["reason"] != UNSEEN)
    given = rows["amount"].where(limited, 0.0).groupby([rows[name] for name in _AT])
    share = given.transform("sum") / rows["whole"].where(rows["whole"] > 0)
    free = 1 - rows["booked"].fillna(0.0)
    part = ((share - free) / share.where(share > 0)).clip(0.0, 1.0).fillna(0.0).where(limited, 0.0)
    sides = [
        rows.assign(amount=rows["amount"] * side, decision=decision)[side > _DUST]
        for side, decision in ((1 - part, rows["decision"]), (part, CANCEL))
    ]
    return pd.concat(sides, ignore_index=True)


def _booked(cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the share of a need's care in a cell that is booked already (booked)."""
    made = tables["production_need"].groupby(["need", "unit", "period"])["count"].max()
    labels = cells["period"].unique()
    if not labels.size or tables["bookings"].empty:
        return pd.DataFrame(columns=[*_AT, "booked"])
    kind = periods.resolution(str(labels[0]))
    weeks = tables["bookings"]
    label = weeks["week"].map(lambda week: periods.label_of(periods.start(week), kind))
    sums = weeks.assign(period=label).groupby(["need", "unit", "period"])["booked"].sum()
    share = (sums / made.reindex(sums.index)).clip(upper=1.0).rename("booked").dropna()
    return share.reset_index().merge(cells[KEY], on=["unit", "period"])


def by_hospital(
    given: pd.DataFrame, tables: Mapping[str, pd.DataFrame], waits: pd.DataFrame
) -> pd.DataFrame:
    """Return how large a share of each elective need gives way at each hospital.

    Parameters
    ----------
    given : pandas.DataFrame
        The table prioritised.
    tables : mapping of str to pandas.DataFrame
        units, needs, care_need and production_need.
    waits : pandas.DataFrame
        The table expected_waits, which may be empty.

    Returns
    -------
    pandas.DataFrame
        The table equal_care: patients of the need at the hospital, those of them who give way, in
        the year; postponing within the year does not count. Who gets no first visit at another
        hospital is counted there, and here told apart (unseen).
    """
    needs = tables["needs"]
    elective = needs.loc[needs["flow"] == "elective", ["need", "priority"]]
    hospital = hospital_of(tables["units"])
    made = tables["production_need"]
    made = made.merge(_times_a_patient(made, "activity", tables["care_need"]))
    made = made.assign(patients=made["count"] / made["times"])
    rows = _most(made, hospital, "activity").rename("patients").reset_index()
    gone = given[given["decision"] != POSTPONE]
    for name, lost in (("gives_way", gone), ("counted", gone[gone["reason"] != UNSEEN])):
        most = _most(lost, hospital, "capacity").rename(name)
        rows = rows.merge(most.reset_index(), how="left").fillna({name: 0.0})
        rows = rows.assign(**{name: rows[[name, "patients"]].min(axis=1)})
    rows = rows.merge(elective, on="need")
    rows = rows.assign(unseen=rows["gives_way"] - rows["counted"])
    share = rows["gives_way"] / rows["patients"].where(rows["patients"] > 0)
    return rows.assign(share=share, wait_days=_waits(rows, waits, hospital))


def _most(rows: pd.DataFrame, hospital: pd.Series, kind: str) -> pd.Series:
    """Return the patients by need and hospital (unit): the same ones take several kinds of care."""
    at = rows.assign(unit=rows["unit"].map(hospital))
    sums = at.groupby(["need", "unit", kind])["patients"].sum()
    most: pd.Series = sums.groupby(["need", "unit"]).max()
    return most


def _waits(rows: pd.DataFrame, waits: pd.DataFrame, hospital: pd.Series) -> pd.Series:
    """Return the mean wait over the year, at the hospital or else in the region."""
    at = waits.assign(unit=waits["unit"].map(hospital))
    own = at.dropna(subset=["unit"]).groupby(["need", "unit"])["wait_days"].mean()
    shared = waits[waits["unit"].fillna("") == ""].groupby("need")["wait_days"].mean()
    known = own.reindex(pd.MultiIndex.from_frame(rows[["need", "unit"]])).to_numpy(float)
    return pd.Series(known, rows.index).fillna(rows["need"].map(shared).astype(float))


def inversion_of(equal: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each medical priority that gives way in the region.

    Parameters
    ----------
    equal, use : pandas.DataFrame
        The tables equal_care and capacity_use.

    Returns
    -------
    pandas.DataFrame
        The table priority_shares: lower_share is the least share among lower priorities, and a
        priority is inverted where more of it gives way than of one of these. Care that takes
        nothing of any capacity leaves nothing to others, and tells of no inversion.
    """
    once = equal.assign(gives_way=equal["gives_way"] - equal["unseen"])
    sums = once.groupby("priority", as_index=False)[["patients", "gives_way"]].sum()
    share = (sums["gives_way"] / sums["patients"].where(sums["patients"] > 0)).fillna(0.0)
    takes = sums["priority"].isin(equal.loc[equal["need"].isin(use["need"]), "priority"])
    least = share.where(takes, np.inf)[::-1].cummin()[::-1].shift(-1)
    lower = least.where(np.isfinite(least))
    inverted = (share > lower + _DUST) & (sums["priority"] > HIGHEST)
    return sums.assign(share=share, lower_share=lower, inverted=inverted)


def elsewhere(
    given: pd.DataFrame, found: Climbed, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the places that other hospitals could offer to care that gives way, as proposals.

    Parameters
    ----------
    given : pandas.DataFrame
        The table prioritised.
    found : Climbed
        What the ladder gave; the room under each ceiling is what can be offered.
    tables : mapping of str to pandas.DataFrame
        units and capacity_use. Who is offered a bed takes the other capacities of the need there
        as well, theatre say: no more are offered one than the hospital has room for in all.

    Returns
    -------
    pandas.DataFrame
        The table places_elsewhere, numbered, in whole patients; the highest priority is offered
        first, and nothing is offered twice, nor counted in the balance. What is less than a
        patient, or than the least block of either cell, is no offer, and of two hospitals that
        could offer each other the same care only the larger offer stands. No patient of one known
        specialty is offered a place in another: a need told broadly is cared for by many.
    """
    hospital = hospital_of(tables["units"])
    room = found.cells.assign(hospital=found.cells["unit"].map(hospital))
    share = room["raw"] / room["need"].where(room["need"] > 0)
    room = room.assign(room=(-pd.Series(over(room), room.index) * share).clip(lower=0.0))
    use = tables["capacity_use"]
    able = use.loc[use["raw"] > 0, ["need", *KEY]].rename(columns={"unit": "to_unit"})
    room = room.assign(least=room["block"] * share.fillna(0.0))
    ends = room[[*KEY, "hospital", "room", "least"]].rename(columns={"unit": "to_unit"})
    ends = able.merge(ends[ends["room"] > 0], on=["to_unit", "capacity", "period"])
    gone = given[(given["decision"] != POSTPONE) & (given["reason"] == "own")]
    gone = gone.assign(from_hospital=gone["unit"].map(hospital))
    ways = gone.merge(ends, on=["need", "capacity", "period"])
    ways = ways[(ways["from_hospital"] != ways["hospital"]) & _alike(ways, tables["units"])]
    order = ["priority", *_AT, "to_unit"]
    ways = ways.sort_values(order, kind="stable", ignore_index=True)
    pool = room.groupby(_POOL)["room"].sum().to_dict()
    rows = _offered(ways, pool, _taken(tables["capacity_use"], hospital))
    way = ["priority", "need", "unit", "to_unit", "capacity", "from_hospital", "hospital"]
    sums = rows.groupby(way, as_index=False).agg(
        patients=("patients", "sum"), amount=("amount", "sum"), least=("least", "max")
    )
    return _worth_offering(sums)


def _alike(ways: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """Tell which ways do not lead from one known specialty to another."""
    specialty = specialty_of(units)
    own, other = (ways[name].map(specialty).astype("str") for name in ("unit", "to_unit"))
    alike: pd.Series = own.isna() | other.isna() | (own == other)
    return alike


def _worth_offering(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the offers that someone would act on, numbered, in whole patients."""
    ends = np.sort(rows[["from_hospital", "hospital"]].to_numpy(str), axis=1)
    pair = [rows["need"], rows["capacity"], ends[:, 0], ends[:, 1]]
    way = rows.groupby([*pair, rows["hospital"]])["amount"].transform("sum")
    larger = way >= way.groupby(pair).transform("max")
    whole = np.floor(rows["patients"] + _DUST)
    worth = larger & (whole >= 1) & (rows["amount"] >= rows["least"])
    kept: pd.DataFrame = rows.assign(patients=whole)[worth]
    return kept.assign(number=np.arange(1, len(kept) + 1))


def _taken(use: pd.DataFrame, hospital: pd.Series) -> dict[Any, dict[Any, float]]:
    """Return what a need takes of each capacity, by need, hospital and period."""
    at = use[use["raw"] > 0].assign(hospital=use["unit"].map(hospital))
    found: dict[Any, dict[Any, float]] = {}
    sums: dict[Any, float] = at.groupby(["need", *_POOL])["raw"].sum().to_dict()
    for (need, place, capacity, period), raw in sums.items():
        found.setdefault((need, place, period), {})[capacity] = raw
    return found


def _offered(
    ways: pd.DataFrame, pool: dict[Any, float], taken: Mapping[Any, Mapping[Any, float]],
) -> pd.DataFrame:  # fmt: skip
    """Return how much goes each way, in order, while there is something to place and room.

    The pool is the room at a hospital, capacity and period; what a need takes there goes together.
    """
    left = ways.groupby([*_AT, "decision"])["amount"].first().to_dict()
    room = ways.groupby(["to_unit", "capacity", "period"])["room"].first().to_dict()
    amounts = []
    for way in ways.itertuples(index=False):
        start = (way.need, way.unit, way.capacity, way.period, way.decision)
        end = (way.to_unit, way.capacity, way.period)
        care = taken[way.need, way.hospital, way.period]
        each = {(way.hospital, name, way.period): raw / care[way.capacity]
                for name, raw in care.items()}  # fmt: skip
        amount = min(left[start], room[end], *(pool[at] / part for at, part in each.items()))
        left[start], room[end] = left[start] - amount, room[end] - amount
        for at, part in each.items():
            pool[at] -= amount * part
        amounts.append(amount)
    share = pd.Series(amounts, ways.index, dtype=float) / ways["amount"].where(ways["amount"] > 0)
    offered = ways.assign(amount=amounts, patients=ways["patients"] * share)
    return offered[offered["amount"] > _DUST]
