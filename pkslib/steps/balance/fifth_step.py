"""The ladder's fifth step: elective care postponed, limited or cancelled."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.steps.balance import cells as pans
from pkslib.steps.balance import climbed, measures, moves
from pkslib.steps.balance.climbed import Climbed
from pkslib.steps.balance.delays import postponed
from pkslib.steps.balance.frame import UNBOUND
from pkslib.steps.balance.giving_way import POSTPONE, given_up
from pkslib.tables.inputs.capacity import PRIORITISE

# Care without a guarantee can wait for any period of the year.
_A_YEAR = 366.0
# A smaller share of a gap is rounding in the sums.
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
    lack, cells = climbed.short(found.cells), found.cells
    able = found.care[found.care["yields"]]
    own = np.bincount(able["cell"], able["amount"], lack.size)
    gap = np.minimum(lack, np.maximum(own - cells["bought"].to_numpy(), 0.0))
    gone = given_up(cells, gap, able)
    given = np.bincount(gone["cell"], gone["amount"], lack.size)
    rows = _named(found, offers, np.minimum(given, lack))
    found = found._replace(
        cells=cells.assign(prioritised=given),
        care=pans.less(found.care, gone),
        effects=pd.concat([found.effects, rows], ignore_index=True),
    )
    return _with_away(found, gone.assign(to_period=None))


def _postponed(found: Climbed) -> Climbed:
    """Postpone elective care to later periods with room, care without a guarantee too."""
    elective = found.care[found.care["elective"]]
    days = elective["guarantee_days"].astype(float).fillna(_A_YEAR)
    able = elective.assign(guarantee_days=days)
    delays = postponed(found.cells, pans.remaining(found.cells), able, between=False)
    if delays.empty:
        return found
    rows = moves.over_time(found.cells, delays)
    found = climbed.moved(found, rows, climbed.as_effects(rows, PRIORITISE))
    later = found.cells["period"].iloc[delays["to_cell"].astype(int)].to_numpy()
    away = delays.assign(decision=POSTPONE, to_period=later, lacks=True)
    away = away.merge(elective[["cell", "need", "use"]])
    return climbed.delayed(_with_away(found, away), delays)


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
    rows = [climbed.effects(found, used, PRIORITISE) for used in (stated, rest)]
    return pd.concat(rows, ignore_index=True)[climbed.EFFECTS]


def _with_away(found: Climbed, rows: pd.DataFrame) -> Climbed:
    """Add what gives way, with its unit, capacity and period."""
    key = found.cells[pans.KEY].iloc[rows["cell"].astype(int)].reset_index(drop=True)
    spelt = pd.concat([key, rows.reset_index(drop=True)], axis=1)[climbed.AWAY]
    return found._replace(away=pd.concat([found.away, spelt], ignore_index=True))
