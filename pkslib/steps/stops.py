"""Stops: what nobody should sign the plan before having looked at, in one table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.methods.priority import HIGHEST
from pkslib.settings import Settings
from pkslib.tables.checks.occupancy import claimed

_COLUMNS = ["kind", "unit", "item", "shift", "amount", "value"]
_PUT_OFF = ("delays", "prioritised")
# Half a patient or activity is none.
_HALF = 0.5


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Gather what stops the plan from being signed as it stands.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of needs, minimum_lines, schedule, production, activity_times and
        available, and the result tables priority_shares, production_need, targets, delays,
        prioritised, unmanned and acute_above.
    settings : Settings
        Not used: the stops hold whatever the scenario.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The table stops: an inverted priority; a year's target of nothing where there is a need;
        care of the highest priority, or acute care, that waits or gives way; acute work in a shift
        for which nobody is named, which may not wait or whose limit is not given; a minimum line
        above zero on shifts for which nobody is scheduled (a missing row is unknown); acute care
        above all that there is; care that gives way although the latest outcome, by the same
        stays and times, took as much as the ceiling lets through.
    """
    parts = [
        _inverted(tables["priority_shares"]),
        _no_target(tables["production_need"], tables["targets"], year),
        _first_waits(tables),
        _no_shift(tables["unmanned"]),
        unmanned(tables["minimum_lines"], tables["schedule"]),
        _crowded(tables["acute_above"]),
        doubted(tables),
    ]
    return {"stops": pd.concat(parts, ignore_index=True).reindex(columns=_COLUMNS)}


def _inverted(shares: pd.DataFrame) -> pd.DataFrame:
    rows = shares[shares["inverted"].astype(bool)]
    return rows.assign(
        kind="inversion",
        item=rows["priority"].astype("str"),
        amount=rows["gives_way"],
        value=rows["share"],
    )


def _no_target(need: pd.DataFrame, targets: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the activities that a unit has a need for and no target."""
    wanted = need[need["period"].str[:4] == f"{year:04d}"]
    wanted = wanted.groupby(["unit", "activity"], as_index=False)[["count"]].sum()
    year_target = targets[targets["period"] == f"{year:04d}"]
    rows = wanted.merge(year_target, on=["unit", "activity"])
    rows = rows[(rows["target"].astype(float) == 0) & (rows["count"] >= _HALF)]
    return rows.rename(columns={"activity": "item", "count": "amount"}).assign(kind="no_target")


def _first_waits(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return acute care, and care of the highest priority, that is put off or given up."""
    needs = tables["needs"]
    first = needs.loc[(needs["priority"] == HIGHEST) | (needs["flow"] == "acute"), "need"]
    both = pd.concat([tables[name][["unit", "need", "amount"]] for name in _PUT_OFF])
    rows = both[both["need"].isin(first)].groupby(["unit", "need"], as_index=False).sum()
    return rows.rename(columns={"need": "item"}).assign(kind="first_waits")


def _no_shift(unmanned: pd.DataFrame) -> pd.DataFrame:
    """Return acute work in shifts for which nobody is named; what may wait is laid later."""
    rows = unmanned[unmanned["why"] != "next_shift"]
    rows = rows.groupby(["why", "unit", "need", "shift"], as_index=False).agg(
        amount=("count", "sum"), value=("wait_hours", "max")
    )
    return rows.rename(columns={"why": "kind", "need": "item"})


def unmanned(lines: pd.DataFrame, schedule: pd.DataFrame) -> pd.DataFrame:
    """Return the minimum lines for which nobody is scheduled.

    Parameters
    ----------
    lines, schedule : pandas.DataFrame
        The tables minimum_lines and schedule.

    Returns
    -------
    pandas.DataFrame
        kind, unit, item (resource), shift, amount (such shifts) and value (their share of those
        whose schedule is known). What the schedule has no row for is not known.

    Examples
    --------
    Mondays, 4 and 11 January: none the first night; nothing is known of the second.

    >>> lines = pd.DataFrame({"unit": ["BB"], "resource": "midwife", "shift": "night",
    ...                       "weekday": 1, "persons": 2.0})
    >>> rows = pd.DataFrame({"unit": ["BB"], "resource": "midwife", "shift": "night",
    ...                      "date": ["2027-01-04"], "scheduled": 0.0})
    >>> unmanned(lines, rows)[["item", "amount", "value"]].to_numpy().tolist()
    [['midwife', 1, 1.0]]
    """
    keys = ["unit", "resource", "shift"]
    days = pd.to_datetime(schedule["date"]).dt.day_of_week + 1
    known = schedule.assign(weekday=days.astype("int64"))
    known = known.merge(lines[lines["persons"] > 0], on=[*keys, "weekday"])
    known = known.dropna(subset=["scheduled"])
    bare = known["scheduled"].astype(float) <= 0
    rows = (
        known.assign(bare=bare)
        .groupby(keys, as_index=False)
        .agg(amount=("bare", "sum"), value=("bare", "mean"))
    )
    rows = rows[rows["amount"] > 0].rename(columns={"resource": "item"})
    return rows.assign(kind="unmanned")


def _crowded(above: pd.DataFrame) -> pd.DataFrame:
    rows = above.groupby(["unit", "capacity"], as_index=False).agg(
        amount=("period", "nunique"), value=("load", "max")
    )
    return rows.rename(columns={"capacity": "item"}).assign(kind="crowded")


def doubted(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return where care gives way though as much has been carried, by the data's own times.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        production, activity_times and available, and the result table prioritised.

    Returns
    -------
    pandas.DataFrame
        kind, unit, item (capacity), amount (patients who give way) and value (share of what was
        available that the latest outcome took). The stays are too long, the beds too few, or care
        was given in overcrowded wards: who knows which should say so before anybody gives way.

    Examples
    --------
    >>> done = pd.DataFrame({"unit": ["A"], "activity": "stay", "period": "2026-Q4", "count": 26.0})
    >>> times = pd.DataFrame({"activity": ["stay"], "unit": [None], "capacity": "bed_day",
    ...                       "amount": 4.0})
    >>> there = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "period": "2026-Q4",
    ...                       "amount": 100.0})
    >>> away = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "reason": "own",
    ...                      "decision": "limit", "patients": 9.0, "load": 1.0})
    >>> doubted({"production": done, "activity_times": times, "available": there,
    ...          "prioritised": away})[["item", "amount", "value"]].to_numpy().tolist()
    [['bed_day', 9.0, 1.04]]
    """
    given = tables["prioritised"]
    own = given[(given["reason"] == "own") & (given["decision"] != "postpone")]
    sums = own.groupby(["unit", "capacity"], as_index=False).agg(
        amount=("patients", "sum"), load=("load", "max")
    )
    claims = claimed(tables["production"], tables["activity_times"], tables["available"])
    rows = sums.merge(claims, on=["unit", "capacity"])
    rows = rows[(rows["share"] >= rows["load"]) & (rows["amount"] >= _HALF)]
    rows = rows.rename(columns={"capacity": "item", "share": "value"}).drop(columns="load")
    return rows.assign(kind="doubted")
