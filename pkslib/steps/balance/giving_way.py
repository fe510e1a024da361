"""How much of which care gives way in the ladder's fifth step, and in which way."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import lowest_first

LIMIT, CANCEL, POSTPONE = "limit", "cancel", "postpone"
# From this share of the periods on, a shortage lasts: the offer itself is what has to be limited.
_LASTS = 0.5
# A smaller share of a need is rounding in the sums.
_DUST = 1e-9


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
