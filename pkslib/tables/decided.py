"""What was decided: where it is kept, and which round holds when several have decided.

A round never changes and is never erased. It is superseded by a later one.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.hierarchy import nearest_above
from pkslib.tables.inputs.decided import AGREED, BEGUN, FOLDER, IN_FORCE, PROPOSAL
from pkslib.tables.inputs.organisation import ROUND_LEVELS
from pkslib.tables.sources.address import is_address

_DAY = "%Y-%m-%d"
_ROUNDING = 1e-9


def place_of(source: str | Path) -> Path | None:
    """Return where the decisions about a data set are kept, be they there or not.

    Parameters
    ----------
    source : str or pathlib.Path
        A folder, a workbook, or a database address, which has no place beside it.

    Examples
    --------
    >>> place_of("plan/region.xlsx").as_posix(), place_of("sqlite:///data.db")
    ('plan/region.decided', None)
    """
    if is_address(source):
        return None
    path = Path(source)
    return path / FOLDER if path.is_dir() else path.with_suffix(f".{FOLDER}")


def first_day(tables: Mapping[str, pd.DataFrame]) -> datetime.date:
    """Return the first day on which anything can still be decided.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables demand, waiting, bookings, agreements and decisions; one that lacks tells
        nothing.

    Returns
    -------
    datetime.date
        The day after the latest that the data tell of: patients who came, a list taken, something
        agreed or decided; or the first week booked, where that is later. Without any, year 1.

    Examples
    --------
    Outcomes are known to the end of October, and the bookings begin with the week of 16 November:

    >>> demand = pd.DataFrame({"period": ["2026-10", "2026-11"], "patients": [30.0, None]})
    >>> bookings = pd.DataFrame({"week": ["2026-W48", "2026-W47"]})
    >>> first_day({"demand": demand, "bookings": bookings}).isoformat()
    '2026-11-16'
    """
    dated = (("waiting", "as_of"), ("agreements", "on"), ("decisions", "on"))
    days = [str(tables[name][column].max()) for name, column in dated
            if name in tables and tables[name][column].notna().any()]  # fmt: skip
    latest = [datetime.date.fromisoformat(day[:10]) for day in days]
    if "demand" in tables:
        known = tables["demand"].dropna(subset=["patients", "period"])["period"]
        latest += [periods.end(label) for label in known.unique()]
    after = [max(latest) + datetime.timedelta(days=1)] if latest else []
    if "bookings" in tables and len(weeks := tables["bookings"]["week"].dropna()):
        after.append(periods.start(weeks.min()))
    return max(after, default=datetime.date.min)


def in_force(kept: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows of the last round that decided a year; those before it are superseded.

    Parameters
    ----------
    kept : pandas.DataFrame
        One region's part of an input table that ``pks decide`` writes: round, and year or period.
    year : int
        Planning year.

    Examples
    --------
    >>> kept = pd.DataFrame({"round": [1, 1, 2], "year": [2027, 2028, 2027], "measure": "M1"})
    >>> in_force(kept, 2027)["round"].tolist(), in_force(kept, 2028)["round"].tolist()
    ([2], [1])
    """
    of_year = kept["period"].str[:4].astype(int) if "period" in kept else kept["year"]
    rows = kept[of_year == year]
    last: pd.DataFrame = rows[rows["round"] == rows["round"].max()]
    return last.reset_index(drop=True)


