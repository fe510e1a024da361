"""Moves that fill gaps: shifts swapped within the unit, then the pool, then other units."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib.methods.programme import best
from pkslib.steps.outlook.gap_list import calendar_of

SWAP, POOL, LEND = "swap", "pool", "lend"
_SHIFT = ["resource", "week", "weekday", "shift"]
_PLACE = ["unit", "resource", "weekday", "shift"]
_WHERE = ["hospital", "clinic", "specialty"]
# A move to another clinic of the hospital costs this much more than one inside the clinic.
_FARTHER = 1.0


class Lending(NamedTuple):
    """What bounds the moves of the gap list.

    hospital, clinic, specialty: by unit; a unit whose specialty is not known is not in the last.
    lend_most: shifts that one unit lends to others in a week at most. never: resources that are
    lent only where a pair is listed. pairs: the table lending; where it has rows nobody else is
    lent. lines: the table minimum_lines, below which nobody is lent.
    """

    hospital: pd.Series
    clinic: pd.Series
    specialty: pd.Series
    lend_most: int
    never: Collection[str]
    pairs: pd.DataFrame
    lines: pd.DataFrame


def shift_moves(listed: pd.DataFrame, schedule: pd.DataFrame, lending: Lending) -> pd.DataFrame:
    """Propose moves of whole persons of the same competence: own shifts, the pool, other units.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    schedule : pandas.DataFrame
        The table; units that the pairs name as a pool need no staff of their own.
    lending : Lending
        Who may lend what to whom.

    Returns
    -------
    pandas.DataFrame
        Rows of the table shift_moves: a swap is from the unit's own plus in the week, on the same
        shift of another day if there is one. No unit gives more than it has over or goes below
        its minimum line, so that no move makes a new gap. That there are eleven hours between a
        person's shifts is not known here.

    Notes
    -----
    One linear programme (HiGHS) a kind, over all weeks: as many gaps filled as possible, then as
    near as possible (the same shift, or inside the clinic), then where the largest share of the
    shift is missing. Its corners are whole numbers: the limits nest.
    """
    laid = listed[listed["scheduled"].notna()]
    rows = _sides(pd.concat([laid, _pooled(laid, schedule, lending.pairs)]), lending)
    found = []
    for kind, pairs_of in ((SWAP, _swaps), (POOL, _pools), (LEND, _lends)):
        pairs = pairs_of(rows, lending)
        if len(pairs):
            cap = float(lending.lend_most) if kind == LEND else np.inf
            persons = np.round(_most(pairs, rows, cap))
            found.append(pairs.assign(kind=kind, persons=persons)[persons > 0])
            rows = _left(rows, pairs, persons)
    return _told(found)


def _sides(rows: pd.DataFrame, lending: Lending) -> pd.DataFrame:
    """Return the gap list with whole persons over and short, and where each unit belongs."""
    rows = rows.merge(lending.lines[[*_PLACE, "persons"]], on=_PLACE, how="left")
    free = rows["scheduled"] - rows["persons"].fillna(0.0)
    rows = rows.assign(
        **{name: rows["unit"].map(getattr(lending, name)) for name in _WHERE},
        over=np.floor(rows["plus"].clip(upper=free).clip(lower=0.0)),
        short=np.floor(rows["minus"]),
    ).sort_values([*_SHIFT, "unit"], ignore_index=True)  # fmt: skip
    return rows.drop(columns="persons").assign(row=rows.index)


def _pooled(listed: pd.DataFrame, schedule: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the shifts of pools, where everybody scheduled is over."""
    pools = set(pairs.loc[pairs["kind"] == POOL, "unit"]) - set(listed["unit"])
    mine = schedule[schedule["unit"].isin(pools)]
    if mine.empty:
        return listed.iloc[:0]
    dated = mine.merge(calendar_of(pd.Series(mine["date"].unique(), dtype="str")), on="date")
    rows = dated.assign(needed=0.0, plus=dated["scheduled"], minus=0.0)
    return rows[[*listed.columns]].dropna(subset=["scheduled"])


