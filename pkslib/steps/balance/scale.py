"""The scale cell by cell (one unit, capacity and period): its pans, and what the ladder adds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import HIGHEST, ranks
from pkslib.tables.results import RESULTS

PLACE = ["unit", "capacity"]
KEY = [*PLACE, "period"]
# Column of the table balance that each step of the ladder fills.
STEP_COLUMNS = {1: "moved", 2: "improved", 3: "extended", 4: "bought", 5: "prioritised"}
# All that the steps fill: care shifted between units may stand on any of them.
GIVEN = ["moved", "shifted", "improved", "extended", "bought", "prioritised"]
MOVES, SHIFTS, LIMITS = ([*RESULTS[name].columns] for name in ("moves", "shifts", "ladder_limits"))
_DELAYS = [*RESULTS["delays"].columns]
EFFECTS = [name for name in RESULTS["ladder"].columns if name != "why"]
AWAY = ["need", *KEY, "decision", "to_period", "amount", "use", "lacks"]
# What is smaller, as a share of what stands in the pans, is rounding in the sums.
_DUST = 1e-9


def gap_of(need: pd.DataFrame, available: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return capacity need less available capacity for every unit, capacity and period of a year.

    Parameters
    ----------
    need, available : pandas.DataFrame
        The tables capacity_need and available_capacity.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The table gap, sorted. What only one of the tables has counts as 0 in the other.

    Examples
    --------
    >>> place = {"unit": ["A"], "capacity": ["bed_day"], "period": ["2027-01"]}
    >>> need = pd.DataFrame(place | {"need": [310.0]})
    >>> gap_of(need, need.iloc[:0].rename(columns={"need": "amount"}), 2027)
      unit capacity   period   need  available    gap
    0    A  bed_day  2027-01  310.0        0.0  310.0
    """
    wanted = need[[*KEY, "need"]]
    offered = available[[*KEY, "amount"]].rename(columns={"amount": "available"})
    both = wanted.merge(offered, on=KEY, how="outer").fillna({"need": 0.0, "available": 0.0})
    both = both[both["period"].str.startswith(f"{year:04d}")]
    both = both.sort_values(KEY, kind="stable", ignore_index=True)
    return both.assign(gap=both["need"] - both["available"])


def care_of(
    gap: pd.DataFrame,
    use: pd.DataFrame,
    capacity_need: pd.DataFrame,
    needs: pd.DataFrame,
    episodes: pd.DataFrame,
) -> pd.DataFrame:
    """Return the care behind the capacity need in each cell, by care need.

    Parameters
    ----------
    gap : pandas.DataFrame
        As :func:`gap_of` returns it.
    use, capacity_need, needs : pandas.DataFrame
        The tables capacity_use (with `use`, per activity), capacity_need and needs.
    episodes : pandas.DataFrame
        As :func:`pkslib.tables.times.episodes_of` returns them.

    Returns
    -------
    pandas.DataFrame
        cell (row of the gap), need, priority, guarantee_days (empty = none), elective,
        yields (whether it may give way: elective, below the highest priority), episode (empty =
        care that stands alone), use [capacity's measure per activity] and amount [capacity's
        measure, after utilisation and margin]; elective care first, then the lowest medical
        priority. Of one priority, the least consequence of postponing counts as lower, then the
        largest use.
    """
    columns = ["need", "priority", "guarantee_days"]
    facts = needs[[*columns, "flow", "consequence"]]
    facts = facts.assign(elective=facts["flow"] == "elective")
    raw = capacity_need["raw"].where(capacity_need["raw"] > 0)
    weight = (capacity_need["need"] / raw).fillna(0.0)
    rows = use.merge(facts, on="need").merge(capacity_need[KEY].assign(weight=weight), on=KEY)
    rows = rows.merge(places(gap), on=KEY)
    rows = rows.assign(amount=rows["raw"] * rows["weight"])
    rows = rows.merge(episodes, on=["need", "unit", "capacity"], how="left")
    yields = rows["elective"] & (rows["priority"] > HIGHEST)
    order = ranks(rows["priority"], rows["consequence"].astype(float), rows["use"])
    rows = rows.assign(priority=order, yields=yields)
    by = ["cell", "elective", "priority", "need"]
    rows = rows.sort_values(by, ascending=[True, False, False, True], ignore_index=True)
    return rows[["cell", *columns, "elective", "yields", "episode", "use", "amount"]]


def places(cells: pd.DataFrame) -> pd.DataFrame:
    """Return unit, capacity and period of each cell, and its place (cell)."""
    return cells[KEY].assign(cell=np.arange(len(cells)))


def adding_up(place: ArrayLike, size: int, amount: ArrayLike = 1.0) -> sparse.csr_array:
    """Return the matrix that adds up columns, times an amount, by the row of each (−1: none)."""
    rows = np.asarray(place)
    columns = np.flatnonzero(rows >= 0)
    amounts = np.broadcast_to(np.asarray(amount, np.float64), rows.shape)[columns]
    return sparse.csr_array((amounts, (rows[columns], columns)), shape=(size, rows.size))


