"""The ceiling: the planned load that care may not pass, and what lies above and below it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.settings import Balance, Settings, level
from pkslib.steps.balance.scale import KEY, PLACE, short, supplied
from pkslib.tables.hierarchy import hospital_of

# What is smaller, as a share of what stands in the pans, is rounding in the sums.
_DUST = 1e-9
# The least block is told for a month; other periods by their length, and it is never so large
# that a small unit could do nothing.
_MONTHS = {"year": 12.0, "quarter": 3.0, "month": 1.0, "week": 12 / 52, "day": 12 / 365}
_LARGEST_BLOCK = 0.05


def cells_of(
    gap: pd.DataFrame, tables: Mapping[str, pd.DataFrame], settings: Settings
) -> pd.DataFrame:
    """Return the cells that the ladder climbs, with what bounds each of them.

    Parameters
    ----------
    gap : pandas.DataFrame
        The table gap, sorted.
    tables : mapping of str to pandas.DataFrame
        units and capacities; capacity_need, target_level and available_capacity.
    settings : Settings
        Ceilings of capacities, units and periods, and the least blocks.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, need, available [capacity's measure], limiting, hospital, measure,
        mean (raw need at the forecast's mean), raw [capacity's measure], target, ceiling [shares]
        and block [capacity's measure].
    """
    needed = tables["capacity_need"][[*KEY, "raw", "utilisation"]]
    expected = tables["target_level"][[*KEY, "expected"]]
    limiting = tables["available_capacity"][[*KEY, "limiting"]]
    known = tables["capacities"][["capacity", "measure", "ceiling"]]
    rows = gap.drop(columns="gap")
    for frame, by in ((needed, KEY), (expected, KEY), (limiting, KEY), (known, ["capacity"])):
        rows = rows.merge(frame, on=by, how="left")
    target = rows["utilisation"].fillna(1.0)
    mean = (rows["expected"] * target).fillna(rows["raw"]).fillna(0.0)
    rows = rows.assign(
        hospital=rows["unit"].map(hospital_of(tables["units"])),
        target=target,
        mean=mean.to_numpy(float),
        raw=rows["raw"].fillna(0.0),
    )
    ceiling = _chosen(rows, settings).fillna(rows["ceiling"]).fillna(1.0).clip(lower=target)
    columns = [*KEY, "need", "available", "limiting", "hospital", "measure", "mean", "raw"]
    return rows[[*columns, "target"]].assign(
        ceiling=ceiling, block=least_block(rows, settings.balance)
    )


def _chosen(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Return the ceilings that the scenario sets; missing where it sets none."""
    pairs = {
        pair: level(settings, *pair)
        for pair in rows[PLACE].drop_duplicates().itertuples(index=False, name=None)
    }
    found = [
        (chosen.ceilings or {}).get(period, chosen.ceiling)
        for *pair, period in rows[KEY].itertuples(index=False, name=None)
        for chosen in [pairs[(pair[0], pair[1])]]
    ]
    return pd.Series(found, rows.index, dtype=float)


def least_block(cells: pd.DataFrame, settings: Balance) -> Floats:
    """Return the least worth doing in each cell [capacity's measure].

    Parameters
    ----------
    cells : pandas.DataFrame
        period, measure and need [capacity's measure].
    settings : Balance
        blocks, told for a month.

    Returns
    -------
    array
        Three times the month's block in a quarter, and never more than a twentieth of the need.

    Examples
    --------
    Five bed days a month; a ward that needs 60 in the month has blocks of 3.

    >>> cells = pd.DataFrame({"period": ["2027-01", "2027-Q1", "2027-01"], "measure": "bed_day",
    ...                       "need": [900.0, 2700.0, 60.0]})
    >>> least_block(cells, Balance(blocks={"bed_day": 5.0})).tolist()
    [5.0, 15.0, 3.0]
    """
    months = cells["period"].map(lambda label: _MONTHS[periods.resolution(label)])
    usual = cells["measure"].map(settings.blocks).astype(float).fillna(0.0)
    block = usual.to_numpy(float) * months.to_numpy(float)
    return np.asarray(np.minimum(block, _LARGEST_BLOCK * cells["need"].to_numpy(float)))


def over(cells: pd.DataFrame) -> Floats:
    """Return what each cell has above its ceiling; below zero the room that is left under it.

    Parameters
    ----------
    cells : pandas.DataFrame
        As :func:`cells_of` returns them, with what the steps have given.

    Returns
    -------
    array
        In units of capacity need [capacity's measure]. Care whose mean raw need is the ceiling's
        share of what is available after the first four steps just fits.

    Examples
    --------
    A raw need of 96 needs 120 at a target of 80 %. Of 90 that are there, 99 % may be used: 89.1
    fit, and 6.9 of the 96 do not, which is 8.625 of the 120.

    >>> cells = pd.DataFrame({"need": [120.0], "mean": 96.0, "ceiling": 0.99, "available": 90.0,
    ...                       "moved": 0.0, "shifted": 0.0, "improved": 0.0, "extended": 0.0,
    ...                       "bought": 0.0, "prioritised": 0.0})
    >>> over(cells).round(3).tolist()
    [8.625]
    """
    need, fits = cells["need"].to_numpy(float), _weight(cells) * supplied(cells)
    found = need - fits - cells["prioritised"].to_numpy(float)
    return np.where(np.abs(found) > _DUST * (need + np.abs(fits)), found, 0.0)


def beyond(cells: pd.DataFrame) -> Floats:
    """Return what each cell has above its ceiling when the ladder ends [capacity's measure].

    What follows along with care that gives way elsewhere counts for nothing here: the load after
    the first four steps tells what is strain and what is too much.
    """
    own = cells.assign(prioritised=cells["prioritised"] - cells["follows"])
    return np.minimum(np.maximum(over(own), 0.0), short(cells))


def load(cells: pd.DataFrame) -> Floats:
    """Return the planned load that remains: mean raw need left over what is there; else missing.

    Parameters
    ----------
    cells : pandas.DataFrame
        As for :func:`over`.
    """
    kept = cells["need"] - cells["prioritised"]
    there = supplied(cells)
    part = (kept / cells["need"].where(cells["need"] > 0)).fillna(0.0)
    used = (part * cells["mean"]).clip(lower=0.0).to_numpy(float)
    share = np.divide(used, there, out=np.full(len(cells), np.nan), where=there > 0)
    return np.asarray(share)


def _weight(cells: pd.DataFrame) -> Floats:
    """Return the capacity need that one unit of what is there holds at the ceiling."""
    mean = cells["mean"].to_numpy(float)
    ratio = np.divide(cells["need"], mean, out=1 / cells["ceiling"].to_numpy(float), where=mean > 0)
    return np.asarray(np.maximum(ratio * cells["ceiling"].to_numpy(float), 1.0))
