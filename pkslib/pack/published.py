"""What of a pack may leave the region: a few tables, with small counts hidden in all of them.

Every sum that binds what is published is known here: over care needs, units, hospitals, bands of a
waiting list and time, and from the catalogue's targets to the plan's. What is worked out from a
hidden cell (a share, a wait, a forecast) is hidden with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from pkslib import periods
from pkslib.methods import disclosure
from pkslib.show.document.region import Region
from pkslib.tables import hierarchy, waiting_lists
from pkslib.tables.declaration import typed
from pkslib.tables.published import ALL, PARTS, PUBLISHED

# Whole years of outcome that are published.
YEARS = 3
_VALUE = "value"
_QUARTER_OR_LONGER = ("quarter", "year")
_Above = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Cells:
    """Cells of a table with every sum over them.

    Attributes
    ----------
    rows : pandas.DataFrame
        Keys, and value; a key is :data:`~pkslib.tables.published.ALL` for the sum over it.
    sums : scipy.sparse.csr_array
        What binds them, as :func:`pkslib.methods.disclosure.hide` takes it.
    """

    rows: pd.DataFrame
    sums: csr_array


def tables(region: Region, limit: float) -> dict[str, pd.DataFrame]:
    """Return what is published of a region.

    Parameters
    ----------
    region : Region
        Its tables.
    limit : float
        The least count that may be shown.

    Returns
    -------
    dict of str to pandas.DataFrame
        Each of :data:`pkslib.tables.published.PUBLISHED` that has rows; a hidden cell has no value
        and says that it is hidden.
    """
    need = _hidden(demand(region), limit)
    waiting = _hidden(waiting_cells(region), limit)
    planned = _hidden(plan(region), limit)
    unsafe = _with_hidden(need), _with_hidden(waiting)
    by_need = planned["need"] != ALL
    found = {
        "published_capacities": _hidden(capacities(region), limit).rename(
            columns={_VALUE: "amount"}
        ),
        "published_need": need.rename(columns={_VALUE: "patients"}),
        "published_forecast": _forecast(region, unsafe[0], limit),
        "published_waiting": waiting.rename(columns={_VALUE: "patients"}),
        "published_guarantee": _guarantee(region, unsafe[1]),
        "published_plan": planned[~by_need].rename(columns={_VALUE: "target"}),
        "published_production": _hidden(production(region), limit).rename(
            columns={_VALUE: "count"}
        ),
        "published_catalogue": _catalogue(region, planned[by_need], unsafe[1]),
    }
    return {name: typed(rows, PUBLISHED[name]) for name, rows in found.items() if len(rows)}


def capacities(region: Region) -> Cells:
    """Return the parts of each capacity's year; the shortage is the sum of what becomes of it."""
    rows = region["summary"].melt("capacity", list(PARTS), "part", _VALUE)
    of_shortage = dict.fromkeys(PARTS[PARTS.index("shortage") + 1 :], "shortage")
    return Cells(rows, _binding(rows, {"part": of_shortage}))


def demand(region: Region) -> Cells:
    """Return patients of the latest whole years by care need and quarter, with all sums."""
    rows = region["demand"].rename(columns={"patients": _VALUE})
    return _whole_years(rows, ["need"], {"need": dict.fromkeys(rows["need"], ALL)})


def waiting_cells(region: Region) -> Cells:
    """Return the latest waiting lists by care need and days waited, with all sums."""
    latest = waiting_lists.latest(region["waiting"])
    ends = latest["days_to"].astype("Int64").astype("string").fillna("")
    days = latest["days_from"].astype("Int64").astype("string") + "–" + ends
    rows = pd.DataFrame({"need": latest["need"], "days": days, _VALUE: latest["patients"]})
    leaves = _summed(rows, ["need", "days"])
    return _with_sums(leaves, {key: dict.fromkeys(leaves[key], ALL) for key in ("need", "days")})


def plan(region: Region) -> Cells:
    """Return the plan of the year with all sums, and the catalogue's targets, which add up to it.

    The key need is empty but for the catalogue's.
    """
    targets = region["plan"].rename(columns={"target": _VALUE})
    above = {"unit": _hospitals(region, set(targets["unit"]))}
    whole = _whole_years(targets, ["unit", "activity"], above).rows.assign(need=ALL)
    own = region["catalogue"].rename(columns={"target": _VALUE}).assign(period=region.label)
    rows = pd.concat([whole, own[whole.columns]], ignore_index=True)
    over = above | {"period": _years_of(rows["period"]), "need": dict.fromkeys(own["need"], ALL)}
    return Cells(rows, _binding(rows, over))


def production(region: Region) -> Cells:
    """Return the outcome of the latest whole years by unit and activity, with all sums."""
    rows = region["production"].rename(columns={"count": _VALUE})
    above = {"unit": _hospitals(region, set(rows["unit"]))}
    return _whole_years(rows, ["unit", "activity"], above)


def _whole_years(rows: pd.DataFrame, keys: list[str], above: _Above) -> Cells:
    """Return the latest whole years by quarter, or by year where no quarter is told, with sums."""
    rows = rows[rows[_VALUE].notna()]
    if rows.empty:
        return _with_sums(rows[[*keys, "period", _VALUE]], above)
    kind = periods.only_resolution(rows["period"])
    grain = kind if kind in _QUARTER_OR_LONGER else "quarter"
    days = pd.Series({label: periods.days(label) for label in rows["period"].unique()})
    year = rows["period"].map({label: periods.coarser(label, "year") for label in days.index})
    told = days.groupby(lambda label: periods.coarser(label, "year")).sum()
    whole = sorted(str(year) for year, known in told.items() if known >= _days_of(str(year), kind))
    kept = rows[year.isin(whole[-YEARS:])]
    coarser = {label: periods.coarser(label, grain) for label in days.index}
    leaves = kept.assign(period=kept["period"].map(coarser))
    leaves = _summed(leaves, [*keys, "period"])
    return _with_sums(leaves, {**above, "period": _years_of(leaves["period"])})


