"""The ladder's fifth step: elective care postponed, limited or cancelled, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import lowest_first
from pkslib.steps.balance import measures, moves, scale
from pkslib.steps.balance.delays import postponed
from pkslib.steps.balance.offers import UNBOUND
from pkslib.steps.balance.scale import Climbed
from pkslib.tables.inputs.capacity import PRIORITISE

LIMIT, CANCEL, POSTPONE = "limit", "cancel", "postpone"
# Why care gives way in each way, without a care guarantee and with one.
_WHY = {
    POSTPONE: ("room", "room_in_time"),
    LIMIT: ("lasting", "lasting_owed"),
    CANCEL: ("single", "single_owed"),
}
# From this share of the periods on, a shortage lasts: the offer itself is what has to be limited.
_LASTS = 0.5
# Care without a guarantee can wait for any period of the year.
_A_YEAR = 366.0
# A smaller share of a need or of a gap is rounding in the sums.
_DUST = 1e-9


def prioritised(found: Climbed, offers: pd.DataFrame) -> Climbed:
    """Let elective care give way for what the former steps left.

    Parameters
    ----------
    found : Climbed
        What the first four steps gave.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them, of the fifth step. They name
        and price what gives way, as far as they go; no budget pays for it and none is needed.

    Returns
    -------
    Climbed
        Elective care is postponed to where its unit has room within its guarantee. What still
        lacks is limited or cancelled, the lowest medical priority first, as far as it is not
        bought. Neither acute care nor care of the highest medical priority gives way.
    """
    found = _postponed(found)
    lack, cells = scale.short(found.cells), found.cells
    able = found.care[found.care["yields"]]
    own = np.bincount(able["cell"], able["amount"], lack.size)
    gap = np.minimum(lack, np.maximum(own - cells["bought"].to_numpy(), 0.0))
    gone = given_up(cells, gap, able)
    given = np.bincount(gone["cell"], gone["amount"], lack.size)
    rows = _named(found, offers, np.minimum(given, lack))
    found = found._replace(
        cells=cells.assign(prioritised=given),
        care=scale.less(found.care, gone),
        effects=pd.concat([found.effects, rows], ignore_index=True),
    )
    return _with_away(found, gone.assign(to_period=None))


def _postponed(found: Climbed) -> Climbed:
    """Postpone care that may give way to later periods with room, if without a guarantee too."""
    able = found.care[found.care["yields"]]
    able = able.assign(guarantee_days=able["guarantee_days"].astype(float).fillna(_A_YEAR))
    delays = postponed(found.cells, scale.remaining(found.cells), able, between=False)
    if delays.empty:
        return found
    rows = moves.over_time(found.cells, delays)
    found = scale.moved(found, rows, scale.as_effects(rows, PRIORITISE))
    later = found.cells["period"].iloc[delays["to_cell"].astype(int)].to_numpy()
    away = delays.assign(decision=POSTPONE, to_period=later, lacks=True)
    away = away.merge(able[["cell", "need", "use"]])
    return scale.delayed(_with_away(found, away), delays)


def _named(found: Climbed, offers: pd.DataFrame, closed: Floats) -> pd.DataFrame:
    """Return what gives way as effects: by the measures stated, the rest without one."""
    even, none = np.ones(closed.size), np.zeros(closed.size)
    state = measures.State(gap=closed, weight=even, shiftable=none)
    stated = measures.effects_of(offers, found.cells, state, UNBOUND).effects
    named = np.bincount(stated["cell"].astype(int), stated["effect"].astype(float), closed.size)
    cell = np.flatnonzero(closed - named > _DUST * closed)
    rest = pd.DataFrame(
        {"measure": None, "cell": cell, "effect": (closed - named)[cell], "cost": 0.0}
    )
    rows = [scale.effects(found, used, PRIORITISE) for used in (stated, rest)]
    return pd.concat(rows, ignore_index=True)[scale.EFFECTS]


def _with_away(found: Climbed, rows: pd.DataFrame) -> Climbed:
    """Add what gives way, with its unit, capacity and period."""
    key = found.cells[scale.KEY].iloc[rows["cell"].astype(int)].reset_index(drop=True)
    spelt = pd.concat([key, rows.reset_index(drop=True)], axis=1)[scale.AWAY]
    return found._replace(away=pd.concat([found.away, spelt], ignore_index=True))


def given_up(cells: pd.DataFrame, gap: Floats, elective: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each elective need gives way, so that the gaps are closed.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period and need [capacity's measure], a row a cell.
    gap : array
        What has to give way in each cell, from 0 up [capacity's measure].
    elective : pandas.DataFrame
        Elective need by cell: cell, need, priority (as a rank: the highest number first),
        episode and amount [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        The rows of elective that give way, with amount (what gives way), lacks (whether the
        cell itself has to be relieved) and decision: limit where the need gives way at the unit
        in at least half of all periods, else cancel.

    Notes
    -----
    The capacity that lacks the largest share of its need is relieved first, of equal ones the
    first by code, and in each cell the lowest medical priority first. An operation that gives
    way leaves its bed free and the other way round; what that gives is counted before the next
    capacity is asked.
    """
    amount = elective["amount"].to_numpy(float)
    cell = elective["cell"].to_numpy(np.int64)
    together = _together(elective, cells["period"].to_numpy()[cell])
    codes = cells["capacity"].to_numpy()[cell]
    share = np.zeros(len(elective))
    for capacity in _scarcest_first(cells, gap):
        mine = codes == capacity
        left = np.maximum(gap - np.bincount(cell, amount * share, gap.size), 0.0)
        more = lowest_first(
            (amount * (1 - share))[mine], elective["priority"][mine], cell[mine], left[cell[mine]]
        )
        share[mine] += (1 - share[mine]) * more
        share = _most_of(share, together)
    gone = elective.assign(amount=amount * share, lacks=gap[cell] > 0, together=together)
    gone = gone[(share > _DUST) & (amount > 0)]
    return gone.assign(decision=_decision(gone, cells)).drop(columns="together")


