"""What the balance and the money come to when one assumption at a time is another."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
import pandas as pd

from pkslib.settings import PRODUCTION, Settings
from pkslib.steps import balance, capacity, summary
from pkslib.steps.money.staff import staff_costs
from pkslib.tables.ability import in_activities
from pkslib.tables.declaration import empty
from pkslib.tables.inputs.capacity import EXTEND, PRIORITISE
from pkslib.tables.results import RESULTS, as_declared
from pkslib.tables.results.pack import CASES

Tables = Mapping[str, pd.DataFrame]

PLANNED, _NEED, _ABSENCE, _WAGES, _AGENCY, _HALF = CASES
_CELL = ["unit", "capacity", "period"]
# A twentieth more absence; nobody is away all the time.
_MORE_ABSENCE, _MOST_ABSENCE = 1.05, 0.99
_WAGE, _AGENCY_PRICE = 0.01, 0.20
_DUST = 1e-6


def sensitivity(tables: Tables, settings: Settings, year: int) -> dict[str, pd.DataFrame]:
    """Return what the balance comes to when one assumption at a time is another.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's input tables, and the results of the steps need, capacity and balance.
    settings : Settings
        The scenario.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The table sensitivity: the plan as it is; a need that the year exceeds one time of ten; a
        twentieth more absence; wages 1 % higher and agency staff 20 % dearer, where the price of an
        hour is known; measures that give half of what they promise. The balance is struck anew
        where need, capacity or measures differ, so what the ladder can and can't make good is in
        it. Dearer hours change no amounts, and what they cost is told: staff, and own capacity
        that measures extend.
    """
    if tables["gap"].empty or tables["capacity_need"].empty:
        return {"sensitivity": empty(RESULTS["sensitivity"])}
    planned = _outcome(tables, tables, settings)
    staff = staff_costs(tables, year)
    planned = planned.merge(staff, on="capacity", how="left")
    found = {PLANNED: planned}
    for case, other in _STRUCK.items():
        given = _with(tables, other(tables, settings, year))
        struck = as_declared(balance.struck(given, settings, year))
        # Those employed are paid as before.
        found[case] = _outcome(given, struck, settings).merge(staff, on="capacity", how="left")
    if staff["staff"].notna().any():
        found[_WAGES] = planned.assign(
            staff=planned["staff"] * (1 + _WAGE), cost=planned["cost"] + _WAGE * planned["extended"]
        )
        found[_AGENCY] = planned.assign(staff=planned["staff"] + _AGENCY_PRICE * planned["agency"])
    rows = [_explained(frame, planned).assign(case=case) for case, frame in found.items()]
    return {"sensitivity": pd.concat(rows, ignore_index=True)}


def _with(tables: Tables, other: dict[str, pd.DataFrame]) -> Tables:
    """Return the tables with others in their place, none of them read before it is asked for."""
    return ChainMap(other, cast("dict[str, pd.DataFrame]", tables))


def _outcome(given: Tables, balanced: Tables, settings: Settings) -> pd.DataFrame:
    """Return shortage, what becomes of it and what is paid, by capacity."""
    need = in_activities(given) if settings.balance.against == PRODUCTION else given
    rows = summary.capacity_year(need["capacity_need"], balanced["gap"], balanced)
    ladder = balanced["ladder"]
    paid = ladder[ladder["step"] < PRIORITISE].groupby("capacity")["cost"].sum()
    extended = ladder[ladder["step"] == EXTEND].groupby("capacity")["cost"].sum()
    return rows.assign(
        cost=rows["capacity"].map(paid).fillna(0.0),
        extended=rows["capacity"].map(extended).fillna(0.0),
    )


def _explained(rows: pd.DataFrame, planned: pd.DataFrame) -> pd.DataFrame:
    """Return rows with why measures cost more where they close no more, if they do."""
    before = planned.set_index("capacity").reindex(rows["capacity"]).set_axis(rows.index)
    dearer = rows["cost"] > before["cost"] * (1 + _DUST) + _DUST
    no_more = rows["closed"] < before["closed"] * (1 - _DUST)
    return rows.assign(why=np.where(dearer & no_more, "dearer_instead", ""))


def _higher_need(tables: Tables, settings: Settings, year: int) -> dict[str, pd.DataFrame]:
    """Return the need of a year that is exceeded one time of ten, each cell in proportion.

    All cells at the upper end of their own intervals would be a year that hardly ever comes.
    """
    spread, need = tables["need_spread"], tables["capacity_need"]
    whole = spread[(spread["scope"] == "region") & (spread["period"] == f"{year:04d}")]
    mean = need.groupby("capacity")["need"].sum()
    upper = whole.groupby("capacity")["p90"].sum()
    ratio = (upper / mean.where(mean > 0)).reindex(mean.index).fillna(1.0).clip(lower=1.0)
    times = need["capacity"].map(ratio)
    higher = need.assign(raw=need["raw"] * times, need=need["need"] * times)
    use, level = tables["capacity_use"], tables["target_level"]
    more, most = (rows["capacity"].map(ratio).fillna(1.0) for rows in (use, level))
    # The expected need is what the planned load is counted from: the ceiling is met by it.
    return {
        "capacity_need": higher,
        "capacity_use": use.assign(raw=use["raw"] * more),
        "target_level": level.assign(expected=level["expected"] * most),
    }


def _more_absence(tables: Tables, settings: Settings, year: int) -> dict[str, pd.DataFrame]:
    """Return the capacity that is available with a twentieth more absence."""
    staff = tables["resources"]
    absent = (staff["absence"] * _MORE_ABSENCE).clip(upper=_MOST_ABSENCE)
    given = _with(tables, {"resources": staff.assign(absence=absent)})
    found = as_declared(capacity.supply_in(given, settings, year))
    return {"available_capacity": found["available_capacity"]}


def _half_effect(tables: Tables, settings: Settings, year: int) -> dict[str, pd.DataFrame]:
    """Return the measures with half of what they promise, at the same cost for each."""
    stated = tables["measures"]
    prices = {name: stated[name] * 2 for name in ("cost", "unit_cost")}
    return {"measures": stated.assign(max_amount=stated["max_amount"] / 2, **prices)}


_STRUCK: dict[str, Callable[[Tables, Settings, int], dict[str, pd.DataFrame]]] = {
    _NEED: _higher_need, _ABSENCE: _more_absence, _HALF: _half_effect,
}  # fmt: skip