def _days_of(year: str, kind: str) -> int:
    """Return the days of the periods that belong to a year [days]."""
    return sum(map(periods.days, periods.within_year(int(year), kind)))


def _years_of(labels: pd.Series) -> dict[str, str]:
    """Return the year of each period that is shorter than one."""
    return {
        label: periods.coarser(label, "year")
        for label in labels.unique()
        if periods.resolution(label) != "year"
    }


def _hospitals(region: Region, there: set[str]) -> dict[str, str]:
    """Return what each unit's amounts are added to: its hospital, and the region.

    A hospital with amounts of its own has no sum: it would be one of parts that are not all shown.
    """
    above = hierarchy.hospital_of(region["units"])
    sums = {str(unit): str(above.get(unit, unit)) for unit in there}
    summed = {hospital for unit, hospital in sums.items() if unit != hospital} - there
    found = {unit: sums[unit] if sums[unit] in summed else ALL for unit in there}
    return found | dict.fromkeys(summed, ALL)


def _with_sums(leaves: pd.DataFrame, above: _Above) -> Cells:
    """Return cells with the sums over each key, by what stands above its values."""
    keys = [str(name) for name in leaves if name != _VALUE]
    rows = leaves
    for key, parents in above.items():
        parts, level = [rows], rows[rows[key].isin(parents)]
        while not level.empty:
            level = level.assign(**{key: level[key].map(parents)})
            parts.append(level)
            level = level[level[key].isin(parents)]
        rows = _summed(pd.concat(parts), keys)
    return Cells(rows, _binding(rows, above))


def _summed(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    found: pd.DataFrame = rows.groupby(keys, as_index=False).agg({_VALUE: "sum"})
    return found


def _binding(rows: pd.DataFrame, above: _Above) -> csr_array:
    """Return a row for each sum over cells: 1 at the total, -1 at its parts."""
    keys = [name for name in rows if name != _VALUE]
    place = pd.Series(np.arange(len(rows)), index=pd.MultiIndex.from_frame(rows[keys]))
    totals, parts = [], []
    for key, parents in above.items():
        parted = np.flatnonzero(rows[key].isin(parents))
        sums = rows.iloc[parted].assign(**{key: rows[key].iloc[parted].map(parents)})
        total = place.reindex(pd.MultiIndex.from_frame(sums[keys])).to_numpy()
        known = ~np.isnan(total)
        totals.append(pd.factorize(total[known])[1].astype(int))
        parts.append((pd.factorize(total[known])[0], parted[known]))
    return _matrix(totals, parts, len(rows))


def _matrix(
    totals: list[np.ndarray], parts: list[tuple[np.ndarray, np.ndarray]], width: int
) -> csr_array:
    """Return one matrix of the sums over several keys."""
    first = np.cumsum([0, *(len(each) for each in totals)])
    row = np.concatenate([
        *(start + np.arange(len(each)) for start, each in zip(first, totals, strict=False)),
        *(start + at for start, (at, _) in zip(first, parts, strict=False)),
        np.empty(0, int),
    ])  # fmt: skip
    cell = np.concatenate([*totals, *(cells for _, cells in parts), np.empty(0, int)])
    sign = np.where(np.arange(len(cell)) < first[-1], 1.0, -1.0)
    return csr_array((sign, (row, cell)), shape=(int(first[-1]), width))


def _hidden(cells: Cells, limit: float) -> pd.DataFrame:
    """Return the rows, those that have to be hidden without their value."""
    hidden = disclosure.hide(cells.rows[_VALUE].to_numpy(float), cells.sums, limit)
    return cells.rows.assign(hidden=hidden, value=cells.rows[_VALUE].astype(float).mask(hidden))


def _with_hidden(rows: pd.DataFrame) -> set[str]:
    """Return the care needs of which anything is hidden."""
    return set(rows.loc[rows["hidden"], "need"]) - {ALL}


def _forecast(region: Region, unsafe: set[str], limit: float) -> pd.DataFrame:
    sums = region["forecast_sums"]
    rows = sums[sums["period"] == region.label].copy()
    hidden = rows["need"].isin(unsafe) | (rows["mean"] < limit)
    values = ["mean", "lower_80", "upper_80"]
    rows[values] = rows[values].mask(hidden)
    return rows.assign(hidden=hidden)


def _guarantee(region: Region, unsafe: set[str]) -> pd.DataFrame:
    rows = region["guarantee"].copy()
    hidden = rows["need"].isin(unsafe)
    values = ["share_lower", "share_upper"]
    rows[values] = rows[values].mask(hidden)
    return rows.assign(hidden=hidden)


def _catalogue(region: Region, targets: pd.DataFrame, unsafe: set[str]) -> pd.DataFrame:
    """Return the catalogue; a wait is hidden with the list that it follows from."""
    keys = ["need", "unit", "activity"]
    own = region["catalogue"][[*keys, "restriction", "expected_wait"]]
    rows = targets[[*keys, _VALUE, "hidden"]].merge(own, on=keys)
    no_wait = rows["hidden"] | (rows["need"].isin(unsafe) & rows["expected_wait"].notna())
    return rows.assign(
        target=rows[_VALUE],
        restriction=rows["restriction"].mask(rows["hidden"]),
        expected_wait=rows["expected_wait"].mask(no_wait),
        hidden=no_wait,
    )