def as_of_each_period(kept: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return what was decided for each series and period when the period began.

    Parameters
    ----------
    kept : pandas.DataFrame
        Rows of decided_forecast or decided_plan: round, period, on and the keys.
    keys : list of str
        What makes a series.

    Returns
    -------
    pandas.DataFrame
        One row a series and period: of the rounds decided by the first day of the period the
        latest; where all were decided later, the first of them, as that is the plan there was.

    Examples
    --------
    >>> kept = pd.DataFrame({"need": "hip", "period": ["2027-01", "2027-06"] * 2,
    ...     "round": [1, 1, 2, 2], "on": ["2026-11-15"] * 2 + ["2027-04-10"] * 2})
    >>> as_of_each_period(kept, ["need"])["round"].tolist()
    [1, 2]
    """
    begins = {label: periods.start(label).strftime(_DAY) for label in kept["period"].unique()}
    late = kept["on"] > kept["period"].map(begins)
    order = kept["round"].where(~late, -kept["round"].astype(int))
    rows = kept.assign(order=order).sort_values("order", kind="stable")
    rows = rows.drop_duplicates([*keys, "period"], keep="last")
    return rows.drop(columns="order").sort_values([*keys, "period"], ignore_index=True)


def standing(
    proposed: pd.DataFrame, value: str, kept: pd.DataFrame, year: int, levels: pd.DataFrame
) -> pd.DataFrame:
    """Return how far each proposed figure has come: proposal, agreed or in force.

    Parameters
    ----------
    proposed : pandas.DataFrame
        What tells rows apart, unit among it, and last the value proposed.
    value : str
        Column of the figure.
    kept : pandas.DataFrame
        The same columns of what was decided in all rounds, with round, by, on, and year or period.
    year : int
        Planning year.
    levels : pandas.DataFrame
        As from :func:`agreed`.

    Returns
    -------
    pandas.DataFrame
        The rows in their order with decided (the figure in force), status, round, by and on. A
        figure is in force when it is the one decided. Another one is agreed when every level has
        said yes since anything was decided, else it is a proposal beside the decided one.
    """
    keys = [name for name in proposed if name != value]
    known = in_force(kept, year)[[*keys, value, "round", "by", "on"]]
    known = known.rename(columns={value: "decided"})
    rows = proposed.reset_index(drop=True).merge(known, on=keys, how="left")
    holds = _alike(rows[value], rows["decided"]).fillna(value=False).astype(bool)
    said = _said(rows, levels)
    yes = (
        ~holds & said["agreed"] & (said["on"].fillna("") > (kept["on"].max() if len(kept) else ""))
    )
    status = np.select([holds, yes], [IN_FORCE, AGREED], PROPOSAL)
    whose = {name: rows[name].where(holds, said[name].where(yes)) for name in ("round", "by", "on")}
    return rows.assign(status=status, **whose)


def _alike(one: pd.Series, other: pd.Series) -> pd.Series:
    """Tell which figures, or codes, are the same; what is written has ten digits."""
    if pd.api.types.is_numeric_dtype(one):
        return (one - other).abs() <= _ROUNDING * one.abs()
    return one == other


def _said(rows: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Return what the levels say of each row: of its own activity, else of the whole unit.

    What was said of the whole unit in a later round takes the place of what was said before.
    """
    activity = rows["activity"] if "activity" in rows else pd.Series("", rows.index)
    known = levels.set_index(["unit", "activity"])
    own, whole = (
        known.reindex(pd.MultiIndex.from_arrays([rows["unit"], item])).set_axis(rows.index)
        for item in (activity, [""] * len(rows))
    )
    holds = own["agreed"].notna() & (whole["round"].fillna(0) <= own["round"].fillna(0))
    said = own.where(holds, whole)
    return said.assign(agreed=said["agreed"].fillna(value=False).astype(bool))


def agreed(agreements: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return whether every level agrees in the last round, for each unit and those below it.

    Parameters
    ----------
    agreements, units : pandas.DataFrame
        The input tables of one region.

    Returns
    -------
    pandas.DataFrame
        unit, activity (empty: the whole unit), agreed, round, by (the role of the highest level)
        and on (the last day).

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["MED", "W1"], "parent": [None, "MED"]})
    >>> row = {"unit": "MED", "activity": None, "by": "chef", "on": "2026-10-16"}
    >>> rows = pd.DataFrame([row | {"round": 1, "level": "tactical", "agreed": False},
    ...                      row | {"round": 2, "level": "tactical", "agreed": True}])
    >>> agreed(rows, units)[["unit", "agreed", "round"]].to_numpy().tolist()
    [['MED', True, 2], ['W1', True, 2]]
    """
    rows = agreements.assign(activity=agreements["activity"].fillna(""))
    keys = ["unit", "activity"]
    last = rows[rows["round"] == rows.groupby(keys)["round"].transform("max")]
    order = pd.Categorical(last["level"], ROUND_LEVELS)
    groups = last.assign(order=order).sort_values("order").groupby(keys, as_index=False)
    told = groups.agg(
        agreed=("agreed", "all"), round=("round", "max"), by=("by", "first"), on=("on", "max")
    )
    above = nearest_above(units, set(told["unit"])).rename("above").rename_axis("unit")
    below = above.reset_index().merge(told.rename(columns={"unit": "above"}), on="above")
    return below.drop(columns="above").sort_values(keys, ignore_index=True)


def measures(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return how far each measure that the ladder uses has come.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables measures, decided_measures, agreements and units, and the result table
        ladder.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        unit, measure, amount over the year [capacity's measure] and what :func:`standing` tells;
        what is under way or realised and in no round's decision has that for its status: it is
        no proposal.
    """
    rows = used(tables["ladder"], tables["measures"])
    levels = agreed(tables["agreements"], tables["units"])
    proposed = rows[["unit", "measure", "amount"]]
    found = standing(proposed, "amount", tables["decided_measures"], year, levels)
    begun = rows["status"].isin(BEGUN) & (found["status"] != IN_FORCE)
    return found.assign(status=found["status"].mask(begun, rows["status"]))


def used(ladder: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Return the measures that the ladder uses: measure, unit, status and amount over the year.

    Parameters
    ----------
    ladder, stated : pandas.DataFrame
        The result table ladder, and the input table measures.
    """
    chosen = ladder.dropna(subset="measure")
    amounts = chosen.groupby("measure", as_index=False)[["effect"]].sum()
    rows = amounts.rename(columns={"effect": "amount"})
    return rows.merge(stated[["measure", "unit", "status"]], on="measure")
