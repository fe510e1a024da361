"""The ladder's fifth step: elective care above the ceiling is postponed, limited or cancelled.

One medical priority after the other, the lowest first. What has room later within the medical
limit is postponed; the rest is limited: the patients stay on the list, past their limit, and are
to be offered care elsewhere. Only care that is booked already can be cancelled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import alike
from pkslib.steps.balance import measures, scale
from pkslib.steps.balance.bounds import State
from pkslib.steps.balance.ceiling import over
from pkslib.steps.balance.delays import postponed
from pkslib.steps.balance.offers import UNBOUND
from pkslib.steps.balance.scale import Climbed
from pkslib.steps.balance.stops import Stops
from pkslib.steps.balance.unseen import FOLLOWS, OWN, in_pathways, relieving, unseen_of
from pkslib.tables.inputs.capacity import PRIORITISE

LIMIT, CANCEL, POSTPONE = "limit", "cancel", "postpone"
# A smaller share of a need or of a gap is rounding in the sums.
_DUST = 1e-9


class _State(NamedTuple):
    """How far the step has come.

    found: the ladder. able: care that may give way, alone (whole: what it was to begin with).
    share: of each of its rows, limited or cancelled so far. stopped: cells in which a stop has
    been reached, where nothing more gives way. unseen: part of share that has no patient.
    """

    found: Climbed
    able: pd.DataFrame
    share: Floats
    stopped: NDArray[np.bool_]
    unseen: Floats

    @property
    def lack(self) -> Floats:
        """What is to give way in each cell [capacity's measure]; less than a block is not."""
        cells = self.found.cells
        above = np.maximum(over(cells), 0.0)
        own = np.bincount(self.able["cell"], self.able["amount"], above.size)
        above = np.minimum(above, np.maximum(own - cells["bought"].to_numpy(float), 0.0))
        return np.where((above < cells["block"]) | self.stopped, 0.0, above)


def prioritised(found: Climbed, offers: pd.DataFrame, stops: Stops) -> Climbed:
    """Let elective care give way for what the former steps left above the ceiling.

    Parameters
    ----------
    found : Climbed
        What the first four steps gave.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them, of the fifth step. They name
        and price what gives way, as far as they go; no budget pays for it and none is needed.
    stops : Stops
        What gives way at most over the year.

    Returns
    -------
    Climbed
        The lowest medical priority gives way first, and a higher one only where all of the lower
        in the cell has done so. Neither acute care nor care of the highest medical priority gives
        way, nothing goes on past a stop, and less than the least block stays.
    """
    yields = found.care["yields"].to_numpy(bool)
    able = found.care[yields]
    none = np.zeros(len(able))
    state = _State(found, able, none, np.zeros(len(found.cells), bool), none)
    own = _only(stops, yields)
    for priority in sorted(set(able["priority"]), reverse=True):
        mine = (able["priority"] == priority).to_numpy()
        state = _postponed(state, mine)
        state = _reduced(state, mine, own)
    state = _given_back(state, yields[yields])
    paths = in_pathways(able, found.cells, stops.first_visits)
    state = _with_unseen(state, paths)
    # Theatre time that has no patient is for those who gave way for it.
    rest = ~paths["first"].to_numpy(bool) & (state.unseen == 0)
    return _told(_given_back(state, rest), offers)


def _only(stops: Stops, rows: NDArray[np.bool_]) -> Stops:
    """Return the stops for some of the rows of care, counted anew."""
    place = np.cumsum(rows) - 1
    kept = rows[stops.row] if stops.row.size else np.zeros(0, bool)
    return stops._replace(row=place[stops.row[kept]], line=stops.line[kept])


def _postponed(state: _State, mine: NDArray[np.bool_]) -> _State:
    """Postpone care of one priority to later room within its limit: below the target, then more."""
    for room in (scale.remaining, over):
        cells, lack = state.found.cells, state.lack
        gap = np.where(lack > 0, lack, np.minimum(room(cells), 0.0))
        delays = postponed(cells, gap, state.able[mine], between=False)
        if not delays.empty:
            state = _later(state, delays)
    return state


def _later(state: _State, delays: pd.DataFrame) -> _State:
    """Add care that is postponed: it leaves one cell and arrives in another."""
    found, size = state.found, len(state.found.cells)
    amount = delays["amount"].to_numpy(float)
    out, into = (delays[name].to_numpy(np.int64) for name in ("cell", "to_cell"))
    # An operation put off for its bed's sake leaves a theatre that lacked nothing.
    own = state.lack[out] > 0
    net, along = (
        np.bincount(out, part, size) - np.bincount(into, part, size)
        for part in (amount, np.where(own, 0.0, amount))
    )
    cells = found.cells.assign(
        prioritised=found.cells["prioritised"] + net, follows=found.cells["follows"] + along
    )
    later = found.cells["period"].to_numpy()[into]
    reason = np.where(own, OWN, FOLLOWS)
    rows = delays.assign(decision=POSTPONE, to_period=later, reason=reason)
    rows = rows.merge(state.able[["cell", "need", "use"]], on=["cell", "need"])
    found = scale.delayed(scale.with_away(found._replace(cells=cells), rows), delays)
    return state._replace(found=found, able=scale.less(state.able, delays))


def _reduced(state: _State, mine: NDArray[np.bool_], stops: Stops) -> _State:
    """Limit care of one priority, all needs in a cell by the same share of what they were."""
    cells = state.found.cells
    wanted = reduction(cells, state.lack, state.able, mine)
    if not wanted.any():
        return state
    whole = np.maximum(state.able["whole"].to_numpy(float), _DUST)
    share = wanted / whole
    part = _least_of(stops.part(state.share, state.share + share), _episodes(state))
    gone = wanted * part
    lack = state.lack
    able = state.able.assign(amount=np.maximum(state.able["amount"] - gone, 0.0))
    given = np.bincount(able["cell"], gone, len(cells))
    cells = cells.assign(prioritised=cells["prioritised"] + given)
    held = np.zeros(len(cells), bool)
    held[able["cell"].to_numpy()[(part < 1 - _DUST) & (wanted > 0)]] = True
    return state._replace(
        found=state.found._replace(cells=cells),
        able=able,
        share=state.share + share * part,
        stopped=state.stopped | (held & (lack > 0)),
    )


def _with_unseen(state: _State, paths: pd.DataFrame) -> _State:
    """Limit the later steps of pathways whose first visits are limited, by as many patients."""
    cells, able = state.found.cells, state.able
    more = unseen_of(paths.assign(amount=able["amount"].to_numpy(float)), state.share)
    given = np.bincount(able["cell"], more * able["whole"], len(cells))
    cells = cells.assign(prioritised=cells["prioritised"] + given)
    return state._replace(
        found=state.found._replace(cells=cells), share=state.share + more, unseen=more
    )


def reduction(
    cells: pd.DataFrame, lack: Floats, care: pd.DataFrame, mine: NDArray[np.bool_]
) -> Floats:
    """Return how much of each need is to be limited, so that nothing lacks in the cells.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period and need [capacity's measure], a row a cell.
    lack : array
        What has to give way in each cell, from 0 up [capacity's measure].
    care : pandas.DataFrame
        cell, need, episode, whole (what it was to begin with) and amount (what is left)
        [capacity's measure].
    mine : array of bool
        The care that is asked.

    Returns
    -------
    array
        By row of care [capacity's measure].

    Notes
    -----
    The capacity that lacks the largest share of its need is relieved first, of equal ones the
    first by code. An operation that gives way leaves its bed free and the other way round; what
    that gives is counted before the next capacity is asked.
    """
    left, whole = care["amount"].to_numpy(float), care["whole"].to_numpy(float)
    cell = care["cell"].to_numpy(np.int64)
    together = _together(care, cells)
    codes = cells["capacity"].to_numpy()[cell]
    gone = np.zeros(len(care))
    for capacity in _scarcest_first(cells, lack):
        rest = np.maximum(lack - np.bincount(cell, gone, lack.size), 0.0)
        asked = mine & (codes == capacity) & (rest[cell] > 0)
        gone[asked] += alike((left - gone)[asked], whole[asked], cell[asked], rest[cell][asked])
        share = np.divide(gone, left, out=np.zeros_like(gone), where=left > 0)
        gone = left * _most_of(share, together)
    return gone


def _together(care: pd.DataFrame, cells: pd.DataFrame) -> NDArray[np.int64]:
    """Return a code per row, the same for all of an episode in a period."""
    period = cells["period"].to_numpy()[care["cell"].to_numpy(np.int64)]
    own = np.where(care["episode"].isna().to_numpy(), np.arange(len(care)), -1)
    groups = care.groupby([own, care["episode"], period], dropna=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def _episodes(state: _State) -> NDArray[np.int64]:
    return _together(state.able, state.found.cells)


def _most_of(share: Floats, together: NDArray[np.int64]) -> Floats:
    """Return the largest share of those that belong together, for each of them."""
    most = np.zeros(together.max(initial=-1) + 1)
    np.maximum.at(most, together, share)
    return np.asarray(most[together])


def _least_of(share: Floats, together: NDArray[np.int64]) -> Floats:
    """Return the least share of those that belong together, for each of them."""
    least = np.ones(together.max(initial=-1) + 1)
    np.minimum.at(least, together, share)
    return np.asarray(least[together])


def _scarcest_first(cells: pd.DataFrame, gap: Floats) -> list[str]:
    """Return the capacities with a gap, from that which lacks the largest share of its need."""
    sums = cells.assign(gap=gap).groupby("capacity")[["gap", "need"]].sum()
    lacking = (sums["gap"] / sums["need"])[sums["gap"] > 0]
    return list(lacking.sort_values(ascending=False, kind="stable").index)


def _given_back(state: _State, able: NDArray[np.bool_]) -> _State:
    """Take back what need not have given way, of some care, the highest medical priority first.

    What goes for a theatre may free a bed that other care has given way for already.
    """
    care, whole = state.able, state.able["whole"].to_numpy(float)
    cell, together = care["cell"].to_numpy(np.int64), _episodes(state)
    cells, share = state.found.cells, state.share.copy()
    for priority in sorted(set(care.loc[share > _DUST, "priority"])):
        gone = np.where(able & (care["priority"] == priority), share * whole, 0.0)
        room, total = np.maximum(-over(cells), 0.0), np.bincount(cell, gone, len(cells))
        part = np.divide(room, total, out=np.ones_like(total), where=total > room)
        back = gone * _least_of(np.where(gone > 0, part[cell], 1.0), together)
        share -= np.divide(back, whole, out=np.zeros_like(back), where=whole > 0)
        given = cells["prioritised"] - np.bincount(cell, back, len(cells))
        cells = cells.assign(prioritised=given)
    return state._replace(found=state.found._replace(cells=cells), share=np.maximum(share, 0.0))


def _told(state: _State, offers: pd.DataFrame) -> Climbed:
    """Add what gives way to the ladder: whose it is, and for which cells."""
    found, able = state.found, state.able
    amount = state.share * able["whole"].to_numpy(float)
    some = state.share > _DUST
    gone = able.assign(amount=amount)[some]
    cells = found.cells
    bare = state.unseen[some] * gone["whole"].to_numpy(float)
    reduced = np.bincount(gone["cell"], gone["amount"], len(cells))
    rest = over(cells.assign(prioritised=cells["prioritised"] - reduced))
    # Less than a block stays, though care without a patient would fill it.
    idle = np.bincount(gone["cell"], bare, len(cells))
    asked = reduced - np.where(rest < cells["block"], idle, 0.0)
    own = np.minimum(asked, np.maximum(rest, 0.0))
    cells = cells.assign(follows=cells["follows"] + reduced - own, stopped=state.stopped)
    found = found._replace(cells=cells, care=scale.less(found.care, gone))
    # Care postponed into a cell that lacked at the start counts against what gives way there.
    closed = np.where(found.short[0] > 0, found.short[-1] - scale.short(cells), 0.0)
    rows = _named(found, offers, closed)
    found = found._replace(effects=pd.concat([found.effects, rows], ignore_index=True))
    sides = [
        gone.assign(amount=part, reason=reason)[part > _DUST * gone["whole"]]
        for part, reason in relieving(gone, bare, own)
    ]
    return scale.with_away(found, pd.concat(sides).assign(to_period=None, decision=LIMIT))


def _named(found: Climbed, offers: pd.DataFrame, closed: Floats) -> pd.DataFrame:
    """Return what gives way by the measures that state it, and then without a name."""
    state = State(np.maximum(closed, 0.0), np.ones(closed.size), np.zeros(closed.size))
    stated = measures.effects_of(offers, found.cells, state, UNBOUND).effects
    named = np.bincount(stated["cell"].astype(int), stated["effect"].astype(float), closed.size)
    cell = np.flatnonzero(np.abs(closed - named) > _DUST * np.abs(closed))
    rest = pd.DataFrame(
        {"measure": None, "cell": cell, "effect": (closed - named)[cell], "cost": 0.0}
    )
    rows = [scale.effects(found, used, PRIORITISE) for used in (stated, rest)]
    return pd.concat(rows, ignore_index=True)[scale.EFFECTS]
