"""The scale cell by cell (one unit, capacity and period): its pans, and what the ladder adds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.priority import HIGHEST, MAY_BE_LEVELLED, ranks
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
AWAY = ["need", *KEY, "decision", "to_period", "amount", "use", "reason"]
CARE = [
    *("cell", "need", "priority", "until", "elective", "yields", "levels", "episode", "use"),
    *("whole", "amount"),
]
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
    cells: pd.DataFrame,
    use: pd.DataFrame,
    needs: pd.DataFrame,
    episodes: pd.DataFrame,
    waits: pd.DataFrame,
) -> pd.DataFrame:
    """Return the care behind the capacity need in each cell, by care need.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period, raw and need [capacity's measure], a row a cell.
    use, needs : pandas.DataFrame
        The tables capacity_use (with `use`, per activity) and needs.
    episodes : pandas.DataFrame
        As :func:`pkslib.tables.times.episodes_of` returns them.
    waits : pandas.DataFrame
        The table expected_waits, which may be empty.

    Returns
    -------
    pandas.DataFrame
        cell, need, priority (as a rank), until (the last day, as an ordinal, on which a period may
        begin that the care is put off to), elective, yields (whether it may give way: elective,
        below the highest priority), levels (whether it may wait only to reach a target level:
        elective, of the third priority or lower), episode (empty = care that stands alone), use
        [capacity's measure per activity], whole and amount [capacity's measure, after utilisation
        and margin]; elective care first, then the lowest medical priority. Of one priority, the
        least consequence of postponing counts as lower.
    """
    facts = needs[["need", "priority", "flow", "consequence"]]
    limit = needs["longest_wait_days"].fillna(needs["guarantee_days"]).astype(float)
    facts = facts.assign(elective=facts["flow"] == "elective", limit=limit)
    weight = (cells["need"] / cells["raw"].where(cells["raw"] > 0)).fillna(0.0)
    rows = use.merge(facts, on="need").merge(places(cells).assign(weight=weight), on=KEY)
    rows = rows.assign(amount=rows["raw"] * rows["weight"])
    rows = rows.merge(episodes, on=["need", "unit", "capacity"], how="left")
    yields = rows["elective"] & (rows["priority"] > HIGHEST)
    levels = rows["elective"] & (rows["priority"] >= MAY_BE_LEVELLED)
    order = ranks(rows["priority"], rows["consequence"].astype(float))
    until = _until(rows, waits)
    rows = rows.assign(
        priority=order, yields=yields, levels=levels, until=until, whole=rows["amount"]
    )
    by = ["cell", "elective", "priority", "need"]
    rows = rows.sort_values(by, ascending=[True, False, False, True], ignore_index=True)
    return rows[CARE]


def _until(rows: pd.DataFrame, waits: pd.DataFrame) -> Floats:
    """Return the last day on which care may begin: its limit less the wait that it has had.

    Care whose limit is not known waits no further than the quarter.
    """
    labels = rows["period"].unique()
    start = rows["period"].map({label: periods.start(label).toordinal() for label in labels})
    quarter = rows["period"].map({label: _quarter_s_end(label) for label in labels})
    known = waits.assign(unit=waits["unit"].fillna(""))
    own = rows[["need", "unit", "period"]].merge(known, how="left")["wait_days"]
    shared = known[known["unit"] == ""].drop(columns="unit")
    common = rows[["need", "period"]].merge(shared, how="left")["wait_days"]
    had = own.fillna(common).fillna(0.0).to_numpy(float)
    latest = start.to_numpy(float) + rows["limit"].to_numpy(float) - had
    return np.where(rows["limit"].isna(), quarter.to_numpy(float), latest)


def _quarter_s_end(label: str) -> int:
    """Return the last day of the quarter in which a period begins."""
    first = periods.start(label)
    last = 3 * ((first.month - 1) // 3) + 3
    return periods.end(f"{first.year:04d}-{last:02d}").toordinal()


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

    cells: as :func:`pkslib.steps.balance.ceiling.cells_of` returns them, with what each kind of
    step gave and follows, the part of prioritised that relieves nothing that is above a ceiling.
    care: what is left of the care behind the need at its unit and period. moves, delays, shifts:
    rows of those tables. away: what gives way in the fifth step: need, unit, capacity,
    period, decision, to_period, amount [after utilisation and margin], use and reason.
    effects: rows of the table ladder, but for why. limits: rows of the table
    ladder_limits. short: what each cell lacks before the first step and after each one. above:
    what of it is above the ceiling after each step.
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
    above: tuple[Floats, ...] = ()


def beginning(cells: pd.DataFrame, care: pd.DataFrame) -> Climbed:
    """Return where the ladder begins: nothing given yet."""
    start = cells.assign(**dict.fromkeys(GIVEN, 0.0), follows=0.0, stopped=False)
    kinds = (MOVES, _DELAYS, SHIFTS, AWAY, EFFECTS, LIMITS)
    moves, delays, shifts, away, gained, limits = (pd.DataFrame(columns=kind) for kind in kinds)
    return Climbed(start, care, moves, delays, shifts, away, gained, limits, (short(start),))


def remaining(cells: pd.DataFrame) -> Floats:
    """Return the gap that is left after what the steps have given so far, rounding dust as 0."""
    gap = cells["need"] - cells["available"] - cells[GIVEN].sum(axis=1)
    weight = cells["need"] + cells["available"]
    return gap.where(gap.abs() > _DUST * weight, 0.0).to_numpy()


def supplied(cells: pd.DataFrame) -> Floats:
    """Return what is there after the first four steps [capacity's measure]."""
    given = cells["available"] + cells[[name for name in GIVEN if name != "prioritised"]].sum(
        axis=1
    )
    return np.asarray(np.maximum(given.to_numpy(float), 0.0))


def short(cells: pd.DataFrame) -> Floats:
    """Return what each cell lacks, what follows along not counted [capacity's measure]."""
    return np.asarray(np.maximum(remaining(cells) + cells["follows"].to_numpy(float), 0.0))


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
    return found._replace(delays=_summed(every), care=less(found.care, delays))


def with_away(found: Climbed, rows: pd.DataFrame) -> Climbed:
    """Return the ladder with care that gives way: cell, and the rest of AWAY."""
    key = found.cells[KEY].iloc[rows["cell"].astype(int)].reset_index(drop=True)
    spelt = pd.concat([key, rows.reset_index(drop=True)], axis=1)
    every = pd.concat([found.away, spelt[AWAY]], ignore_index=True)
    return found._replace(away=_summed(every))


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the amounts of those alike in all else added up."""
    alike = [name for name in rows if name != "amount"]
    sums = rows.astype({"amount": float}).groupby(alike, sort=False, dropna=False)
    return sums[["amount"]].sum().reset_index()[[*rows.columns]]


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