def _together(elective: pd.DataFrame, period: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return a code per row, the same for all of an episode in a period."""
    alone = elective["episode"].isna().to_numpy()
    own = np.where(alone, np.arange(len(elective)), -1)
    groups = elective.groupby([own, elective["episode"], period], dropna=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def _most_of(share: Floats, together: NDArray[np.int64]) -> Floats:
    """Return the largest share of those that belong together, for each of them."""
    most = np.zeros(together.max(initial=-1) + 1)
    np.maximum.at(most, together, share)
    return np.asarray(most[together])


def _scarcest_first(cells: pd.DataFrame, gap: Floats) -> list[str]:
    """Return the capacities with a gap, from that which lacks the largest share of its need."""
    sums = cells.assign(gap=gap).groupby("capacity")[["gap", "need"]].sum()
    lacking = (sums["gap"] / sums["need"])[sums["gap"] > 0]
    return list(lacking.sort_values(ascending=False, kind="stable").index)


def _decision(gone: pd.DataFrame, cells: pd.DataFrame) -> Floats:
    """Return limit or cancel for each row; what belongs together has the same."""
    unit = cells["unit"].to_numpy()[gone["cell"]]
    place = gone["episode"].where(gone["episode"].notna(), gone["need"] + " " + unit)
    period = pd.Series(cells["period"].to_numpy()[gone["cell"]], gone.index)
    often = period.groupby(place).transform("nunique") / cells["period"].nunique()
    return np.where(often >= _LASTS, LIMIT, CANCEL)


def prioritised_of(away: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table prioritised: what gives way, how, and why.

    Parameters
    ----------
    away : pandas.DataFrame
        As :class:`pkslib.steps.balance.scale.Climbed` has it.
    needs : pandas.DataFrame
        The input table; its priority, consequence and guarantee_days are told.

    Returns
    -------
    pandas.DataFrame
        The table prioritised.
    """
    facts = needs[["need", "priority", "consequence", "guarantee_days"]]
    rows = away.merge(facts, on="need")
    promised = rows["guarantee_days"].notna()
    why = [_WHY[way][owed] for way, owed in zip(rows["decision"], promised, strict=True)]
    follows = ~rows["lacks"].astype(bool)
    return rows.assign(why=pd.Series(why, rows.index, dtype="str").mask(follows, "follows"))