class Climbed(NamedTuple):
    """What the ladder gave.

    cells: unit, capacity, period, hospital, need, available, and what each kind of step gave.
    care: what is left of the care behind the need at its unit and period. moves, delays, shifts:
    rows of those tables. away: what gives way in the fifth step: need, unit, capacity,
    period, decision, to_period, amount, use and lacks (whether the cell itself is to be relieved).
    effects: rows of the table ladder, but for why. limits: rows of the table
    ladder_limits. short: what each cell lacks before the first step and after each one.
    """

    cells: pd.DataFrame
    care: pd.DataFrame
    moves: pd.DataFrame
    delays: pd.DataFrame
    shifts: pd.DataFrame
    away: pd.DataFrame
    effects: pd.DataFrame
    limits: pd.DataFrame
    short: tuple[Floats, ...]


def beginning(cells: pd.DataFrame, care: pd.DataFrame) -> Climbed:
    """Return where the ladder begins: nothing given yet."""
    start = cells.assign(**dict.fromkeys(GIVEN, 0.0))
    kinds = (MOVES, _DELAYS, SHIFTS, AWAY, EFFECTS, LIMITS)
    moves, delays, shifts, away, gained, limits = (pd.DataFrame(columns=kind) for kind in kinds)
    return Climbed(start, care, moves, delays, shifts, away, gained, limits, (short(start),))


def remaining(cells: pd.DataFrame) -> Floats:
    """Return the gap that is left after what the steps have given so far, rounding dust as 0."""
    gap = cells["need"] - cells["available"] - cells[GIVEN].sum(axis=1)
    weight = cells["need"] + cells["available"]
    return gap.where(gap.abs() > _DUST * weight, 0.0).to_numpy()


def short(cells: pd.DataFrame) -> Floats:
    """Return what each cell lacks [capacity's measure]."""
    return np.maximum(remaining(cells), 0.0)


def less(care: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """Return care without what has gone elsewhere: taken, by cell and need (amount)."""
    gone = taken.groupby(["cell", "need"])["amount"].sum()
    own = pd.MultiIndex.from_frame(care[["cell", "need"]])
    left = care["amount"].to_numpy() - gone.reindex(own, fill_value=0.0).to_numpy(float)
    return care.assign(amount=np.maximum(left, 0.0))


def delayed(found: Climbed, delays: pd.DataFrame) -> Climbed:
    """Return the ladder with care that waits: cell, to_cell, need and amount."""
    key = found.cells[KEY].iloc[delays["cell"].astype(int)].reset_index(drop=True)
    later = found.cells["period"].iloc[delays["to_cell"].astype(int)].to_numpy()
    rows = key.assign(to_period=later, **delays[["need", "amount"]].reset_index(drop=True))
    every = pd.concat([found.delays, rows[_DELAYS]], ignore_index=True)
    return found._replace(delays=every, care=less(found.care, delays))


def moved_in(cells: pd.DataFrame, moves: pd.DataFrame) -> Floats:
    """Return what moves bring to each cell; below zero what they take from it.

    Capacity comes to the unit it is moved to. Need that is moved to a later period leaves
    capacity behind, as if capacity had come from that period.

    Examples
    --------
    >>> cells = pd.DataFrame({"unit": "A", "capacity": "bed_day", "period": ["2027", "2028"]})
    >>> moves = pd.DataFrame({"capacity": ["bed_day"], "unit": "A", "to_unit": "A",
    ...     "period": "2027", "to_period": "2028", "amount": 5.0})
    >>> moved_in(cells, moves)
    array([ 5., -5.])
    """
    if moves.empty:
        return np.zeros(len(cells))
    places = pd.MultiIndex.from_frame(cells[KEY])
    ends = moves[["to_unit", "capacity", "to_period"]].set_axis(KEY, axis=1)
    start = places.get_indexer(pd.MultiIndex.from_frame(moves[KEY]))
    end = places.get_indexer(pd.MultiIndex.from_frame(ends))
    sign = np.where(moves["period"] == moves["to_period"], 1, -1)
    amount = sign * moves["amount"].to_numpy(float)
    return np.asarray(np.bincount(end, amount, len(cells)) - np.bincount(start, amount, len(cells)))


def moved(found: Climbed, rows: pd.DataFrame, effects: pd.DataFrame) -> Climbed:
    """Return the ladder with moves, and with what they come to as effects."""
    gained = moved_in(found.cells, rows)
    return found._replace(
        cells=found.cells.assign(moved=found.cells["moved"] + gained),
        moves=pd.concat([found.moves, rows], ignore_index=True),
        effects=pd.concat([found.effects, effects], ignore_index=True),
    )


def as_effects(rows: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return moves as effects at the cell that lacked: from which unit, or care to which period."""
    return rows.assign(
        step=step,
        measure=None,
        from_unit=rows["unit"].where(rows["unit"] != rows["to_unit"]),
        to_period=rows["to_period"].where(rows["period"] != rows["to_period"]),
        unit=rows["to_unit"],
        effect=rows["amount"],
    )[EFFECTS]


def effects(found: Climbed, used: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return what measures give with the cell that gets it spelt out."""
    key = found.cells[KEY].iloc[used["cell"]].reset_index(drop=True)
    given = used[["measure", "effect", "cost"]].reset_index(drop=True)
    return pd.concat([key, given], axis=1).assign(step=step, from_unit=None, to_period=None)


def added(found: Climbed, used: pd.DataFrame, step: int) -> Climbed:
    """Return the ladder with what the measures of a step give the unit itself."""
    column = STEP_COLUMNS[step]
    own = np.bincount(used["cell"].astype(int), used["effect"].astype(float), len(found.cells))
    return found._replace(
        cells=found.cells.assign(**{column: found.cells[column] + own}),
        effects=pd.concat([found.effects, effects(found, used, step)[EFFECTS]], ignore_index=True),
    )
