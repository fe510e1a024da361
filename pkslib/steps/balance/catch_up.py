"""The second ladder: where more capacity is found when production falls below plan in the year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.pairing import Pairs, largest_first
from pkslib.steps.balance.bounds import State
from pkslib.steps.balance.measures import effects_of
from pkslib.steps.balance.moves import lanes_of, moved_by
from pkslib.steps.balance.offers import Frame
from pkslib.steps.balance.scale import PLACE, Climbed, remaining
from pkslib.steps.balance.ways import pools_of
from pkslib.tables.inputs.capacity import BUY, MOVE, SOURCES
from pkslib.tables.times import times_at

_COLUMNS = [*PLACE, "step", "before", "closed", "after", "cost"]
_OWN = 1


def catch_up_of(
    tables: Mapping[str, pd.DataFrame],
    found: Climbed,
    offers: pd.DataFrame,
    frame: Frame,
    year: int,
) -> pd.DataFrame:
    """Return where capacity is found for what production lacks of its plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        production, activity_times and capacity_need.
    found : Climbed
        What the first ladder gave; only what it left can be used.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them.
    frame : Frame
        Budgets after the first ladder, settings, allowed moves and specialties.
    year : int
        Planning year, in which the backlog is to be caught up.

    Returns
    -------
    pandas.DataFrame
        The table catch_up, a step a place in SOURCES: own capacity first, at the unit, then by the
        list of allowed moves and in its specialty, the hospital before the region; then existing
        agreements, other regions' agreements, other regions' own capacity and new procurement.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk
       nivå: Västra Götalandsregionen's guideline when production falls below plan.
    """
    behind = backlog(tables["production"], tables["activity_times"], tables["capacity_need"])
    cells = _year_cells(found, behind, year)
    if not (cells["lack"] > 0).any():
        return pd.DataFrame(columns=_COLUMNS)
    left = _unused(offers, found)
    lack, rows, budgets = cells["lack"].to_numpy(float), [], frame.budgets
    spare = cells["spare"].to_numpy(float)
    for step, source in enumerate(SOURCES, start=_OWN):
        before, cost = lack, np.zeros(lack.size)
        if step == _OWN:
            lack, spare = _from_surplus(cells, lack, spare, frame)
        used = effects_of(
            left[left["source"] == source],
            cells,
            State(lack, np.ones(lack.size), np.zeros(lack.size)),
            budgets,
        ).effects
        place = used["cell"].astype(int)
        closed = np.bincount(place, used["effect"].astype(float), lack.size)
        lack = np.maximum(lack - closed, 0.0)
        cost = cost + np.bincount(place, used["cost"].astype(float), lack.size)
        budgets = budgets.less(used.assign(unit=cells["unit"].to_numpy()[place]))
        rows.append(
            cells[PLACE].assign(
                step=step, before=before, closed=before - lack, after=lack, cost=cost
            )
        )
    every = pd.concat(rows, ignore_index=True)
    return every[np.tile(cells["lack"] > 0, len(SOURCES))]


def backlog(
    production: pd.DataFrame, activity_times: pd.DataFrame, capacity_need: pd.DataFrame
) -> pd.DataFrame:
    """Return the capacity that the latest year's production lacks of its plan.

    Parameters
    ----------
    production, activity_times, capacity_need : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, lack [capacity's measure, after utilisation and margin]. What one
        activity has above plan does not make up for another.

    Examples
    --------
    >>> produced = pd.DataFrame({"unit": "A", "activity": ["cut", "cut", "scan"],
    ...     "period": ["2026-01", "2026-02", "2026-01"], "count": [8.0, 11.0, 9.0],
    ...     "planned": [10.0, 12.0, 5.0]})
    >>> times = pd.DataFrame({"activity": ["cut", "scan"], "unit": None, "capacity": "hour",
    ...                       "amount": 2.0})
    >>> need = pd.DataFrame({"unit": ["A"], "capacity": "hour", "raw": 80.0, "need": 100.0})
    >>> backlog(produced, times, need)
      unit capacity  lack
    0    A     hour   7.5
    """
    known = production.dropna(subset=["count", "planned"])
    # A year of outcomes decides, however long the history is.
    known = known[known["period"].isin(periods.latest_year(known["period"]))]
    short = known.assign(short=known["planned"] - known["count"])
    short = short.groupby(["unit", "activity"], as_index=False)[["short"]].sum()
    short = short[short["short"] > 0].merge(times_at(short, activity_times))
    sums = capacity_need.groupby(PLACE)[["need", "raw"]].sum()
    weight = (sums["need"] / sums["raw"].where(sums["raw"] > 0)).rename("weight").reset_index()
    short = short.merge(weight, on=PLACE)
    short = short.assign(lack=short["short"] * short["amount"] * short["weight"])
    return short.groupby(PLACE, as_index=False)[["lack"]].sum()


def _year_cells(found: Climbed, behind: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return a cell a unit and capacity: what it lacks, and what the balance left over."""
    left = found.cells.assign(spare=np.maximum(-remaining(found.cells), 0.0))
    cells = left.groupby([*PLACE, "hospital"], as_index=False)[["spare"]].sum()
    cells = cells.merge(behind, on=PLACE, how="left").fillna({"lack": 0.0})
    return cells.assign(period=f"{year:04d}", limiting="", block=0.0).sort_values(
        PLACE, ignore_index=True
    )


def _unused(offers: pd.DataFrame, found: Climbed) -> pd.DataFrame:
    """Return what the first ladder left of the measures, with where their capacity is found."""
    used = found.effects.groupby(["measure", "capacity"])["effect"].sum()
    own = pd.MultiIndex.from_frame(offers[["measure", "capacity"]])
    left = offers["offered"] - np.nan_to_num(used.reindex(own).to_numpy(float))
    usual = np.where(offers["step"] < BUY, SOURCES[0], SOURCES[1])
    source = offers["source"].fillna(pd.Series(usual))
    rows = offers.assign(offered=left.clip(lower=0), full=left.clip(lower=0), source=source)
    # The first ladder has paid the fixed cost of what it uses.
    rows = rows.assign(fixed=rows["fixed"].where(left >= offers["offered"], 0.0))
    lasting = (rows["step"] > MOVE) & (rows["step"] <= BUY) & rows["giver"].isna()
    return rows[lasting].reset_index(drop=True)


def _from_surplus(
    cells: pd.DataFrame, lack: Floats, spare: Floats, frame: Frame
) -> tuple[Floats, Floats]:
    """Return what is lacking and spare when surplus helps: own, by the list, in the specialty."""
    own = np.minimum(lack, spare)
    lack, spare = lack - own, spare - own
    lanes = lanes_of(cells, lack - spare, frame.allowed_moves, 0.0)
    lack, spare = _after(lack, spare, moved_by(lanes, lack - spare)[0])
    pool = pools_of(cells, frame)
    for place in (["hospital"], []):
        group = cells.assign(pool=pool).groupby(["pool", *place]).ngroup()
        alike = np.where(pool < 0, 0.0, spare)
        lack, spare = _after(lack, spare, largest_first(alike, lack, group))
    return lack, spare


def _after(lack: Floats, spare: Floats, pairs: Pairs) -> tuple[Floats, Floats]:
    """Return what is lacking and spare after some pairs have met."""
    # What several parts take together may be a rounding more than there was.
    return (
        np.maximum(lack - np.bincount(pairs.taker, pairs.amount, lack.size), 0.0),
        np.maximum(spare - np.bincount(pairs.giver, pairs.amount, spare.size), 0.0),
    )
