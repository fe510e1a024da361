"""Where a region stands among all of its data set: occupancy, time of care, absence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.tables.results import RESULTS
from pkslib.tables.results.data import PEERS
from pkslib.tables.times import times_at

OCCUPANCY, TIME, ABSENCE = PEERS
_VALUE = ["region", "assumption", "item", "value"]
# The middle four fifths of the regions are what most of them have.
_LOW, _HIGH = 0.1, 0.9
# Decimals kept: what differs by less is the same to a reader.
_DECIMALS = 3
# Fewer regions than these have no middle.
_FEWEST = 5


def values(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what each region of a data set has of what plans assume.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables units, capacity_outcome, production, activity_times and resources of all
        regions; the latest year that each tells.

    Returns
    -------
    pandas.DataFrame
        region, assumption, item and value: ``occupancy`` (item a capacity; used of what there
        was) [share], ``time`` (item a capacity; mean per activity that takes it) [capacity's
        measure] and ``absence`` (item a resource; of paid time) [share].
    """
    region = tables["units"].set_index("unit")["region"]
    had = _latest(tables["capacity_outcome"].dropna(subset=["used", "available"]))
    done = _latest(tables["production"].dropna(subset=["count"]))
    done = done.merge(times_at(done, tables["activity_times"]), on=["unit", "activity"])
    paid = _latest(tables["resources"].dropna(subset=["absence"]))
    paid = paid[paid["absence"] > 0]
    hours = paid["count"] * paid["hours"]
    parts = [
        (OCCUPANCY, had, "capacity", had["used"], had["available"]),
        (TIME, done, "capacity", done["count"] * done["amount"], done["count"]),
        (ABSENCE, paid, "resource", hours * paid["absence"], hours),
    ]
    found = []
    for assumption, rows, item, part, whole in parts:
        keys = [rows["unit"].map(region).rename("region"), rows[item].rename("item")]
        sums = pd.DataFrame({"part": part, "whole": whole}).groupby(keys).sum()
        value = (sums["part"] / sums["whole"].where(sums["whole"] > 0)).astype(float)
        found.append(value.rename("value").reset_index().assign(assumption=assumption))
    every = pd.concat(found, ignore_index=True).dropna(subset=["value"])
    return every.assign(value=every["value"].round(_DECIMALS))[_VALUE]


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["period"].isin(periods.latest_year(rows["period"]))]


def places(known: pd.DataFrame, region: str, capacities: pd.DataFrame) -> pd.DataFrame:
    """Return where a region stands among the others.

    Parameters
    ----------
    known : pandas.DataFrame
        As :func:`values` returns it.
    region : str
        Its code.
    capacities : pandas.DataFrame
        The input table, which has the occupancy that is aimed at.

    Returns
    -------
    pandas.DataFrame
        The table assumption_places: low and high are what the middle four fifths of the regions
        have, within how many regions are there; nothing where fewer than five regions tell.

    Examples
    --------
    >>> told = pd.DataFrame({"region": list("ABCDE"), "assumption": "occupancy", "item": "bed_day",
    ...                      "value": [0.99, 0.9, 0.91, 0.92, 0.93]})
    >>> aims = pd.DataFrame({"capacity": ["bed_day"], "utilisation": [0.85]})
    >>> places(told, "A", aims)[["value", "low", "high", "within", "regions"]].round(3)
       value    low   high  within  regions
    0   0.99  0.904  0.966       3        5
    """
    keys = ["assumption", "item"]
    groups = known.groupby(keys)["value"]
    spread = pd.DataFrame(
        {"low": groups.quantile(_LOW), "high": groups.quantile(_HIGH), "regions": groups.size()}
    )
    rows = known.merge(spread.reset_index(), on=keys)
    between = rows["value"].between(rows["low"], rows["high"])
    rows = rows.assign(within=between.groupby([rows[key] for key in keys]).transform("sum"))
    aim = rows["item"].map(capacities.set_index("capacity")["utilisation"])
    rows = rows.assign(aim=aim.where(rows["assumption"] == OCCUPANCY), outside=~between)
    rows = rows[(rows["region"] == region) & (rows["regions"] >= _FEWEST)]
    order = pd.Categorical(rows["assumption"], PEERS)
    rows = rows.assign(order=order).sort_values(["order", "item"], ignore_index=True)
    return rows[[*RESULTS["assumption_places"].columns]]
