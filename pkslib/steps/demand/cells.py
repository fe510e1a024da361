"""Patients of each need at each unit they come to: the lowest level that forecasts agree on.

Patients of a need who come to none of the units told of come elsewhere: that is a cell too, so
that the cells of a need add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from pkslib import periods
from pkslib.forecast.decided import Known
from pkslib.forecast.prepare import Options
from pkslib.tables.hierarchy import nearest_above

ELSEWHERE = ""
# Signs of their own, so that no need can have the name of a unit or of a cell.
_AT = "@ "
_KEYS = ["need", "period"]


class Cells(NamedTuple):
    """History of the cells as the scenario wants it read, and what each is.

    Attributes
    ----------
    known : Known
        History and options; what is said of a need, and what the population gives it, holds for
        its cells.
    places : pandas.DataFrame
        series, need and unit (empty: elsewhere).
    """

    known: Known
    places: pd.DataFrame


def cells(tables: Mapping[str, pd.DataFrame], known: Known) -> Cells | None:
    """Return the cells of the needs whose units are known, None without any.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        unit_demand of one region, where there is any.
    known : Known
        History and options of the needs.

    Returns
    -------
    Cells or None
        A need is split where its units are told to the end of its history and for half of it. A
        unit without patients in the last season is closed: those it had count as elsewhere.
    """
    counted = tables.get("unit_demand", pd.DataFrame())
    if counted.empty:
        return None
    parts = list(_split(counted, known.history))
    # Where nobody comes to a unit any more there is nothing to agree with.
    if not any((part["unit"] != ELSEWHERE).any() for part in parts):
        return None
    rows = pd.concat(parts, ignore_index=True)
    rows["series"] = rows["unit"] + " " + _AT + rows["need"]
    places = rows[["series", "need", "unit"]].drop_duplicates(ignore_index=True)
    history = rows[["series", "period", "value"]]
    return Cells(Known(history, _of_cells(known.options, places)), places)


def _split(counted: pd.DataFrame, history: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield need, unit, period and value of each need that can be split."""
    by_need = dict(iter(counted.groupby("need")))
    for need, rows in history.groupby("series"):
        if need in by_need:
            total = rows.set_index("period")["value"].sort_index()
            own = by_need[need].set_index(["period", "unit"])["patients"]
            # A unit without a row had nobody; one not reported has a row without a count.
            known = own.unstack("unit", fill_value=0).reindex(total.index)  # noqa: PD010
            if _suffices(known, total):
                found = _with_elsewhere(known.dropna(), total)
                long = found.rename_axis("period").reset_index().melt("period", var_name="unit")
                yield long.assign(need=need)


def _suffices(known: pd.DataFrame, total: pd.Series) -> bool:
    """Tell whether the units of a need are told to its end, and for enough of its history."""
    both = int((known.notna().all(axis=1) & total.notna()).sum())
    enough = both >= periods.FEWEST[periods.only_resolution(total.index)]
    half = known.notna().to_numpy().mean() >= 1 / 2
    return bool(enough and half and known.iloc[-1].notna().all())


def _with_elsewhere(known: pd.DataFrame, total: pd.Series) -> pd.DataFrame:
    """Return periods × units in use, and what is left of the need."""
    season = periods.season(periods.only_resolution(total.index))
    used = known.loc[:, known.tail(season).sum() > 0]
    rest = (total.reindex(known.index) - used.sum(axis=1)).clip(lower=0.0)
    return used.assign(**{ELSEWHERE: rest}) if rest.any() or used.empty else used


def _of_cells(options: Options, places: pd.DataFrame) -> Options:
    """Return the options of needs as those of their cells."""
    found: Options = {**options}
    said = options.get("treatments")
    if said is not None:
        by_cell = places[["series", "need"]].merge(said.rename(columns={"series": "need"}))
        found["treatments"] = by_cell.drop(columns="need")
    size = options.get("expectation")
    if size is not None:
        by_cell = places[["series", "need"]].merge(size.rename(columns={"series": "need"}))
        found["expectation"] = by_cell.drop(columns="need")
    plain = places["need"].isin(list(options.get("no_calendar", ())))
    found["no_calendar"] = set(places.loc[plain, "series"])
    return found


def parents(places: pd.DataFrame, units: pd.DataFrame, top: str) -> dict[str, tuple[str, ...]]:
    """Return what each cell, unit and hospital is part of.

    Parameters
    ----------
    places : pandas.DataFrame
        series, need and unit of the cells.
    units : pandas.DataFrame
        The input table units.
    top : str
        What units without a hospital, and hospitals, are part of.
    """
    hospitals = units.loc[units["level"] == "hospital", "unit"]
    nearest = nearest_above(units, set(hospitals))
    told = [unit for unit in places["unit"].unique() if unit != ELSEWHERE]
    above = {unit: nearest.get(unit, top) for unit in told}
    found = {
        series: (need,) if unit == ELSEWHERE else (need, _AT + unit)
        for series, need, unit in places[["series", "need", "unit"]].to_numpy()
    }
    for unit, to in above.items():
        # A hospital that patients come to as such is its own nearest.
        found[_AT + unit] = (top,) if to in (top, unit) else (_AT + to,)
    return found | {_AT + to: (top,) for to in above.values() if to != top}


def unit_of(whole: str) -> str | None:
    """Return the unit that a whole of :func:`parents` stands for, None for others."""
    return whole.removeprefix(_AT) if whole.startswith(_AT) else None