def _swaps(rows: pd.DataFrame, _: Lending) -> pd.DataFrame:
    """Return the pairs of plus and minus within a unit, profession and week."""
    keys = ["unit", "resource", "week"]
    givers, takers = rows[rows["over"] > 0], rows[rows["short"] > 0]
    pairs = givers.merge(takers, on=keys, suffixes=("_from", ""))
    other = (pairs["shift_from"] != pairs["shift"]).astype(float)
    return pairs.assign(
        row_to=pairs["row"], row=pairs["row_from"], to_unit=pairs["unit"], far=other,
        short_to=pairs["short"], needed_to=pairs["needed"],
    )  # fmt: skip


def _pools(rows: pd.DataFrame, lending: Lending) -> pd.DataFrame:
    """Return the pairs of a pool and a unit it serves, within a shift."""
    listed = lending.pairs[lending.pairs["kind"] == POOL]
    return _same_shift(rows).merge(listed[["unit", "to_unit", "resource"]])


def _lends(rows: pd.DataFrame, lending: Lending) -> pd.DataFrame:
    """Return the pairs of units that may lend to each other, within a shift."""
    pairs = _same_shift(rows)
    if len(lending.pairs):
        listed = lending.pairs[lending.pairs["kind"] == LEND]
        return pairs.merge(listed[["unit", "to_unit", "resource"]])
    able = ~pairs["resource"].isin(lending.never) & pairs["specialty"].notna()
    alike = (pairs["hospital"] == pairs["hospital_to"]) & (
        pairs["specialty"] == pairs["specialty_to"]
    )
    return pairs[able & alike].reset_index(drop=True)


def _same_shift(rows: pd.DataFrame) -> pd.DataFrame:
    """Return who has somebody over and who is short in the same shift and competence."""
    givers, takers = rows[rows["over"] > 0], rows[rows["short"] > 0]
    pairs = givers.merge(takers, on=_SHIFT, suffixes=("", "_to"))
    pairs = pairs.rename(columns={"unit_to": "to_unit"})
    same = pairs["clinic"] == pairs["clinic_to"]
    return pairs.assign(
        far=np.where(same, 0.0, 1.0), weekday_from=pairs["weekday"], shift_from=pairs["shift"]
    )


def _most(pairs: pd.DataFrame, rows: pd.DataFrame, cap: float) -> np.ndarray:
    """Return how many persons each pair moves."""
    lender = pairs.groupby(["unit", "week"]).ngroup().to_numpy()
    giver, taker = pairs["row"].to_numpy(), pairs["row_to"].to_numpy()
    count, at = len(rows), np.arange(len(pairs))
    places = np.concatenate([giver, count + taker, 2 * count + lender])
    limits = sparse.csr_array((np.ones(places.size), (places, np.tile(at, 3))))
    most = np.concatenate([rows["over"], rows["short"]])
    caps = np.full(lender.max() + 1, cap if np.isfinite(cap) else most.sum())
    farther = 1.0 + _FARTHER * pairs["far"].to_numpy()
    missing = (pairs["short_to"] / pairs["needed_to"]).to_numpy()
    most = np.concatenate([most, caps])
    return best([-np.ones(len(pairs)), farther, 1.0 - missing], limits, most).amounts


def _left(rows: pd.DataFrame, pairs: pd.DataFrame, persons: np.ndarray) -> pd.DataFrame:
    """Return the sides with what the moves leave of them."""
    given = np.bincount(pairs["row"], persons, len(rows))
    taken = np.bincount(pairs["row_to"], persons, len(rows))
    return rows.assign(over=rows["over"] - given, short=rows["short"] - taken)


def _told(found: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the moves as rows of the table."""
    columns = ["kind", *_SHIFT, "unit", "to_unit", "weekday_from", "shift_from", "persons"]
    moves = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    moves = moves[columns].rename(
        columns={"weekday_from": "from_weekday", "shift_from": "from_shift"}
    )
    return moves.astype({"weekday": "int64", "from_weekday": "int64", "persons": float})
